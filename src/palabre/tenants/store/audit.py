"""SQL of the audit: rows are added and read, nothing else is granted."""

from __future__ import annotations

from typing import Any

from palabre.plumbing.postgres import Transaction


async def insert_audit(tx: Transaction, row: dict[str, Any]) -> None:
    await tx.execute(
        """insert into palabre.audit (tenant, id, at, person, partner, verb, subject, codes)
           values (%(tenant)s, %(id)s, %(at)s, %(person)s, %(partner)s, %(verb)s, %(subject)s, %(codes)s::jsonb)""",
        {**row, "tenant": tx.scope.tenant},
    )


async def list_audit(
    tx: Transaction, *, subject: str | None, person: str | None, before: str | None, limit: int
) -> list[dict]:
    """Newest first."""
    return await tx.all(
        """select id::text, at, person::text, partner::text, verb, subject, codes from palabre.audit
           where tenant = %(tenant)s and (%(before)s::uuid is null or id < %(before)s)
             and (%(subject)s::text is null or subject = %(subject)s)
               and (%(person)s::uuid is null or person = %(person)s)
           order by id desc limit %(limit)s""",
        {"tenant": tx.scope.tenant, "subject": subject, "person": person, "before": before, "limit": limit},
    )
