"""Skills changed for many and for a time, contact hours, and an overflow that never returns."""
import pytest

from palabre.foundations.decision import receive, tick
from palabre.routing import commands
from palabre.routing.facts import (
    AdvisorConfigured,
    Capacity,
    ContactHoursBegan,
    OfferEnded,
    Requirement,
    SkillChangeEnded,
    SkillsChanged,
)


def change(floor, until=0.0, id="change", who=("ana", "bea"), **skills):
    floor.receive(SkillsChanged(0, id, who, tuple(skills.items()), floor.now + round(until * 1000) if until else 0))


@pytest.fixture
def french(floor):
    floor.publish(floor.queue_rules(needs=Requirement("skill", "fr"), wrap_up_seconds=5))
    floor.advisor("ana", fr=3)
    floor.advisor("bea")
    return floor


def skills(floor):
    return {a.id: dict(a.skills) for a in floor.state.advisors.values()}


def test_one_fact_changes_many_and_at_its_end_each_has_what_she_had(french):
    change(french, 60, fr=9, de=2)
    assert skills(french) == {"ana": {"fr": 9, "de": 2}, "bea": {"fr": 9, "de": 2}}
    french.until(59.999)
    assert skills(french)["bea"]
    french.until(60)
    assert skills(french) == {"ana": {"fr": 3}, "bea": {}}


def test_a_level_of_nothing_takes_a_skill_away_and_what_waits_finds_her_when_it_is_back(french):
    french.advisor("cleo", available=False, fr=1)
    change(french, 60, fr=0)
    item = french.arrive()
    french.until(60)
    assert item.advisor == "ana"


def test_changes_lie_over_one_another_and_over_what_rows_say_meanwhile(french):
    change(french, 60, "one", fr=5)
    change(french, 30, "two", ("ana",), fr=0)
    french.receive(AdvisorConfigured(0, "ana", (("fr", 7),), None, None, (Capacity("voice", 1),)))
    assert skills(french)["ana"] == {}
    french.receive(SkillChangeEnded(0, "two", "cancelled"))
    assert skills(french)["ana"] == {"fr": 5}
    french.until(61)
    assert skills(french)["ana"] == {"fr": 7}


def test_a_change_for_good_stays(french):
    change(french, fr=4)
    french.until(1e5)
    assert skills(french) == {"ana": {"fr": 4}, "bea": {"fr": 4}}


def hours(floor, *periods):
    told = tuple((floor.now + round(a * 1000), floor.now + round(b * 1000)) for a, b in periods)
    floor.receive(AdvisorConfigured(0, "ana", (("fr", 3),), None, None, (Capacity("voice", 1),), told))


def test_no_offers_outside_her_hours_and_one_that_rings_goes_to_another(french):
    hours(french, (0, 10), (50, 90))
    french.until(9)
    item = french.arrive()
    french.shown(item)
    french.until(10)
    assert [f.reason for f in french.told(OfferEnded)] == ["hours"] and item.state == "waiting"
    french.until(50)
    assert item.advisor == "ana" and len(french.told(ContactHoursBegan)) == 1


def test_a_talk_and_its_wrap_up_go_on_past_her_hours(french):
    item = french.arrive()
    french.accept(item)
    hours(french, (0, 10))
    french.until(11)
    french.finish(item)
    french.until(15.999)
    assert item.state == "wrap_up"
    french.until(16)
    assert item.state == "gone" and not french.state.advisors["ana"].serving


def test_rules_changed_meanwhile_let_no_item_overflow_in_a_circle(floor):
    def rules(first, second):
        return (floor.queue_rules("a", wait_seconds_max=10, overflow=first),
                floor.queue_rules("b", wait_seconds_max=10, overflow=second))

    floor.publish(*rules("b", None))
    floor.advisor("ana", available=False)
    floor.arrive("a")
    floor.until(11)
    floor.publish(*rules(None, "a"))
    (item,) = floor.state.items.values()
    assert (item.queue, item.passed) == ("b", ("a",))
    floor.until(21)
    assert not floor.state.items and floor.facts[-1].reason == "longest_wait"


def test_time_never_runs_back(calls):
    calls.advisor("ana")
    calls.until(100)
    calls.arrive()
    calls.seconds = 40.0                          # the machine's clock jumped
    second = calls.arrive()
    assert second.since == calls.world.now
    calls.facts += tick(calls.world, calls.now) + receive(calls.world, [SkillChangeEnded(0, "none", "")], calls.now)
    calls.do(commands.ChangeStatus("ana", "pause"))
    instants = [f.at for f in calls.facts]
    assert instants == sorted(instants)
