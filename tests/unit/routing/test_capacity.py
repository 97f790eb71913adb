"""Units per channel, and reservations for what does not fit yet."""
import pytest

from palabre.routing.facts import AdvisorReleased, AdvisorReserved


@pytest.fixture
def mixed(floor):
    """Calls with a target of 20 s, chats of 60 s, mails of 4 h; no wrap-up."""
    floor.publish(
        floor.queue_rules("calls", target_seconds=20, wrap_up_seconds=0),
        floor.queue_rules("chats", "chat", target_seconds=60, wrap_up_seconds=0, offer_seconds=600),
        floor.queue_rules("mails", "email", target_seconds=4 * 3600, wrap_up_seconds=0),
        floor.queue_rules("heavy", "chat", units=200, wrap_up_seconds=0),
    )
    return floor


def taken(floor, *queues):
    items = []
    for queue in queues:
        items.append(floor.arrive(queue))
        if items[-1].offer:
            floor.accept(items[-1])
    return items


def test_one_call_or_three_chats_and_one_mail(mixed):
    mixed.advisor("ana")
    items = taken(mixed, "chats", "chats", "chats", "chats", "mails", "mails", "calls")
    assert [i.state for i in items] == ["talking"] * 3 + ["waiting", "talking", "waiting", "waiting"]


def test_a_call_fills_her_wholly(mixed):
    mixed.advisor("ana")
    items = taken(mixed, "calls", "calls", "chats", "mails")
    assert [i.state for i in items] == ["talking", "waiting", "waiting", "waiting"]


def test_a_heavy_chat_counts_for_two(mixed):
    mixed.advisor("ana")
    items = taken(mixed, "heavy", "heavy", "chats", "chats")
    assert [i.state for i in items] == ["talking", "waiting", "talking", "waiting"]


def test_she_is_reserved_for_a_call_past_its_target_and_takes_no_more_chats(mixed):
    mixed.advisor("ana")
    first, second = taken(mixed, "chats", "chats")
    call = mixed.arrive("calls")
    mixed.until(20)
    third = mixed.arrive("chats")                 # at its target, not past it: she takes the chat
    assert third.advisor == "ana"
    mixed.accept(third)
    mixed.until(21)
    mixed.finish(third)
    later = mixed.arrive("chats")
    assert later.state == "waiting" and mixed.state.advisors["ana"].reserved == call.id
    mixed.finish(first)
    assert later.state == "waiting"
    mixed.finish(second)
    assert mixed.holder(call) == ("offered", "ana")
    assert mixed.told(AdvisorReserved)[0].deadline == mixed.told(AdvisorReserved)[0].at + 300_000
    assert len(mixed.told(AdvisorReleased)) == 1


def test_only_one_is_reserved_for_an_item_and_let_go_when_somebody_else_takes_it(mixed):
    mixed.advisor("ana")
    mixed.advisor("bea")
    taken(mixed, "chats", "chats")
    call = mixed.arrive("calls")
    mixed.until(25)
    more = [mixed.arrive("chats"), mixed.arrive("chats")]
    assert [i.advisor for i in more] == ["bea", "bea"] and mixed.state.advisors["ana"].reserved == call.id
    waiting = [mixed.arrive("chats"), mixed.arrive("chats")]
    assert [i.state for i in waiting] == ["waiting", "waiting"]
    mixed.advisor("cleo")
    assert call.advisor == "cleo" and [i.advisor for i in waiting] == ["ana", "ana"]


def test_a_reservation_ends_at_its_deadline_and_she_takes_what_fits(mixed):
    mixed.advisor("ana")
    taken(mixed, "chats")
    call = mixed.arrive("calls")
    mixed.until(30)
    chat = mixed.arrive("chats")
    mixed.until(329.9)
    assert chat.state == "waiting"
    mixed.until(330)
    assert (chat.state, call.state) == ("offered", "waiting")


def test_the_reservation_ends_with_the_customer(mixed):
    mixed.advisor("ana")
    taken(mixed, "chats")
    call = mixed.arrive("calls")
    mixed.until(30)
    chat = mixed.arrive("chats")
    mixed.leaves(call)
    assert chat.state == "offered" and mixed.state.advisors["ana"].reserved is None


def test_a_pause_ends_it_too(mixed):
    mixed.advisor("ana")
    taken(mixed, "chats")
    call = mixed.arrive("calls")
    mixed.until(30)
    mixed.arrive("chats")
    mixed.status("ana", "pause")
    assert call.reserved_by is None
