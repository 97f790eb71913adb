"""Lives of callbacks in one partition: the place is kept, an advisor is reserved first, three tries, honest ends."""

from __future__ import annotations

import msgspec
import pytest

from palabre.callbacks import commands, facts
from palabre.channels.voice import commands as voice
from palabre.channels.voice import facts as voice_facts
from palabre.conversations import commands as conversations
from palabre.conversations import facts as conversation_facts
from palabre.foundations.decision import World, codec_of, decide, receive, tick
from palabre.foundations.facts import Entry
from palabre.processes.rooms import ROOMS
from palabre.routing import commands as routing
from palabre.routing import facts as routing_facts

BACK, LINE, QUEUE, ANNE, PAUL = "back-1", "line-of-her", "q1", "anne", "paul"
CODEC = codec_of(ROOMS)
DISTANCES = (300, 900)


class Stage:
    """`at`: seconds."""

    def __init__(self, **queue) -> None:
        self.world, self.facts, self.at = World(ROOMS, 1), [], 10_000.0
        anyone = routing_facts.Ring(0, routing_facts.Requirement("skill", "fr", 1))
        self.rules = routing_facts.QueueRules(QUEUE, "voice", (anyone,), **{"wrap_up_seconds": 0, **queue})
        self.receive(routing_facts.RoutingRulesPublished(0, 1, (self.rules,)))
        for advisor in (ANNE, PAUL):
            capacities = (routing_facts.Capacity("voice", 1),)
            self.receive(routing_facts.AdvisorConfigured(0, advisor, (("fr", 5),), None, None, capacities))

    @property
    def now(self) -> int:
        return round(self.at * 1000)

    def ask(self, command):
        reply, made = decide(self.world, command, self.now)
        self.facts += made
        return reply

    def receive(self, *told):
        self.facts += receive(self.world, told, self.now)

    def wait(self, seconds: float):
        end = self.at + seconds
        while (due := self.world.deadline()) is not None and due <= round(end * 1000):
            self.at = max(self.at, due / 1000)
            self.facts += tick(self.world, due)
        self.at = end

    # -- gestures

    def available(self, advisor=ANNE):
        self.ask(routing.SignIn(advisor))
        self.ask(routing.ChangeStatus(advisor, "available"))

    def requested(self, id=BACK, *, due=0.0, hours=8, since=None):
        since = self.now if since is None else round(since * 1000)
        due = round(due * 1000)
        self.receive(facts.CallbackRequested(
            0, id, QUEUE, since, due, (due or self.now) + 3_600_000, self.now + hours * 3_600_000, DISTANCES, "web"))

    def calls(self, conversation: str):
        opened = conversation_facts.ConversationOpened(0, conversation, "voice", None, "+33140001000")
        self.receive(opened, voice_facts.CallArrived(0, conversation, f"line-{conversation}", "node"))
        return self.ask(routing.QueueWorkItem(conversation, QUEUE))

    def dialling(self) -> list[str]:
        return [e.effect for e in self.world["voice"].effects.values() if isinstance(e, voice_facts.DialRequested)]

    def answers(self, conversation=LINE):
        """Her telephone is picked up: her conversation is opened, then told."""
        opened = conversation_facts.ConversationOpened(0, conversation, "voice", None, "+33140001000")
        self.receive(opened, voice_facts.CallArrived(0, conversation, f"back-{conversation}", "node", True))
        self.ask(voice.ReportEffect(self.dialling()[0], "done", conversation))

    def answers_not(self, why="no_answer"):
        self.ask(voice.ReportEffect(self.dialling()[0], "failed", why))

    def accepts(self):
        offer = next(iter(self.world["routing"].offers.values()))
        self.ask(routing.ShowOffer(offer.id, offer.advisor))
        self.ask(routing.AcceptOffer(offer.id, offer.advisor))
        return offer.advisor

    # -- looks

    def last(self, kind):
        return next((f for f in reversed(self.facts) if isinstance(f, kind)), None)

    def all(self, kind):
        return [f for f in self.facts if isinstance(f, kind)]

    @property
    def callback(self):
        return self.world["callbacks"].callbacks.get(BACK)


