"""An advisor reserved first, then her customer reached: callbacks and outbound."""
import pytest

from palabre.conversations.facts import ConversationOpened
from palabre.foundations.problems import Problem
from palabre.routing import commands
from palabre.routing.facts import AdvisorReleased, AdvisorReserved, CustomerReached, OfferMade


@pytest.fixture
def owed(calls):
    """Ana is free, and a callback of 25 s of dialling is hers."""
    calls.advisor("ana")
    item = calls.callback()
    return calls, item


def test_she_is_reserved_and_offered_nothing_while_the_customer_is_reached(owed):
    floor, item = owed
    (reserved,) = floor.told(AdvisorReserved)
    assert (reserved.advisor, reserved.item, reserved.first) == ("ana", item.id, True)
    assert reserved.deadline == floor.now + 25_000 and not floor.told(OfferMade)
    call = floor.arrive()
    assert (item.state, call.state) == ("reserved", "waiting")


def test_a_customer_reached_is_offered_to_her_and_accepted_by_her_desk(owed):
    floor, item = owed
    urgent = floor.arrive(priority=60)
    with pytest.raises(Problem):                  # nobody is there yet
        floor.do(commands.ReachCustomer(item.id, "dialled"))
    floor.receive(ConversationOpened(0, "dialled", "voice", None, "1234"))
    reply = floor.do(commands.ReachCustomer(item.id, "dialled"))
    (made,) = floor.told(OfferMade)
    assert (made.offer, made.advisor, made.conversation, made.auto_accept) == (reply["offer"], "ana", "dialled", True)
    assert floor.told(CustomerReached)[0].conversation == "dialled" and urgent.state == "waiting"
    floor.accept(item)
    assert item.state == "talking" and not floor.told(AdvisorReleased)
    assert list(floor.state.conversations) == [urgent.conversation, "dialled"]


def test_past_its_deadline_she_is_let_go_and_the_item_waits_again(owed):
    floor, item = owed
    call = floor.arrive(priority=60)
    floor.until(24.999)
    assert call.state == "waiting"
    floor.until(25)
    assert floor.holder(call) == ("offered", "ana") and item.state == "waiting"
    with pytest.raises(Problem) as refused:
        floor.do(commands.ReachCustomer(item.id))
    assert refused.value.code == "routing.not_reserved"


def test_a_try_that_failed_frees_her_for_others_and_ends_or_waits(owed):
    floor, item = owed
    call = floor.arrive(priority=60)
    floor.do(commands.ReleaseReservation(item.id))
    assert floor.holder(call) == ("offered", "ana") and item.state == "waiting"
    floor.leaves(call)
    assert item.state == "reserved"
    floor.do(commands.CancelWorkItem(item.id, "not_reached"))
    assert item.state == "gone" and floor.state.advisors["ana"].reserved is None


def test_a_pause_hands_the_reservation_to_somebody_else(owed):
    floor, item = owed
    floor.advisor("bea")
    floor.status("ana", "pause")
    assert floor.holder(item) == ("reserved", "bea")


def test_it_waits_without_its_customer_and_keeps_its_place(calls):
    calls.advisor("ana", available=False)
    calls.until(100)
    first = calls.arrive()
    calls.until(150)
    item = calls.callback(since=calls.now - 90_000)
    calls.leaves(item)
    calls.closes(item)
    assert item.state == "waiting"
    calls.status("ana", "available")
    assert (item.state, first.state) == ("reserved", "waiting")


def test_its_longest_wait_is_its_own(calls):
    calls.advisor("ana", available=False)
    assert calls.callback(wait_seconds=9000).deadline == calls.now + 9_000_000


def test_a_missed_offer_waits_for_anybody_with_the_customer_there(owed):
    floor, item = owed
    floor.do(commands.ReachCustomer(item.id))
    floor.miss(item)
    floor.advisor("bea")
    assert floor.holder(item) == ("offered", "bea")


def test_a_kind_nobody_knows_is_refused(calls):
    with pytest.raises(Problem) as refused:
        calls.arrive(kind="perhaps")
    assert refused.value.code == "routing.kind_unknown"
