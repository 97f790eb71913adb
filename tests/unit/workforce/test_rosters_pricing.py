"""Pricing and the validator against every roster there is, on tiny random instances."""

import itertools

import msgspec
import numpy as np
import pytest

from palabre.foundations.limits import ROSTER_WEIGHT_MAX
from palabre.workforce.model.rosters.instance import Cover, Instance, Request, Shift, Staff
from palabre.workforce.model.rosters.master import Master, Unsolved
from palabre.workforce.model.rosters.pricing import Pricer
from palabre.workforce.model.rosters.search import Search
from palabre.workforce.model.rosters.validator import breaches, cost

DAYS = 8
SEEDS_OF_TWO = (100, 101, 102, 103)  # of which both have rosters, and few enough to try every pair


def tiny(chance: np.random.Generator, people: int) -> Instance:
    def staff(name: str) -> Staff:
        of = lambda low, high: int(chance.integers(low, high))
        least = of(1, 3)
        return Staff(
            name, [of(0, 6), of(1, 6)], of(0, 3) * 480, of(4, 7) * 480, least, least + of(0, 3), of(1, 4), of(0, 2),
            [of(0, DAYS)], [Request(of(0, DAYS), "E", 3)], [Request(of(0, DAYS), "L", 2)],
        )  # fmt: skip

    covers = [[Cover(int(chance.integers(0, 3)), 10, 1) for _ in range(2)] for _ in range(DAYS)]
    shifts = [Shift("E", 480), Shift("L", int(chance.choice([480, 600])), ["E"])]
    return Instance(DAYS, shifts, [staff(str(p)) for p in range(people)], covers)


def every(instance: Instance, person: int) -> list[tuple]:
    alone = Instance(instance.n_days, instance.shifts, [instance.staffs[person]], instance.covers)
    return [r for r in itertools.product((None, "E", "L"), repeat=DAYS) if not breaches(alone, [list(r)])]


@pytest.mark.parametrize("seed", range(12))
def test_the_cheapest_roster_is_that_of_full_enumeration(seed):
    chance = np.random.default_rng(seed)
    instance = tiny(chance, 1)
    price = chance.normal(size=(DAYS, 2)) * 10
    found = Pricer(instance, instance.staffs[0]).best(price)
    worth = [sum(price[d, "EL".index(s)] for d, s in enumerate(r) if s) for r in every(instance, 0)]
    if not worth:
        assert found is None
        return
    assert found[0] == pytest.approx(min(worth))
    assert tuple(None if s < 0 else "EL"[s] for s in found[1]) in set(every(instance, 0))


def solved(instance: Instance) -> Search:
    ticks = iter(range(400))
    search = Search(instance, lambda: 400.0 - next(ticks, 400), lambda *_: None, np.random.default_rng(1))
    search.run()
    return search


@pytest.mark.parametrize("seed", SEEDS_OF_TWO)
def test_two_people_are_solved_to_what_enumeration_finds(seed):
    instance = tiny(np.random.default_rng(seed), 2)
    ways = [every(instance, 0), every(instance, 1)]
    assert all(0 < len(some) <= 400 for some in ways), "the seed is chosen so"
    search = solved(instance)
    least = min(cost(instance, [list(a), list(b)]) for a in ways[0] for b in ways[1])
    assert search.best == least
    assert search.bound <= least + 1e-6


def test_weights_as_great_as_they_may_be_leave_nobody_without_a_roster():
    instance = tiny(np.random.default_rng(SEEDS_OF_TWO[0]), 2)
    covers = [[Cover(1, ROSTER_WEIGHT_MAX, 0) if d % 2 else Cover(0, 0, ROSTER_WEIGHT_MAX) for _ in range(2)]
              for d in range(DAYS)]  # fmt: skip
    instance = msgspec.structs.replace(instance, covers=covers)
    ways = [every(instance, n) for n in range(2)]
    search = solved(instance)
    assert search.best == min(cost(instance, [list(a), list(b)]) for a in ways[0] for b in ways[1])
    assert search.bound <= search.best + 1e-6


def test_who_may_work_no_day_in_a_row_works_none():
    instance = tiny(np.random.default_rng(3), 1)
    never = msgspec.structs.replace(
        instance.staffs[0], max_consecutive_shifts=0, min_consecutive_shifts=0, min_total_minutes=0
    )
    price = np.full((DAYS, 2), -10.0)
    for is_exact in (True, False):
        pricer = Pricer(instance, never)
        pricer.is_exact = is_exact
        value, row = pricer.best(price)
        assert value == 0 and (row == -1).all()
        assert pricer.least(price) == 0


def test_numbers_of_a_state_that_is_not_solved_are_not_taken():
    instance = tiny(np.random.default_rng(SEEDS_OF_TWO[0]), 2)
    master = Master(instance)
    with pytest.raises(Unsolved, match="nfeasible"):
        master.relaxed()  # nobody has a roster yet
