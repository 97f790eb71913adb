"""How many advisors a half-hour needs: its volume, its handling time, what is promised; and what if these change."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import ceil, sqrt
from typing import Annotated, Literal

import msgspec

from palabre.workforce.model.staffing import Condition, Question, fewest, figure

HALF_HOUR = 1_800
QUIET = 0.01  # contacts in half an hour, below which nobody is needed but the minimum
CACHED = 50_000
LEVELS = ("SLoff", "SLans", "SL")


class Objective(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`level`: which service level is promised, by its name in docs/reference/staffing.md. `target`: its share within
    `seconds`. `patience`: mean, in seconds; 0: nobody gives up (Erlang C). `shrinkage`: share of paid time not at the
    desk. `minimum`: advisors there while it is open. `handle_seconds`: where history tells none."""

    level: Literal["SLoff", "SLans", "SL"] = "SLoff"
    target: Annotated[float, msgspec.Meta(ge=0.01, le=0.999)] = 0.8
    seconds: Annotated[float, msgspec.Meta(ge=0, le=86_400)] = 20.0
    patience: Annotated[float, msgspec.Meta(ge=0, le=86_400)] = 0.0
    occupancy_max: Annotated[float, msgspec.Meta(ge=0.1, le=1)] = 0.9
    shrinkage: Annotated[float, msgspec.Meta(ge=0, le=0.9)] = 0.3
    minimum: Annotated[int, msgspec.Meta(ge=0, le=1_000)] = 0
    handle_seconds: Annotated[float, msgspec.Meta(ge=1, le=86_400)] = 300.0


class Load(msgspec.Struct, frozen=True):
    """A half-hour to be staffed. Contacts, with their interval; seconds a contact, with theirs (0: not known)."""

    mean: float
    low: float
    high: float
    handle: float
    handle_low: float
    handle_high: float


class Needed(msgspec.Struct, frozen=True):
    """To be put on the schedule, shrinkage counted in; `seated`: of the mean, at their desks."""

    mean: int
    low: int
    high: int
    seated: int


def needed(load: Load, objective: Objective, volume: float = 1.0, handle: float = 1.0) -> Needed:
    """`volume`, `handle`: times as many, as long. The two uncertainties are independent: they add by their squares."""
    seconds = (load.handle or objective.handle_seconds) * handle
    contacts = load.mean * volume
    below, above = (_apart(load, side) for side in ("low", "high"))
    seated = seats(contacts, seconds, objective)
    counts = [scheduled(seats(max(0.0, contacts * (1 + by)), seconds, objective), objective) for by in (-below, above)]
    return Needed(scheduled(seated, objective), *counts, max(seated, objective.minimum))


def _apart(load: Load, side: str) -> float:
    of_mean = abs(getattr(load, side) - load.mean) / load.mean if load.mean > 0 else 0.0
    of_time = abs(getattr(load, f"handle_{side}") - load.handle) / load.handle if load.handle > 0 else 0.0
    return sqrt(of_mean**2 + of_time**2)


def seats(contacts: float, seconds: float, objective: Objective) -> int:
    if contacts < QUIET:
        return 0
    return _seats(round(contacts, 2), round(seconds, 1), objective.level, objective.target, objective.seconds,
                  objective.patience, objective.occupancy_max)  # fmt: skip


@lru_cache(CACHED)
def _seats(contacts: float, seconds: float, level: str, target: float, within: float, patience: float, busy: float):
    """Where people give up nobody is overloaded for ever: the ceiling of occupancy holds there too."""
    asked = _question(contacts, seconds, within, patience)
    return fewest(asked, [Condition(level, True, target), Condition("OCC", False, busy)])


def _question(contacts: float, seconds: float, within: float, patience: float) -> Question:
    model = "erlang_a" if patience > 0 else "erlang_c"
    exact = [Fraction(round(value * 100), 100) for value in (seconds, patience, within)]
    return Question(model, Fraction(round(contacts * 100), 100 * HALF_HOUR), exact[0], 0, exact[1], exact[2])


def reached(contacts: float, seconds: float, people: int, objective: Objective) -> float:
    """The level that so many at their desks give. 1 where nobody comes, 0 where nobody is there."""
    if contacts < QUIET:
        return 1.0
    if people < 1:
        return 0.0
    asked = _question(contacts, seconds, objective.seconds, objective.patience)
    if objective.patience <= 0 and asked.load >= people:
        return 0.0
    return max(0.0, min(1.0, figure(asked, objective.level, people)))


def scheduled(seated: int, objective: Objective) -> int:
    return ceil(round(max(seated, objective.minimum) / (1 - objective.shrinkage), 9))
