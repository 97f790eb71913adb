"""A schedule as the validator reads it: who works from when to when, with the pauses in it. Instants are minutes UTC,
so that a night in which clocks change has the hours it has; wall times stand beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import msgspec

Minutes = float
Instants = Callable[[datetime], int]     # wall time to minutes UTC, in the zone of the schedule


class Contract(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`weekly_minutes` 0: not said. `fewer_asked`: she asked for less than the least of part-time herself.

    `night_agreed`, `sunday_agreed`, `first_of_may_agreed`: by derogation, or her own consent where the law wants it.
    `worked_before`: minutes of the civil weeks before the schedule's first, the last one last; `this_year`: overtime
    so far; `carried_over`: minutes of individualised hours so far.
    """

    weekly_minutes: float = 0
    part_time: bool = False
    fewer_asked: bool = False
    individual_hours: bool = False
    minor: bool = False
    pregnant: bool = False
    night_worker: bool = False
    night_agreed: bool = False
    sunday_agreed: bool = False
    first_of_may_agreed: bool = False
    worked_before: tuple[float, ...] = ()
    overtime_this_year: float = 0
    carried_over: float = 0


class Pause(NamedTuple):
    start: int
    end: int
    paid: bool
    lunch: bool
    local: datetime


class Shift(NamedTuple):
    """`paid` pauses are working time. `told_days`: working days between its being told and its day; None: long ago."""

    start: int
    end: int
    local_start: datetime
    local_end: datetime
    pauses: tuple[Pause, ...] = ()
    told_days: int | None = None
    change_accepted: bool = False


class Person(NamedTuple):
    id: str
    contract: Contract
    shifts: tuple[Shift, ...]          # in order, never over one another


class Piece(NamedTuple):
    """Work without a pause within it."""

    start: int
    end: int


def pieces(shift: Shift, *, least: int = 0, paid: bool = False) -> Iterator[Piece]:
    """What lies between its pauses of at least so many minutes; with `paid`, paid pauses count as work."""
    start = shift.start
    for pause in shift.pauses:
        if pause.end - pause.start >= least and not (paid and pause.paid):
            if pause.start > start:
                yield Piece(start, pause.start)
            start = pause.end
    if shift.end > start:
        yield Piece(start, shift.end)


def worked(shift: Shift) -> Minutes:
    """Effective: paid pauses within."""
    return sum(p.end - p.start for p in pieces(shift, paid=True))


def by_day(shift: Shift, instants: Instants) -> Iterator[tuple[date, Minutes]]:
    """Effective work of each civil day that it touches: a night is two days."""
    day = shift.local_start.date()
    while day <= shift.local_end.date():
        midnight, next_midnight = (instants(datetime.combine(day + timedelta(n), time())) for n in (0, 1))
        inside = sum(
            max(0, min(p.end, next_midnight) - max(p.start, midnight)) for p in pieces(shift, paid=True)
        )
        if inside:
            yield day, inside
        day += timedelta(1)


def monday(day: date) -> date:
    return day - timedelta(day.weekday())


def within_night(shift: Shift, begin: Minutes, end: Minutes, instants: Instants) -> Minutes:
    """Effective work between `begin` of an evening and `end` of the next morning, minutes of the day."""
    found, day = 0.0, shift.local_start.date() - timedelta(1)
    while day <= shift.local_end.date():
        since = instants(datetime.combine(day, time()) + timedelta(minutes=begin))
        until = instants(datetime.combine(day + timedelta(1), time()) + timedelta(minutes=end))
        found += sum(max(0, min(p.end, until) - max(p.start, since)) for p in pieces(shift, paid=True))
        day += timedelta(1)
    return found
