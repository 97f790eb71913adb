"""The validator against laws restated by brute force, on schedules that obey nobody.

Every quarter of an hour is worked or not; a law looks at the quarters and knows no shift.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest

from palabre.workforce.model.labour.packs import whole
from palabre.workforce.model.labour.schedule import Contract, Person, Shift
from palabre.workforce.model.labour.validator import breaches

MONDAY, QUARTERS, WEEKS = datetime(2026, 3, 2), 96, 3
PACK = whole("FR-2026")
SCHEDULES, SEEDS = 250, 8
EPOCH = datetime(1970, 1, 1)


def instants(wall: datetime) -> int:
    return int((wall - EPOCH).total_seconds() // 60)


def schedule(chance: np.random.Generator) -> tuple[Person, np.ndarray]:
    """Mostly a shift or two on most days, at hours that nobody would choose; and the same as quarters worked."""
    worked = np.zeros(QUARTERS * 7 * WEEKS, dtype=bool)
    shifts, free = [], 0
    for day in range(7 * WEEKS):
        for _ in range(chance.choice([0, 1, 2], p=[0.2, 0.65, 0.15])):
            begin = max(free + 1, day * QUARTERS + int(chance.integers(0, 80)))
            end = min(begin + int(chance.integers(4, 52)), len(worked))
            if begin >= end or begin >= (day + 1) * QUARTERS:
                continue
            worked[begin:end], free = True, end
            start, stop = (MONDAY + timedelta(minutes=15 * q) for q in (begin, end))
            shifts.append(Shift(instants(start), instants(stop), start, stop))
    return Person("p", Contract(sunday_agreed=True), tuple(shifts)), worked


def runs(worked: np.ndarray) -> list[tuple[int, int]]:
    """Rests, from quarter to quarter; before the first and after the last quarter nobody ever works."""
    padded = np.concatenate([np.zeros(1000, dtype=bool), worked, np.zeros(1000, dtype=bool)])
    edges = np.flatnonzero(np.diff(np.concatenate([[True], padded, [True]]).astype(int)))
    return [(int(a) - 1000, int(b) - 1000) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def rest_too_short(worked: np.ndarray) -> bool:
    """Walk from the beginning of a day's work: within 24 hours eleven hours of rest follow in one piece, or it is
    broken, and the next day's work begins where it would have had to be over."""
    at, rests = 0, runs(worked)
    while at < len(worked):
        if not worked[at]:
            at += 1
            continue
        rest = next((r for r in rests if r[0] > at and r[1] - r[0] >= 44), None)
        if rest[0] - at > QUARTERS - 44:
            return True
        at = rest[1]
    return False


def weeks_without_rest(worked: np.ndarray) -> set[int]:
    found = set()
    last = np.flatnonzero(worked)[-1] // (7 * QUARTERS) if worked.any() else -1
    first = np.flatnonzero(worked)[0] // (7 * QUARTERS) if worked.any() else 0
    for week in range(first, last + 1):
        begin, end = week * 7 * QUARTERS, (week + 1) * 7 * QUARTERS
        rests = [r for r in runs(worked) if r[1] - r[0] >= 35 * 4 and min(r[1], end) - max(r[0], begin) >= 24 * 4]
        if not rests:
            found.add(week)
    return found


@pytest.mark.parametrize("seed", range(SEEDS))
def test_what_is_found_is_what_the_laws_say(seed):
    chance, met = np.random.default_rng(seed), set()
    for _ in range(SCHEDULES):
        person, worked = schedule(chance)
        found = breaches(person, PACK, instants)
        names = {b.rule for b in found}
        met |= names
        by_day = worked.reshape(-1, QUARTERS).sum(axis=1) * 15
        by_week = worked.reshape(-1, 7 * QUARTERS).sum(axis=1) * 15
        at = lambda name: {(b.since - MONDAY).days for b in found if b.rule == name}  # noqa: B023
        assert at("hours_a_day") == set(np.flatnonzero(by_day > 600).tolist())
        assert at("hours_a_week") == set((np.flatnonzero(by_week > 2880) * 7).tolist())
        days = (by_day.reshape(-1, 7) > 0).sum(axis=1)
        assert at("days_a_week") == set((np.flatnonzero(days > 6) * 7).tolist())
        assert at("weekly_rest") == {7 * w for w in weeks_without_rest(worked)}
        assert ("daily_rest" in names) == rest_too_short(worked)
        long = any(b - a >= 24 for a, b in _stretches(person))
        assert ("pause" in names) == long and "overlap" not in names
    assert {"hours_a_day", "hours_a_week", "days_a_week", "weekly_rest", "daily_rest", "pause"} <= met


def _stretches(person: Person) -> list[tuple[int, int]]:
    return [(s.start // 15, s.end // 15) for s in person.shifts]
