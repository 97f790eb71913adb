"""Numbers that move: how each stands, what was changed, what went where."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from palabre.plumbing.postgres import Transaction

Row = dict[str, Any]


async def all_moves(connection: psycopg.AsyncConnection) -> list[Row]:
    """Of all tenants."""
    return await (await connection.execute("select * from palabre.moving_numbers()")).fetchall()


async def moves(tx: Transaction, after: str, limit: int) -> list[Row]:
    """Of the numbers after this one, moving or not; `undo`: its last change, where there is one to take back.
    `trunk_at`: when its calls were given another trunk; an undo leaves no step and is taken for one."""
    return await tx.all(
        """select n.id as id, n.number as number, n.name, n.flow, n.language, n.rescue_number, m.trunk, m.old_number,
             m.share, m.return_seconds, m.changed_at, m.changed_by, m.version, t.name as trunk_name,
             exists (select from palabre.number_move_step s where s.tenant = %(tenant)s and s.number = n.id) as undo,
             (select case when coalesce(max(s.at), 0) < m.changed_at then m.changed_at
                else max(s.at) filter (where s.before ->> 'trunk' is distinct from s.after ->> 'trunk') end
              from palabre.number_move_step s where s.tenant = %(tenant)s and s.number = n.id) as trunk_at
           from palabre.phone_number n
           left join palabre.number_move m on m.tenant = %(tenant)s and m.number = n.id
           left join palabre.trunk t on t.tenant = %(tenant)s and t.id = m.trunk
           where n.tenant = %(tenant)s and n.number > %(after)s order by n.number limit %(limit)s""",
        {"tenant": tx.scope.tenant, "after": after, "limit": limit},
    )


async def move(tx: Transaction, number: str) -> Row | None:
    return await tx.one(
        "select * from palabre.number_move where tenant = %(tenant)s and number = %(number)s for update",
        {"tenant": tx.scope.tenant, "number": number},
    )


async def number_of(tx: Transaction, id: str) -> Row | None:
    return await tx.one(
        "select * from palabre.phone_number where tenant = %(tenant)s and id = %(id)s for update",
        {"tenant": tx.scope.tenant, "id": id},
    )


async def put_move(tx: Transaction, number: str, values: Row) -> None:
    await tx.execute(
        """insert into palabre.number_move as m
             (tenant, number, trunk, old_number, share, return_seconds, changed_at, changed_by)
           values (%(tenant)s, %(number)s, %(trunk)s, %(old_number)s, %(share)s, %(return_seconds)s, %(now)s, %(by)s)
           on conflict (tenant, number) do update set trunk = excluded.trunk, old_number = excluded.old_number,
             share = excluded.share, return_seconds = excluded.return_seconds, changed_at = excluded.changed_at,
             changed_by = excluded.changed_by, version = m.version + 1""",
        {"tenant": tx.scope.tenant, "number": number, **values},
    )


async def delete_move(tx: Transaction, number: str) -> bool:
    cursor = await tx.execute(
        "delete from palabre.number_move where tenant = %(tenant)s and number = %(number)s",
        {"tenant": tx.scope.tenant, "number": number},
    )
    return cursor.rowcount == 1


async def put_step(tx: Transaction, values: Row) -> None:
    kept = {k: Jsonb(values[k]) if values[k] is not None else None for k in ("before", "after")}
    await tx.execute(
        """insert into palabre.number_move_step (tenant, id, number, at, by, before, after)
           values (%(tenant)s, %(id)s, %(number)s, %(now)s, %(by)s, %(before)s, %(after)s)""",
        {"tenant": tx.scope.tenant, **values, **kept},
    )


async def last_step(tx: Transaction, number: str) -> Row | None:
    return await tx.one(
        """select id, before, after from palabre.number_move_step
           where tenant = %(tenant)s and number = %(number)s order by id desc limit 1""",
        {"tenant": tx.scope.tenant, "number": number},
    )


async def delete_step(tx: Transaction, id: str) -> None:
    await tx.execute(
        "delete from palabre.number_move_step where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id},
    )


async def moves_by(tx: Transaction, trunk: str) -> int:
    """How many numbers have their old system behind this trunk."""
    row = await tx.one(
        "select count(*) as n from palabre.number_move where tenant = %(tenant)s and trunk = %(trunk)s",
        {"tenant": tx.scope.tenant, "trunk": trunk},
    )
    return row["n"] if row else 0


async def put_call(tx: Transaction, values: Row) -> None:
    """A call that was sent back is no longer here; what is told twice counts once."""
    await tx.execute(
        """insert into palabre.moved_call as c (tenant, node, line, number, at, side, why)
           values (%(tenant)s, %(node)s, %(line)s, %(number)s, %(at)s, %(side)s, %(why)s)
           on conflict (tenant, node, line) do update set side = excluded.side, why = excluded.why
             where c.side = 'here' and excluded.side = 'returned'""",
        {"tenant": tx.scope.tenant, **values},
    )


async def call_failed(tx: Transaction, node: str, line: str, failure: str) -> None:
    await tx.execute(
        """update palabre.moved_call set failure = %(failure)s
           where tenant = %(tenant)s and node = %(node)s and line = %(line)s""",
        {"tenant": tx.scope.tenant, "node": node, "line": line, "failure": failure},
    )


async def forget_calls(tx: Transaction, before: int) -> None:
    await tx.execute(
        "delete from palabre.moved_call where tenant = %(tenant)s and at < %(before)s",
        {"tenant": tx.scope.tenant, "before": before},
    )


async def count_calls(tx: Transaction, since: int, until: int, limit: int) -> list[Row]:
    return await tx.all(
        """select number, side, why, failure, count(*)::int as calls from palabre.moved_call
           where tenant = %(tenant)s and at >= %(since)s and at < %(until)s group by number, side, why, failure
           limit %(limit)s""",
        {"tenant": tx.scope.tenant, "since": since, "until": until, "limit": limit},
    )
