"""Transfers and consultations, told as lives in one partition: whoever remains keeps the customer, nobody is stuck."""

from __future__ import annotations

import pytest
from partition_lives import ANNE, PAUL, QUEUE, C, state_is_a_fold_of_the_facts
from transfer_talk import Talk, talk

from palabre.channels.voice import commands as voice
from palabre.channels.voice import facts as voice_facts
from palabre.channels.voice.problems import NotOnThisCall, NoTransfer, TransferUnderWay
from palabre.conversations import commands as conversations
from palabre.routing import commands as routing

__all__ = ["state_is_a_fold_of_the_facts", "talk"]


def test_while_a_colleague_is_sought_the_customer_is_on_hold_with_her_advisor(talk):
    talk.begin()
    assert talk.segments() == [f"ring:{PAUL}", f"talk:{ANNE}"]
    talk.driver()
    assert talk.segments() == [f"hold:{ANNE}", f"ring:{PAUL}"]
    assert talk.call.held and not talk.call.transfer.joined


def test_a_consultation_becomes_a_conference_and_a_consultation_again(talk):
    talk.consulting()
    assert talk.segments() == [f"consult:{ANNE}", f"consult:{PAUL}"]
    talk.ask(voice.Hold(C, ANNE, False))
    talk.driver()
    assert talk.segments() == [f"talk:{ANNE}", f"talk:{PAUL}"]
    talk.ask(voice.Hold(C, PAUL, True))
    talk.driver()
    assert talk.segments() == [f"consult:{ANNE}", f"consult:{PAUL}"]


@pytest.mark.parametrize("gesture", [voice.CompleteTransfer(C, ANNE), voice.HangUp(C, ANNE)])
def test_who_leaves_after_a_consultation_leaves_the_customer_to_the_other(talk, gesture):
    talk.consulting().ask(gesture)
    talk.driver()
    assert talk.segments() == [f"talk:{PAUL}", f"wrap_up:{ANNE}"] and not talk.call.held
    assert talk.outcomes() == ["handed_over"] and talk.ends() == ["transferred"]
    talk.ask(voice.HangUp(C, PAUL))
    talk.driver()
    talk.ask(conversations.CustomerLeaves(C, "closed"))
    talk.wait(60)
    assert talk.segments() == ["closed"]


def test_a_second_transfer_waits_for_the_end_of_the_first(talk):
    talk.begin()
    with pytest.raises(TransferUnderWay):
        talk.begin("number", "", id="another")
    talk.driver()
    talk.accepts()
    talk.driver()
    with pytest.raises(TransferUnderWay):
        talk.begin("queue", QUEUE, by=PAUL, id="another")
    with pytest.raises(NoTransfer):
        talk.ask(voice.CompleteTransfer(C, PAUL))
    talk.ask(voice.CompleteTransfer(C, ANNE))
    talk.driver()
    talk.begin("number", "", by=PAUL, id="another")
    assert talk.call.transfer.by == PAUL


def test_nobody_transfers_another_ones_call(talk):
    with pytest.raises(NotOnThisCall):
        talk.begin(by=PAUL)


def test_cancelled_at_each_step_the_customer_is_hers_again():
    for step in ("begin", "consulting", "outside"):
        talk = Talk()
        getattr(talk, step)()
        talk.driver()
        talk.ask(voice.CancelTransfer(C, ANNE))
        talk.driver()
        assert (talk.segments(), talk.outcomes()) == ([f"talk:{ANNE}"], ["cancelled"]), step
        assert not talk.call.held and not talk.call.outside and list(talk.call.legs) == [ANNE], step
        assert not talk.world["routing"].offers and len(talk.world["routing"].items) == 1, step
        talk.ask(voice.CancelTransfer(C, ANNE))


def test_the_customer_leaves_at_each_step():
    for step in ("begin", "consulting", "outside"):
        talk = Talk()
        getattr(talk, step)()
        talk.ask(conversations.CustomerLeaves(C, "hung_up"))
        talk.driver("gone")
        assert talk.outcomes() == ["customer_left"], step
        assert not talk.world["routing"].offers, step
        talk.wait(60)
        assert talk.segments() == ["closed"] and not talk.world["voice"].calls, step


