"""Forecasts asked for, made by the worker, published once; and how right those made before were."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import msgspec
import numpy as np

from palabre.foundations import limits
from palabre.foundations.ids import TenantId
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services
from palabre.tenants.actions.audit import record
from palabre.workforce.actions.demand import demand_of, events_of
from palabre.workforce.actions.queues import EDIT, VIEW, Clock, clock_of, queue_of
from palabre.workforce.actions.requirements import publish_requirements, rows_of
from palabre.workforce.model.forecasting.accuracy import held, wape
from palabre.workforce.model.forecasting.coming import Made, coming_days
from palabre.workforce.problems import ForecastMissing, ForecastTooMany, ObjectiveImpossible
from palabre.workforce.store import demand as demand_store
from palabre.workforce.store import forecasts as store

HELD_MS = 30_000  # by a worker that makes it; later another begins it anew
TRIES_MAX = 5
ACTUAL_DAYS = 14


class ForecastRow(msgspec.Struct):
    """A half-hour. `handle`: seconds a contact, 0: not known."""

    start: int
    mean: float
    low: float
    high: float
    floor: float
    handle: float
    handle_low: float
    handle_high: float


class Actual(msgspec.Struct):
    """`handle`: seconds a contact; None: nobody was handled."""

    start: int
    offered: float
    handle: float | None


class Forecast(msgspec.Struct):
    """The newest of a queue, and what came of late. `told`: champion, floor, past errors, notes."""

    id: str
    queue: str
    made_at: int
    first: date
    last: date
    time_zone: str
    told: dict
    rows: list[ForecastRow]
    actual: list[Actual]


class Asked(msgspec.Struct):
    """`state`: waiting, running, done, refused (`reason`: no_history, closed, objective, failed)."""

    id: str
    state: str
    reason: str


class PastForecast(msgspec.Struct):
    """One that was published, judged by what came. In percent."""

    id: str
    made_at: int
    model: str
    half_hours: int
    error: float
    floor_error: float
    covered: float


class LeadError(msgspec.Struct):
    """`days` ahead: 0 the day on which it was made."""

    days: int
    half_hours: int
    error: float
    floor_error: float
    covered: float


class Accuracy(msgspec.Struct):
    forecasts: list[PastForecast]
    by_lead: list[LeadError]


async def ask_forecast(tx: Transaction, queue: str) -> Asked:
    """Raises QueueUnknown, ForecastTooMany."""
    tx.scope.require(EDIT)
    await queue_of(tx, queue)
    if await store.waiting(tx, queue) >= limits.WORKFORCE_WAITING_MAX:
        raise ForecastTooMany()
    id = new_id()
    await store.ask(tx, {"id": id, "queue": queue, "origin": f"person:{id}", "now": now_ms()})
    await record(tx, "workforce.ask_forecast", f"queue:{queue}")
    return Asked(id, "waiting", "")


async def ask_again(tx: Transaction, queue: str, origin: str) -> None:
    """Once for each origin."""
    await store.ask(tx, {"id": new_id(), "queue": queue, "origin": origin, "now": now_ms()})


async def get_run(tx: Transaction, id: str) -> Asked:
    tx.scope.require(VIEW)
    row = await store.run(tx, id)
    if row is None:
        raise ForecastMissing()
    return Asked(id, row["state"], row["reason"])


async def ask_of_the_night(tx: Transaction, day: date) -> int:
    """Every queue that has a history; how many are new."""
    known = await demand_store.extents(tx)
    values = [{"id": new_id(), "queue": queue, "origin": f"night:{day}", "now": now_ms()} for queue in sorted(known)]
    return sum([await store.ask(tx, one) for one in values])


async def make_next(services: Services, tenant: TenantId) -> bool:
    """One that waits, or that somebody left half done. False: there is none."""
    scope = Scope(tenant)
    async with services.database.transaction(scope) as tx:
        run = await store.claim(tx, now_ms(), now_ms() + HELD_MS)
        if run is None:
            return False
        if run["tries"] > TRIES_MAX:
            await store.end_run(tx, str(run["id"]), run["held_until"], "refused", "failed", now_ms())
            return True
        clock, queue = await clock_of(tx), str(run["queue"])
        today = clock.today()
        known, events = await demand_of(tx, clock, queue, today), await events_of(tx, queue, today)
    made = await asyncio.to_thread(coming_days, known, today, limits.WORKFORCE_DAYS_AHEAD, events) if known else None
    async with services.database.transaction(scope) as tx:
        await _publish(tx, run, made, clock, today)
    return True


async def _publish(tx: Transaction, run: dict, made: Made | None, clock: Clock, today: date) -> None:
    """The forecast has the id of what asked for it: there is never a second."""
    id, queue = str(run["id"]), str(run["queue"])
    state, reason = ("done", "") if made and made.rows else ("refused", "closed" if made else "no_history")
    if not await store.end_run(tx, id, run["held_until"], state, reason, now_ms()):
        return
    if made is None or not made.rows:
        return
    plain = msgspec.to_builtins(made)
    rows = plain.pop("rows")
    last = today + timedelta(limits.WORKFORCE_DAYS_AHEAD - 1)
    await store.insert_forecast(
        tx, {"id": id, "queue": queue, "now": now_ms(), "first": today, "last": last, "told": plain, "rows": rows}
    )
    try:
        await publish_requirements(tx, queue, id, made.rows, clock)
    except ObjectiveImpossible:
        pass  # refused where it is set; a load beyond any number of advisors leaves the former ones
    await store.forget_older(tx, queue, limits.WORKFORCE_FORECASTS_KEPT)


async def newest(tx: Transaction, queue: str) -> Forecast:
    """Raises QueueUnknown, ForecastMissing."""
    tx.scope.require(VIEW)
    await queue_of(tx, queue)
    found = await store.forecasts(tx, queue, 1)
    if not found:
        raise ForecastMissing()
    row, clock = found[0], await clock_of(tx)
    rows = [ForecastRow(clock.instant(r.day, r.slot), r.mean, r.low, r.high, r.floor, r.handle, r.handle_low,
                        r.handle_high) for r in rows_of(row)]  # fmt: skip
    since, until = clock.midnight(row["first_day"] - timedelta(ACTUAL_DAYS)), now_ms()
    came = await demand_store.history(tx, queue, since, until, 50 * (ACTUAL_DAYS + limits.WORKFORCE_DAYS_AHEAD))
    actual = [Actual(r["start"], r["offered"], r["handle_seconds"] / r["handled"] if r["handled"] else None)
              for r in came]  # fmt: skip
    return Forecast(row["id"], queue, row["made_at"], row["first_day"], row["last_day"], clock.zone.key, row["told"],
                    rows, actual)  # fmt: skip


async def accuracy(tx: Transaction, queue: str) -> Accuracy:
    """Each forecast that was published, beside what came: whole days alone. Raises QueueUnknown."""
    tx.scope.require(VIEW)
    await queue_of(tx, queue)
    clock, found = await clock_of(tx), await store.forecasts(tx, queue, limits.WORKFORCE_FORECASTS_KEPT)
    if not found:
        return Accuracy([], [])
    today = clock.today()
    since = min(row["first_day"] for row in found)
    known = await demand_of(tx, clock, queue, today)
    came: dict[tuple[date, int], float] = {}
    if known:
        history = known.history
        came = {(day, slot): float(history.counts[n, m]) for n, day in enumerate(history.days) if day >= since
                for m, slot in enumerate(history.slots) if not np.isnan(history.counts[n, m])}  # fmt: skip
    return await asyncio.to_thread(_judged, found, came)


def _judged(found: list[dict], came: dict[tuple[date, int], float]) -> Accuracy:
    forecasts: list[PastForecast] = []
    by_lead: dict[int, list[tuple]] = {}
    for row in found:
        pairs = [(r.mean, r.floor, r.low, r.high, came[r.day, r.slot], (r.day - row["first_day"]).days)
                 for r in rows_of(row) if (r.day, r.slot) in came]  # fmt: skip
        if not pairs or not any(pair[4] for pair in pairs):
            continue
        forecasts.append(PastForecast(row["id"], row["made_at"], row["told"]["model"], *_errors(pairs)))
        for pair in pairs:
            by_lead.setdefault(pair[5], []).append(pair)
    leads = [LeadError(lead, *_errors(pairs)) for lead, pairs in sorted(by_lead.items()) if any(p[4] for p in pairs)]
    return Accuracy(forecasts, leads)


def _errors(pairs: list[tuple]) -> tuple[int, float, float, float]:
    mean, floor, low, high, came = (np.array([pair[n] for pair in pairs]) for n in range(5))
    return len(pairs), round(wape(mean, came), 2), round(wape(floor, came), 2), round(held(low, high, came), 1)
