"""Signing in and out, presence, lost advisors."""
import pytest

from palabre.routing import commands
from palabre.routing.facts import (
    AdvisorConfigured,
    AdvisorRemoved,
    AdvisorSignedIn,
    Capacity,
    Requirement,
    WorkItemInterrupted,
)
from palabre.routing.facts import WorkItemQueued as Queued
from palabre.routing.problems import AdvisorBusy, AdvisorNotSignedIn, AdvisorUnknown


def test_unknown_or_signed_out_is_refused(calls):
    with pytest.raises(AdvisorUnknown):
        calls.do(commands.SignIn("nobody"))
    calls.advisor("ana")
    calls.do(commands.SignOut("ana"))
    with pytest.raises(AdvisorNotSignedIn):
        calls.status("ana", "available")


def test_signing_in_twice_is_one_fact_and_leaves_her_away(calls):
    calls.advisor("ana", available=False)
    calls.do(commands.SignIn("ana"))
    assert len(calls.told(AdvisorSignedIn)) == 1 and calls.state.advisors["ana"].status == "away"
    assert calls.arrive().state == "waiting"


def test_signing_out_waits_for_her_talk_and_offer(calls):
    calls.advisor("ana")
    item = calls.arrive()
    for _ in range(2):
        with pytest.raises(AdvisorBusy):
            calls.do(commands.SignOut("ana"))
        if item.offer:
            calls.accept(item)
    calls.finish(item)
    calls.do(commands.SignOut("ana"))
    assert not calls.state.advisors["ana"].signed_in


def test_signing_out_ends_her_own_wrap_up_but_a_lost_session_does_not(floor):
    floor.publish(floor.queue_rules(wrap_up_seconds=30))
    for name, reason in (("ana", "asked"), ("bea", "session_ended")):
        floor.advisor(name)
        item = floor.arrive()
        floor.accept(item)
        floor.finish(item)
        floor.do(commands.SignOut(name, reason))
    assert (len(floor.state.advisors["ana"].wrap_ups), len(floor.state.advisors["bea"].wrap_ups)) == (0, 1)
    floor.until(30)
    assert not floor.state.advisors["bea"].wrap_ups and not floor.state.items


def test_an_ended_session_sends_her_customer_back_at_once(calls):
    calls.advisor("ana")
    item = calls.arrive()
    calls.accept(item)
    calls.advisor("bea")
    calls.do(commands.SignOut("ana", "session_ended"))
    again = calls.told(Queued)[-1]
    assert again.interrupted and calls.state.items[again.item].advisor == "bea"


def test_lost_for_thirty_seconds_sends_her_customer_back_before_the_head(calls):
    calls.advisor("ana")
    item = calls.arrive()
    calls.accept(item)
    calls.until(100)
    vip = calls.arrive(priority=60)
    plain = calls.arrive()
    calls.until(110)
    calls.do(commands.LosePresence("ana"))
    calls.until(139.999)
    assert calls.holder(item) == ("talking", "ana")
    calls.until(140)
    again = calls.told(Queued)[-1]
    assert again.since == item.since and again.interrupted and calls.told(WorkItemInterrupted)[-1].reason == "lost"
    calls.advisor("bea")
    assert calls.state.items[again.item].advisor == "bea"
    assert (vip.state, plain.state) == ("waiting", "waiting")


def test_she_passes_even_a_vip_who_is_more_urgent(calls):
    calls.advisor("ana")
    calls.until(1000)
    item = calls.arrive()
    calls.accept(item)
    calls.until(1001)
    vip = calls.arrive(priority=60)
    calls.do(commands.InterruptWorkItem(item.id, "leg_failed"))
    again = calls.told(Queued)[-1]
    assert again.ahead_seconds == pytest.approx(59.001)
    calls.status("ana", "available")
    assert calls.state.items[again.item].state == "offered" and vip.state == "waiting"


