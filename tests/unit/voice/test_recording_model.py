"""Which rule a call falls under, who goes before whom, and where within the file nothing was kept."""

from __future__ import annotations

from palabre.channels.voice.drivers.recorder import silences
from palabre.channels.voice.model.recording import Rule, allows, rule_for, state_of
from palabre.channels.voice.model.state import Call

QUEUE, FLOW, NUMBER, TENANT = (Rule(mode) for mode in ("never", "always", "consent", "always"))


def test_the_most_particular_rule_that_says_anything_counts():
    rules = {("queue", "q"): QUEUE, ("flow", "f"): FLOW, ("number", "n"): NUMBER, ("tenant", ""): TENANT}
    of = {"queue": "q", "flow": "f", "number": "n"}
    for place in ("queue", "flow", "number", "tenant"):
        subject = "" if place == "tenant" else of[place]
        assert rule_for(rules, of) is rules.pop((place, subject))
    assert rule_for(rules, of) == Rule("consent", False), "off, but for who was told and did not refuse"
    assert rule_for({("queue", "other"): QUEUE}, of) == Rule()


def test_a_refusal_goes_before_every_rule():
    agreed, silent = Call("l", "n", recording_allowed=True), Call("l", "n")
    refused = Call("l", "n", recording_refused=True)
    assert [allows(Rule("always"), c) for c in (agreed, silent, refused)] == [True, True, False]
    assert [allows(Rule("consent"), c) for c in (agreed, silent, refused)] == [True, False, False]
    assert not any(allows(Rule("never"), c) for c in (agreed, silent, refused))
    assert [state_of(c) for c in (agreed, refused)] == ["off", "refused"]
    agreed.recorded = True
    assert state_of(agreed) == "on"
    agreed.recording_paused = True
    assert state_of(agreed) == "paused"


def test_silences_of_several_reasons_overlap_and_end_with_the_file():
    changes = [(1_500, ["pause"]), (2_000, ["hold", "pause"]), (3_000, ["hold"]), (4_000, []), (9_000, ["alone"])]
    assert silences(changes, 1_000, 10_000) == [("pause", 500, 2_000), ("hold", 1_000, 3_000), ("alone", 8_000, 10_000)]
    assert silences([(500, ["alone"]), (900, [])], 1_000, 10_000) == [], "before the file began"
    assert silences([(500, ["alone"])], 1_000, 2_000) == [("alone", 0, 2_000)]
    assert silences([], 0, 5) == []
