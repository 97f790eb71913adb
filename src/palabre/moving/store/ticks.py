"""Rows of what a person answers for on the checklist. Every statement names its tenant."""

from __future__ import annotations

from typing import Any

from palabre.plumbing.postgres import Transaction


async def ticks(tx: Transaction, limit: int) -> list[dict[str, Any]]:
    return await tx.all(
        """select point, words, done, note, changed_at, changed_by::text from palabre.go_live_tick
           where tenant = %(tenant)s order by point limit %(limit)s""",
        {"tenant": tx.scope.tenant, "limit": limit})


async def put(tx: Transaction, row: dict[str, Any]) -> None:
    await tx.execute(
        """insert into palabre.go_live_tick (tenant, point, words, done, note, changed_at, changed_by)
           values (%(tenant)s, %(point)s, %(words)s, %(done)s, %(note)s, %(now)s, %(by)s)
           on conflict (tenant, point) do update set words = excluded.words, done = excluded.done, note = excluded.note,
             changed_at = excluded.changed_at, changed_by = excluded.changed_by""",
        {"tenant": tx.scope.tenant, **row})


async def delete(tx: Transaction, point: str) -> bool:
    cursor = await tx.execute(
        "delete from palabre.go_live_tick where tenant = %(tenant)s and point = %(point)s",
        {"tenant": tx.scope.tenant, "point": point})
    return cursor.rowcount == 1
