"""Opening hours: one type for queues, flows and whoever asks "are we open".

Open means that the clock on the wall of `zone` says so: in the hour that an autumn night has twice, hours inside it
are open twice; in the hour that a spring night skips, never. The zone's offsets are given, for a model reads no
time zone database.
"""
from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Annotated

import msgspec

from palabre.flows.model.faults import Fault
from palabre.foundations.clock import HOUR, MINUTE, Instant

DAY = 24 * HOUR
DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_EPOCH = datetime.date(1970, 1, 1)

Begin = Annotated[str, msgspec.Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
End = Annotated[str, msgspec.Meta(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]
Name = Annotated[str, msgspec.Meta(max_length=200)]


class Period(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From `begin` to before `end`, HH:MM on the wall clock; 24:00 ends a day. A night is two periods of two days."""

    begin: Begin
    end: End


Periods = Annotated[tuple[Period, ...], msgspec.Meta(max_length=24)]


class Week(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hours by day; a day without periods is closed, which is how any week-end is said."""

    monday: Periods = ()
    tuesday: Periods = ()
    wednesday: Periods = ()
    thursday: Periods = ()
    friday: Periods = ()
    saturday: Periods = ()
    sunday: Periods = ()


class Season(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Other hours from `first` to `last`, both included (Ramadan, summer)."""

    name: Name
    first: datetime.date
    last: datetime.date
    week: Week


class SpecialDay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A day unlike its week: a holiday (no periods) or other hours. It goes before seasons."""

    date: datetime.date
    periods: Periods = ()
    name: Name = ""


class Calendar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`zone`: an IANA name such as Africa/Casablanca."""

    zone: Name
    week: Week
    seasons: Annotated[tuple[Season, ...], msgspec.Meta(max_length=100)] = ()
    days: Annotated[tuple[SpecialDay, ...], msgspec.Meta(max_length=1000)] = ()


class Offset(msgspec.Struct, frozen=True):
    """From the instant `at` on, the zone's clock is `seconds` ahead of UTC."""

    at: Instant
    seconds: int


def minutes(time: str) -> int:
    """Minutes since midnight of HH:MM."""
    return int(time[:2]) * 60 + int(time[3:])


def periods_of(calendar: Calendar, day: datetime.date) -> Sequence[Period]:
    """What holds on `day`: a special day, else a season, else the week."""
    for special in calendar.days:
        if special.date == day:
            return special.periods
    name = DAY_NAMES[day.weekday()]
    for season in calendar.seasons:
        if season.first <= day <= season.last:
            return getattr(season.week, name)
    return getattr(calendar.week, name)


def is_open(calendar: Calendar, offset: int, at: Instant) -> bool:
    """Whether the calendar is open at `at`, where the zone is `offset` seconds ahead of UTC."""
    day, rest = divmod(at + offset * 1000, DAY)
    minute = rest // MINUTE
    return any(minutes(p.begin) <= minute < minutes(p.end) for p in periods_of(calendar, _date(day)))


def compile_hours(
    calendar: Calendar, offsets: Sequence[Offset], begin: Instant, end: Instant
) -> tuple[tuple[Instant, Instant], ...]:
    """(open, close) instants within [begin, end), in order, joined where they touch.

    `offsets`: those that hold in the window, in order; the first one's `at` is at or before `begin`.
    """
    found: list[tuple[Instant, Instant]] = []
    for number, offset in enumerate(offsets):
        until = offsets[number + 1].at if number + 1 < len(offsets) else end
        for opens, closes in _stretch(calendar, offset.seconds, max(begin, offset.at), min(end, until)):
            if found and found[-1][1] == opens:
                found[-1] = (found[-1][0], closes)
            else:
                found.append((opens, closes))
    return tuple(found)


def _stretch(calendar: Calendar, offset: int, begin: Instant, end: Instant) -> Iterator[tuple[Instant, Instant]]:
    """Opening hours within [begin, end), in which the offset does not change."""
    if begin >= end:
        return
    shift = offset * 1000
    for day in range((begin + shift) // DAY, (end - 1 + shift) // DAY + 1):
        midnight = day * DAY - shift
        for period in sorted(periods_of(calendar, _date(day)), key=lambda p: p.begin):
            opens = max(begin, midnight + minutes(period.begin) * MINUTE)
            closes = min(end, midnight + minutes(period.end) * MINUTE)
            if opens < closes:
                yield opens, closes


def with_day(calendar: Calendar, special: SpecialDay) -> Calendar:
    """The calendar with one special day more; what was said of that day before is replaced."""
    kept = [d for d in calendar.days if d.date != special.date]
    return msgspec.structs.replace(calendar, days=tuple(sorted([*kept, special], key=lambda d: d.date)))


def without_day(calendar: Calendar, day: datetime.date) -> Calendar:
    return msgspec.structs.replace(calendar, days=tuple(d for d in calendar.days if d.date != day))


def calendar_faults(calendar: Calendar) -> list[Fault]:
    """What a person mistyped: periods that end before they begin or overlap, days said twice, seasons that collide."""
    faults = [Fault("periods_overlap", where) for where, periods in _all_periods(calendar) if _overlap(periods)]
    faults += [Fault("season_backwards", s.name) for s in calendar.seasons if s.first > s.last]
    dates = [d.date for d in calendar.days]
    faults += [Fault("day_twice", str(d)) for d in sorted({d for d in dates if dates.count(d) > 1})]
    seasons = sorted(calendar.seasons, key=lambda s: (s.first, s.last, s.name))
    faults += [
        Fault("seasons_overlap", b.name) for a, b in pairwise(seasons) if b.first <= a.last
    ]
    return faults


def _all_periods(calendar: Calendar) -> Iterator[tuple[str, Sequence[Period]]]:
    for name in DAY_NAMES:
        yield name, getattr(calendar.week, name)
        for season in calendar.seasons:
            yield f"{season.name} {name}", getattr(season.week, name)
    for special in calendar.days:
        yield str(special.date), special.periods


def _overlap(periods: Sequence[Period]) -> bool:
    ordered = sorted((minutes(p.begin), minutes(p.end)) for p in periods)
    backwards = any(begin >= end for begin, end in ordered)
    return backwards or any(b[0] < a[1] for a, b in pairwise(ordered))


def _date(day: int) -> datetime.date:
    return _EPOCH + datetime.timedelta(days=day)
