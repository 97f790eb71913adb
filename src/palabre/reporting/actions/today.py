"""Figures asked for: a day of a tenant, in its time zone."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from palabre.foundations.clock import Instant
from palabre.foundations.ids import is_uuid
from palabre.foundations.problems import Invalid
from palabre.foundations.scope import Scope
from palabre.plumbing.postgres import Database
from palabre.reporting.model.definitions import definition, name
from palabre.reporting.model.measures import THRESHOLD_SECONDS, Figure, figures
from palabre.reporting.problems import ThresholdOutOfBounds, UnknownTimeZone
from palabre.reporting.store.sums import sum_up
from palabre.tenants.actions.tenants import get_tenant

THRESHOLD_SECONDS_MAX = 86_400.0


class Report(msgspec.Struct):
    """Figures of the contacts that entered their queue in [begin, end). `rows`: offered and refused."""

    begin: Instant
    end: Instant
    now: Instant
    time_zone: str
    queue: str | None
    rows: int
    measures: list[Figure]


def day_of(now: Instant, time_zone: str) -> tuple[Instant, Instant]:
    """Begin and end of the civil day that holds `now`: 23, 24 or 25 hours."""
    try:
        zone = ZoneInfo(time_zone)
    except (KeyError, ValueError, OSError) as error:
        raise UnknownTimeZone(field="tz") from error
    midnight = (
        datetime.fromtimestamp(now / 1000, UTC)
        .astimezone(zone)
        .replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    )
    following = midnight + timedelta(days=1)  # wall-clock arithmetic: the same hour of the next civil day
    return tuple(round(moment.astimezone(UTC).timestamp() * 1000) for moment in (midnight, following))  # type: ignore[return-value]


async def today(
    database: Database,
    scope: Scope,
    *,
    now: Instant,
    time_zone: str | None = None,
    queue: str | None = None,
    threshold_seconds: float = THRESHOLD_SECONDS,
) -> Report:
    """The day so far in `time_zone`, the tenant's own by default. A partner's supervisor gets what concerns her people.

    Raises UnknownTimeZone, ThresholdOutOfBounds, Invalid (a queue that is no id).
    """
    if not 0 <= threshold_seconds <= THRESHOLD_SECONDS_MAX:
        raise ThresholdOutOfBounds(field="seconds", most=THRESHOLD_SECONDS_MAX)
    if queue is not None and not is_uuid(queue):
        raise Invalid(field="queue", reason="not_an_id")
    async with database.transaction(scope) as transaction:
        time_zone = time_zone or (await get_tenant(transaction)).time_zone
        begin, end = day_of(now, time_zone)
        chosen = {"queue": queue, "partner": scope.partner, "threshold_seconds": threshold_seconds}
        totals = await sum_up(transaction, begin=begin, end=end, now=now, **chosen)
    shown = figures(totals, threshold_seconds=threshold_seconds, partner=scope.partner is not None)
    return Report(begin, end, now, time_zone, queue, totals.offered + totals.refused, shown)


def as_csv(report: Report, language: str) -> str:
    """One line per measure, with its definition; UTF-8 with a mark at the head, for spreadsheets."""
    out = io.StringIO()
    out.write("\ufeff")
    lines = csv.writer(out, delimiter=";", lineterminator="\r\n")
    lines.writerow(
        ["key", "name", "value", "unit", "n", "population", "begin", "end", "time_zone", "queue", "definition"]
    )
    span = [
        datetime.fromtimestamp(t / 1000, ZoneInfo(report.time_zone)).isoformat() for t in (report.begin, report.end)
    ]
    for f in report.measures:
        words = definition(f.key, language).replace("{X}", f"{f.threshold_seconds or 0:g}")
        value = "" if f.value is None else f"{f.value:.6g}" if f.unit != "count" else int(f.value)
        lines.writerow(
            [
                f.key,
                name(f.key, language),
                value,
                f.unit,
                f.n,
                f.population,
                *span,
                report.time_zone,
                report.queue or "",
                words,
            ]
        )
    return out.getvalue()
