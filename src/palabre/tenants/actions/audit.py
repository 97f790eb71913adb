"""Who changed what: every action writes it in its own transaction."""

from __future__ import annotations

from typing import Any

import msgspec

from palabre.foundations.ids import PersonId
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.web.pages import Page, cursor_of, key_of
from palabre.tenants.store import audit as store


class AuditEntry(msgspec.Struct, frozen=True):
    """`verb`: room.action. `subject`: kind:id. `codes`: before and after, as ids, codes and numbers."""

    id: str
    at: int
    person: PersonId | None
    partner: str | None
    verb: str
    subject: str
    codes: dict[str, Any]


async def record(tx: Transaction, verb: str, subject: str, **codes: Any) -> None:
    """Write that the scope's person did `verb` (room.action) to `subject` (kind:id).

    `codes`: ids, codes and numbers only, as `before=…`, `after=…`; never a name, an address or a text.
    """
    await store.insert_audit(
        tx,
        {
            "id": new_id(),
            "at": now_ms(),
            "person": tx.scope.person,
            "partner": tx.scope.partner,
            "verb": verb,
            "subject": subject,
            "codes": msgspec.json.encode(codes).decode(),
        },
    )


async def list_audit(
    tx: Transaction, *, subject: str | None, person: str | None, after: str, limit: int
) -> Page[AuditEntry]:
    tx.scope.require("audit.view")
    before = key_of(after, tuple[str])
    rows = await store.list_audit(tx, subject=subject, person=person, before=before and before[0], limit=limit + 1)
    more = cursor_of(rows[limit - 1]["id"]) if len(rows) > limit else None
    return Page([AuditEntry(**row) for row in rows[:limit]], more)
