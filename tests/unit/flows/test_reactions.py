"""What happens after what, told as lives of conversations in one partition: no clock, no engine."""

from __future__ import annotations

import pytest
from partition_lives import ANNE, FLOW, PAUL, QUEUE, RUN, C, Stage, state_is_a_fold_of_the_facts

from palabre.channels.voice import commands as voice
from palabre.channels.voice import facts as voice_facts
from palabre.conversations import commands as conversations
from palabre.conversations import facts as conversation_facts
from palabre.flows import facts as flow_facts
from palabre.foundations.problems import Problem
from palabre.routing import commands as routing
from palabre.routing import facts as routing_facts

__all__ = ["state_is_a_fold_of_the_facts"]


def test_a_call_from_flow_to_wrap_up():
    stage = Stage()
    stage.available()
    stage.arrives()
    assert stage.segments() == [f"flow:{RUN}"]
    stage.queued()
    assert stage.segments() == [f"queue:{QUEUE}", f"ring:{ANNE}"]
    stage.accepts()
    assert stage.segments() == [f"talk:{ANNE}"]
    assert stage.last(voice_facts.ConnectRequested).advisor == ANNE
    stage.driver()
    assert stage.world["voice"].calls[C].legs[ANNE].state == "up"
    stage.ask(voice.HangUp(C, ANNE))
    assert stage.last(voice_facts.DisconnectRequested).who == "all"
    assert stage.segments() == [f"wrap_up:{ANNE}"]
    stage.ask(conversations.CustomerLeaves(C, "hung_up"))
    stage.driver()
    stage.wait(31)
    assert stage.segments() == ["closed"] and stage.last(conversation_facts.ConversationClosed).reason == "handled"
    assert not stage.world["voice"].calls and not stage.world["routing"].items


@pytest.mark.parametrize("told", ["while it waits", "while it rings", "in the talk"])
def test_a_flow_told_after_its_own_queueing_opens_no_segment_of_a_machine(told):
    """The command goes straight to the owner, FlowBegan by the outbox: it may come at any later moment."""
    stage = Stage()
    began = flow_facts.FlowBegan(0, RUN, C, FLOW, 1)
    stage.receive(
        conversation_facts.ConversationOpened(0, C, "voice", "customer", "+33140001000"),
        voice_facts.CallArrived(0, C, "line-1", "node"),
    )
    stage.queued()
    if told == "while it waits":
        stage.receive(began)
    stage.available()
    if told == "while it rings":
        stage.receive(began)
    offer = stage.offer()
    stage.ask(routing.AcceptOffer(offer.id, offer.advisor))
    if told == "in the talk":
        stage.receive(began)
    assert stage.segments() == [f"talk:{ANNE}"]
    stage.receive(flow_facts.FlowEnded(0, RUN, C, "handed_over"))
    stage.driver()
    stage.ask(conversations.CustomerLeaves(C, "hung_up"))
    stage.driver()
    stage.wait(31)
    assert stage.segments() == ["closed"]
    opened = [f.kind for f in stage.facts if isinstance(f, conversation_facts.SegmentOpened)]
    assert opened == ["queue", "ring", "talk", "wrap_up"]


def test_the_customer_hangs_up_in_the_talk():
    stage = Stage()
    stage.available()
    stage.arrives()
    stage.queued()
    stage.accepts()
    stage.driver()
    stage.ask(conversations.CustomerLeaves(C, "hung_up"))
    assert stage.segments() == [f"wrap_up:{ANNE}"]
    asked = stage.last(voice_facts.DisconnectRequested)
    assert (asked.who, asked.advisor) == ("advisor", ANNE)
    stage.driver()
    stage.wait(31)
    assert stage.segments() == ["closed"]


@pytest.mark.parametrize("moment", ["flow", "queue", "ring"])
def test_the_customer_gone_before_anybody_answered(moment):
    stage = Stage()
    if moment == "ring":
        stage.available()
    stage.arrives()
    if moment != "flow":
        stage.queued()
    stage.at += 10
    stage.ask(conversations.CustomerLeaves(C, "hung_up"))
    stage.receive(flow_facts.FlowEnded(0, RUN, C, "customer_gone"))
    assert stage.segments() == ["closed"] and not stage.world["routing"].items and not stage.world["routing"].offers
    assert stage.last(conversation_facts.ConversationClosed).reason == "abandoned"
    assert "ConnectRequested" not in stage.kinds()
    if moment == "ring":
        assert stage.last(routing_facts.OfferEnded).end == "rescinded"


def test_her_phone_does_not_answer_the_customer_goes_back_to_the_head():
    stage = Stage()
    stage.available(ANNE)
    stage.arrives()
    first = stage.queued()
    stage.accepts()
    stage.driver("failed", "no_answer")
    again = stage.last(routing_facts.WorkItemQueued)
    assert again.item != first and again.interrupted and stage.segments() == [f"queue:{QUEUE}"]
    assert stage.last(voice_facts.WaitRequested).told
    stage.available(PAUL)
    assert stage.offer().advisor == PAUL


