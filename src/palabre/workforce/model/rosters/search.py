"""Column generation, then dives that price again after each fixing, then repair person by person."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from palabre.workforce.model.rosters.instance import Instance
from palabre.workforce.model.rosters.master import Master
from palabre.workforce.model.rosters.pricing import Pricer

ENOUGH = 1e-6
STEPS_A_SECOND = 50_000_000  # of pricing everybody once, so that a twentieth of the time pays for it


class Conflict(Exception):
    """No roster of this person keeps her own rules."""

    def __init__(self, person: int) -> None:
        super().__init__(person)
        self.person = person


class Search:
    """`left()` seconds that are left; `told(objective, bound, rows)` at each better roster and bound."""

    def __init__(
        self, instance: Instance, left: Callable[[], float], told: Callable, chance: np.random.Generator
    ) -> None:
        self.instance, self.left, self.told, self.chance = instance, left, told, chance
        self.pricers = [Pricer(instance, staff) for staff in instance.staffs]
        for one in self.pricers:
            one.shared = self.pricers[0].shared
        affordable = sum(one.steps for one in self.pricers) <= left() * STEPS_A_SECOND
        self.is_exact = affordable and all(one.is_exact for one in self.pricers)
        for one in self.pricers:
            one.is_exact = self.is_exact
        self.master = Master(instance)
        self.bound, self.best, self.rows = 0.0, math.inf, None
        self.everyone = range(len(instance.staffs))

    def run(self) -> str:
        rows = self._first()
        self._bound_at_once()
        self._offer(self._repair(rows))
        x = self._columns(self.everyone, True)
        if x is None:
            return "time"
        while self.left() > 0:
            self._dive(x)
            if self._proven():
                return "optimal"
            if self.left() > 0:
                chosen = self.master.whole(min(8.0, self.left()), [])
                if chosen:
                    self._offer(self._repair(self._of(chosen)))
            if self._proven():
                return "optimal"
        return "time"

    def _proven(self) -> bool:
        return self.best <= math.ceil(self.bound - 1e-4)

    def _price(self, person: int, duals: np.ndarray):
        found = self.pricers[person].best(self.master.wishes[person] - duals)
        if found is None:
            raise Conflict(person)
        return found[0] + self.master.owed[person], found[1]

    def _least(self, person: int, duals: np.ndarray) -> float:
        return self.pricers[person].least(self.master.wishes[person] - duals) + self.master.owed[person]

    def _first(self) -> list[np.ndarray]:
        """Each against what is uncovered so far: a roster that keeps every rule before anything is weighed."""
        there, rows = np.zeros_like(self.master.wanted), []
        for person in self.everyone:
            row = self._price(person, self._marginal(there))[1]
            self._head(there, row, 1)
            self.master.add(person, row)
            rows.append(row)
        self._offer(rows)
        return rows

    def _bound_at_once(self) -> None:
        """Of the first prices, with runs alone: soon there, were the instance ever so large."""
        _, duals, _, _ = self.master.relaxed()
        duals = np.clip(duals, -self.master.over, self.master.under)
        least = sum(self._least(person, duals) for person in self.everyone)
        self._bounded(self.master.lagrange(duals, least))

    def _bounded(self, bound: float) -> None:
        if bound > self.bound + ENOUGH:
            self.bound = bound
            self.told(self.best, self.bound, None)

    def _columns(self, open_to, bounding: bool) -> np.ndarray | None:
        duals = None
        while self.left() > 0:
            value, exact, own, _ = self.master.relaxed()
            exact = np.clip(exact, -self.master.over, self.master.under)
            duals = exact if duals is None or not bounding else 0.5 * duals + 0.5 * exact
            for prices in (duals, exact):
                added, least = 0, 0.0
                for person in open_to:
                    if self.left() <= 0:
                        return None
                    cheapest, row = self._price(person, prices)
                    least += cheapest if self.pricers[person].is_exact else self._least(person, prices)
                    wish = self.master.wish(person, row)
                    worked = np.flatnonzero(row >= 0)
                    if wish - exact[worked, row[worked]].sum() < own[person] - ENOUGH:
                        added += self.master.add(person, row)
                if bounding:
                    self._bounded(self.master.lagrange(prices, least))
                if added or prices is exact:
                    break
            if not added or (bounding and value - self.bound < 1e-4):
                return self.master.relaxed()[3]
        return None

    def _dive(self, x: np.ndarray) -> None:
        fixed: dict[int, int] = {}
        while len(fixed) < len(self.everyone) and self.left() > 0:
            free = [c for c in np.flatnonzero(x > 1e-6) if self.master.owner[c] not in fixed]
            sure = [c for c in free if x[c] > 0.999]
            if not sure:
                weight = x[free] + 0.15 * self.chance.random(len(free))
                sure = [free[int(np.argmax(weight))]]
            for c in sure:
                fixed[self.master.owner[c]] = int(c)
                self.master.take(int(c))
            if len(fixed) < len(self.everyone):
                again = self._columns([p for p in self.everyone if p not in fixed], False)
                if again is None:
                    break
                x = again
        self.master.free()
        if len(fixed) == len(self.everyone):
            self._offer(self._repair([self.master.rows[fixed[p]] for p in self.everyone]))

    def _of(self, chosen: list[int]) -> list[np.ndarray]:
        rows = {self.master.owner[c]: self.master.rows[c] for c in chosen}
        return [rows[p] for p in self.everyone]

    def _marginal(self, there: np.ndarray) -> np.ndarray:
        """What one head more is worth on each (day, shift)."""
        return np.where(there < self.master.wanted, self.master.under, -self.master.over)

    def _head(self, there: np.ndarray, row: np.ndarray, heads: int) -> None:
        worked = np.flatnonzero(row >= 0)
        there[worked, row[worked]] += heads

    def _repair(self, rows: list[np.ndarray]) -> list[np.ndarray]:
        """Each in turn takes the best roster beside the others', until nobody gains."""
        rows, there = list(rows), np.zeros_like(self.master.wanted)
        for row in rows:
            self._head(there, row, 1)
        gained = True
        while gained and self.left() > 0:
            gained = False
            for person in self.chance.permutation(len(rows)):
                self._head(there, rows[person], -1)
                worth = self._marginal(there)
                worked = np.flatnonzero(rows[person] >= 0)
                had = self.master.wish(person, rows[person]) - worth[worked, rows[person][worked]].sum()
                cheapest, row = self._price(person, worth)
                if cheapest < had - ENOUGH:
                    rows[person], gained = row, True
                    self.master.add(person, row)
                self._head(there, rows[person], 1)
        return rows

    def _offer(self, rows: list[np.ndarray]) -> None:
        there = np.zeros_like(self.master.wanted)
        for row in rows:
            self._head(there, row, 1)
        short = self.master.wanted - there
        value = float((self.master.under * short.clip(0) + self.master.over * (-short).clip(0)).sum())
        value += sum(self.master.wish(p, row) for p, row in enumerate(rows))
        if value < self.best - ENOUGH:
            self.best, self.rows = value, rows
            self.told(value, self.bound, rows)
