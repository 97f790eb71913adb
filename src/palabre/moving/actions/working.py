"""What a worker holds while it is at an import: by time, so that one that was killed lets go by itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec

from palabre.foundations.ids import PersonId, TenantId
from palabre.foundations.problems import NotFound
from palabre.foundations.scope import Scope
from palabre.moving.model.judging import About
from palabre.moving.problems import LostHold
from palabre.moving.store import imports as store
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services
from palabre.tenants.actions.people import get_person
from palabre.tenants.actions.tenants import get_tenant
from palabre.tenants.model.permissions import permissions_of

HELD_MS = 20_000


class Held(msgspec.Struct):
    """One import in one worker's hands. `scope`: who asked, with what she might do then and still may."""

    services: Services
    scope: Scope
    row: dict[str, Any]
    holder: str
    about: About

    @property
    def id(self) -> str:
        return str(self.row["id"])

    @asynccontextmanager
    async def transaction(self, done: int = 0) -> AsyncIterator[Transaction]:
        """While it is ours: whoever takes it over waits for the end of this. `done`: rows more. Raises LostHold."""
        async with self.services.database.transaction(self.scope) as tx:
            await self.keep(tx, done)
            yield tx

    async def keep(self, tx: Transaction, done: int) -> None:
        """`done` rows more in this transaction, and time anew. Raises LostHold."""
        if not await store.still_holds(tx, self.id, self.holder, now_ms() + HELD_MS, done):
            raise LostHold()


async def take(services: Services, tenant: TenantId) -> Held | None:
    """The oldest that somebody waits for."""
    now, holder = now_ms(), new_id()
    async with services.database.transaction(Scope(tenant)) as tx:
        row = await store.hold(tx, holder, now, now + HELD_MS)
        if row is None:
            return None
        of = await get_tenant(tx)
        scope = await _scope(tx, row)
    return Held(services, scope, row, holder, About(of.country, of.time_zone, of.language))


async def _scope(tx: Transaction, row: dict[str, Any]) -> Scope:
    """Nobody's worker does what she herself could not: what she was allowed when she asked, and is now."""
    by = {"reading": "created_by", "applying": "applied_by", "undoing": "undone_by"}[row["state"]]
    if row[by] is None:
        return Scope(tx.scope.tenant, permissions=frozenset(row["permissions"]))
    try:
        person = await get_person(tx, PersonId(str(row[by])))
    except NotFound:
        return Scope(tx.scope.tenant)
    may = permissions_of(person.roles) & frozenset(row["permissions"]) if person.active else frozenset()
    return Scope(tx.scope.tenant, person.id, person.partner, may, person.language)
