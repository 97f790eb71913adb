"""What is wrong with a robot's call."""

import pytest

from palabre.channels.voice.model.robots import Heard
from palabre.flows.model.ways import Outcome
from palabre.moving.http.rehearsals import cell
from palabre.moving.model.rehearsing import CALLS, FLOWS, Asked, longest_silence_ms, problems

WELL = Heard("ended", 30, [(100, 2_000), (2_500, 4_000)], [(2_400, "1")], 4_200, "far")
CAME = Outcome("ended", "hung_up", [], "queue:q1")


def changed(**more) -> Heard:
    return Heard(**{"state": "ended", "answered_ms": 30, "sounds": WELL.sounds, "pressed": WELL.pressed,
                    "talked_ms": 4_200, "ended": "far"} | more)


@pytest.mark.parametrize(("asked", "heard", "came", "expected"), [
    (Asked(FLOWS, "1"), WELL, CAME, []),
    (Asked(FLOWS, "1", "queue"), WELL, CAME, []),
    (Asked(FLOWS, "1", "queue:q1"), WELL, CAME, []),
    (Asked(FLOWS, "1", "queue:q2"), WELL, CAME, ["other_end"]),
    (Asked(FLOWS, "12"), WELL, CAME, ["keys_left"]),
    (Asked(CALLS), changed(ended="robot"), CAME, []),
    (Asked(FLOWS, "1"), None, Outcome("none"), ["interrupted"]),
    (Asked(FLOWS, "1"), changed(ended="broken"), CAME, ["interrupted"]),
    (Asked(FLOWS, "1"), changed(ended="refused"), Outcome("none"), ["not_answered"]),
    (Asked(FLOWS, "1"), changed(sounds=[]), CAME, ["nothing_heard"]),
    (Asked(FLOWS, "1"), changed(sounds=[(0, 20)], talked_ms=500), CAME, ["nothing_heard"]),
    (Asked(FLOWS, "1"), WELL, Outcome("ended", "failed", [], "say"), ["flow_failed"]),
    (Asked(FLOWS, "1"), changed(ended="too_long"), CAME, ["too_long"]),
    (Asked(FLOWS, "1"), changed(talked_ms=20_000), CAME, ["long_silence"]),
])
def test_what_is_wrong(asked, heard, came, expected):
    assert problems(asked, heard, came) == expected


def test_silence_is_measured_between_sounds_and_at_both_ends():
    assert longest_silence_ms(changed(sounds=[(300, 400), (900, 1_000)], talked_ms=1_100)) == 500
    assert longest_silence_ms(changed(sounds=[], talked_ms=700)) == 700


@pytest.mark.parametrize("text", ["=1+1", "+1+1", '="x"&A1', "@SUM(A1)", "-2+3", "\t=1", "+"])
def test_a_name_is_no_formula_in_a_spreadsheet(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["", "+33187000001", "queue:1", "*#", 7, None])
def test_what_is_no_formula_stays(value):
    assert cell(value) == value
