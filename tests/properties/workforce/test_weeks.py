"""Random weeks: whatever is asked, the validator, which shares nothing with what makes them, finds no breach; everybody
has her days, nobody works where she may not; and the numbers told are those counted by hand."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import numpy as np
import pytest

from palabre.workforce.model.labour.packs import Rule, amended, whole
from palabre.workforce.model.labour.schedule import Contract as Labour
from palabre.workforce.model.labour.validator import breaches
from palabre.workforce.model.weeks.naming import named
from palabre.workforce.model.weeks.solve import solve
from palabre.workforce.model.weeks.told import cover, heads_short, judged, told_of
from palabre.workforce.model.weeks.week import DAY, DAYS, Conflict, Contract, Group, Person, Week, Wish

PARIS, EPOCH = ZoneInfo("Europe/Paris"), datetime(1970, 1, 1)
MONDAYS = [
    date(2026, 3, 2),
    date(2026, 3, 23),
    date(2026, 4, 27),
    date(2026, 10, 19),
]  # two weeks of clock changes, a 1 May
SEEDS, WEEKS = 6, 4


def instants(wall: datetime) -> int:
    aware = wall.replace(tzinfo=PARIS)
    return round(((aware - aware.utcoffset()).replace(tzinfo=None) - EPOCH) / timedelta(minutes=1))


def random_week(chance: np.random.Generator) -> Week:
    pack = whole(str(chance.choice(["FR-2026", "FR-2026-IDCC2098", "SN", "TN"])))
    if chance.random() < 0.3:
        pack = amended(pack, [Rule("daily_rest", 9 * 60, "an agreement")])
    interval = int(chance.choice([15, 30, 60]))
    slots, people = DAY // interval, int(chance.integers(5, 40))
    first, last = sorted(chance.choice(np.arange(0, 25), 2, replace=False).tolist())
    if last - first < 11:
        first, last = 0, 24
    at = (np.arange(slots) + 0.5) * interval / 60
    closed = (at < first) | (at > last)
    groups = []
    for name in ("one", "two"):
        need = chance.uniform(0.2, 0.8) * people * (0.3 + chance.random((DAYS, slots)) * np.exp(-((at - 13) ** 2) / 40))
        need[:, closed] = 0
        if chance.random() < 0.5:
            need[6] = 0
        groups.append(Group(name, tuple(map(tuple, np.round(need, 1).tolist()))))
    flags = lambda: {k: bool(chance.random() < 0.5) for k in ("evening", "saturday", "sunday", "split")}
    part = Labour(weekly_minutes=1680, part_time=True)
    full = Labour(weekly_minutes=2100, sunday_agreed=bool(chance.random() < 0.5))
    contracts = {
        "full": Contract("full", ((5, 420),), **flags(), labour=full),
        "four": Contract("four", ((5, 420), (4, 525)), **flags(), labour=full),
        "part": Contract("part", ((4, 420),), **flags(), labour=part),
        "short": Contract("short", ((6, 240),), **flags(), labour=msgspec.structs.replace(part, weekly_minutes=1440)),
    }
    young = msgspec.structs.replace(full, minor=True)
    tired = msgspec.structs.replace(full, worked_before=(2880.0,) * 11)
    hers = [None, None, None, None, young, tired, msgspec.structs.replace(full, pregnant=True),
            msgspec.structs.replace(full, individual_hours=True),
            msgspec.structs.replace(full, night_worker=True)]  # fmt: skip

    def person(n: int) -> Person:
        contract = str(chance.choice(list(contracts)))
        labour = hers[chance.integers(0, len(hers))] if contract in ("full", "four") else None
        wishes = (Wish(3.0, int(chance.integers(0, 7)), off=True), Wish(1.0, None, 8 * 60, 18 * 60))
        available = [(0, DAY) if chance.random() < 0.9 else (7 * 60, 19 * 60) for _ in range(DAYS)]
        if chance.random() < 0.2:
            available[int(chance.integers(0, DAYS))] = None
        leave = frozenset({int(chance.integers(0, 5))}) if chance.random() < 0.2 else frozenset()
        skills = frozenset(chance.choice(["one", "two"], int(chance.integers(1, 3)), replace=False).tolist())
        return Person(f"p{n}", contract, skills, "home", tuple(available), leave, wishes[: int(chance.integers(0, 3))],
                      float(chance.integers(0, 20)), 1.0, labour)  # fmt: skip

    monday = MONDAYS[int(chance.integers(0, len(MONDAYS)))]
    return Week(monday, interval, tuple(groups), contracts, tuple(map(person, range(people))), pack, instants)


def made(week: Week, seconds: float):
    until = time.monotonic() + seconds
    plan, master = solve(week, lambda: until - time.monotonic(), lambda _: None)
    return plan, master, named(week, master.kinds, master.lines, plan)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_no_week_breaks_a_rule(seed):
    chance, told_off, worked = np.random.default_rng(seed), 0, 0
    for _ in range(WEEKS):
        week = random_week(chance)
        while True:
            try:
                plan, master, assignment = made(week, 1.0)
                break
            except Conflict as why:  # she cannot be planned lawfully, and it says who: without her it goes on
                told_off += 1
                people = tuple(p for p in week.people if p.id != why.who)
                assert len(people) == len(week.people) - 1
                week = msgspec.structs.replace(week, people=people)
                if not people:
                    break
        if not week.people:
            continue
        assert plan.bound <= plan.objective + 1e-6 and plan.bound <= plan.banded_bound + 1e-6
        short_days = {p: k.short_days for k in master.kinds for p in k.people}
        for n, (person, days) in enumerate(zip(week.people, assignment, strict=True)):
            found = breaches(judged(week, person, days), week.pack, instants)
            assert not found, (week.monday, person, found[0])
            many = sum(d is not None for d in days)
            worked += many
            ways = {max(0, d - len(person.leave)) for d, _ in week.contracts[person.contract].ways}
            assert many in ways or many == min(ways) - short_days[n] or short_days[n] > 0
            for day, shape in enumerate(days):
                if shape is not None:
                    hours = person.available[day]
                    assert day not in person.leave and hours[0] <= shape.start and shape.end <= hours[1]
        counted(week, plan, assignment, master)
    assert worked > 100


def counted(week: Week, plan, assignment, master) -> None:
    """Hours short are those of the names, counted without the plan."""
    by_names = cover(week, heads_short(week, assignment))["hours_short"]
    told = told_of(week, master.kinds, plan, assignment)
    assert told["cover"]["hours_short"] == pytest.approx(plan.objective, abs=1e-4)
    assert by_names == pytest.approx(plan.objective, abs=1e-4)
    assert all(one["reason"] for one in told["shortages"])