def test_the_second_interruption_gives_no_more_seconds(calls):
    calls.advisor("ana")
    item = calls.arrive()
    calls.accept(item)
    calls.arrive(priority=60)
    calls.do(commands.InterruptWorkItem(item.id, "leg_failed"))
    first = calls.told(Queued)[-1]
    calls.status("ana", "available")
    calls.accept(calls.state.items[first.item])
    calls.arrive(priority=60)
    calls.do(commands.InterruptWorkItem(first.item, "leg_failed"))
    assert calls.told(Queued)[-1].ahead_seconds == first.ahead_seconds


def test_a_silent_page_cuts_no_talk_that_her_telephone_carries(calls):
    calls.advisor("ana")
    item = calls.arrive()
    calls.accept(item)
    calls.do(commands.LosePresence("ana", talks_on=True))
    calls.until(600)
    assert calls.holder(item) == ("talking", "ana")
    calls.finish(item)
    assert calls.arrive().state == "waiting"


def test_back_within_thirty_seconds_goes_on(calls):
    calls.advisor("ana")
    item = calls.arrive()
    calls.accept(item)
    calls.do(commands.LosePresence("ana"))
    calls.until(29)
    calls.do(commands.RegainPresence("ana"))
    calls.until(100)
    assert calls.holder(item) == ("talking", "ana") and not calls.told(WorkItemInterrupted)


def test_presence_lost_while_ringing_asks_somebody_else(calls):
    calls.advisor("ana")
    calls.until(1)
    calls.advisor("bea")
    item = calls.arrive()
    calls.do(commands.LosePresence("ana"))
    assert item.advisor == "bea"


def test_a_failed_leg_asks_for_a_click(calls):
    calls.advisor("ana")
    item = calls.arrive()
    calls.accept(item)
    calls.do(commands.InterruptWorkItem(item.id, "leg_failed"))
    again = calls.state.items[calls.told(Queued)[-1].item]
    assert again.state == "waiting"
    calls.status("ana", "available")
    assert again.advisor == "ana"


def test_a_customer_who_is_gone_is_handled_not_sent_back(calls):
    calls.advisor("ana")
    item = calls.arrive()
    calls.accept(item)
    calls.world["conversations"].conversations[item.conversation].present = False
    calls.do(commands.InterruptWorkItem(item.id, "leg_failed"))
    assert not calls.told(WorkItemInterrupted) and not calls.state.items


def test_new_skills_count_at_once(floor):
    floor.publish(floor.queue_rules(needs=Requirement("skill", "fr", 3)))
    floor.advisor("ana", fr=2)
    floor.advisor("bea", False, fr=5)
    item = floor.arrive()
    assert item.state == "waiting"
    floor.receive(AdvisorConfigured(0, "ana", (("fr", 3),), None, None, (Capacity("voice", 1),)))
    assert item.advisor == "ana"


def test_a_removed_advisor_lets_go_and_is_forgotten(calls):
    calls.advisor("ana")
    calls.advisor("bea")
    item = calls.arrive()
    calls.accept(item)
    calls.receive(AdvisorRemoved(0, "ana"))
    assert list(calls.state.advisors) == ["bea"]
    assert calls.state.items[calls.told(Queued)[-1].item].advisor == "bea"


@pytest.mark.parametrize(
    ("before", "status", "reason", "hours", "told"),
    [
        ("", "available", "lost", 0.1, "gone"),
        ("", "lunch", "lost", 3.9, "gone"),
        ("", "available", "lost", 4.1, ""),  # another day's work
        ("", "away", "lost", 0.1, ""),  # it is as it was
        ("", "available", "asked", 0.1, ""),
        ("cut_off", "available", "lost", 0.1, "cut_off"),
        ("missed", "available", "lost", 0.1, "gone"),
    ],
)
def test_who_was_signed_out_by_silence_is_told_so_once_she_is_back(calls, before, status, reason, hours, told):
    calls.advisor("ana")
    ana = calls.state.advisors["ana"]
    calls.status("ana", status)
    ana.doubt, ana.confirmed = before, not before
    calls.do(commands.SignOut("ana", reason))
    calls.until(calls.seconds + hours * 3600)
    calls.do(commands.SignIn("ana"))
    assert (ana.status, ana.doubt, ana.confirmed) == ("away", told, True)
    calls.status("ana", "away")
    assert not ana.doubt
