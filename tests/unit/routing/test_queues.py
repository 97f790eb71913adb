"""Entering a queue, and every way out of it but being answered."""
import pytest

from palabre.conversations.facts import CustomerLeft
from palabre.routing import commands
from palabre.routing.facts import Requirement, WorkItemEnded, WorkItemQueued, WorkItemRefused
from palabre.routing.problems import CustomerGone, QueueUnknown, WorkItemUnknown


def reasons(floor):
    return [f.reason for f in floor.told(WorkItemEnded)]


def test_nobody_full_and_closed_are_refused_at_the_door(floor):
    now = floor.now
    floor.publish(floor.queue_rules(length_max=1, open=((now + 1000, now + 5000), (now + 9000, now + 9999))))
    assert floor.arrive() == "closed"
    floor.until(1)
    assert floor.arrive() == "nobody"
    floor.advisor("ana", available=False)
    assert floor.arrive().state == "waiting"
    assert floor.arrive() == "full"
    floor.until(5)
    assert floor.arrive() == "closed"
    assert [f.reason for f in floor.told(WorkItemRefused)] == ["closed", "nobody", "full", "closed"]


def test_unknown_queue_or_absent_customer(calls):
    with pytest.raises(QueueUnknown):
        calls.arrive("nowhere")
    with pytest.raises(CustomerGone):
        calls.do(commands.QueueWorkItem("never-opened", "calls"))


def test_asking_again_gives_the_item_there_is(calls):
    calls.advisor("ana", available=False)
    item = calls.arrive()
    assert calls.do(commands.QueueWorkItem(item.conversation, "calls")) == {"item": item.id}
    assert calls.do(commands.QueueWorkItem(item.conversation, "calls", "consult")) != {"item": item.id}


@pytest.mark.parametrize(("seconds", "reason"), [(4.999, "short_abandoned"), (5, "abandoned")])
def test_leaving_early_is_counted_apart(calls, seconds, reason):
    calls.advisor("ana", available=False)
    item = calls.arrive()
    calls.until(seconds)
    calls.leaves(item)
    assert reasons(calls) == [reason]


def test_the_longest_wait_is_kept_and_an_offer_under_way_may_still_be_answered(floor):
    floor.publish(floor.queue_rules(wait_seconds_max=60))
    floor.advisor("ana", available=False)
    first, second = floor.arrive(), floor.arrive()
    floor.until(59)
    floor.status("ana", "available")
    floor.shown(first)
    floor.until(60)
    assert first.state == "offered" and reasons(floor) == ["longest_wait"] and second.id not in floor.state.items
    floor.until(79)
    assert reasons(floor) == ["longest_wait", "longest_wait"]


def test_overflow_carries_the_age_as_priority(floor):
    floor.publish(
        floor.queue_rules("first", wait_seconds_max=60, overflow="second", target_seconds=20),
        floor.queue_rules("second", target_seconds=15),
    )
    floor.advisor("ana", available=False)
    floor.arrive("first")
    floor.until(60)
    queued = floor.told(WorkItemQueued)[-1]
    assert (queued.queue, queued.since, queued.priority_seconds) == ("second", floor.now, 45)
    assert reasons(floor) == ["overflowed"]


def test_where_the_overflow_is_closed_the_flow_takes_over(floor):
    floor.publish(floor.queue_rules("first", wait_seconds_max=60, overflow="second"),
                  floor.queue_rules("second", open=()))
    floor.advisor("ana", available=False)
    floor.arrive("first")
    floor.until(60)
    assert reasons(floor) == ["longest_wait"]


def test_a_closed_conversation_ends_what_is_left_but_never_a_wrap_up(floor):
    floor.publish(floor.queue_rules(wrap_up_seconds=30))
    floor.advisor("ana")
    item = floor.arrive()
    floor.accept(item)
    consult = floor.do(commands.QueueWorkItem(item.conversation, "calls", "consult"))["item"]
    floor.closes(item)
    assert consult not in floor.state.items and item.state == "wrap_up"
    assert sorted(reasons(floor)) == ["cancelled", "handled"]
    floor.until(30)
    assert not floor.state.items and not floor.state.conversations


def test_cancelling(calls):
    calls.advisor("ana")
    talking, waiting = calls.arrive(), calls.arrive()
    calls.accept(talking)
    calls.do(commands.CancelWorkItem(waiting.id))
    calls.do(commands.CancelWorkItem(talking.id, "transferred"))
    assert reasons(calls) == ["cancelled", "transferred"]
    with pytest.raises(WorkItemUnknown):
        calls.do(commands.CancelWorkItem(waiting.id))


def test_the_customer_leaves_while_talking_and_wrap_up_begins(floor):
    floor.publish(floor.queue_rules(wrap_up_seconds=30))
    floor.advisor("ana")
    item = floor.arrive()
    floor.accept(item)
    floor.leaves(item)
    assert item.state == "wrap_up" and reasons(floor) == ["handled"] and floor.told(CustomerLeft)


def test_a_removed_queue_ends_who_waits_and_lets_talks_go_on(floor):
    both = floor.queue_rules("calls", wrap_up_seconds=30), floor.queue_rules("others")
    floor.publish(*both)
    floor.advisor("ana")
    talk, ringing = floor.arrive(), None
    floor.accept(talk)
    floor.advisor("bea")
    ringing, waiting = floor.arrive(), floor.arrive()
    floor.publish(both[1])
    assert waiting.id not in floor.state.items and ringing.state == "offered"
    floor.shown(ringing)
    floor.until(20)
    assert reasons(floor) == ["queue_removed", "queue_removed"]
    floor.finish(talk)
    assert talk.state == "wrap_up" and "calls" in floor.state.retired
    floor.until(60)
    floor.publish(both[1])
    assert not floor.state.items and not floor.state.retired


def test_new_rules_are_applied_to_who_waits_the_most_urgent_first(floor):
    strict = floor.queue_rules(needs=Requirement("skill", "fr", 9))
    floor.publish(strict)
    floor.advisor("ana", fr=3)
    floor.advisor("chief", False, fr=9)
    plain, vip = floor.arrive(), floor.arrive(priority=30)
    floor.publish(floor.queue_rules(needs=Requirement("skill", "fr", 3)))
    assert (vip.advisor, plain.advisor) == ("ana", None)
