"""Rows of callbacks and their rules. Every statement names its tenant, but the definer functions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg

from palabre.plumbing.postgres import Transaction

Row = dict[str, Any]


async def find_page(connection: psycopg.AsyncConnection, key: str) -> Row | None:
    sql = "select * from palabre.find_callback_page(%(key)s)"
    return await (await connection.execute(sql, {"key": key})).fetchone()


async def find_token(connection: psycopg.AsyncConnection, digest: bytes) -> Row | None:
    sql = "select * from palabre.find_callback_token(%(digest)s)"
    return await (await connection.execute(sql, {"digest": digest})).fetchone()


# -- rules


async def rules(tx: Transaction, queue: str) -> Row | None:
    return await tx.one(
        "select * from palabre.callback_rules where tenant = %(tenant)s and queue = %(queue)s",
        {"tenant": tx.scope.tenant, "queue": queue},
    )


async def put_rules(tx: Transaction, values: Row) -> Row | None:
    return await tx.one(
        """insert into palabre.callback_rules (tenant, queue, distances, promise_seconds, open_seconds, page_key)
           values (%(tenant)s, %(queue)s, %(distances)s, %(promise_seconds)s, %(open_seconds)s, %(page_key)s)
           on conflict (tenant, queue) do update set distances = excluded.distances,
             promise_seconds = excluded.promise_seconds, open_seconds = excluded.open_seconds,
             page_key = excluded.page_key, version = palabre.callback_rules.version + 1
           returning *""",
        {"tenant": tx.scope.tenant, **values},
    )


# -- callbacks


async def insert(tx: Transaction, values: Row) -> bool:
    """False where one is pending for this number and queue."""
    cursor = await tx.execute(
        """insert into palabre.callback (tenant, id, queue, number, customer, asked_by, conversation, requested_at,
             since, due, promised, until, network, token)
           values (%(tenant)s, %(id)s, %(queue)s, %(number)s, %(customer)s, %(asked_by)s, %(conversation)s, %(now)s,
             %(since)s, %(due)s, %(promised)s, %(until)s, %(network)s, %(token)s)
           on conflict do nothing""",
        {"tenant": tx.scope.tenant, **values},
    )
    return cursor.rowcount == 1


async def pending(tx: Transaction, queue: str, number: str) -> Row | None:
    return await tx.one(
        """select * from palabre.callback where tenant = %(tenant)s and queue = %(queue)s and number = %(number)s
             and state = 'pending' for update""",
        {"tenant": tx.scope.tenant, "queue": queue, "number": number},
    )


async def get(tx: Transaction, id: str) -> Row | None:
    return await tx.one(
        "select * from palabre.callback where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id},
    )


async def kept(tx: Transaction, queue: str, conversation: str, number: str) -> Row | None:
    """What this conversation has taken up already, else what is pending for its number ('' none), locked."""
    return await tx.one(
        """select * from palabre.callback where tenant = %(tenant)s and queue = %(queue)s and (
             returned_in = %(conversation)s or (state = 'pending' and number = %(number)s and %(number)s <> ''))
           order by returned_in = %(conversation)s desc nulls last, since limit 1 for update""",
        {"tenant": tx.scope.tenant, "queue": queue, "conversation": conversation, "number": number},
    )


async def mark_returned(tx: Transaction, id: str, conversation: str) -> None:
    await tx.execute(
        "update palabre.callback set returned_in = %(conversation)s where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id, "conversation": conversation},
    )


async def asked_by_number(tx: Transaction, number: str, since: int) -> int:
    row = await tx.one(
        """select count(*)::int as asked from palabre.callback
           where tenant = %(tenant)s and number = %(number)s and requested_at > %(since)s""",
        {"tenant": tx.scope.tenant, "number": number, "since": since},
    )
    return row["asked"] if row else 0


async def asked_by_network(tx: Transaction, network: bytes, since: int) -> int:
    row = await tx.one(
        """select count(*)::int as asked from palabre.callback
           where tenant = %(tenant)s and network = %(network)s and requested_at > %(since)s""",
        {"tenant": tx.scope.tenant, "network": network, "since": since},
    )
    return row["asked"] if row else 0


async def page(
    tx: Transaction, *, queue: str | None, queues: Sequence[str] | None = None, state: str | None, digits: str | None,
    key: tuple | None, limit: int,
) -> list[Row]:
    """Newest first. `queues`: of these alone."""
    return await tx.all(
        """select * from palabre.callback where tenant = %(tenant)s
             and (%(queue)s::uuid is null or queue = %(queue)s)
             and (%(queues)s::uuid[] is null or queue = any(%(queues)s))
             and (%(state)s::text is null or state = %(state)s)
             and (%(digits)s::text is null or strpos(number, %(digits)s) > 0)
             and (%(at)s::bigint is null or (requested_at, id) < (%(at)s, %(id)s::uuid))
           order by requested_at desc, id desc limit %(limit)s""",
        {"tenant": tx.scope.tenant, "queue": queue, "state": state, "digits": digits, "limit": limit,
         "queues": queues if queues is None else list(queues),
         "at": key[0] if key else None, "id": key[1] if key else None},
    )  # fmt: skip


async def of_customer(tx: Transaction, customer: str) -> list[Row]:
    return await tx.all(
        "select id from palabre.callback where tenant = %(tenant)s and customer = %(customer)s",
        {"tenant": tx.scope.tenant, "customer": customer},
    )


async def erase_of_customer(tx: Transaction, customer: str) -> None:
    await tx.execute(
        """update palabre.callback set number = '', token = null, network = null
           where tenant = %(tenant)s and customer = %(customer)s""",
        {"tenant": tx.scope.tenant, "customer": customer},
    )


# -- as the stream tells it


async def note_try(tx: Transaction, id: str, tries: int, outcome: str, next_at: int) -> None:
    await tx.execute(
        """update palabre.callback set tries = %(tries)s, last_outcome = %(outcome)s, next_at = %(next_at)s
           where tenant = %(tenant)s and id = %(id)s""",
        {"tenant": tx.scope.tenant, "id": id, "tries": tries, "outcome": outcome, "next_at": next_at},
    )


async def note_reached(tx: Transaction, id: str, conversation: str) -> None:
    await tx.execute(
        """update palabre.callback set reached_in = %(conversation)s, tries = tries + 1, last_outcome = 'answered'
           where tenant = %(tenant)s and id = %(id)s and reached_in is distinct from %(conversation)s""",
        {"tenant": tx.scope.tenant, "id": id, "conversation": conversation},
    )


async def note_end(tx: Transaction, id: str, state: str, at: int) -> None:
    await tx.execute(
        """update palabre.callback set state = %(state)s, ended_at = %(at)s, next_at = 0
           where tenant = %(tenant)s and id = %(id)s""",
        {"tenant": tx.scope.tenant, "id": id, "state": state, "at": at},
    )
