"""Shares by site and the least occupied today: after rank and units, before the longest idle."""
import pytest

from palabre.routing.facts import AdvisorConfigured, Capacity, OfferMade, RoutingRulesPublished, Share
from palabre.routing.model import views
from palabre.routing.model.occupancy import occupied_today

NORTH, SOUTH = Share("site", "north", 0.75), Share("site", "south", 0.25)


def at_site(floor, name, site):
    floor.advisor(name)
    capacities = (Capacity("voice", 1), Capacity("chat", 3))
    floor.receive(AdvisorConfigured(0, name, (), site, None, capacities))


@pytest.fixture
def sites(floor):
    floor.publish(floor.queue_rules(shares=(NORTH, SOUTH), share_window_seconds=600, wrap_up_seconds=0))
    at_site(floor, "sam", "south")
    floor.until(5)
    at_site(floor, "nina", "north")
    return floor


def handled(floor):
    item = floor.arrive()
    her = item.advisor
    floor.accept(item)
    floor.finish(item)
    return her


def test_the_share_most_behind_is_asked_first_among_the_free(sites):
    assert [handled(sites) for _ in range(8)] == ["nina", "sam", "nina", "nina", "nina", "sam", "nina", "nina"]


def test_it_is_a_wish_and_nobody_waits_for_it(sites):
    sites.status("nina", "pause")
    assert [handled(sites) for _ in range(3)] == ["sam", "sam", "sam"]
    (north, south) = views.shares(sites.state, "calls", sites.now)
    assert (north.asked, north.attained, north.attainable, north.n) == (0.75, 0.0, 0.0, 3)
    assert (south.attained, south.attainable) == (1.0, 1.0)


def test_an_offer_not_taken_does_not_count_and_the_window_passes(sites):
    item = sites.arrive()
    sites.decline(item)
    sites.accept(item)
    assert [s.attained for s in views.shares(sites.state, "calls", sites.now)] == [0.0, 1.0]
    sites.until(5 + 601)
    assert [s.n for s in views.shares(sites.state, "calls", sites.now)] == [0, 0]


def test_an_offer_tells_which_shares_it_chose_among(sites):
    handled(sites)
    sites.status("nina", "pause")
    handled(sites)
    assert [f.possible for f in sites.told(OfferMade)] == [("site:north", "site:south"), ("site:south",)]


def test_the_least_occupied_today_before_the_longest_idle(floor):
    floor.publish(floor.queue_rules(fairness="least_occupied", wrap_up_seconds=0))
    floor.advisor("ana")
    first = floor.arrive()
    floor.accept(first)
    floor.until(60)
    floor.finish(first)                           # 60 s busy
    floor.until(100)
    floor.advisor("bea")
    second = floor.arrive()
    assert second.advisor == "bea"                # nothing yet, though ana is idle for longer
    floor.accept(second)
    floor.until(110)
    floor.finish(second)
    floor.until(111)
    assert occupied_today(floor.state, floor.state.advisors["ana"], floor.now) == 60_000 * 1_000_000 // 111_000
    assert floor.arrive().advisor == "ana"


def test_a_new_day_begins_where_the_rules_say(floor):
    rules = floor.queue_rules(fairness="least_occupied", wrap_up_seconds=0)
    floor.receive(RoutingRulesPublished(0, 1, (rules,), (floor.now - 1000, floor.now + 50_000)))
    floor.advisor("ana")
    item = floor.arrive()
    floor.accept(item)
    floor.until(60)
    floor.finish(item)
    floor.until(70)
    assert occupied_today(floor.state, floor.state.advisors["ana"], floor.now) == 500_000


def test_a_callback_owed_is_worth_seconds_of_its_queue(floor):
    floor.publish(floor.queue_rules(callback_priority_seconds=15))
    floor.advisor("ana", available=False)
    assert (floor.callback().priority_ms, floor.arrive().priority_ms) == (15_000, 0)
