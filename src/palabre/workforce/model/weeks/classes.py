"""People who may be planned alike, and the lines that they may follow.

A line is a way to work the contract's week within a band of hours: as the band is no wider than the day less the daily
rest, any of its shapes may follow any other, so counts by line and day are always somebody's lawful week.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec
import numpy as np

from palabre.workforce.model.labour.schedule import Contract as Labour
from palabre.workforce.model.weeks.limits import Limits, limits
from palabre.workforce.model.weeks.shapes import Shape, shapes
from palabre.workforce.model.weeks.week import DAY, DAYS, EVENING, SATURDAY, SUNDAY, Conflict, Person, Week

BAND_STEP = 60


class Family(NamedTuple):
    """Shapes of so many minutes under the same rules. cover[shape, slot]."""

    shapes: list[Shape]
    cover: np.ndarray
    starts: np.ndarray
    ends: np.ndarray


class Line(NamedTuple):
    """`days`: how many are worked; `may[day]`: which shapes of the family, by index."""

    kind: int
    family: Family
    days: int
    may: list[np.ndarray]


class Kind(msgspec.Struct):
    """A class: whoever has the same contract, skills, hours and rules. `loose`: the same lines without their bands, for
    a bound that holds for any week made of these shapes."""

    people: list[int]
    skills: tuple[int, ...]
    contract: str
    lines: list[Line]
    loose: list[Line]
    short_days: int = 0  # of the contract that nobody can give: leave apart


def kinds(week: Week) -> list[Kind]:
    """Conflict where nobody's contract can be worked lawfully."""
    index = {g.id: n for n, g in enumerate(week.groups)}
    alike: dict[tuple, list[int]] = {}
    known: dict[Labour, Limits] = {}
    for n, p in enumerate(week.people):
        labour = week.labour(p)
        if labour not in known:
            known[labour] = limits(week, labour)
        key = (p.contract, tuple(sorted(index[s] for s in p.skills)), p.available, p.leave, known[labour],
               labour.sunday_agreed, labour.first_of_may_agreed)  # fmt: skip
        alike.setdefault(key, []).append(n)
    families: dict[tuple, Family] = {}
    return [_kind(week, key, people, families) for key, people in alike.items()]


def lines_of(found: list[Kind]) -> list[Line]:
    """Of all classes, each naming its own: the numbers that a plan speaks of."""
    return [x._replace(kind=k) for k, kind in enumerate(found) for x in kind.lines]


