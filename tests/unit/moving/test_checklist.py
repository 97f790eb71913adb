"""The checklist's questions, each in its colours."""

from datetime import date

import pytest

from palabre.moving.model import checklist as model
from palabre.moving.model.checklist import CALL_GOOD_MS, Called, Flow, Number, Queue

NOW = 1_795_400_000_000
GOOD = Number("+33199000001", "Accueil", 3, True, Called((), 3, NOW - 1000))


def told(checks) -> dict[str, tuple[str, str]]:
    return {c.code: (c.state, c.why) for c in checks}


@pytest.mark.parametrize(("changed", "code", "expected"), [
    ({}, "answers", ("green", "answered")),
    ({"version": None}, "answers", ("red", "no_flow")),
    ({}, "called", ("green", "called")),
    ({"called": None}, "called", ("red", "never_called")),
    ({"called": Called(("nothing_heard",), 3, NOW)}, "called", ("red", "call_wrong")),
    ({"called": Called((), 2, NOW)}, "called", ("amber", "published_since")),
    ({"flow": "b", "called": Called((), 3, NOW, "a")}, "called", ("amber", "other_flow_since")),
    ({"trunk": "t", "trunk_at": NOW, "called": Called((), 3, NOW)}, "called", ("amber", "other_trunk_since")),
    ({"trunk": "t", "trunk_at": NOW - 1, "called": Called((), 3, NOW)}, "called", ("green", "called")),
    ({"called": Called((), 3, NOW - CALL_GOOD_MS - 1)}, "called", ("amber", "called_long_ago")),
    ({}, "way_back", ("green", "rescued")),
    ({"rescue": False}, "way_back", ("amber", "no_rescue")),
    ({"trunk": "t", "trunk_state": "reachable", "return_seconds": 5, "share": 30}, "way_back", ("green", "goes_back")),
    ({"trunk": "t", "trunk_state": "registered"}, "way_back", ("amber", "no_return")),
    ({"trunk": "t", "trunk_state": "unreachable", "return_seconds": 5}, "way_back", ("red", "old_system_away")),
])
def test_a_number(changed, code, expected):
    assert told(model.of_number(GOOD._replace(**changed), NOW))[code] == expected


def test_a_number_that_nobody_answers_is_not_blamed_for_not_being_called():
    assert "called" not in told(model.of_number(GOOD._replace(version=None, called=None), NOW))


@pytest.mark.parametrize(("flow", "expected"), [
    (Flow("f", "F", True, False), ("green", "flow_good")),
    (Flow("f", "F", True, True), ("amber", "draft_newer")),
    (Flow("f", "F", False, False), ("red", "flow_unpublished")),
    (Flow("f", "F", True, False, ("prompt_missing",)), ("red", "flow_faults")),
])
def test_a_flow(flow, expected):
    check = model.of_flow(flow)
    assert (check.state, check.why) == expected


@pytest.mark.parametrize(("able", "hours", "expected"), [
    (0, True, ("red", "nobody_able")), (1, True, ("amber", "one_able")), (2, False, ("amber", "always_open")),
    (2, True, ("green", "queue_good")),
])
def test_a_queue(able, hours, expected):
    check = model.of_queue(Queue("q", "Q", able, hours))
    assert (check.state, check.why) == expected


def test_people_lines_and_sites():
    assert told(model.of_people(1, 3, 1)) == {"administrators": ("amber", "one_administrator"),
                                              "second_factor": ("amber", "passwords_alone"),
                                              "invited": ("amber", "invited_wait")}
    assert told(model.of_people(2, 0, 0)) == {"administrators": ("green", "administrators"),
                                              "second_factor": ("green", "second_factors"),
                                              "invited": ("green", "nobody_waits")}
    assert told(model.of_trunks(None)) == {"telephony": ("red", "no_telephony")}
    assert told(model.of_trunks({})) == {"trunks": ("amber", "no_trunk")}
    assert told(model.of_trunks({"t": ("T", "registered")})) == {"trunk": ("green", "trunk_up")}
    assert told(model.of_trunks({"t": ("T", "rejected")})) == {"trunk": ("red", "trunk_down")}
    assert model.of_relay(0).state == "amber" and model.of_relay(1).state == "green"
    sites = {c.subject: c.state for c in model.of_sites({"a": "A", "b": "B"}, {"a"})}
    assert sites == {"a": "green", "b": "red"}


def test_what_may_be_dialled_and_what_is_recorded():
    assert told(model.of_dial_plan(["fixed", "mobile"], 50, 1)) == {
        "dear": ("green", "dear_closed"), "ceilings": ("green", "ceilings")}
    assert told(model.of_dial_plan(["fixed", "premium"], 0, 1)) == {
        "dear": ("amber", "dear_open"), "ceilings": ("red", "no_ceiling")}
    assert [model.of_recording(m, 180).why for m in ([], ["never"], ["consent"], ["consent", "always"])] == [
        "unrecorded", "unrecorded", "recorded", "recorded_without_asking"]
    assert (model.of_music(True).state, model.of_music(False).state) == ("green", "amber")


def test_holidays_are_those_ahead_and_do_not_call_matters_where_somebody_calls():
    today = date(2026, 11, 23)
    calendars = {"a": ("A", [date(2026, 12, 25)]), "b": ("B", [date(2026, 11, 1)]), "c": ("C", [date(2028, 1, 1)])}
    assert {c.subject: c.state for c in model.of_hours(calendars, today)} == {"a": "green", "b": "amber", "c": "amber"}
    assert [*model.of_do_not_call(0, False)] == []
    assert told(model.of_do_not_call(1, False)) == {"do_not_call": ("amber", "no_do_not_call")}
    assert told(model.of_do_not_call(1, True)) == {"do_not_call": ("green", "do_not_call")}


@pytest.mark.parametrize(("free_mb", "expected"), [
    (1_499, ("red", "no_room")), (1_500, ("amber", "little_room")), (9_999, ("amber", "little_room")),
    (10_000, ("green", "room")),
])
def test_room_on_the_disk(free_mb, expected):
    check = model.of_disk(free_mb)
    assert (check.state, check.why, check.values) == (*expected, {"mb": free_mb})


def test_a_voice_that_does_not_speak_says_why():
    found = {c.subject: (c.state, c.why) for c in model.of_voices([("fr", ""), ("ar", "missing")])}
    assert found == {"fr": ("green", "voice_speaks"), "ar": ("red", "voice_missing")}
