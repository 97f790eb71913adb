"""A new person chooses her own password by a link: nobody else ever knows it. Only the link's hash is kept."""

from __future__ import annotations

import hashlib

import msgspec

from palabre.foundations.clock import HOUR
from palabre.foundations.ids import PersonId, TenantId, is_uuid
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import new_token, now_ms
from palabre.plumbing.postgres import Database, Transaction
from palabre.tenants.actions import passwords
from palabre.tenants.actions.audit import record
from palabre.tenants.actions.people import get_person
from palabre.tenants.model.passwords import check_password
from palabre.tenants.model.people import require_no_more_than
from palabre.tenants.problems import InvitationOver
from palabre.tenants.store import invitations as store
from palabre.tenants.store import people
from palabre.tenants.store.tenants import read_tenant

DAYS = 7


class Invitation(msgspec.Struct, frozen=True):
    """`token`: shown once; part of the link that she is sent. `until`: ms."""

    person: PersonId
    token: str
    until: int


class Invited(msgspec.Struct, frozen=True):
    """What the page shows to who holds the link."""

    name: str
    email: str
    organisation: str


async def invite(tx: Transaction, person: PersonId) -> Invitation:
    """A link of seven days; one that she had before is over."""
    tx.scope.require("people.edit")
    found = await get_person(tx, person, lock=True)
    require_no_more_than(tx.scope, found)
    token, now = new_token(), now_ms()
    until = now + DAYS * 24 * HOUR
    await store.put(tx, {"person": person, "token_hash": _hash(token), "until": until, "now": now,
                         "by": tx.scope.person})  # fmt: skip
    await record(tx, "tenants.invite", f"person:{person}")
    return Invitation(person, f"{tx.scope.tenant}.{token}", until)


async def waiting(tx: Transaction, of: list[PersonId]) -> list[PersonId]:
    """Those who have no password yet."""
    tx.scope.require("people.edit")
    return [PersonId(one) for one in await store.without_password(tx, of)]


async def look(database: Database, link: str) -> Invited:
    """Raises InvitationOver."""
    tenant, token = _parts(link)
    async with database.transaction(Scope(tenant)) as tx:
        row = await _living(tx, token)
        tenant_row = await read_tenant(tx)
        return Invited(row["name"], row["email"], tenant_row["name"] if tenant_row else "")


async def accept(database: Database, link: str, password: str) -> None:
    """Her password from now on; the link is over. Raises InvitationOver, PasswordRefused."""
    tenant, token = _parts(link)
    async with database.transaction(Scope(tenant)) as tx:
        row = await _living(tx, token)
    check_password(password, row["email"], row["name"])
    hashed = await passwords.hash_password(password)
    async with database.transaction(Scope(tenant, PersonId(row["person"]))) as tx:
        if not await store.take(tx, row["person"], _hash(token), now_ms()):
            raise InvitationOver()
        await people.set_password(tx, row["person"], hashed, now_ms())
        await record(tx, "tenants.accept_invitation", f"person:{row['person']}")


async def _living(tx: Transaction, token: str) -> dict:
    row = await store.find(tx, _hash(token), now_ms())
    if row is None:
        raise InvitationOver()
    return row


def _parts(link: str) -> tuple[TenantId, str]:
    tenant, _, token = link.partition(".")
    if not is_uuid(tenant):
        raise InvitationOver()
    return TenantId(tenant), token


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
