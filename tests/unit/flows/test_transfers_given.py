"""A customer given away at once, or refused: to a queue, a colleague, a number, a flow."""

from __future__ import annotations

import pytest
from partition_lives import ANNE, PAUL, QUEUE, C, state_is_a_fold_of_the_facts
from transfer_talk import Talk, talk

from palabre.channels.voice import commands as voice
from palabre.channels.voice import facts as voice_facts
from palabre.channels.voice.problems import TransferRefused
from palabre.flows import facts as flow_facts
from palabre.routing import commands as routing

__all__ = ["state_is_a_fold_of_the_facts", "talk"]


def test_given_at_once_to_a_queue(talk):
    talk.begin("queue", QUEUE, blind=True)
    assert talk.segments() == [f"queue:{QUEUE}", f"ring:{PAUL}", f"wrap_up:{ANNE}"]
    talk.driver()
    talk.accepts()
    talk.driver()
    assert talk.segments() == [f"talk:{PAUL}", f"wrap_up:{ANNE}"] and talk.outcomes() == ["handed_over"]


def test_given_to_a_colleague_who_does_not_take_it_the_customer_is_back_where_she_came_by(talk):
    talk.begin(blind=True)
    talk.driver()
    talk.ask(routing.DeclineOffer(talk.offer().id, PAUL))
    assert f"queue:{QUEUE}" in talk.segments() and talk.outcomes() == ["not_taken"]


def test_given_to_a_queue_where_nobody_comes_a_flow_has_the_customer():
    talk = Talk(paul=False, wait_seconds_max=60.0)
    talk.begin("queue", QUEUE, blind=True)
    talk.driver()
    talk.ask(routing.ChangeStatus(ANNE, "away"))
    talk.wait(61)
    assert [e.flow for e in talk.asked(voice_facts.FlowRequested)] == [""]
    talk.driver()
    talk.receive(flow_facts.FlowBegan(0, "run2", C, "flow1", 1))
    assert "flow:run2" in talk.segments()


def test_given_to_an_outside_number_that_is_busy(talk):
    talk.begin("number", "", blind=True)
    talk.party("failed", "busy")
    talk.driver()
    assert talk.outcomes() == ["busy"] and f"queue:{QUEUE}" in talk.segments()


def test_given_to_an_outside_number(talk):
    talk.begin("number", "", blind=True)
    talk.driver()
    assert talk.outcomes() == ["handed_over"] and talk.call.outside and talk.segments() == [f"wrap_up:{ANNE}"]
    talk.wait(31)
    assert C in talk.world["conversations"].conversations
    talk.ask(voice.ReportPartyLeft(C, talk.call.outside))
    assert [e.who for e in talk.asked(voice_facts.DisconnectRequested)] == ["all"]


def test_given_to_a_flow(talk):
    with pytest.raises(TransferRefused):
        talk.begin("flow", "flow2")
    talk.begin("flow", "flow2", blind=True)
    assert [e.flow for e in talk.asked(voice_facts.FlowRequested)] == ["flow2"]
    talk.driver()
    talk.receive(flow_facts.FlowBegan(0, "run2", C, "flow2", 1))
    assert talk.segments() == ["flow:run2", f"wrap_up:{ANNE}"]


def test_handed_over_while_somebody_is_still_sought(talk):
    talk.begin()
    talk.driver()
    talk.ask(voice.CompleteTransfer(C, ANNE))
    assert talk.segments() == [f"queue:{QUEUE}", f"ring:{PAUL}", f"wrap_up:{ANNE}"]
    talk.driver()
    talk.accepts()
    talk.driver()
    assert talk.segments() == [f"talk:{PAUL}", f"wrap_up:{ANNE}"] and talk.outcomes() == ["handed_over"]


@pytest.mark.parametrize(("to", "target", "why"), [
    ("advisor", "nobody", "not_able"), ("advisor", PAUL, "unavailable"), ("queue", "none", "unknown"),
    ("desk", "x", "unknown"),
])  # fmt: skip
def test_refused_before_anything_has_happened(to, target, why):
    talk = Talk(paul=False)
    before = len(talk.facts)
    with pytest.raises(TransferRefused) as refused:
        talk.begin(to, target)
    assert refused.value.details["reason"] == why and len(talk.facts) == before
