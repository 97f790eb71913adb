"""Transfers and consultations, told as lives in one partition: whoever remains keeps the customer, nobody is stuck."""

from __future__ import annotations

import pytest
from partition_lives import ANNE, PAUL, QUEUE, C, Stage, state_is_a_fold_of_the_facts

from palabre.channels.voice import commands as voice
from palabre.channels.voice import facts as voice_facts
from palabre.channels.voice.problems import NotOnThisCall, NoTransfer, TransferRefused, TransferUnderWay
from palabre.conversations import commands as conversations
from palabre.flows import facts as flow_facts
from palabre.routing import commands as routing
from palabre.routing import facts as routing_facts

__all__ = ["state_is_a_fold_of_the_facts"]
T = "transfer-1"


class Talk(Stage):
    """Anne talks; Paul is available or not."""

    def __init__(self, *, paul: bool = True, **queue) -> None:
        super().__init__(**{"wrap_up_seconds": 30.0, **queue})
        self.available(ANNE)
        self.arrives()
        self.queued()
        self.accepts()
        self.driver()
        if paul:
            self.available(PAUL)

    def begin(self, to="advisor", target=PAUL, *, blind=False, by=ANNE, id=T):
        self.ask(voice.BeginTransfer(C, by, id, to, target, blind))
        return self

    def consulting(self):
        """Paul has come, and speaks with Anne."""
        self.begin()
        self.driver()
        self.accepts()
        self.driver()
        return self

    def outside(self):
        """Somebody has answered at an outside number."""
        self.begin("number", "")
        self.driver()
        return self

    def party(self, outcome, detail=""):
        effect = next(e for e in self.world["voice"].effects.values() if isinstance(e, voice_facts.PartyRequested))
        self.ask(voice.ReportEffect(effect.effect, outcome, detail))

    @property
    def call(self):
        return self.world["voice"].calls.get(C)

    def outcomes(self):
        return [f.outcome for f in self.facts if isinstance(f, voice_facts.TransferEnded)]

    def asked(self, kind) -> list:
        return [e for e in self.world["voice"].effects.values() if isinstance(e, kind)]

    def ends(self):
        return [f.reason for f in self.facts if isinstance(f, routing_facts.WorkItemEnded)]


@pytest.fixture
def talk():
    return Talk()


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


def swapped(talk):
    talk.consulting().ask(voice.Swap(C, ANNE))
    talk.driver()
    talk.driver()  # the customer is taken off hold once the other is aside
    return talk


def test_swapped_she_talks_with_the_customer_and_the_other_waits_and_back(talk):
    swapped(talk)
    assert talk.segments() == [f"hold:{PAUL}", f"talk:{ANNE}"] and talk.call.transfer.aside and not talk.call.held
    talk.ask(voice.Swap(C, ANNE))
    talk.driver()
    assert talk.segments() == [f"consult:{ANNE}", f"consult:{PAUL}"]
    assert talk.call.held and not talk.call.transfer.aside


@pytest.mark.parametrize(("on", "segments"), [
    (True, [f"consult:{ANNE}", f"consult:{PAUL}"]), (False, [f"talk:{ANNE}", f"talk:{PAUL}"])])  # fmt: skip
def test_hold_while_another_is_aside_swaps_back_and_off_joins_all_three(talk, on, segments):
    swapped(talk).ask(voice.Hold(C, ANNE, on))
    talk.driver()
    assert talk.segments() == segments and not talk.call.transfer.aside


def test_who_is_aside_does_not_join_by_herself_and_only_who_consults_swaps(talk):
    with pytest.raises(NoTransfer):
        talk.begin().ask(voice.Swap(C, ANNE))  # nobody has come yet
    talk.driver()
    talk.accepts()
    talk.driver()
    with pytest.raises(NoTransfer):
        talk.ask(voice.Swap(C, PAUL))
    talk.ask(voice.Swap(C, ANNE))
    with pytest.raises(NotOnThisCall):
        talk.ask(voice.Hold(C, PAUL, False))


@pytest.mark.parametrize("gesture", [voice.CompleteTransfer(C, ANNE), voice.HangUp(C, ANNE)])
def test_who_leaves_in_a_swap_leaves_the_customer_to_who_was_aside(talk, gesture):
    swapped(talk).ask(gesture)
    back = talk.asked(voice_facts.AsideRequested)
    assert [e.on for e in back] == [False]
    talk.driver()
    assert talk.segments() == [f"talk:{PAUL}", f"wrap_up:{ANNE}"] and not talk.call.held


def test_who_is_aside_leaves_or_is_let_go_and_the_customer_is_talked_with_all_along():
    for gesture in (voice.HangUp(C, PAUL), voice.CancelTransfer(C, ANNE)):
        talk = swapped(Talk())
        talk.ask(gesture)
        asked = [e.on for e in talk.asked(voice_facts.AsideRequested)]
        assert asked == [False], "whoever is consulted next would wait with music in his place"
        talk.driver()
        assert talk.segments() == [f"talk:{ANNE}"] and not talk.call.held and talk.call.transfer is None


def test_the_first_advisors_line_is_lost_in_a_swap_and_who_was_aside_has_the_customer(talk):
    swapped(talk).ask(voice.ReportLegLost(C, ANNE))
    talk.wait(31)
    talk.driver()
    assert talk.segments()[0] == f"talk:{PAUL}" and not talk.call.held and talk.outcomes() == ["handed_over"]


def test_a_swap_that_the_telephone_refuses_leaves_the_customer_on_hold(talk):
    talk.consulting().ask(voice.Swap(C, ANNE))
    talk.driver("failed", "telephone")
    assert talk.segments() == [f"consult:{ANNE}", f"consult:{PAUL}"] and talk.call.held


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
