"""Rows of calendars."""
from __future__ import annotations

from typing import Any

from psycopg.types.json import Jsonb

from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Transaction


async def save(tx: Transaction, id: str, name: str, document: Any) -> None:
    await tx.execute(
        """insert into palabre.calendar (tenant, id, name, document, changed_at)
           values (%(tenant)s, %(id)s, %(name)s, %(document)s, %(now)s)
           on conflict (tenant, id) do update
             set name = excluded.name, document = excluded.document, changed_at = excluded.changed_at""",
        {"tenant": tx.scope.tenant, "id": id, "name": name, "document": Jsonb(document), "now": now_ms()})


async def find(tx: Transaction, id: str, *, lock: bool = False) -> dict | None:
    return await tx.one(
        f"""select id::text, name, document, changed_at from palabre.calendar
            where tenant = %(tenant)s and id = %(id)s {"for update" if lock else ""}""",
        {"tenant": tx.scope.tenant, "id": id})


async def delete(tx: Transaction, id: str) -> None:
    await tx.execute(
        "delete from palabre.calendar where tenant = %(tenant)s and id = %(id)s", {"tenant": tx.scope.tenant, "id": id})


async def page(tx: Transaction, after: str, limit: int) -> list[dict]:
    return await tx.all(
        """select id::text, name, document, changed_at from palabre.calendar
           where tenant = %(tenant)s and (%(after)s = '' or id > nullif(%(after)s, '')::uuid)
           order by id limit %(limit)s""",
        {"tenant": tx.scope.tenant, "after": after, "limit": limit})


async def names(tx: Transaction) -> dict[str, str]:
    rows = await tx.all(
        "select id::text, name from palabre.calendar where tenant = %(tenant)s", {"tenant": tx.scope.tenant})
    return {row["id"]: row["name"] for row in rows}


async def ids(tx: Transaction) -> frozenset[str]:
    rows = await tx.all("select id::text from palabre.calendar where tenant = %(tenant)s", {"tenant": tx.scope.tenant})
    return frozenset(row["id"] for row in rows)
