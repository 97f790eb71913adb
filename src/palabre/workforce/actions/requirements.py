"""How many are needed: from the forecast and what is promised; and what if these were others."""

from __future__ import annotations

from datetime import date

import msgspec

from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Transaction
from palabre.tenants.actions.audit import record
from palabre.workforce.actions.queues import EDIT, VIEW, Clock, clock_of, queue_of
from palabre.workforce.model.forecasting.coming import Row
from palabre.workforce.model.requirement import Load, Objective, needed, reached, seats
from palabre.workforce.problems import ForecastMissing, ObjectiveChanged, ObjectiveImpossible, QuestionRefused
from palabre.workforce.store import forecasts as store

HOUR_SHARE = 0.5


class KeptObjective(msgspec.Struct):
    """`version` 0: nobody has set one, and the usual holds."""

    objective: Objective
    version: int


class Requirement(msgspec.Struct):
    """Advisors to be put on the schedule; `source`: the forecast's id."""

    start: int
    mean: int
    low: int
    high: int
    source: str


class WhatIf(msgspec.Struct):
    """A half-hour under other conditions. `base`: required as things stand; `level`: what those who would be there
    then give under the other conditions (0 to 1)."""

    start: int
    base: int
    mean: int
    low: int
    high: int
    level: float


class WhatIfAnswer(msgspec.Struct):
    """`hours`: of work in all, paid; `level`: of all contacts, with the people of `base`."""

    rows: list[WhatIf]
    base_hours: float
    hours: float
    level: float


async def objective_of(tx: Transaction, queue: str) -> KeptObjective:
    row = await store.objective(tx, queue)
    if row is None:
        return KeptObjective(Objective(), 0)
    return KeptObjective(msgspec.convert(row["document"], Objective), row["version"])


async def put_objective(tx: Transaction, queue: str, wanted: Objective, version: int) -> KeptObjective:
    """Requirements of the days to come are told anew. Raises QueueUnknown, ObjectiveChanged, ObjectiveImpossible."""
    tx.scope.require(EDIT)
    await queue_of(tx, queue)
    rows = await store.forecasts(tx, queue, 1)
    clock = await clock_of(tx)
    told = _required(rows_of(rows[0]), wanted, clock) if rows else []
    if not await store.put_objective(tx, queue, msgspec.to_builtins(wanted), version, now_ms()):
        raise ObjectiveChanged()
    if rows:
        await store.put_requirements(tx, queue, rows[0]["id"], clock.midnight(clock.today()), told)
    await record(tx, "workforce.put_objective", f"queue:{queue}", **msgspec.to_builtins(wanted))
    return await objective_of(tx, queue)


def rows_of(forecast: dict) -> list[Row]:
    return msgspec.convert(forecast["rows"], list[Row])


def _required(rows: list[Row], objective: Objective, clock: Clock) -> list[dict]:
    try:
        told = [(clock.instant(row.day, row.slot), needed(load_of(row), objective)) for row in rows]
    except QuestionRefused:
        raise ObjectiveImpossible(field="target", reason="nobody_reaches_it") from None
    return [{"start": start, "mean": n.mean, "low": n.low, "high": n.high} for start, n in told]


def load_of(row: Row) -> Load:
    return Load(row.mean, row.low, row.high, row.handle, row.handle_low, row.handle_high)


async def publish_requirements(tx: Transaction, queue: str, forecast: str, rows: list[Row], clock: Clock) -> None:
    """Of today and later; those of days gone stay as they were told."""
    objective = (await objective_of(tx, queue)).objective
    told = _required(rows, objective, clock)
    await store.put_requirements(tx, queue, forecast, clock.midnight(clock.today()), told)


async def list_requirements(tx: Transaction, queue: str, first: date, last: date) -> list[Requirement]:
    tx.scope.require(VIEW)
    await queue_of(tx, queue)
    clock = await clock_of(tx)
    rows = await store.requirements(
        tx, queue, clock.midnight(first), clock.instant(last, 86_400), 50 * ((last - first).days + 1)
    )
    return [Requirement(**row) for row in rows]


async def loads(tx: Transaction, queue: str, day: date) -> tuple[list[tuple[int, Load]], Objective]:
    """Of one day of the newest forecast. Raises ForecastMissing, QueueUnknown."""
    tx.scope.require(VIEW)
    await queue_of(tx, queue)
    rows = await store.forecasts(tx, queue, 1)
    if not rows:
        raise ForecastMissing()
    clock = await clock_of(tx)
    of_day = [(clock.instant(r.day, r.slot), load_of(r)) for r in rows_of(rows[0]) if r.day == day]
    return of_day, (await objective_of(tx, queue)).objective


def what_if(day: list[tuple[int, Load]], now: Objective, then: Objective, volume: float, handle: float) -> WhatIfAnswer:
    """Nothing is read, nothing is kept. Raises ObjectiveImpossible."""
    rows, level, contacts = [], 0.0, 0.0
    try:
        for start, load in day:
            base, changed = needed(load, now), needed(load, then, volume, handle)
            count, seconds = load.mean * volume, (load.handle or then.handle_seconds) * handle
            there = max(seats(load.mean, load.handle or now.handle_seconds, now), now.minimum)
            given = reached(count, seconds, there, then)
            rows.append(WhatIf(start, base.mean, changed.mean, changed.low, changed.high, round(given, 4)))
            level, contacts = level + given * count, contacts + count
    except QuestionRefused:
        raise ObjectiveImpossible(field="target", reason="nobody_reaches_it") from None
    hours = [HOUR_SHARE * sum(getattr(row, name) for row in rows) for name in ("base", "mean")]
    return WhatIfAnswer(rows, *hours, round(level / contacts, 4) if contacts else 1.0)
