"""She talks with one of two while the other waits with music: swaps, and who is left at each end of one."""

from __future__ import annotations

import pytest
from partition_lives import ANNE, PAUL, C, state_is_a_fold_of_the_facts
from transfer_talk import Talk, talk

from palabre.channels.voice import commands as voice
from palabre.channels.voice import facts as voice_facts
from palabre.channels.voice.problems import NotOnThisCall, NoTransfer

__all__ = ["state_is_a_fold_of_the_facts", "talk"]


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
