"""The cheapest roster of one person for given prices of (day, shift), exactly: a dynamic programme over days.

State: what was last (run of work with its shift, or run of days off), weekends worked, minutes, counts of the shifts
whose ceiling can be reached. Numbers are dense, so the table is bounded before it is made: beyond CELLS_MAX rosters are
priced roughly (`rough`), and the bound comes from what is forgotten.
"""

from __future__ import annotations

from math import gcd

import numba
import numpy as np

from palabre.workforce.model.rosters.instance import Instance, Staff
from palabre.workforce.model.rosters.rough import relaxed, rough

NEVER = 1e18
CELLS_MAX = 30_000_000      # of one table: 120 MB at most, shared by all of a size
WORK_ROUGH = 6_000_000       # steps of one rough pricing to begin with
FINER = 4                    # times, where a rough one met no roster


@numba.njit(cache=True)
def _best(price, lengths, forbidden, allowed, dims, limits, counted, counts_max, back):
    """back[day, state] = state before; gives (value, last state). Off is shift index n."""
    days, n = price.shape
    most_run, least_run, least_off, weekends_max, minutes_max, minutes_min = limits
    runs, weeks, units, tails = dims
    size = runs * weeks * units * tails
    now = np.full(size, 1e18)
    nxt = np.full(size, 1e18)
    offs = n * most_run
    # before the first day: a virtual state, handled apart
    for day in range(days):
        nxt[:] = 1e18
        begin = 1 if day == 0 else size
        for state in range(begin):
            value = 0.0 if day == 0 else now[state]
            if value >= 1e17:
                continue
            tail = state % tails
            rest = state // tails
            unit = rest % units
            rest //= units
            week = rest % weeks
            run = rest // weeks
            if day == 0:
                tail, unit, week, run = 0, 0, 0, -1
            works = run >= 0 and run < offs
            shift = run // most_run if works else n
            length = run % most_run + 1 if works else run - offs + 1
            # a day off
            may = True
            if works and length < least_run and length != day:
                may = False
            if may:
                following = 1 if (works or run < 0) else min(length + 1, least_off)
                to = (((offs + following - 1) * weeks + week) * units + unit) * tails + tail
                if value < nxt[to]:
                    nxt[to] = value
                    back[day, to] = state
            if not allowed[day]:
                continue
            if not works and run >= 0 and length < least_off and length != day:
                continue
            if works and length >= most_run:
                continue
            w = week
            if day % 7 == 5 or (day % 7 == 6 and not works):
                w += 1
            if w > weekends_max:
                continue
            for s in range(n):
                if price[day, s] >= 1e17 or (works and forbidden[shift, s]):
                    continue
                u = unit + lengths[s]
                if u > minutes_max:
                    continue
                t = tail
                if counted[s] > 0:
                    if (tail // counted[s]) % (counts_max[s] + 1) >= counts_max[s]:
                        continue
                    t += counted[s]
                r = s * most_run + (length if works else 0)
                to = ((r * weeks + w) * units + u) * tails + t
                cost = value + price[day, s]
                if cost < nxt[to]:
                    nxt[to] = cost
                    back[day, to] = state
        now, nxt = nxt, now
    best, where = 1e18, -1
    for state in range(size):
        if now[state] < best and (state // tails) % units >= minutes_min:
            best, where = now[state], state
    return best, where


class Pricer:
    """Of one person. `best(price)`: price[day, shift] → (value, shift index per day, −1 off)."""

    def __init__(self, instance: Instance, staff: Staff) -> None:
        n, names = len(instance.shifts), [s.id for s in instance.shifts]
        self.days, self.n = instance.n_days, n
        most = [min(m, staff.max_total_minutes // max(1, s.length), self.days)
                for m, s in zip(staff.max_shifts, instance.shifts, strict=True)]  # fmt: skip
        step = gcd(*(s.length for s in instance.shifts)) or 1
        self.lengths = np.array([s.length // step for s in instance.shifts])
        self.forbidden = np.array([[b in (s.forbidden_following_shifts or ()) for b in names] for s in instance.shifts])
        self.allowed = np.ones(self.days, np.bool_)
        self.allowed[list(staff.days_off or ())] = False
        if staff.max_consecutive_shifts == 0:
            self.allowed[:] = False
        self.closed = np.zeros((self.days, n))
        self.closed[:, [m <= 0 for m in most]] = NEVER
        reachable = [min(self.days, staff.max_total_minutes // max(1, s.length)) for s in instance.shifts]
        self.counted, self.counts_max, tails = np.zeros(n, np.int64), np.array(most), 1
        for s in range(n):
            if 0 < most[s] < reachable[s]:
                self.counted[s], tails = tails, tails * (most[s] + 1)
        run = max(1, min(staff.max_consecutive_shifts, self.days))
        off = max(1, min(staff.min_consecutive_days_off, self.days))
        weekends = min(staff.max_weekends, (self.days + 1) // 7 + 1)
        units = min(staff.max_total_minutes // step, int(self.lengths.max()) * self.days)
        self.limits = (run, staff.min_consecutive_shifts, off, weekends, units, -(-staff.min_total_minutes // step))
        self.dims = (n * run + off, weekends + 1, units + 1, tails)
        self.cells = int(np.prod([float(d) for d in self.dims])) * self.days
        self.weekly = self.dims[1] * self.dims[2] * self.dims[3]
        self.is_exact, self.steps = self.cells <= CELLS_MAX, self.cells * n
        self.most = np.array(most, dtype=np.int64)
        self.work, self.pulled = WORK_ROUGH, 0
        self.shared: dict[int, np.ndarray] = {}

    def _table(self, states: int) -> np.ndarray:
        """Where each state came from, by day: one for all people of a size."""
        if states not in self.shared:
            self.shared[states] = np.empty((self.days, states), np.int32)
        return self.shared[states]

    def least(self, price: np.ndarray) -> float:
        """No roster of hers costs less: what `best` gives where it is exact."""
        return relaxed(price + self.closed, self.forbidden, self.allowed, self.limits)

    def _rough(self, price: np.ndarray) -> tuple[float, np.ndarray] | None:
        run = self.limits[0]
        runs = self.n * run + self.limits[2]
        pulls = (0.0, float(np.abs(price).max()) / max(1, int(self.lengths.max())))
        tries = [(self.work, pull) for pull in pulls] + [(self.work * FINER**n, pulls[1]) for n in (1, 2)]
        for work, pull in tries[self.pulled :]:
            cells = max(2, work // (runs * (self.n + 1) * self.days))
            weeks = max(1, min(self.limits[3] + 1, round((cells / 4) ** 0.5)))
            minutes = max(2, min(self.limits[4] + 1, cells // weeks))
            back = self._table(runs * minutes * weeks)
            value, state = rough(price + self.closed, self.lengths, self.forbidden, self.allowed, self.most,
                                 self.limits, (minutes, weeks), pull, back)  # fmt: skip
            if state >= 0:
                self.work, self.pulled = work, int(pull > 0)
                return value, self._followed(back, state, minutes * weeks)
        return None

    def _followed(self, back: np.ndarray, state: int, weekly: int) -> np.ndarray:
        row = np.full(self.days, -1)
        for day in range(self.days - 1, -1, -1):
            run = state // weekly
            if run < self.n * self.limits[0]:
                row[day] = run // self.limits[0]
            state = back[day, state]
        return row

    def best(self, price: np.ndarray) -> tuple[float, np.ndarray] | None:
        """None: no roster keeps her rules; where pricing is rough, none was met."""
        if not self.is_exact:
            return self._rough(price)
        back = self._table(self.cells // self.days)
        value, state = _best(price + self.closed, self.lengths, self.forbidden, self.allowed, self.dims, self.limits,
                             self.counted, self.counts_max, back)  # fmt: skip
        return None if state < 0 else (value, self._followed(back, state, self.weekly))