@pytest.mark.parametrize("why", ["busy", "no_answer", "declined", "destination_closed"])
def test_an_outside_number_that_does_not_answer_leaves_the_customer_on_hold_with_her_advisor(talk, why):
    talk.begin("number", "")
    talk.party("failed", why)
    talk.driver()
    assert (talk.segments(), talk.call.outcome) == ([f"hold:{ANNE}"], why)
    talk.begin("number", "", id="again")


def test_a_colleague_who_does_not_take_it_ends_the_asking_and_nobody_else_is_asked(talk):
    talk.begin()
    talk.driver()
    talk.ask(routing.DeclineOffer(talk.offer().id, PAUL))
    assert (talk.segments(), talk.call.outcome, talk.ends()) == ([f"hold:{ANNE}"], "not_taken", ["not_taken"])
    talk.begin(id="again")
    talk.wait(30)
    assert talk.outcomes() == ["not_taken", "not_taken"] and not talk.world["routing"].offers


def test_a_colleague_whose_telephone_does_not_answer(talk):
    talk.begin()
    talk.driver()
    talk.accepts()
    talk.driver("failed", "no_answer")
    assert (talk.segments(), talk.outcomes()) == ([f"hold:{ANNE}"], ["no_answer"])
    assert "WrapUpStarted" not in talk.kinds()


def test_the_second_party_leaves_and_had_no_customer_to_wrap_up(talk):
    talk.consulting().ask(voice.HangUp(C, PAUL))
    talk.driver()
    assert (talk.segments(), talk.outcomes(), talk.ends()) == ([f"hold:{ANNE}"], ["left"], ["consulted"])
    outside = Talk().outside()
    outside.ask(voice.ReportPartyLeft(C, outside.call.outside))
    assert (outside.segments(), outside.outcomes()) == ([f"hold:{ANNE}"], ["left"])


def test_the_first_advisors_line_is_lost_in_a_consultation_and_comes_back(talk):
    talk.consulting().ask(voice.ReportLegLost(C, ANNE))
    talk.wait(10)
    talk.ask(voice.ReattachLeg(ANNE))
    connect = talk.asked(voice_facts.ConnectRequested)
    assert [(e.advisor, e.held) for e in connect] == [(ANNE, True)]
    talk.driver()
    assert talk.segments() == [f"consult:{ANNE}", f"consult:{PAUL}"]


def test_who_has_hung_up_while_her_line_was_lost_is_not_rung_again(talk):
    """Her telephone tries a second after the loss, perhaps before what she asked for is done."""
    talk.consulting().ask(voice.ReportLegLost(C, ANNE))
    talk.ask(voice.HangUp(C, ANNE))
    talk.ask(voice.ReattachLeg(ANNE))
    assert not talk.asked(voice_facts.ConnectRequested)
    talk.driver()
    assert talk.segments() == [f"talk:{PAUL}", f"wrap_up:{ANNE}"]


def test_the_first_advisors_line_is_lost_and_whoever_remains_has_the_customer(talk):
    talk.consulting().ask(voice.ReportLegLost(C, ANNE))
    talk.wait(31)
    talk.driver()
    assert talk.segments() == [f"talk:{PAUL}"] or talk.segments() == [f"talk:{PAUL}", f"wrap_up:{ANNE}"]
    assert talk.outcomes() == ["handed_over"] and not talk.call.held


def test_lost_before_anybody_came_the_customer_heads_the_queue(talk):
    talk.begin("number", "")
    talk.ask(voice.ReportLegLost(C, ANNE))
    talk.wait(31)
    talk.driver()
    assert talk.outcomes() == ["advisor_lost"] and not talk.asked(voice_facts.PartyRequested)
    assert talk.offer().advisor == PAUL
    talk.accepts()
    talk.driver()
    assert talk.segments() == [f"talk:{PAUL}"]
