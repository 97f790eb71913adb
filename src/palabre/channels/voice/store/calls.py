"""Calls, by their line, and numbers that transfers go to."""

from __future__ import annotations

from typing import Any

from palabre.plumbing.postgres import Transaction

Row = dict[str, Any]


async def insert_line(tx: Transaction, values: Row) -> bool:
    """False when this channel of this Asterisk has its conversation already."""
    cursor = await tx.execute(
        """insert into palabre.call_line (tenant, conversation, node, line, number, arrived_at, reconstructed)
           values (%(tenant)s, %(conversation)s, %(node)s, %(line)s, %(number)s, %(now)s, %(reconstructed)s)
           on conflict do nothing""",
        {"tenant": tx.scope.tenant, **values},
    )
    return cursor.rowcount == 1


async def line_of(tx: Transaction, conversation: str) -> Row | None:
    return await tx.one(
        """select l.*, coalesce(n.language, 'fr') as language, n.flow from palabre.call_line l
           left join palabre.phone_number n on n.tenant = l.tenant and n.number = l.number
           where l.tenant = %(tenant)s and l.conversation = %(conversation)s""",
        {"tenant": tx.scope.tenant, "conversation": conversation},
    )


async def insert_transfer_number(tx: Transaction, row: dict) -> None:
    await tx.execute(
        """insert into palabre.transfer_number (tenant, id, conversation, advisor, number, created_at)
           values (%(tenant)s, %(id)s, %(conversation)s, %(advisor)s, %(number)s, %(now)s)""",
        {"tenant": tx.scope.tenant, **row},
    )


async def transfer_number(tx: Transaction, transfer: str) -> str:
    row = await tx.one(
        "select number from palabre.transfer_number where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": transfer},
    )
    return row["number"] if row else ""