@pytest.fixture
def stage():
    made = Stage()
    yield made
    folded, loaded = World(ROOMS, 1), World(ROOMS, 1)
    for entry in CODEC.decode_entries(CODEC.encode_entries([Entry("", msgspec.Raw(b"\xc0"), made.facts)])):
        for fact in entry.facts:
            folded.apply(fact)
    assert folded.dump() == made.world.dump()
    loaded.load(msgspec.msgpack.decode(msgspec.msgpack.encode(made.world.dump())))
    assert loaded.dump() == made.world.dump() and loaded.deadline() == made.world.deadline()
    assert vars(loaded["callbacks"]).keys() == vars(made.world["callbacks"]).keys()
    for index in ("items", "efforts", "lines"):
        assert getattr(loaded["callbacks"], index) == getattr(made.world["callbacks"], index), index


def test_an_advisor_is_reserved_then_the_customer_dialled_then_they_talk(stage):
    stage.available()
    stage.requested()
    reserved = stage.last(routing_facts.AdvisorReserved)
    assert reserved.advisor == ANNE and reserved.first and stage.dialling() and not stage.all(routing_facts.OfferMade)
    assert stage.last(voice_facts.DialRequested).seconds == 25
    stage.answers()
    assert stage.last(facts.CallbackReached).conversation == LINE and stage.accepts() == ANNE
    ended = stage.last(facts.CallbackEnded)
    assert (ended.outcome, ended.in_time) == ("reached", True) and stage.callback is None
    assert stage.world["voice"].calls[LINE].legs[ANNE].state == "connecting"


def test_the_reserved_advisor_gets_nothing_else_meanwhile(stage):
    stage.available()
    stage.requested()
    stage.calls("other")
    assert not stage.all(routing_facts.OfferMade)
    stage.answers()
    assert stage.last(routing_facts.OfferMade).conversation == LINE


def test_her_place_is_kept_among_those_who_wait(stage):
    stage.calls("before")
    stage.wait(5)
    stage.requested()
    stage.wait(5)
    stage.calls("after")
    stage.available()
    assert stage.last(routing_facts.OfferMade).conversation == "before"
    stage.accepts()
    stage.available(PAUL)
    assert stage.last(routing_facts.AdvisorReserved).advisor == PAUL and len(stage.dialling()) == 1


def test_three_tries_at_the_rules_distances_then_not_reached(stage):
    stage.available()
    stage.requested()
    began, tried = stage.at, []
    for _ in range(3):
        tried.append(stage.at - began)
        stage.answers_not()
        assert not stage.dialling() and stage.world["routing"].advisors[ANNE].reserved is None
        stage.wait(1_000)
    assert [f.number for f in stage.all(facts.CallbackTried)] == [1, 2, 3]
    dialled = [f.at / 1000 - began for f in stage.all(voice_facts.DialRequested)]
    assert dialled[0] == 0 and dialled[1] == pytest.approx(300) and dialled[2] == pytest.approx(1_000 + 900)
    ended = stage.all(facts.CallbackEnded)
    assert [(e.outcome, e.in_time) for e in ended] == [("not_reached", False)]
    reasons = [f.reason for f in stage.all(routing_facts.WorkItemEnded)]
    assert reasons == ["not_reached"] * 3, "never counted as abandoned"


def test_at_a_chosen_time_nobody_is_called_before_it(stage):
    stage.available()
    stage.requested(due=stage.at + 1_800)
    stage.wait(1_799)
    assert not stage.dialling() and not stage.all(routing_facts.AdvisorReserved)
    stage.wait(2)
    assert stage.dialling()


def test_who_is_cancelled_is_not_called(stage):
    stage.requested()
    assert stage.ask(commands.CancelCallback(BACK)) is True
    stage.available()
    stage.wait(60)
    assert not stage.dialling() and stage.last(facts.CallbackEnded).outcome == "cancelled"
    assert not stage.world["routing"].items and stage.ask(commands.CancelCallback(BACK)) is False


