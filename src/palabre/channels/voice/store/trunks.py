"""Ways to operators, and addresses shut out of the SIP port."""

from __future__ import annotations

from typing import Any

import psycopg

from palabre.channels.voice.store.across import one
from palabre.plumbing.postgres import Transaction

Row = dict[str, Any]


async def all_trunks(connection: psycopg.AsyncConnection) -> list[Row]:
    """Of all tenants, with their country."""
    return await (await connection.execute("select * from palabre.all_trunks()")).fetchall()


async def trunk(tx: Transaction, id: str) -> Row | None:
    return await tx.one(
        "select * from palabre.trunk where tenant = %(tenant)s and id = %(id)s", {"tenant": tx.scope.tenant, "id": id}
    )


async def put_trunk(tx: Transaction, values: Row) -> bool:
    """False when another one has this name."""
    cursor = await tx.execute(
        """insert into palabre.trunk as t (tenant, id, name, kind, host, port, transport, encryption, account, secret,
             addresses, priority, calls_max, dial_format, dial_prefix, shown_number, paused, created_at)
           select %(tenant)s, %(id)s, %(name)s, %(kind)s, %(host)s, %(port)s, %(transport)s, %(encryption)s,
             %(account)s, %(secret)s, %(addresses)s, %(priority)s, %(calls_max)s, %(dial_format)s, %(dial_prefix)s,
             %(shown_number)s, %(paused)s, %(now)s
           where not exists (select from palabre.trunk o where o.tenant = %(tenant)s and o.name = %(name)s
             and o.id <> %(id)s)
           on conflict (tenant, id) do update set name = excluded.name, kind = excluded.kind, host = excluded.host,
             port = excluded.port, transport = excluded.transport, encryption = excluded.encryption,
             account = excluded.account, secret = excluded.secret, addresses = excluded.addresses,
             priority = excluded.priority, calls_max = excluded.calls_max, dial_format = excluded.dial_format,
             dial_prefix = excluded.dial_prefix, shown_number = excluded.shown_number, paused = excluded.paused,
             version = t.version + 1""",
        {"tenant": tx.scope.tenant, **values},
    )
    return cursor.rowcount == 1


async def delete_trunk(tx: Transaction, id: str) -> bool:
    cursor = await tx.execute(
        "delete from palabre.trunk where tenant = %(tenant)s and id = %(id)s", {"tenant": tx.scope.tenant, "id": id}
    )
    return cursor.rowcount == 1


async def times_shut(connection: psycopg.AsyncConnection, address: str) -> int:
    row = await one(connection, "select times from palabre.sip_block where address = %(address)s", address=address)
    return row["times"] if row else 0


async def put_shut(connection: psycopg.AsyncConnection, values: Row) -> None:
    await connection.execute(
        """insert into palabre.sip_block as b (address, failures, since, until, times)
           values (%(address)s, %(failures)s, %(now)s, %(until)s, %(times)s)
           on conflict (address) do update set failures = excluded.failures, since = excluded.since,
             until = excluded.until, times = excluded.times, lifted_at = null""",
        values,
    )


async def shut_out(connection: psycopg.AsyncConnection, now: int, limit: int) -> list[Row]:
    cursor = await connection.execute(
        """select * from palabre.sip_block where until > %(now)s and lifted_at is null
           order by since desc limit %(limit)s""",
        {"now": now, "limit": limit},
    )
    return await cursor.fetchall()


async def lift_shut(connection: psycopg.AsyncConnection, address: str, now: int) -> bool:
    cursor = await connection.execute(
        """update palabre.sip_block set lifted_at = %(now)s, times = 0
           where address = %(address)s and until > %(now)s and lifted_at is null""",
        {"address": address, "now": now},
    )
    return cursor.rowcount == 1
