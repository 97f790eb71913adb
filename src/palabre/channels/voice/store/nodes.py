"""Several Asterisks."""

from __future__ import annotations

from typing import Any

import psycopg

Row = dict[str, Any]


async def put_node(connection: psycopg.AsyncConnection, values: Row) -> None:
    await connection.execute(
        """insert into palabre.voice_node as n (name, relay_url, sip_host, sip_port, started_at, seen_at)
           values (%(name)s, %(relay_url)s, %(host)s, %(port)s, %(now)s, %(now)s)
           on conflict (name) do update set relay_url = excluded.relay_url, sip_host = excluded.sip_host,
             sip_port = excluded.sip_port, started_at = excluded.started_at,
             seen_at = excluded.seen_at""",
        values,
    )


async def see_node(connection: psycopg.AsyncConnection, name: str, calls: int, now: int) -> None:
    await connection.execute(
        "update palabre.voice_node set calls = %(calls)s, seen_at = %(now)s where name = %(name)s",
        {"name": name, "calls": calls, "now": now},
    )


async def voice_nodes(connection: psycopg.AsyncConnection, since: int, limit: int) -> list[Row]:
    cursor = await connection.execute(
        "select * from palabre.voice_node where seen_at > %(since)s order by name limit %(limit)s",
        {"since": since, "limit": limit},
    )
    return await cursor.fetchall()


async def drain_node(connection: psycopg.AsyncConnection, name: str, state: str) -> bool:
    cursor = await connection.execute(
        "update palabre.voice_node set state = %(state)s where name = %(name)s", {"name": name, "state": state}
    )
    return cursor.rowcount == 1


# Of one session, for as long as it lasts: who runs the calling campaigns of a tenant.
HOLD_CALLING = "select pg_try_advisory_lock(hashtextextended('calling ' || %(tenant)s::text, 0)) as held"
LET_CALLING_GO = "select pg_advisory_unlock(hashtextextended('calling ' || %(tenant)s::text, 0)) as held"
STILL_THERE = "select true as held"