def _kind(week: Week, key: tuple, people: list[int], families: dict) -> Kind:
    contract, skills, rules = week.contracts[key[0]], key[1], key[4]
    person = week.people[people[0]]
    windows = windows_of(week, person, skills)
    lines, loose, short = [], [], DAYS
    for days, minutes in contract.ways:
        asked = max(0, days - len(person.leave))
        known = (minutes, rules, contract.meal, contract.paid_pause, contract.split, _opens(week, skills))
        if known not in families:
            families[known] = _family(week, shapes(minutes, rules, known[5], *known[2:5]))
        family = families[known]
        may = [_within(week, family, day, window) for day, window in enumerate(windows)]
        days = min(asked, rules.days, rules.week // minutes, sum(m.size > 0 for m in may))
        if days * minutes + len(person.leave) * minutes < rules.week_least:
            continue
        short = min(short, asked - days)
        here = _banded(family, days, may, rules)
        lines += [Line(-1, family, *one) for one in here]
        loose += [Line(-1, family, days, may)] if here else []
    if not lines:
        raise Conflict(person.id, "no day that her contract, her hours and the rules leave")
    best = max(line.days * worth(line) for line in lines)
    lines, loose = ([x for x in some if x.days * worth(x) >= best] for some in (lines, loose))
    return Kind(people, skills, key[0], lines, loose, short)


def worth(line: Line) -> float:
    """Minutes of one day, paid pauses within."""
    if not line.family.shapes:
        return 0.0
    one = line.family.shapes[0]
    return sum(s.end - s.start - sum(p.end - p.start for p in s.stops if not p.paid) for s in one.sequences)


def windows_of(week: Week, person: Person, skills: tuple[int, ...]) -> list[tuple[int, int] | None]:
    """Hours between which she may work each day: hers, her contract's, the law's, and those at which there is need."""
    contract, labour = week.contracts[person.contract], week.labour(person)
    found: list[tuple[int, int] | None] = []
    for day, hers in enumerate(person.available):
        sunday = contract.sunday and (labour.sunday_agreed or week.pack.rule("sunday", week.date(day)) is None)
        may = day not in person.leave and (day != SATURDAY or contract.saturday) and (day != SUNDAY or sunday)
        date = week.date(day)
        if (date.month, date.day) == (5, 1) and not labour.first_of_may_agreed and week.pack.rule("first_of_may", date):
            may = False
        open_ = opening(week, skills, day)
        if hers is None or open_ is None or not may:
            found.append(None)
            continue
        since, until = max(hers[0], open_[0]), min(hers[1], open_[1], DAY if contract.evening else EVENING)
        found.append((since, until) if since < until else None)
    return found


def opening(week: Week, skills: tuple[int, ...], day: int) -> tuple[int, int] | None:
    wanted = [n for g in skills for n, need in enumerate(week.groups[g].need[day]) if need > 0]
    return (min(wanted) * week.interval, (max(wanted) + 1) * week.interval) if wanted else None


def _opens(week: Week, skills: tuple[int, ...]) -> tuple[int, int]:
    found = [o for day in range(DAYS) if (o := opening(week, skills, day))]
    return (min(o[0] for o in found), max(o[1] for o in found)) if found else (0, 0)


def _family(week: Week, found: list[Shape]) -> Family:
    cover = np.array([s.cover(week.interval, week.slots) for s in found]).reshape(len(found), week.slots)
    return Family(found, cover, np.array([s.start for s in found], int), np.array([s.end for s in found], int))


def _within(week: Week, family: Family, day: int, window: tuple[int, int] | None) -> np.ndarray:
    """Those of the window; on a day on which clocks change, those that last what the wall says."""
    if window is None or not family.shapes:
        return np.empty(0, int)
    inside = np.flatnonzero((family.starts >= window[0]) & (family.ends <= window[1]))
    ends = (week.instants(week.wall(day, minute)) for minute in (0, DAY))
    if -next(ends) + next(ends) == DAY:
        return inside
    as_told = lambda since, until: (
        week.instants(week.wall(day, until)) - week.instants(week.wall(day, since)) == until - since
    )
    return np.array([s for s in inside if as_told(family.starts[s], family.ends[s])], int)


def _banded(family: Family, days: int, may: list[np.ndarray], rules: Limits) -> list[tuple[int, list[np.ndarray]]]:
    """(days, may) of each band, and of each run of days off where one day would not do."""
    if days <= 0 or not family.shapes:
        return []
    runs = [()] if rules.off_run <= 1 else [range(n, n + rules.off_run) for n in range(DAYS - rules.off_run + 1)]
    found, seen = [], set()
    for first in range(0, DAY, BAND_STEP):
        for off in runs:
            inside = [
                m[(family.starts[m] >= first) & (family.ends[m] <= first + rules.band)] if d not in off else m[:0]
                for d, m in enumerate(may)
            ]
            key = tuple(m.tobytes() for m in inside)
            if sum(m.size > 0 for m in inside) >= days and key not in seen:
                seen.add(key)
                found.append((days, inside))
    sets = [[set(m.tolist()) for m in inside] for _, inside in found]
    less = lambda a, b: all(x <= y for x, y in zip(sets[a], sets[b], strict=True))
    return [f for n, f in enumerate(found) if not any(m != n and less(n, m) for m in range(len(found)))]
