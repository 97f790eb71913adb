"""Rows of what came, of files it came by, and of events. Every statement names its tenant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from psycopg.types.json import Jsonb

from palabre.plumbing.postgres import Transaction

Row = dict[str, Any]

_COLUMNS = "queue uuid, channel text, start bigint, offered float8, handled float8, handle_seconds float8"


async def keep_own(tx: Transaction, rows: Sequence[Row]) -> None:
    """Measures; what came by a file stays as it is."""
    await tx.execute(
        f"""insert into palabre.workforce_history as known
             (tenant, queue, channel, start, offered, handled, handle_seconds)
           select %(tenant)s, r.* from jsonb_to_recordset(%(rows)s) as r({_COLUMNS})
           on conflict (tenant, queue, start) do update set offered = excluded.offered,
             handled = excluded.handled, handle_seconds = excluded.handle_seconds where known.import is null""",
        {"tenant": tx.scope.tenant, "rows": Jsonb(rows)},
    )


async def own_until(tx: Transaction) -> int | None:
    row = await tx.one(
        "select max(start) as last from palabre.workforce_history where tenant = %(tenant)s and import is null",
        {"tenant": tx.scope.tenant},
    )
    return row["last"] if row else None


async def history(tx: Transaction, queue: str, since: int, until: int, limit: int) -> list[Row]:
    """In the order of time, the latest `limit`."""
    rows = await tx.all(
        """select start, offered, handled, handle_seconds, import is null as own from palabre.workforce_history
           where tenant = %(tenant)s and queue = %(queue)s and start >= %(since)s and start < %(until)s
           order by start desc limit %(limit)s""",
        {"tenant": tx.scope.tenant, "queue": queue, "since": since, "until": until, "limit": limit},
    )
    return rows[::-1]


async def starts(tx: Transaction, queue: str, since: int, until: int) -> set[int]:
    rows = await tx.all(
        """select start from palabre.workforce_history
           where tenant = %(tenant)s and queue = %(queue)s and start between %(since)s and %(until)s""",
        {"tenant": tx.scope.tenant, "queue": queue, "since": since, "until": until},
    )
    return {row["start"] for row in rows}


async def extents(tx: Transaction) -> dict[str, Row]:
    """By queue: from when to when, how many half-hours, how many of files."""
    rows = await tx.all(
        """select queue::text, min(start) as first, max(start) as last, count(*)::int as half_hours,
             count(import)::int as imported, sum(offered) as offered
           from palabre.workforce_history where tenant = %(tenant)s group by queue""",
        {"tenant": tx.scope.tenant},
    )
    return {row["queue"]: row for row in rows}


# -- files


async def insert_import(tx: Transaction, values: Row, rows: Sequence[Row]) -> None:
    await tx.execute(
        """insert into palabre.workforce_import (tenant, id, file_name, imported_at, imported_by, lines, accepted)
           values (%(tenant)s, %(id)s, %(file_name)s, %(now)s, %(by)s, %(lines)s, %(accepted)s)""",
        {"tenant": tx.scope.tenant, **values},
    )
    await tx.execute(
        f"""insert into palabre.workforce_history
             (tenant, queue, channel, start, offered, handled, handle_seconds, import)
           select %(tenant)s, r.*, %(id)s from jsonb_to_recordset(%(rows)s) as r({_COLUMNS})
           on conflict do nothing""",
        {"tenant": tx.scope.tenant, "id": values["id"], "rows": Jsonb(rows)},
    )


async def imports(tx: Transaction, limit: int) -> list[Row]:
    return await tx.all(
        """select * from palabre.workforce_import where tenant = %(tenant)s
           order by imported_at desc, id limit %(limit)s""",
        {"tenant": tx.scope.tenant, "limit": limit},
    )


async def undo_import(tx: Transaction, id: str, now: int) -> bool:
    """False where there is none that stands."""
    done = await tx.execute(
        """update palabre.workforce_import set undone_at = %(now)s
           where tenant = %(tenant)s and id = %(id)s and undone_at is null""",
        {"tenant": tx.scope.tenant, "id": id, "now": now},
    )
    return done.rowcount == 1


async def remove_imported(tx: Transaction, id: str) -> int:
    done = await tx.execute(
        "delete from palabre.workforce_history where tenant = %(tenant)s and import = %(id)s",
        {"tenant": tx.scope.tenant, "id": id},
    )
    return done.rowcount


# -- events


async def put_event(tx: Transaction, values: Row) -> None:
    await tx.execute(
        """insert into palabre.workforce_event
             (tenant, id, queue, name, kind, percent, first_day, last_day, changed_at)
           values (%(tenant)s, %(id)s, %(queue)s, %(name)s, %(kind)s, %(percent)s, %(first)s, %(last)s, %(now)s)
           on conflict (tenant, id) do update set queue = excluded.queue, name = excluded.name,
             kind = excluded.kind, percent = excluded.percent, first_day = excluded.first_day,
             last_day = excluded.last_day, changed_at = excluded.changed_at""",
        {"tenant": tx.scope.tenant, **values},
    )


async def event(tx: Transaction, id: str) -> Row | None:
    return await tx.one(
        "select * from palabre.workforce_event where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id},
    )


async def count_events(tx: Transaction) -> int:
    row = await tx.one(
        "select count(*)::int as n from palabre.workforce_event where tenant = %(tenant)s", {"tenant": tx.scope.tenant}
    )
    return row["n"] if row else 0


async def events(tx: Transaction, queue: str | None, since: date | None, limit: int) -> list[Row]:
    """Those of a queue are also those of all; the latest first."""
    return await tx.all(
        """select * from palabre.workforce_event where tenant = %(tenant)s
             and (%(queue)s::uuid is null or queue is null or queue = %(queue)s)
             and (%(since)s::date is null or last_day >= %(since)s)
           order by first_day desc, id limit %(limit)s""",
        {"tenant": tx.scope.tenant, "queue": queue, "since": since, "limit": limit},
    )


async def delete_event(tx: Transaction, id: str) -> None:
    await tx.execute(
        "delete from palabre.workforce_event where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id},
    )
