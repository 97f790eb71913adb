"""The wait that is told to customers: learnt from waits, judged beside the naive one, silent until it is better."""
from __future__ import annotations

import random

import pytest

from palabre.conversations.model import ROOM as CONVERSATIONS
from palabre.foundations.decision import World
from palabre.routing import facts
from palabre.routing.model import waits
from palabre.routing.model.room import ROOM as ROUTING
from palabre.simulation.model.customers import Caller, Customers
from palabre.simulation.model.engine import START, Engine
from palabre.simulation.model.staff import Manners, Staff

ADVISORS, HANDLE_MS, PATIENCE_MS = 6, 120_000, 400_000
RULES = facts.QueueRules("calls", "voice", (facts.Ring(0, facts.Requirement("skill", "calls")),), wrap_up_seconds=5)


class Floor:
    """Busy for a while; `told`: (estimate at arrival, milliseconds waited in the end) of all who had to wait."""

    def __init__(self, calls: int, seed: int = 7) -> None:
        self.chance = random.Random(seed)
        self.engine = Engine((CONVERSATIONS, ROUTING, waits.ROOM))
        self.engine.tell([facts.RoutingRulesPublished(0, 1, (RULES,))])
        self.told: list[tuple[waits.Estimate, int]] = []
        self._asked: dict[str, tuple[waits.Estimate, int]] = {}
        customers = Customers(self.engine, self._callers(calls))
        people = [facts.AdvisorConfigured(0, f"a{n}", (("calls", 5),), None, None, (facts.Capacity("voice", 1),))
                  for n in range(ADVISORS)]
        Staff(self.engine, customers, people, manners=Manners(shown=0))
        self.engine.hear(facts.WorkItemQueued, self._queued)
        self.engine.hear(facts.OfferEnded, self._ended)

    def _callers(self, calls: int):
        at, every = START, HANDLE_MS / ADVISORS
        for _ in range(calls):
            at += round(self.chance.expovariate(1 / every))
            yield Caller(at, "calls", round(self.chance.expovariate(1 / HANDLE_MS)),
                         patience=round(self.chance.expovariate(1 / PATIENCE_MS)))

    def _queued(self, fact: facts.WorkItemQueued) -> None:
        item = self.engine.world["routing"].items.get(fact.item)
        if item and item.state == "waiting":
            self._asked[fact.item] = waits.estimate(self.engine.world, item, self.engine.now), self.engine.now

    def _ended(self, fact: facts.OfferEnded) -> None:
        if fact.end == "accepted" and (asked := self._asked.pop(fact.item, None)):
            self.told.append((asked[0], self.engine.now - asked[1]))


@pytest.fixture(scope="module")
def floor() -> Floor:
    floor = Floor(1_500)
    floor.engine.run()
    return floor


def test_what_is_said_errs_by_a_fifth_less_than_the_naive_estimate(floor):
    said = [(e, waited) for e, waited in floor.told if e.said]
    ours = sum(abs(e.ms - waited) for e, waited in said)
    naive = sum(abs(e.naive_ms - waited) for e, waited in said)
    assert len(said) > 50 and ours <= 0.8 * naive, (len(said), ours / naive)


def test_nothing_is_said_before_enough_waits_were_judged(floor):
    first = [e for e, _ in floor.told[: waits.JUDGED_MIN]]
    assert first and not any(e.said for e in first)


def test_nothing_is_said_where_nobody_is_at_work():
    floor = Floor(20)
    floor.engine.run(until=START + 60_000)
    state = floor.engine.world["routing"]
    item = next(iter(state.items.values()))
    state.serving = 0
    assert waits.estimate(floor.engine.world, item, floor.engine.now) is None


def test_it_is_a_fold_that_a_snapshot_keeps(floor):
    world = World((CONVERSATIONS, ROUTING, waits.ROOM), 1)
    world.load(floor.engine.world.dump())
    assert world.dump() == floor.engine.world.dump()
    assert world["waits"].paces["calls"].handled > 1_000
    assert not world["waits"].waiting and not world["waits"].handling


def test_handling_time_is_learnt(floor):
    assert floor.engine.world["waits"].paces["calls"].handle_ms == pytest.approx(HANDLE_MS + 5_000, rel=0.35)


def test_who_is_offered_at_once_teaches_nothing():
    floor = Floor(4)
    floor.engine.run()
    places = floor.engine.world["waits"].paces["calls"].places
    assert not any(place.n for place in places.values()) and not floor.told


def test_the_same_floor_gives_the_same_estimates():
    one, other = Floor(120), Floor(120)
    one.engine.run(), other.engine.run()
    assert one.told == other.told and one.engine.world.dump() == other.engine.world.dump()
