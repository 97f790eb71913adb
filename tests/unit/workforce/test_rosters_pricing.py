"""Pricing and the validator against every roster there is, on tiny random instances."""

import itertools

import numpy as np
import pytest

from palabre.workforce.model.rosters.instance import Cover, Instance, Request, Shift, Staff
from palabre.workforce.model.rosters.pricing import Pricer
from palabre.workforce.model.rosters.search import Search
from palabre.workforce.model.rosters.validator import breaches, cost

DAYS = 8


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


@pytest.mark.parametrize("seed", range(4))
def test_two_people_are_solved_to_what_enumeration_finds(seed):
    instance = tiny(np.random.default_rng(100 + seed), 2)
    ways = [every(instance, 0)[:400], every(instance, 1)[:400]]
    if not all(ways) or max(map(len, (every(instance, 0), every(instance, 1)))) > 400:
        pytest.skip("too many or none to enumerate")
    least = min(cost(instance, [list(a), list(b)]) for a in ways[0] for b in ways[1])
    ticks = iter(range(400))
    search = Search(instance, lambda: 400.0 - next(ticks, 400), lambda *_: None, np.random.default_rng(1))
    search.run()
    assert search.best == least
    assert search.bound <= least + 1e-6
