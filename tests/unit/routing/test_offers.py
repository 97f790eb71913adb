"""An offer: one advisor, a deadline, one end."""
import pytest

from palabre.routing import commands
from palabre.routing.facts import OfferEnded, PresenceRegained
from palabre.routing.problems import DecliningForbidden, OfferNotOpen


def test_accepting_is_compare_and_set(calls):
    calls.advisor("ana")
    item = calls.arrive()
    offer = item.offer
    with pytest.raises(OfferNotOpen):
        calls.do(commands.AcceptOffer(offer, "bea"))
    assert calls.do(commands.AcceptOffer(offer, "ana")) == {"item": item.id, "conversation": item.conversation}
    with pytest.raises(OfferNotOpen):
        calls.do(commands.AcceptOffer(offer, "ana"))
    assert calls.holder(item) == ("talking", "ana")


def test_not_shown_in_two_seconds_is_withdrawn_and_she_waits_for_her_next_ping(calls):
    calls.advisor("ana")
    item = calls.arrive()
    calls.until(1.999)
    assert item.state == "offered"
    calls.until(2)
    assert item.state == "waiting" and calls.told(OfferEnded)[-1].reason == "not_shown"
    calls.status("ana", "available")              # a click proves nothing about her screen
    assert item.state == "waiting"
    calls.do(commands.RegainPresence("ana"))
    assert calls.holder(item) == ("offered", "ana")
    calls.do(commands.RegainPresence("ana"))
    assert len(calls.told(PresenceRegained)) == 1


def test_a_missed_offer_goes_at_once_to_somebody_else_and_she_clicks_once(calls):
    calls.advisor("ana")
    calls.until(1)
    calls.advisor("bea")
    item = calls.arrive()
    calls.shown(item)
    calls.until(20.999)
    assert item.advisor == "ana"
    calls.until(21)
    assert item.advisor == "bea" and calls.told(OfferEnded)[-1].end == "timed_out"
    other = calls.arrive()
    assert other.state == "waiting"
    calls.do(commands.RegainPresence("ana"))
    assert other.state == "waiting"
    calls.status("ana", "available")
    assert other.advisor == "ana"


def test_declined_is_not_offered_to_her_for_sixty_seconds(calls):
    calls.advisor("ana")
    calls.advisor("bea")
    busy = calls.arrive()
    calls.accept(busy)
    assert busy.advisor == "ana"
    item = calls.arrive()
    calls.decline(item)
    assert item.state == "waiting"
    calls.until(59.999)
    assert item.state == "waiting"
    calls.until(60)
    assert calls.holder(item) == ("offered", "bea")


def test_declined_comes_back_at_once_when_nobody_else_able_is_present(calls):
    calls.advisor("ana")
    calls.advisor("bea")
    calls.accept(calls.arrive())
    item = calls.arrive()
    calls.decline(item)
    calls.do(commands.LosePresence("ana"))        # bea is alone now
    assert calls.holder(item) == ("offered", "bea")
    calls.decline(item)
    assert calls.holder(item) == ("offered", "bea")


def test_a_queue_may_forbid_declining(floor):
    floor.publish(floor.queue_rules(decline_allowed=False))
    floor.advisor("ana")
    item = floor.arrive()
    with pytest.raises(DecliningForbidden):
        floor.decline(item)
    assert item.state == "offered"


def test_the_customer_who_leaves_ends_the_ringing(calls):
    calls.advisor("ana")
    item = calls.arrive()
    following = calls.arrive()
    calls.until(1)
    calls.leaves(item)
    ended = calls.told(OfferEnded)[-1]
    assert (ended.end, ended.item) == ("rescinded", item.id)
    assert item.id not in calls.state.items and following.advisor == "ana"


def test_a_pause_lets_the_offer_go(calls):
    calls.advisor("ana")
    item = calls.arrive()
    calls.status("ana", "lunch")
    assert item.state == "waiting" and calls.told(OfferEnded)[-1].reason == "status"


def test_showing_twice_is_one_fact_and_late_is_refused(calls):
    calls.advisor("ana")
    item = calls.arrive()
    offer = item.offer
    calls.shown(item)
    number = calls.world.number
    calls.shown(item)
    assert calls.world.number == number
    calls.until(30)
    with pytest.raises(OfferNotOpen):
        calls.do(commands.ShowOffer(offer, "ana"))


def test_auto_accept_is_said_on_the_offer(floor):
    floor.publish(floor.queue_rules(auto_accept=True, offer_seconds=1))
    floor.advisor("ana")
    offer = floor.state.offers[floor.arrive().offer]
    assert offer.auto_accept and offer.shown_by == offer.deadline
