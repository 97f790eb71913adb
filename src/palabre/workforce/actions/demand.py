"""What came, kept from the product's own measures."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from palabre.foundations import limits
from palabre.foundations.ids import TenantId
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services
from palabre.reporting.actions.reports import DAY, INTERVAL, Asked, ReportTable, make_report
from palabre.routing.actions.queues import all_queues
from palabre.tenants.model.permissions import everything
from palabre.workforce.actions.queues import Clock, clock_of
from palabre.workforce.model.forecasting.coming import Event
from palabre.workforce.model.forecasting.demand import Demand, Known, demand
from palabre.workforce.store import demand as store
from palabre.workforce.store import forecasts

ROWS_OF_A_DAY = 100 * limits.QUEUES_MAX  # a day has 100 quarters of an hour at most
AGAIN_DAYS = 3  # the last days are read again: a wrap-up may end after them
FIRST_DAYS = 399  # of a tenant that nothing was kept of


class QueueDemand(msgspec.Struct):
    """`first`, `last`: instants, None: nothing is known. `days`: between them; `run`: of the last forecast asked for,
    waiting, running, done, refused; '' none."""

    queue: str
    name: str
    channel: str
    first: int | None
    last: int | None
    half_hours: int
    imported: int
    offered: float
    run: str
    reason: str


async def list_demand(tx: Transaction) -> list[QueueDemand]:
    found, runs = await store.extents(tx), await forecasts.last_runs(tx)
    rows = []
    for queue in await all_queues(tx):
        one, run = found.get(queue.id, {}), runs.get(queue.id, {})
        rows.append(
            QueueDemand(
                queue.id,
                queue.name,
                queue.channel,
                one.get("first"),
                one.get("last"),
                one.get("half_hours", 0),
                one.get("imported", 0),
                float(one.get("offered") or 0),
                run.get("state", ""),
                run.get("reason", ""),
            )
        )
    return rows  # fmt: skip


async def collect(services: Services, tenant: TenantId) -> None:
    """From where it was left off up to now; the same as reports tell."""
    scope = everything(tenant)
    async with services.database.transaction(scope) as tx:
        clock, last = await clock_of(tx), await store.own_until(tx)
        channels = {queue.id: queue.channel for queue in await all_queues(tx)}
    today = clock.today()
    first = clock.local(last).date() - timedelta(AGAIN_DAYS) if last else today - timedelta(FIRST_DAYS)
    first = max(first, today - timedelta(FIRST_DAYS))
    now = now_ms()
    asked = Asked("time", DAY, first, today, clock.zone.key)
    of_days = await make_report(services, scope, asked, now=now, limit=FIRST_DAYS + 1)
    for day in [clock.local(row.begin).date() for row in of_days.rows]:  # one at a time: others are served between
        asked = Asked("queue", INTERVAL, day, day, clock.zone.key)
        report = await make_report(services, scope, asked, now=now, limit=ROWS_OF_A_DAY)
        if rows := _half_hours(report, clock, channels):
            async with services.database.transaction(scope) as tx:
                await store.keep_own(tx, rows)


def _half_hours(report: ReportTable, clock: Clock, channels: dict[str, str]) -> list[dict]:
    place = {column.key: n for n, column in enumerate(report.columns)}
    offered, aht = place["offered"], place["aht"]
    found: dict[tuple[str, int], dict] = {}
    for row in report.rows:
        if row.subject not in channels:
            continue
        start = clock.half_hour(row.begin)
        one = found.setdefault((row.subject, start), {
            "queue": row.subject, "channel": channels[row.subject], "start": start, "offered": 0.0, "handled": 0.0,
            "handle_seconds": 0.0})  # fmt: skip
        one["offered"] += row.values[offered] or 0
        one["handled"] += row.n[aht]
        one["handle_seconds"] += (row.values[aht] or 0) * row.n[aht]
    return list(found.values())


async def demand_of(tx: Transaction, clock: Clock, queue: str, until: date) -> Demand | None:
    """Whole days before `until`, without those of events."""
    since = until - timedelta(limits.WORKFORCE_HISTORY_DAYS_MAX)
    rows = await store.history(
        tx, queue, clock.midnight(since), clock.midnight(until), 48 * limits.WORKFORCE_HISTORY_DAYS_MAX
    )
    known = [Known(clock.local(r["start"]), r["offered"], r["handled"], r["handle_seconds"], r["own"]) for r in rows]
    return demand(known, until, await event_days(tx, queue, since, until))


async def event_days(tx: Transaction, queue: str, since: date, until: date) -> frozenset[date]:
    """Days that are no example of others."""
    rows = await store.events(tx, queue, since, limits.WORKFORCE_EVENTS_MAX)
    days: set[date] = set()
    for row in rows:
        length = (row["last_day"] - row["first_day"]).days
        days |= {row["first_day"] + timedelta(n) for n in range(length + 1)}
    return frozenset(day for day in days if since <= day < until)


async def events_of(tx: Transaction, queue: str, since: date) -> list[Event]:
    rows = await store.events(tx, queue, since, limits.WORKFORCE_EVENTS_MAX)
    return [Event(r["kind"], r["percent"], r["first_day"], r["last_day"]) for r in rows]
