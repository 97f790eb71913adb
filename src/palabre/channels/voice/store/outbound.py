"""Whom we call, and each attempt."""

from __future__ import annotations

from typing import Any

from palabre.plumbing.postgres import Transaction

Row = dict[str, Any]


async def insert_outbound(tx: Transaction, values: Row) -> None:
    await tx.execute(
        """insert into palabre.outbound_call (tenant, id, number, entry, language, created_at)
           values (%(tenant)s, %(id)s, %(number)s, %(entry)s, %(language)s, %(now)s) on conflict do nothing""",
        {"tenant": tx.scope.tenant, **values},
    )


async def put_outbound(tx: Transaction, values: Row) -> None:
    await tx.execute(
        """insert into palabre.outbound_call
             (tenant, id, number, entry, language, message, opt_out_digit, created_at)
           values (%(tenant)s, %(id)s, %(number)s, %(entry)s, %(language)s, %(message)s, %(digit)s, %(now)s)
           on conflict (tenant, id) do update set number = excluded.number, entry = excluded.entry,
             language = excluded.language, message = excluded.message, opt_out_digit = excluded.opt_out_digit""",
        {"tenant": tx.scope.tenant, **values},
    )


async def outbound(tx: Transaction, id: str) -> Row | None:
    return await tx.one(
        "select * from palabre.outbound_call where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id},
    )


async def insert_attempt(tx: Transaction, values: Row) -> bool:
    """False when it was begun before."""
    cursor = await tx.execute(
        """insert into palabre.outbound_attempt (tenant, effect, id, node, conversation, attempted_at)
           values (%(tenant)s, %(effect)s, %(id)s, %(node)s, %(conversation)s, %(now)s) on conflict do nothing""",
        {"tenant": tx.scope.tenant, **values},
    )
    return cursor.rowcount == 1


async def attempt(tx: Transaction, effect: str) -> Row | None:
    return await tx.one(
        "select * from palabre.outbound_attempt where tenant = %(tenant)s and effect = %(effect)s",
        {"tenant": tx.scope.tenant, "effect": effect},
    )


async def erase_outbound(tx: Transaction, id: str) -> None:
    await tx.execute(
        "update palabre.outbound_call set number = '' where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id},
    )
