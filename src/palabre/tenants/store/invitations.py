"""SQL of invitations: one of a person at most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from palabre.plumbing.postgres import Transaction


async def put(tx: Transaction, row: dict[str, Any]) -> None:
    await tx.execute(
        """insert into palabre.invitation (tenant, person, token_hash, until, made_at, made_by)
           values (%(tenant)s, %(person)s, %(token_hash)s, %(until)s, %(now)s, %(by)s)
           on conflict (tenant, person) do update set token_hash = excluded.token_hash, until = excluded.until,
             made_at = excluded.made_at, made_by = excluded.made_by""",
        {**row, "tenant": tx.scope.tenant},
    )


async def find(tx: Transaction, token_hash: bytes, now: int) -> dict | None:
    """Who was invited by it, where her account is open."""
    return await tx.one(
        """select i.person::text, p.name, p.email from palabre.invitation i
           join palabre.person p on p.tenant = i.tenant and p.id = i.person and p.active
           where i.tenant = %(tenant)s and i.token_hash = %(hash)s and i.until > %(now)s limit 1""",
        {"tenant": tx.scope.tenant, "hash": token_hash, "now": now},
    )


async def take(tx: Transaction, person: str, token_hash: bytes, now: int) -> bool:
    cursor = await tx.execute(
        """delete from palabre.invitation
           where tenant = %(tenant)s and person = %(person)s and token_hash = %(hash)s and until > %(now)s""",
        {"tenant": tx.scope.tenant, "person": person, "hash": token_hash, "now": now},
    )
    return cursor.rowcount == 1


async def without_password(tx: Transaction, people: Sequence[str]) -> list[str]:
    rows = await tx.all(
        """select id::text from palabre.person where tenant = %(tenant)s and id = any(%(people)s::uuid[]) and active
             and password_hash is null order by name_key, id""",
        {"tenant": tx.scope.tenant, "people": list(people)},
    )
    return [row["id"] for row in rows]
