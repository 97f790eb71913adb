"""A supervisor takes a call over: the advisor talks on until she is there, then has her wrap-up; or nothing changes."""

from __future__ import annotations

import pytest

from palabre.channels.voice import commands as voice
from palabre.channels.voice import facts
from palabre.channels.voice.problems import NotOnThisCall, OwnCall, TransferUnderWay
from palabre.conversations.facts import ConversationOpened, CustomerLeft
from palabre.foundations.decision import World, decide, receive
from palabre.processes.rooms import ROOMS
from palabre.routing import commands as routing
from palabre.routing.facts import AdvisorConfigured, Capacity, QueueRules, Requirement, Ring, RoutingRulesPublished
from palabre.routing.problems import AdvisorNotSignedIn

CALL, AWA, CLAIRE = "c1", "awa", "claire"


class Stage:
    """Awa talks with a customer; Claire, who is able for no queue, is at her desk."""

    def __init__(self) -> None:
        self.world, self.now = World(ROOMS, 1), 1_000
        queue = QueueRules("q1", "voice", (Ring(0.0, Requirement("skill", "s1")),), wrap_up_seconds=30.0)
        self.hear(RoutingRulesPublished(0, 1, (queue,)))
        self.hear(AdvisorConfigured(0, AWA, (("s1", 5),), None, None, (Capacity("voice", 1),)))
        self.hear(AdvisorConfigured(0, CLAIRE, (), None, None, ()))
        for advisor in (AWA, CLAIRE):
            self.ask(routing.SignIn(advisor))
        self.ask(routing.ChangeStatus(AWA, "available"))
        self.hear(ConversationOpened(0, CALL, "voice", None, "+33"), facts.CallArrived(0, CALL, "line", "one"))
        self.ask(routing.QueueWorkItem(CALL, "q1"))
        offer = next(iter(self.world["routing"].offers))
        self.ask(routing.AcceptOffer(offer, AWA))
        self.answer("done")

    def hear(self, *told) -> None:
        self.now += 1_000
        receive(self.world, told, self.now)

    def ask(self, command):
        self.now += 1_000
        return decide(self.world, command, self.now)[0]

    def answer(self, outcome: str, detail: str = "") -> None:
        """Of all effects that wait."""
        while effects := list(self.world["voice"].effects):
            self.ask(voice.ReportEffect(effects[0], outcome, detail))

    def take_over(self):
        return self.ask(voice.TakeOver(CALL, AWA, CLAIRE))

    def doing(self, advisor: str) -> str:
        """talk, wrap_up, '' as her segments say."""
        segments = self.world["conversations"].conversations[CALL].segments.values()
        return "".join(s.kind for s in segments if s.owner == advisor)


@pytest.fixture
def stage():
    return Stage()


def test_both_talk_until_she_is_there_then_she_alone(stage):
    stage.take_over()
    assert stage.world["voice"].calls[CALL].legs[AWA].state == "up"
    assert stage.doing(AWA) == "talk"
    stage.answer("done")
    call = stage.world["voice"].calls[CALL]
    assert list(call.legs) == [CLAIRE] and call.transfer is None and not call.held
    assert (stage.doing(AWA), stage.doing(CLAIRE)) == ("wrap_up", "talk")
    assert [one.taken_by for one in stage.world["routing"].advisors[AWA].wrap_ups.values()] == [CLAIRE]
    assert list(stage.world["routing"].advisors[CLAIRE].talks)


def test_a_telephone_that_does_not_answer_changes_nothing(stage):
    stage.take_over()
    stage.answer("failed", "no_answer")
    call = stage.world["voice"].calls[CALL]
    assert list(call.legs) == [AWA] and call.transfer is None and not call.held
    assert (stage.doing(AWA), stage.doing(CLAIRE)) == ("talk", "")
    assert not stage.world["routing"].advisors[CLAIRE].talks


def test_one_who_listened_is_let_go_and_called_anew(stage):
    stage.ask(voice.Supervise(CALL, AWA, CLAIRE, "listen"))
    stage.answer("done")
    stage.take_over()
    asked = list(stage.world["voice"].effects.values())
    assert [type(e) for e in asked] == [facts.SupervisionEndRequested, facts.ConnectRequested]
    stage.answer("done")
    assert not stage.world["voice"].calls[CALL].listeners and stage.doing(CLAIRE) == "talk"


def test_a_customer_who_leaves_meanwhile_leaves_nobody_stuck(stage):
    stage.take_over()
    stage.hear(CustomerLeft(0, CALL, "hung_up"))
    stage.answer("gone")
    assert not stage.world["routing"].advisors[CLAIRE].talks and not stage.world["routing"].advisors[AWA].talks


def test_refused(stage):
    with pytest.raises(NotOnThisCall):
        stage.ask(voice.TakeOver(CALL, CLAIRE, "other"))
    with pytest.raises(OwnCall):
        stage.ask(voice.TakeOver(CALL, AWA, AWA))
    with pytest.raises(AdvisorNotSignedIn):
        stage.ask(voice.TakeOver(CALL, AWA, "stranger"))
    stage.take_over()
    with pytest.raises((TransferUnderWay, OwnCall)):
        stage.take_over()
