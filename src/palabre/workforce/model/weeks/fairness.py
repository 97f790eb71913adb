"""Who bears what: burden points over thirteen weeks, wishes met, and how evenly.

An evening is 1.5 points, a Saturday 2, a split day 1.3; they add up. Points are told per full week of the contract, so
that part-time is due its part.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from palabre.workforce.model.weeks.shapes import Shape
from palabre.workforce.model.weeks.week import DAY, SATURDAY, Person, Week

EVENING_POINTS, SATURDAY_POINTS, SPLIT_POINTS = 1.5, 2.0, 1.3
FULL_WEEK = 35 * 60


def burden(day: int, shape: Shape) -> float:
    return EVENING_POINTS * shape.is_evening + SATURDAY_POINTS * (day == SATURDAY) + SPLIT_POINTS * shape.is_split


def portion(week: Week, person: Person) -> float:
    """Of a full week that her contract is."""
    days, minutes = week.contracts[person.contract].ways[0]
    return days * minutes / FULL_WEEK


def jain(values: Iterable[float]) -> float:
    """1: all bear the same; 1/n: one bears all. Nobody bears anything: 1."""
    found = np.array(list(values), float)
    squares = float((found**2).sum())
    return float(found.sum() ** 2 / (len(found) * squares)) if squares > 0 else 1.0


def missed(person: Person, day: int, shape: Shape | None) -> float:
    """Share of her points that this day costs her."""
    total = sum(w.points for w in person.wishes)
    return sum(w.points for w in refused(person, day, shape)) / total if total > 0 else 0.0


def refused(person: Person, day: int, shape: Shape | None) -> list:
    """Wishes that this day does not meet. One of every day is about days worked."""
    found = []
    for wish in person.wishes:
        if wish.day not in (None, day) or (shape is None and (wish.off or wish.day is None)):
            continue
        if wish.off:
            meets = all(s.end <= wish.since or s.start >= wish.until for s in shape.sequences)
        else:
            meets = shape is not None and wish.since <= shape.start and shape.end <= min(wish.until, DAY)
        if not meets:
            found.append(wish)
    return found


def satisfaction(person: Person, days: list[Shape | None]) -> float | None:
    """Share of her points that the week meets; None where she wished nothing. A wish of every day is one."""
    total = sum(w.points for w in person.wishes)
    if total <= 0:
        return None
    lost = {id(w): w.points for day, shape in enumerate(days) for w in refused(person, day, shape)}
    return 1 - sum(lost.values()) / total
