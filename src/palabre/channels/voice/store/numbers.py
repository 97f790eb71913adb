"""Numbers that are answered here."""

from __future__ import annotations

from typing import Any

from palabre.plumbing.postgres import Transaction

Row = dict[str, Any]


async def numbers(tx: Transaction, after: str, limit: int) -> list[Row]:
    return await tx.all(
        """select * from palabre.phone_number where tenant = %(tenant)s and number > %(after)s
           order by number limit %(limit)s""",
        {"tenant": tx.scope.tenant, "after": after, "limit": limit},
    )


async def insert_number(tx: Transaction, values: Row) -> bool:
    """False when the number is somebody's already."""
    cursor = await tx.execute(
        """insert into palabre.phone_number
             (tenant, id, number, name, flow, language, rescue_number, web_key, free_until_answered, created_at)
           values (%(tenant)s, %(id)s, %(number)s, %(name)s, %(flow)s, %(language)s, %(rescue_number)s, %(web_key)s,
             %(free_until_answered)s, %(now)s)
           on conflict do nothing""",
        {"tenant": tx.scope.tenant, **values},
    )
    return cursor.rowcount == 1


async def update_number(tx: Transaction, id: str, values: Row) -> Row | None:
    return await tx.one(
        """update palabre.phone_number set name = coalesce(%(name)s, name), flow = coalesce(%(flow)s::uuid, flow),
             language = coalesce(%(language)s, language), rescue_number = coalesce(%(rescue_number)s, rescue_number),
             free_until_answered = coalesce(%(free_until_answered)s, free_until_answered)
           where tenant = %(tenant)s and id = %(id)s returning *""",
        {"tenant": tx.scope.tenant, "id": id, **values},
    )


async def numbers_among(tx: Transaction, numbers: list[str]) -> list[Row]:
    return await tx.all(
        "select * from palabre.phone_number where tenant = %(tenant)s and number = any(%(numbers)s) order by number",
        {"tenant": tx.scope.tenant, "numbers": numbers},
    )


async def names_flow(tx: Transaction, flow: str) -> bool:
    row = await tx.one(
        "select 1 as one from palabre.phone_number where tenant = %(tenant)s and flow = %(flow)s limit 1",
        {"tenant": tx.scope.tenant, "flow": flow},
    )
    return row is not None


async def set_number(tx: Transaction, id: str, values: Row) -> Row | None:
    return await tx.one(
        """update palabre.phone_number set name = %(name)s, flow = %(flow)s, language = %(language)s,
             rescue_number = %(rescue_number)s, free_until_answered = %(free_until_answered)s
           where tenant = %(tenant)s and id = %(id)s returning *""",
        {"tenant": tx.scope.tenant, "id": id, **values},
    )


async def delete_number(tx: Transaction, id: str) -> bool:
    cursor = await tx.execute(
        "delete from palabre.phone_number where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id},
    )
    return cursor.rowcount == 1


async def own_number(tx: Transaction, number: str) -> Row | None:
    """Number and language: this one of the tenant's, else its first."""
    return await tx.one(
        """select number, language from palabre.phone_number where tenant = %(tenant)s
           order by number <> %(number)s, created_at, number limit 1""",
        {"tenant": tx.scope.tenant, "number": number},
    )


async def own_numbers(tx: Transaction, limit: int) -> list[str]:
    """The first of them first."""
    rows = await tx.all(
        """select number from palabre.phone_number where tenant = %(tenant)s
           order by created_at, number limit %(limit)s""",
        {"tenant": tx.scope.tenant, "limit": limit},
    )
    return [r["number"] for r in rows]
