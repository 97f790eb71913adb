"""Periods as people name them, days of a time zone, and as rows hold them: instants.

A day has 23, 24 or 25 hours where clocks change, and begins at a quarter of an hour of UTC in every zone of today
(Kathmandu is 5 h 45 before us, Lord Howe changes by half an hour).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from palabre.foundations.clock import Instant
from palabre.reporting.model.rolls import SLOT
from palabre.reporting.problems import PeriodRefused, UnknownTimeZone

WHOLE, DAY, INTERVAL = "period", "day", "interval"
DAYS_MAX = {WHOLE: 1_830, DAY: 400, INTERVAL: 31}
DAYS_ELSEWHERE_MAX = 31  # in another zone than the tenant's no daily sums are kept


class Span(msgspec.Struct, frozen=True):
    begin: Instant
    end: Instant


def zone_of(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise UnknownTimeZone(field="tz") from error


def midnight(zone: ZoneInfo, day: date) -> Instant:
    """The first instant of a civil day; where midnight is skipped, that of the change of clocks."""
    moment = datetime(day.year, day.month, day.day, tzinfo=zone)
    return round(moment.astimezone(UTC).timestamp() * 1000)


def civil_day(zone: ZoneInfo, at: Instant) -> date:
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(zone).date()


def day_span(zone: ZoneInfo, day: date) -> Span:
    return Span(midnight(zone, day), midnight(zone, day + timedelta(days=1)))


def days(zone: ZoneInfo, first: date, last: date) -> list[Span]:
    """Both included."""
    return [day_span(zone, first + timedelta(days=n)) for n in range((last - first).days + 1)]


def check(each: str, first: date, last: date, *, elsewhere: bool) -> None:
    """Raises PeriodRefused: backwards, or longer than one answer may read."""
    if each not in DAYS_MAX:
        raise PeriodRefused(field="each", reason="unknown")
    most = min(DAYS_MAX[each], DAYS_ELSEWHERE_MAX) if elsewhere else DAYS_MAX[each]
    if last < first:
        raise PeriodRefused(field="last", reason="before_first")
    if (last - first).days >= most:
        raise PeriodRefused(field="last", reason="too_long", days_max=most)
    if not 1971 <= first.year <= last.year <= 9990:
        raise PeriodRefused(field="first", reason="out_of_bounds")


def buckets(each: str, spans: list[Span]) -> list[Span]:
    """What the rows of a report stand for: the whole, each day, each quarter of an hour."""
    whole = Span(spans[0].begin, spans[-1].end)
    if each == WHOLE:
        return [whole]
    return spans if each == DAY else [Span(at, at + SLOT) for at in range(whole.begin, whole.end, SLOT)]
