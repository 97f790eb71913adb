"""Looks across tenants, by functions of their own."""

from __future__ import annotations

from typing import Any

import psycopg

Row = dict[str, Any]


async def find_number(connection: psycopg.AsyncConnection, number: str) -> Row | None:
    sql = """select f.*, palabre.number_is_free_until_answered(f.number) as free
             from palabre.find_phone_number(%(number)s) as f"""
    return await one(connection, sql, number=number)


async def find_trial(connection: psycopg.AsyncConnection, key: str) -> Row | None:
    """Of a flow that is tried: its tenant, its key as the number, its language."""
    return await one(connection, "select *, null as flow, false as free from palabre.find_trial(%(key)s)", key=key)


async def is_free_until_answered(connection: psycopg.AsyncConnection, number: str) -> bool:
    """Across tenants, as find_number."""
    sql = "select palabre.number_is_free_until_answered(%(number)s) as free"
    row = await one(connection, sql, number=number)
    return bool(row and row["free"])


async def find_web_entry(connection: psycopg.AsyncConnection, key: str) -> Row | None:
    return await one(connection, "select * from palabre.find_web_entry(%(key)s)", key=key)


async def find_ticket(connection: psycopg.AsyncConnection, digest: bytes, now: int) -> Row | None:
    return await one(
        connection, "select * from palabre.find_phone_ticket(%(digest)s, %(now)s)", digest=digest, now=now
    )


async def phones_alive(connection: psycopg.AsyncConnection, now: int) -> list[Row]:
    return await (await connection.execute("select * from palabre.phones_alive(%(now)s)", {"now": now})).fetchall()


async def rescue_ways(connection: psycopg.AsyncConnection) -> list[Row]:
    return await (await connection.execute("select * from palabre.rescue_ways()")).fetchall()


async def free_numbers(connection: psycopg.AsyncConnection) -> list[str]:
    """Of all tenants, those that are free until answered."""
    cursor = await connection.execute(
        "select number from palabre.rescue_ways() where palabre.number_is_free_until_answered(number)")
    return [row["number"] for row in await cursor.fetchall()]


async def known_lines(connection: psycopg.AsyncConnection, node: str, lines: list[str]) -> set[str]:
    cursor = await connection.execute(
        "select known_lines as line from palabre.known_lines(%(node)s, %(lines)s)", {"node": node, "lines": lines}
    )
    return {row["line"] for row in await cursor.fetchall()}


async def one(connection: psycopg.AsyncConnection, sql: str, **params: Any) -> Row | None:
    return await (await connection.execute(sql, params)).fetchone()
