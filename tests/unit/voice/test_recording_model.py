"""Which rule a call falls under, who goes before whom, and where within the file nothing was kept."""

from __future__ import annotations

from palabre.channels.voice import commands, facts
from palabre.channels.voice.drivers.recorder import silences
from palabre.channels.voice.model.recording import Rule, allows, rule_for, state_of
from palabre.channels.voice.model.state import Call
from palabre.conversations.facts import ConversationOpened
from palabre.foundations.decision import World, decide, receive, tick
from palabre.processes.rooms import ROOMS

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


class Talk:
    """A call that is recorded, Awa on it; now in ms."""

    def __init__(self, *before) -> None:
        self.world, self.now, self.asked = World(ROOMS), 1_000, []
        opened = ConversationOpened(0, "c", "voice", None, "+33"), facts.CallArrived(0, "c", "line", "one")
        self.hear(*before, *opened, facts.ConnectRequested(0, "e", "c", "awa"))
        for command in (commands.ReportEffect("e", "done"), commands.ReportRecording("c", True)):
            self.ask(command)

    def hear(self, *told) -> None:
        receive(self.world, told, self.now)

    def ask(self, command) -> None:
        self.asked += decide(self.world, command, self.now)[1]
        self.done()

    def done(self) -> None:
        for effect in [e for e in self.world["voice"].effects.values() if isinstance(e, facts.RecordingPauseRequested)]:
            decide(self.world, commands.ReportEffect(effect.effect, "done"), self.now)

    def pause(self, on: bool = True) -> None:
        self.ask(commands.PauseRecording("c", "awa", on))

    def until(self, now: int) -> list[bool]:
        """Which pauses and resumptions are asked by themselves."""
        self.now = now
        told = [f.on for f in tick(self.world, now) if isinstance(f, facts.RecordingPauseRequested)]
        self.done()
        return told

    @property
    def call(self) -> Call:
        return self.world["voice"].calls["c"]


def test_a_forgotten_pause_ends_by_itself_once():
    talk = Talk()
    talk.pause()
    assert talk.call.recording_paused and talk.call.recording_resumes_at == 301_000
    assert talk.until(300_999) == [] and talk.call.recording_paused
    assert talk.until(301_000) == [False] and not talk.call.recording_paused
    assert talk.until(900_000) == []


def test_a_pause_asked_for_again_is_a_longer_one_and_the_tenants_bound_counts():
    talk = Talk(facts.RecordingPausesBounded(0, 60))
    talk.pause()
    talk.now = 31_000
    talk.pause()
    assert talk.until(61_500) == [] and talk.until(91_000) == [False]
    talk.pause()
    talk.pause(False)
    assert talk.until(900_000) == [], "who resumed has nothing to be reminded of"
