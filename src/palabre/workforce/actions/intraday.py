"""The rest of the day, told anew every quarter of an hour."""

from __future__ import annotations

import msgspec

from palabre.foundations.ids import TenantId
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services
from palabre.workforce.actions.queues import VIEW, clock_of, queue_of
from palabre.workforce.actions.requirements import objective_of, rows_of
from palabre.workforce.model.forecasting.demand import HALF_HOUR
from palabre.workforce.model.forecasting.rest_of_day import rest_of_day
from palabre.workforce.model.requirement import Load, needed
from palabre.workforce.problems import QuestionRefused
from palabre.workforce.store import demand as demand_store
from palabre.workforce.store import forecasts as store


class TodayRow(msgspec.Struct):
    """What is left of the day; `needed`: advisors on the schedule, by the mean; None: no number reaches it."""

    start: int
    mean: float
    low: float
    high: float
    needed: int | None


class Today(msgspec.Struct):
    """`at` 0: not told anew today. `came`, `told`: contacts until then; `learnt`: the part of the distance that is held
    to go on, 0 to 1; `times`: what the rest is multiplied by."""

    at: int
    came: float
    told: float
    learnt: float
    times: float
    rows: list[TodayRow]


async def update_today(services: Services, tenant: TenantId) -> None:
    """Every queue whose newest forecast tells of today."""
    async with services.database.transaction(Scope(tenant)) as tx:
        for queue in sorted(await demand_store.extents(tx)):
            await update_queue(tx, queue)


async def update_queue(tx: Transaction, queue: str) -> None:
    clock, now = await clock_of(tx), now_ms()
    today = clock.today()
    found = await store.forecasts(tx, queue, 1)
    rows = [row for row in rows_of(found[0]) if row.day == today] if found else []
    if not rows:
        return
    wall = clock.local(now)
    cut = (wall.hour * 3_600 + wall.minute * 60) // HALF_HOUR * HALF_HOUR
    known = await demand_store.history(tx, queue, clock.midnight(today), now, 100)
    came: dict[int, float] = {}
    for row in known:
        at = clock.local(row["start"])
        came[at.hour * 3_600 + at.minute * 60] = row["offered"]
    learnt = {int(slot): part for slot, part in found[0]["told"]["learnt"].items()}
    rest = rest_of_day(rows, came, learnt, cut)
    objective = (await objective_of(tx, queue)).objective
    left = []
    for row in rows:
        if row.slot in rest.rows:
            mean, low, high = rest.rows[row.slot]
            load = Load(mean, low, high, row.handle, row.handle_low, row.handle_high)
            left.append(TodayRow(clock.instant(today, row.slot), mean, low, high, _needed(load, objective)))
    told = Today(now, rest.came, rest.told, rest.learnt, rest.times, left)
    await store.put_today(tx, queue, today, now, msgspec.to_builtins(told))


def _needed(load: Load, objective) -> int | None:
    try:
        return needed(load, objective).mean
    except QuestionRefused:
        return None


async def today_of(tx: Transaction, queue: str) -> Today:
    tx.scope.require(VIEW)
    await queue_of(tx, queue)
    row = await store.today(tx, queue, (await clock_of(tx)).today())
    return msgspec.convert(row["document"], Today) if row else Today(0, 0.0, 0.0, 0.0, 1.0, [])