def test_a_reload_in_a_call_brings_her_back():
    stage = Stage()
    stage.available()
    stage.arrives()
    stage.queued()
    stage.accepts()
    stage.driver()
    stage.ask(voice.ReportLegLost(C, ANNE))
    assert stage.world["voice"].calls[C].legs[ANNE].state == "lost" and stage.segments() == [f"talk:{ANNE}"]
    stage.wait(3)
    stage.ask(voice.ReattachLeg(ANNE))
    stage.driver()
    assert stage.kinds()[-1] == "LegReturned"
    stage.wait(60)
    assert stage.world["voice"].calls[C].legs[ANNE].state == "up" and stage.segments() == [f"talk:{ANNE}"]


@pytest.mark.parametrize(("silent", "left"), [(0, 30), (15, 15), (60, 10)])
def test_she_does_not_come_back_within_thirty_seconds_of_her_last_sound(silent, left):
    stage = Stage()
    stage.available()
    stage.arrives()
    stage.queued()
    stage.accepts()
    stage.driver()
    stage.ask(voice.ReportLegLost(C, ANNE, silent * 1000))
    stage.wait(left - 1)
    assert stage.segments() == [f"talk:{ANNE}"]
    stage.wait(2)
    assert stage.segments() == [f"queue:{QUEUE}"] and stage.last(routing_facts.WorkItemQueued).interrupted


def test_hold_is_a_segment_of_its_own():
    stage = Stage()
    stage.available()
    stage.arrives()
    stage.queued()
    stage.accepts()
    stage.driver()
    stage.ask(voice.Hold(C, ANNE, True))
    assert stage.segments() == [f"talk:{ANNE}"], "nothing is held until the telephone says so"
    stage.driver()
    assert stage.segments() == [f"hold:{ANNE}"]
    stage.ask(voice.Hold(C, ANNE, True))
    assert not stage.world["voice"].effects, "asked twice, done once"
    stage.ask(voice.Hold(C, ANNE, False))
    stage.driver()
    assert stage.segments() == [f"talk:{ANNE}"]
    with pytest.raises(Problem):
        stage.ask(voice.Hold(C, PAUL, True))


def test_after_the_longest_wait_the_flow_has_the_customer_again():
    stage = Stage(wait_seconds_max=60.0)
    stage.arrives()
    stage.queued()
    stage.wait(61)
    assert stage.segments() == [f"flow:{RUN}"] and stage.last(routing_facts.WorkItemEnded).reason == "longest_wait"
    stage.ask(conversations.CustomerLeaves(C, "hung_up"))
    stage.receive(flow_facts.FlowEnded(0, RUN, C, "customer_gone"))
    assert stage.segments() == ["closed"]


def test_a_chat_ends_with_its_wrap_up_and_lives_again_by_a_late_message():
    stage = Stage("chat")
    stage.available()
    stage.arrives()
    stage.queued()
    stage.accepts()
    item = next(iter(stage.world["routing"].items))
    stage.receive(conversation_facts.MessageReceived(0, C, "m1"))
    stage.ask(routing.FinishWorkItem(item, ANNE))
    assert stage.segments() == [f"wrap_up:{ANNE}"]
    stage.ask(routing.EndWrapUp(item, ANNE))
    assert stage.segments() == ["closed"]
    stage.receive(conversation_facts.MessageReceived(0, C, "m2"))
    assert stage.kinds()[-1] == "ConversationReopened" and stage.segments() == []


def test_a_conversation_entered_afterwards_is_closed_at_once():
    stage = Stage()
    stage.receive(conversation_facts.ConversationOpened(0, C, "voice", None, "+33", None, True))
    assert (
        stage.segments() == ["closed"] and stage.last(conversation_facts.ConversationClosed).reason == "reconstructed"
    )


def test_a_repair_ends_everything_honestly():
    stage = Stage()
    stage.available()
    stage.arrives()
    stage.queued()
    stage.accepts()
    stage.driver()
    stage.ask(conversations.RepairConversation(C, "asterisk_knows_no_such_call"))
    stage.driver("gone")
    stage.wait(31)
    assert stage.segments() == ["closed"]
    assert stage.last(conversation_facts.CustomerLeft).reason == "cut"


def test_a_page_gone_silent_does_not_cut_a_talk_that_the_telephone_carries():
    stage = Stage()
    stage.available()
    stage.arrives()
    stage.queued()
    stage.accepts()
    stage.driver()
    stage.ask(routing.LosePresence(ANNE, talks_on=True))
    stage.wait(120)
    assert stage.segments() == [f"talk:{ANNE}"]
    stage.ask(voice.ReportLegLost(C, ANNE))
    stage.wait(31)
    assert stage.segments() == [f"queue:{QUEUE}"]
