"""Wrap-up: never shortened but by her, longer once."""
import pytest

from palabre.routing import commands
from palabre.routing.facts import WorkItemEnded, WrapUpStarted
from palabre.routing.problems import NotTalking, NotWrappingUp, WrapUpAlreadyExtended


@pytest.fixture
def wrapping(floor):
    floor.publish(floor.queue_rules(wrap_up_seconds=30, wrap_up_more_seconds=60))
    floor.advisor("ana")
    item = floor.arrive()
    floor.accept(item)
    floor.finish(item)
    return floor, item


def test_it_begins_with_the_end_of_her_part_and_ends_at_its_deadline(wrapping):
    floor, item = wrapping
    kinds = [type(f) for f in floor.facts if type(f) in (WorkItemEnded, WrapUpStarted)]
    assert kinds == [WrapUpStarted, WorkItemEnded] and item.ended == "handled"
    following = floor.arrive()
    floor.until(29.999)
    assert following.state == "waiting"
    floor.until(30)
    assert following.advisor == "ana" and item.id not in floor.state.items


def test_she_may_end_it(wrapping):
    floor, item = wrapping
    with pytest.raises(NotWrappingUp):
        floor.do(commands.EndWrapUp(item.id, "bea"))
    floor.end_wrap_up(item)
    assert floor.arrive().advisor == "ana"
    with pytest.raises(NotWrappingUp):
        floor.do(commands.EndWrapUp(item.id, "ana"))


def test_more_time_once(wrapping):
    floor, item = wrapping
    floor.do(commands.ExtendWrapUp(item.id, "ana"))
    with pytest.raises(WrapUpAlreadyExtended):
        floor.do(commands.ExtendWrapUp(item.id, "ana"))
    floor.until(89.999)
    assert item.state == "wrap_up"
    floor.until(90)
    assert not floor.state.items


def test_finishing_is_hers_alone_and_once(wrapping):
    floor, item = wrapping
    with pytest.raises(NotTalking):
        floor.do(commands.FinishWorkItem(item.id, "ana"))
    floor.end_wrap_up(item)
    other = floor.arrive()
    floor.accept(other)
    with pytest.raises(NotTalking):
        floor.do(commands.FinishWorkItem(other.id, "bea"))


def test_without_wrap_up_she_is_free_at_once(calls):
    calls.advisor("ana")
    first, second = calls.arrive(), calls.arrive()
    calls.accept(first)
    calls.finish(first)
    assert second.advisor == "ana" and not calls.told(WrapUpStarted)