def test_who_answers_after_a_cancellation_is_let_go(stage):
    stage.available()
    stage.requested()
    effect = stage.dialling()[0]
    stage.ask(commands.CancelCallback(BACK, "returned"))
    opened = conversation_facts.ConversationOpened(0, LINE, "voice", None, "+33140001000")
    stage.receive(opened, voice_facts.CallArrived(0, LINE, "back-x", "node", True))
    stage.ask(voice.ReportEffect(effect, "done", LINE))
    assert stage.last(voice_facts.DisconnectRequested).who == "all"
    assert stage.world["routing"].advisors[ANNE].reserved is None


def test_the_advisor_gone_while_it_rings_the_customer_heads_the_queue(stage):
    stage.available()
    stage.requested()
    stage.wait(1)
    stage.calls("later")
    stage.ask(routing.LosePresence(ANNE))
    stage.answers()
    assert stage.last(facts.CallbackReached) and not stage.all(routing_facts.OfferMade)
    stage.available(PAUL)
    assert stage.last(routing_facts.OfferMade).conversation == LINE
    stage.accepts()
    assert stage.last(facts.CallbackEnded).outcome == "reached"
    assert {i.conversation for i in stage.world["routing"].items.values()} == {LINE, "later"}


def test_who_answers_and_hangs_up_before_the_advisor_has_her_is_tried_again(stage):
    stage.available()
    stage.requested()
    stage.answers()
    stage.ask(conversations.CustomerLeaves(LINE, "hung_up"))
    tried = stage.last(facts.CallbackTried)
    assert tried.outcome == "abandoned" and tried.again == stage.now + 300_000 and stage.callback.state == "planned"


def test_a_queue_that_is_closed_is_asked_again_and_the_place_is_kept():
    stage = Stage(open=((0, 1),))
    stage.available()
    stage.requested()
    assert stage.last(facts.CallbackTried).outcome == "refused" and stage.callback.state == "planned"
    opened = msgspec.structs.replace(stage.rules, open=None)
    stage.receive(routing_facts.RoutingRulesPublished(0, 2, (opened,)))
    stage.wait(61)
    assert stage.dialling() and stage.last(routing_facts.WorkItemQueued).since == 10_000_000


def test_beyond_its_last_hour_nobody_is_called(stage):
    stage.requested(hours=1)
    stage.wait(3_601)
    assert stage.last(facts.CallbackEnded).outcome == "expired" and not stage.world["routing"].items
    stage.available()
    stage.wait(10)
    assert not stage.dialling()


def test_nobody_is_dialled_at_the_very_end(stage):
    """Somebody is free for her at the instant at which she is called no more."""
    stage.requested(hours=1)
    stage.wait(3_599.999)
    stage.at += 0.001
    stage.available()
    assert not stage.dialling()
    stage.wait(0)
    assert stage.last(facts.CallbackEnded).outcome == "expired" and not stage.all(voice_facts.DialRequested)
    assert stage.world["routing"].advisors[ANNE].reserved is None and not stage.world["routing"].items


def test_a_queue_removed_ends_it(stage):
    stage.requested()
    other = msgspec.structs.replace(stage.rules, queue="another")
    stage.receive(routing_facts.RoutingRulesPublished(0, 2, (other,)))
    assert stage.last(facts.CallbackEnded).outcome == "queue_removed" and stage.world.deadline() is None


def test_reached_too_late_is_told_as_late(stage):
    stage.requested()
    stage.wait(3_700)
    stage.available()
    stage.answers()
    stage.accepts()
    assert (stage.last(facts.CallbackEnded).outcome, stage.last(facts.CallbackEnded).in_time) == ("reached", False)


def test_nobody_on_the_line_is_left_there_when_her_wait_is_over(stage):
    stage.rules = msgspec.structs.replace(stage.rules, wait_seconds_max=100.0)
    stage.receive(routing_facts.RoutingRulesPublished(0, 2, (stage.rules,)))
    stage.available()
    stage.requested()
    stage.ask(routing.LosePresence(ANNE))
    stage.answers()
    stage.wait(101)
    assert stage.last(voice_facts.DisconnectRequested).who == "all"
    assert stage.last(facts.CallbackTried).outcome == "longest_wait"
