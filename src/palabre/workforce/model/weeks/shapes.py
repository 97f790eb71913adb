"""Every lawful shape that a day of so many minutes may have: one sequence or, split, two, with lunch and pauses placed.

Only what differs enough to matter is kept: beginnings by the half-hour, three places of each pause.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations, pairwise, product
from typing import NamedTuple

import numpy as np

from palabre.workforce.model.weeks.limits import Limits
from palabre.workforce.model.weeks.week import EVENING

STEP, GRID = 30, 15  # of beginnings, of pauses
GAP_STEP, GAP_LEAST = 60, 60
EDGE, PIECE_LEAST = 30, 90  # no pause so near an end, no meal
PLACES_MAX, BROKEN_MAX, PAUSE = 6, 2, 15


class Stop(NamedTuple):
    start: int
    end: int
    paid: bool


class Sequence(NamedTuple):
    start: int
    end: int
    stops: tuple[Stop, ...]

    def moved(self, by: int) -> Sequence:
        return Sequence(self.start + by, self.end + by, tuple(Stop(s + by, e + by, p) for s, e, p in self.stops))


class Shape(NamedTuple):
    sequences: tuple[Sequence, ...]

    @property
    def start(self) -> int:
        return self.sequences[0].start

    @property
    def end(self) -> int:
        return self.sequences[-1].end

    @property
    def is_split(self) -> bool:
        return len(self.sequences) > 1

    @property
    def is_evening(self) -> bool:
        return self.end > EVENING

    def cover(self, interval: int, slots: int) -> np.ndarray:
        """Share of each interval of the day that is served."""
        minutes = np.zeros(interval * slots)
        for one in self.sequences:
            minutes[one.start : one.end] = 1
            for stop in one.stops:
                minutes[stop.start : stop.end] = 0
        return minutes.reshape(slots, interval).mean(axis=1)


def shapes(work: int, rules: Limits, opens: tuple[int, int], meal: int, paid: int, split: bool) -> list[Shape]:
    """Of `work` minutes, paid pauses within, between the hours of `opens`."""
    if work > rules.day or work < rules.period:
        return []
    first, last = opens[0], min(opens[1], rules.latest)
    found = dict.fromkeys(_whole(work, rules, first, last, meal, paid))
    if split and rules.gaps >= 1:
        found |= dict.fromkeys(_broken(work, rules, first, last))
    return list(found)


def _whole(work: int, rules: Limits, first: int, last: int, meal: int, paid: int) -> Iterator[Shape]:
    meals = max(meal, rules.pause[1], rules.lunch[0])
    for body in (*bodies(work, 0, rules, paid), *bodies(work, meals, rules, paid)):
        for start in range(-(-first // STEP) * STEP, last - body.end + 1, STEP):
            shape = Shape((body.moved(start),))
            if _fits(shape, rules):
                yield shape


def _broken(work: int, rules: Limits, first: int, last: int) -> Iterator[Shape]:
    """Two sequences: halves, or one of them as short as may be."""
    least = max(rules.period, 120)
    cuts = {work // 2 // GRID * GRID, least, work - least}
    for cut in sorted(c for c in cuts if least <= c <= work - least):
        one, two = (bodies(part, 0, rules, 0)[:BROKEN_MAX] for part in (cut, work - cut))
        longest = min(rules.gap, rules.span - work, last - first - work)
        for (a, b), gap in product(product(one, two), range(GAP_LEAST, longest + 1, GAP_STEP)):
            for start in range(-(-first // STEP) * STEP, last - work - gap + 1, STEP):
                shape = Shape((a.moved(start), b.moved(start + cut + gap)))
                if _fits(shape, rules):
                    yield shape


@lru_cache(maxsize=4096)
def bodies(work: int, meal: int, rules: Limits, paid: int) -> list[Sequence]:
    """One sequence from minute 0, with its meal and its pauses at their places."""
    if not meal:
        runs = [((0, work),)]
    else:
        runs = [((0, at), (at + meal, work + meal)) for at in range(PIECE_LEAST, work - PIECE_LEAST + 1, STEP)]
    return [
        Sequence(0, run[-1][1], tuple(sorted([*(Stop(a[1], b[0], False) for a, b in pairwise(run)), *stops])))
        for run in runs
        for stops in _pauses(work, run, rules, paid)
    ]


def _pauses(work: int, runs: tuple, rules: Limits, paid: int) -> list[tuple[Stop, ...]]:
    least, per, or_least, or_per = rules.paid
    due = max(paid, min(work // per * least, work // or_per * or_least))
    needed = sum(-(-(b - a) // rules.stretch[0]) - 1 for a, b in runs) if rules.stretch[0] < work else 0
    if not due and not needed:
        return [()] if _lawful(runs, (), rules) else []
    for many in range(max(1, needed, due // PAUSE), max(1, needed, -(-due // PAUSE)) + 2):
        size = max(rules.stretch[1], -(-due // many // 5) * 5, 5)
        free = [t for a, b in runs for t in range(a + EDGE, b - EDGE - size + 1, GRID)]
        if len(free) < many:
            continue
        wanted = [free[min(len(free) - 1, int((n + 0.5) * len(free) / many))] for n in range(many)]
        near = product(*([t for t in (w, w - STEP, w + STEP) if t in free] for w in wanted))
        found = _first(near, size, runs, rules) or _first(combinations(free, many), size, runs, rules)
        if found:
            return found
    return []


def _first(places, size: int, runs: tuple, rules: Limits) -> list[tuple[Stop, ...]]:
    found = []
    for place in places:
        stops = tuple(Stop(t, t + size, True) for t in sorted(place))
        if all(b.start - a.end >= GRID for a, b in pairwise(stops)) and _lawful(runs, stops, rules):
            found.append(stops)
            if len(found) == PLACES_MAX:
                break
    return found


def _lawful(runs: tuple, stops: tuple[Stop, ...], rules: Limits) -> bool:
    """Pauses often enough, within a sequence."""
    breaks = sorted([*((a[1], b[0]) for a, b in pairwise(runs)), *((s.start, s.end) for s in stops)])

    def longest(least: int) -> int:
        kept = [b for b in breaks if b[1] - b[0] >= least]
        edges = [(runs[0][0],) * 2, *kept, (runs[-1][1],) * 2]
        return max(after[0] - before[1] for before, after in pairwise(edges))

    return longest(rules.pause[1]) < rules.pause[0] and longest(rules.stretch[1]) <= rules.stretch[0]


def _fits(shape: Shape, rules: Limits) -> bool:
    """What depends upon the hour: the span, lunch, nights that are not hers."""
    if shape.end - shape.start > min(rules.span, rules.band):
        return False
    if any(s.start < until and s.end > since for s in shape.sequences for since, until in rules.closed):
        return False
    least, since, until = rules.lunch
    if not least or shape.start > since or shape.end < until:
        return True
    free = [(s.start, s.end) for one in shape.sequences for s in one.stops if not s.paid]
    free += [(a.end, b.start) for a, b in pairwise(shape.sequences)]
    return any(min(e, until) - max(s, since) >= least for s, e in free)
