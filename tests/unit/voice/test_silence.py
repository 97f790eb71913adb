"""A line on which nothing is heard: when it is said, when not."""

from __future__ import annotations

import pytest

from palabre.channels.voice.model.silence import NO_PACKETS, NO_SOUND, Heard, count, excuse, sounds, why


def test_no_packets_between_two_looks_is_said_whatever_was_heard() -> None:
    line = Heard(0.0)
    sounds(line, True, 0.5)
    assert why(line, 4.0, 0.0) == ""  # not counted yet
    count(line, 200, 5.0)
    assert why(line, 9.0, 5.0) == ""
    count(line, 200, 10.0)
    assert why(line, 10.0, 10.0) == NO_PACKETS
    count(line, 202, 15.0)  # what keeps it open is no voice
    assert why(line, 15.0, 15.0) == NO_PACKETS
    count(line, 402, 20.0)
    assert why(line, 20.0, 20.0) == ""


@pytest.mark.parametrize(("heard_at", "patience"), [(None, 8.0), (2.0, 30.0)])
def test_empty_packets_are_said_sooner_of_who_was_never_heard(heard_at, patience) -> None:
    line = Heard(0.0)
    if heard_at is not None:
        sounds(line, True, heard_at - 1)
        assert why(line, 60.0, 0.0) == ""  # it sounds still
        sounds(line, False, heard_at)
    began = heard_at or 0.0
    assert why(line, began + patience - 0.1, 0.0) == ""
    assert why(line, began + patience, 0.0) == NO_SOUND


@pytest.mark.parametrize("how", ["muted", "holding"])
def test_a_muted_or_held_line_is_no_silent_one_and_has_its_time_afterwards(how) -> None:
    line = Heard(0.0)
    count(line, 10, 1.0)
    excuse(line, 2.0, **{how: True})
    count(line, 10, 50.0)
    assert why(line, 50.0, 50.0) == ""
    excuse(line, 51.0, **{how: False})
    assert why(line, 54.0, 54.0) == ""
    count(line, 10, 56.0)
    assert why(line, 56.0, 56.0) == NO_PACKETS
    count(line, 90, 57.0)
    assert why(line, 59.5, 57.0) == NO_SOUND
