"""Who may be in a talk beside its advisor, until when, and what is decided of it."""

from __future__ import annotations

import pytest

from palabre.channels.voice import commands, facts, problems
from palabre.conversations.facts import ConversationOpened, CustomerLeft
from palabre.foundations.decision import World, decide, receive
from palabre.processes.rooms import ROOMS

CALL, AWA, CLAIRE, ISSA = "c1", "awa", "claire", "issa"


class Stage:
    """One call with Awa's telephone up, and what is decided of it."""

    def __init__(self) -> None:
        self.world, self.facts, self.now = World(ROOMS), [], 1000
        self.hear(ConversationOpened(0, CALL, "voice", None, "+33"), facts.CallArrived(0, CALL, "line", "one"))
        self.connect(AWA)

    def hear(self, *told) -> None:
        self.now += 1000
        self.facts += receive(self.world, told, self.now)

    def connect(self, advisor: str, conversation: str = CALL) -> None:
        self.hear(facts.ConnectRequested(0, f"e-{advisor}", conversation, advisor))
        self.ask(commands.ReportEffect(f"e-{advisor}", "done"))

    def ask(self, command):
        self.now += 1000
        reply, told = decide(self.world, command, self.now)
        self.facts += told
        return reply

    def supervise(self, how: str = "listen", person: str = CLAIRE, conversation: str = CALL):
        return self.ask(commands.Supervise(conversation, AWA, person, how))

    def report(self, outcome: str = "done", detail: str = "") -> None:
        """The driver's answer to what was asked last."""
        effect = list(self.world["voice"].effects)[-1]
        self.ask(commands.ReportEffect(effect, outcome, detail))

    @property
    def listeners(self) -> dict:
        return self.world["voice"].calls[CALL].listeners

    def told(self, kind: type) -> list:
        return [f for f in self.facts if isinstance(f, kind)]


@pytest.fixture
def stage():
    return Stage()


def test_she_is_shown_from_the_request_on_and_hears_once_it_is_done(stage):
    stage.supervise()
    assert (stage.listeners[CLAIRE].how, stage.listeners[CLAIRE].up) == ("listen", False)
    stage.report()
    assert stage.listeners[CLAIRE].up


def test_another_way_uses_the_same_telephone_and_counts_from_then(stage):
    stage.supervise()
    stage.report()
    first = stage.listeners[CLAIRE]
    stage.supervise("whisper")
    second = stage.listeners[CLAIRE]
    assert second.leg == first.leg == first.asked != second.asked
    assert second.since > first.since and second.up


def test_the_same_again_asks_for_nothing(stage):
    stage.supervise()
    stage.supervise()
    assert len(stage.told(facts.SupervisionRequested)) == 1


def test_a_telephone_that_does_not_answer_ends_it_with_the_reason(stage):
    stage.supervise()
    stage.report("failed", "no_answer")
    assert stage.listeners == {}
    assert [f.reason for f in stage.told(facts.SupervisionEnded)] == ["no_answer"]


def test_ended_when_asked_once_the_driver_has_done_it(stage):
    stage.supervise()
    stage.report()
    for _ in range(2):
        stage.ask(commands.EndSupervision(CALL, CLAIRE))
    assert CLAIRE in stage.listeners, "shown until nothing is heard"
    assert len(stage.told(facts.SupervisionEndRequested)) == 1
    stage.report()
    assert stage.listeners == {} and stage.world["voice"].ears == {}
    assert [f.reason for f in stage.told(facts.SupervisionEnded)] == ["asked"]


def test_the_customer_leaving_ends_it(stage):
    stage.supervise()
    stage.report()
    stage.hear(CustomerLeft(0, CALL, "hung_up"))
    assert stage.listeners[CLAIRE].ending
    for effect in list(stage.world["voice"].effects):
        stage.ask(commands.ReportEffect(effect, "gone"))
    assert stage.world["voice"].ears == {}


def test_an_advisor_given_up_ends_it_one_who_is_lost_does_not(stage):
    stage.supervise()
    stage.report()
    stage.ask(commands.ReportLegLost(CALL, AWA))
    assert not stage.listeners[CLAIRE].ending
    stage.hear(facts.LegGivenUp(0, CALL, AWA))
    assert stage.listeners[CLAIRE].ending


def test_a_call_of_her_own_ends_it_and_keeps_her_from_beginning(stage):
    stage.supervise()
    stage.report()
    stage.hear(ConversationOpened(0, "c2", "voice", None, "+33"), facts.CallArrived(0, "c2", "line2", "one"))
    stage.connect(CLAIRE, "c2")
    assert [f.reason for f in stage.told(facts.SupervisionEndRequested)] == ["own_call"]
    with pytest.raises(problems.OwnCall):
        stage.supervise("whisper")


def test_refused_elsewhere_unknown_alone_and_beyond_the_bound(stage):
    with pytest.raises(problems.HowUnknown):
        stage.supervise("shout")
    with pytest.raises(problems.OwnCall):
        stage.supervise(person=AWA)
    with pytest.raises(problems.NotOnThisCall):
        stage.ask(commands.Supervise(CALL, ISSA, CLAIRE, "listen"))
    stage.hear(ConversationOpened(0, "c2", "voice", None, "+33"), facts.CallArrived(0, "c2", "line2", "one"))
    stage.hear(facts.ConnectRequested(0, "e2", "c2", AWA))
    stage.ask(commands.ReportEffect("e2", "done"))
    stage.supervise()
    with pytest.raises(problems.ListensElsewhere):
        stage.supervise(conversation="c2")
    for n in range(3):
        stage.supervise(person=f"p{n}")
    with pytest.raises(problems.TooManyListeners):
        stage.supervise(person="p9")


def test_a_snapshot_holds_her(stage):
    stage.supervise()
    again = World(ROOMS)
    again.load(stage.world.dump())
    assert again["voice"].calls[CALL].listeners == stage.listeners and again["voice"].ears == {CLAIRE: CALL}
