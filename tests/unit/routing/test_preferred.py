"""Preferred advisors: waited for alone for a time; after a lost advisor asked first, and waited for by nobody."""
import pytest

from palabre.foundations.problems import Problem
from palabre.routing import commands
from palabre.routing.facts import PreferenceEnded, Requirement, Ring


def skill(name):
    return Requirement("skill", name)


def wishing(floor, advisor="ana", queue="calls", **more):
    return floor.arrive(queue, preferred=advisor, **more)


@pytest.fixture
def busy(calls):
    """Ana talks, bea is free."""
    calls.advisor("ana")
    calls.accept(calls.arrive())
    calls.advisor("bea")
    return calls


def test_it_waits_for_her_alone_for_the_queues_time(busy):
    item = wishing(busy)
    assert item.preferred_until == busy.now + 30_000
    busy.until(29.999)
    assert item.state == "waiting"
    busy.until(30)
    assert busy.holder(item) == ("offered", "bea")
    assert [f.reason for f in busy.told(PreferenceEnded)] == ["time_over"]


def test_free_she_is_asked_first_though_others_are_idle_for_longer(calls):
    calls.advisor("bea")
    calls.until(5)
    calls.advisor("ana")
    assert wishing(calls).advisor == "ana"


def test_to_her_it_precedes_what_is_not_past_its_target_and_nothing_else(calls):
    calls.advisor("ana", available=False)
    before = calls.arrive()
    calls.until(10)
    calls.status("ana", "available")
    calls.accept(before)
    late = calls.arrive()                         # past its target when she is free again
    calls.until(25)
    soon, item = calls.arrive(), wishing(calls)
    calls.until(31)
    calls.finish(before)
    assert (late.state, soon.state, item.state) == ("offered", "waiting", "waiting")
    calls.accept(late)
    calls.finish(late)
    assert (soon.state, item.state) == ("waiting", "offered")


def test_who_takes_nothing_now_is_waited_for_by_nobody(busy):
    busy.advisor("cleo", available=False)
    for one in ("cleo", "nobody"):
        assert wishing(busy, one).preferred_until == 0


@pytest.mark.parametrize("how", ["pause", "presence", "out"])
def test_when_she_leaves_everybody_is_asked(busy, how):
    item = wishing(busy)
    if how == "out":
        busy.do(commands.SignOut("ana", "lost"))
    else:
        busy.do(commands.LosePresence("ana") if how == "presence" else commands.ChangeStatus("ana", "pause"))
    assert not item.holding and [f.reason for f in busy.told(PreferenceEnded)] == ["unavailable"]
    assert "bea" in (item.advisor, *(i.advisor for i in busy.state.items.values()))


def test_an_offer_she_does_not_take_ends_it(calls):
    calls.advisor("ana")
    item = wishing(calls)
    calls.advisor("bea")
    calls.decline(item)
    assert item.advisor == "bea"


def test_the_ring_clock_runs_and_she_may_stand_in_a_later_ring(floor):
    rings = (Ring(0, skill("fr")), Ring(10, skill("en")))
    floor.publish(floor.queue_rules(rings=rings, wrap_up_seconds=0))
    floor.advisor("ana", en=3)
    floor.advisor("bea", fr=3)
    first, item = wishing(floor), wishing(floor)
    floor.accept(first)
    floor.until(10)
    assert (item.ring, item.state) == (1, "waiting")
    floor.advisor("ana", de=3)                    # no ring admits her any more
    assert item.advisor == "bea"


def test_after_a_lost_advisor_she_is_first_for_a_minute_and_holds_nobody_back(calls):
    calls.advisor("ana")
    item = calls.arrive()
    calls.accept(item)
    calls.do(commands.LosePresence("ana"))
    calls.until(30)
    (again,) = calls.state.items.values()
    calls.advisor("bea", available=False)
    calls.until(80)
    calls.do(commands.RegainPresence("ana"))
    assert again.advisor == "ana"
    calls.status("ana", "pause")
    calls.status("bea", "available")
    assert again.advisor == "bea"


def test_a_reason_nobody_knows_is_refused(calls):
    with pytest.raises(Problem):
        wishing(calls, preferred_why="fancy")
