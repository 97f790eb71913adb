"""Rows of forecasts, of who is to make them, of objectives and requirements. Every statement names its tenant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from psycopg.types.json import Jsonb

from palabre.plumbing.postgres import Transaction

Row = dict[str, Any]

# -- to be made


async def ask(tx: Transaction, values: Row) -> bool:
    """False where this origin has asked for it before."""
    done = await tx.execute(
        """insert into palabre.workforce_run (tenant, id, queue, origin, asked_at)
           values (%(tenant)s, %(id)s, %(queue)s, %(origin)s, %(now)s) on conflict do nothing""",
        {"tenant": tx.scope.tenant, **values},
    )
    return done.rowcount == 1


async def claim(tx: Transaction, now: int, until: int) -> Row | None:
    """The next that nobody holds; whoever held it longer than she said is gone."""
    return await tx.one(
        """update palabre.workforce_run set state = 'running', held_until = %(until)s, tries = tries + 1
           where tenant = %(tenant)s and id = (
             select id from palabre.workforce_run where tenant = %(tenant)s and state in ('waiting', 'running')
               and held_until <= %(now)s order by asked_at, id limit 1 for update skip locked) returning *""",
        {"tenant": tx.scope.tenant, "now": now, "until": until},
    )


async def end_run(tx: Transaction, id: str, held_until: int, state: str, reason: str, now: int) -> bool:
    """False where somebody else holds it by now."""
    done = await tx.execute(
        """update palabre.workforce_run set state = %(state)s, reason = %(reason)s, ended_at = %(now)s
           where tenant = %(tenant)s and id = %(id)s and state = 'running' and held_until = %(held)s""",
        {"tenant": tx.scope.tenant, "id": id, "held": held_until, "state": state, "reason": reason, "now": now},
    )
    return done.rowcount == 1


async def run(tx: Transaction, id: str) -> Row | None:
    return await tx.one(
        "select * from palabre.workforce_run where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id},
    )


async def last_runs(tx: Transaction) -> dict[str, Row]:
    rows = await tx.all(
        """select distinct on (queue) queue::text, id::text, state, reason, asked_at from palabre.workforce_run
           where tenant = %(tenant)s order by queue, asked_at desc, id""",
        {"tenant": tx.scope.tenant},
    )
    return {row["queue"]: row for row in rows}


async def waiting(tx: Transaction, queue: str) -> int:
    row = await tx.one(
        """select count(*)::int as n from palabre.workforce_run
           where tenant = %(tenant)s and queue = %(queue)s and state in ('waiting', 'running')""",
        {"tenant": tx.scope.tenant, "queue": queue},
    )
    return row["n"] if row else 0


# -- made


async def insert_forecast(tx: Transaction, values: Row) -> None:
    await tx.execute(
        """insert into palabre.workforce_forecast (tenant, id, queue, made_at, first_day, last_day, told, rows)
           values (%(tenant)s, %(id)s, %(queue)s, %(now)s, %(first)s, %(last)s, %(told)s, %(rows)s)""",
        {"tenant": tx.scope.tenant, **values, "told": Jsonb(values["told"]), "rows": Jsonb(values["rows"])},
    )


async def forget_older(tx: Transaction, queue: str, kept: int) -> None:
    await tx.execute(
        """delete from palabre.workforce_forecast where tenant = %(tenant)s and queue = %(queue)s and id not in (
             select id from palabre.workforce_forecast where tenant = %(tenant)s and queue = %(queue)s
             order by made_at desc, id limit %(kept)s)""",
        {"tenant": tx.scope.tenant, "queue": queue, "kept": kept},
    )
    await tx.execute(
        """delete from palabre.workforce_run where tenant = %(tenant)s and queue = %(queue)s
             and state in ('done', 'refused') and id not in (
             select id from palabre.workforce_run where tenant = %(tenant)s and queue = %(queue)s
             order by asked_at desc, id limit %(kept)s)""",
        {"tenant": tx.scope.tenant, "queue": queue, "kept": kept},
    )


async def forecasts(tx: Transaction, queue: str, limit: int) -> list[Row]:
    """Newest first."""
    return await tx.all(
        """select id::text, made_at, first_day, last_day, told, rows from palabre.workforce_forecast
           where tenant = %(tenant)s and queue = %(queue)s order by made_at desc, id limit %(limit)s""",
        {"tenant": tx.scope.tenant, "queue": queue, "limit": limit},
    )


# -- objectives and requirements


async def objective(tx: Transaction, queue: str) -> Row | None:
    return await tx.one(
        "select document, version from palabre.workforce_objective where tenant = %(tenant)s and queue = %(queue)s",
        {"tenant": tx.scope.tenant, "queue": queue},
    )


async def put_objective(tx: Transaction, queue: str, document: Row, version: int, now: int) -> bool:
    """False where it was changed since `version` (0: there was none)."""
    done = await tx.execute(
        """insert into palabre.workforce_objective as o (tenant, queue, document, changed_at)
           values (%(tenant)s, %(queue)s, %(document)s, %(now)s)
           on conflict (tenant, queue) do update set document = excluded.document, version = o.version + 1,
             changed_at = excluded.changed_at where o.version = %(version)s""",
        {"tenant": tx.scope.tenant, "queue": queue, "document": Jsonb(document), "version": version, "now": now},
    )
    return done.rowcount == 1


async def put_requirements(tx: Transaction, queue: str, source: str, since: int, rows: Sequence[Row]) -> None:
    """From `since` on, in place of what was there."""
    chosen = {"tenant": tx.scope.tenant, "queue": queue, "since": since, "source": source, "rows": Jsonb(rows)}
    await tx.execute(
        """delete from palabre.workforce_requirements
           where tenant = %(tenant)s and queue = %(queue)s and start >= %(since)s""",
        chosen,
    )
    await tx.execute(
        """insert into palabre.workforce_requirements (tenant, queue, start, mean, low, high, source)
           select %(tenant)s, %(queue)s, r.start, r.mean, r.low, r.high, %(source)s
           from jsonb_to_recordset(%(rows)s) as r(start bigint, mean int, low int, high int)
           where r.start >= %(since)s on conflict do nothing""",
        chosen,
    )


async def requirements(tx: Transaction, queue: str, since: int, until: int, limit: int) -> list[Row]:
    return await tx.all(
        """select start, mean, low, high, source from palabre.workforce_requirements
           where tenant = %(tenant)s and queue = %(queue)s and start >= %(since)s and start < %(until)s
           order by start limit %(limit)s""",
        {"tenant": tx.scope.tenant, "queue": queue, "since": since, "until": until, "limit": limit},
    )


# -- the rest of the day


async def put_today(tx: Transaction, queue: str, day: date, at: int, document: Row) -> None:
    await tx.execute(
        """insert into palabre.workforce_today (tenant, queue, day, at, document)
           values (%(tenant)s, %(queue)s, %(day)s, %(at)s, %(document)s)
           on conflict (tenant, queue) do update set day = excluded.day, at = excluded.at,
             document = excluded.document where workforce_today.at <= excluded.at""",
        {"tenant": tx.scope.tenant, "queue": queue, "day": day, "at": at, "document": Jsonb(document)},
    )


async def today(tx: Transaction, queue: str, day: date) -> Row | None:
    return await tx.one(
        """select at, document from palabre.workforce_today
           where tenant = %(tenant)s and queue = %(queue)s and day = %(day)s""",
        {"tenant": tx.scope.tenant, "queue": queue, "day": day},
    )


async def updated(tx: Transaction) -> int:
    """When the rest of a day was last told anew, of any queue; 0: never."""
    row = await tx.one(
        "select max(at) as at from palabre.workforce_today where tenant = %(tenant)s", {"tenant": tx.scope.tenant}
    )
    return (row and row["at"]) or 0
