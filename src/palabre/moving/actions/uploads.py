"""What people ask for: a file is kept sealed, looked at, applied, undone, let go. The worker does it."""

from __future__ import annotations

from collections.abc import AsyncIterator

from palabre.foundations import limits
from palabre.foundations.clock import HOUR
from palabre.foundations.ids import PersonId, TenantId
from palabre.foundations.scope import Scope
from palabre.moving.actions.history import PERMISSION, Import, get_import, row_of, written
from palabre.moving.model.kinds import BY_NAME
from palabre.moving.problems import FileTooLarge, KindUnknown, NotInThisState, UndoTooLate
from palabre.moving.store import imports as store
from palabre.plumbing.blobs import BlobTooLarge
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services
from palabre.tenants.actions import invitations
from palabre.tenants.actions.audit import record
from palabre.tenants.actions.people import get_person

INVITED_MAX = 1_000


async def upload(services: Services, who: Scope, chunks: AsyncIterator[bytes], *, name: str, kind: str) -> Import:
    """Nothing changes by it. `kind`: '' where its name or its columns say it, or a zip. Raises FileTooLarge."""
    who.require(PERMISSION)
    if kind and kind not in BY_NAME:
        raise KindUnknown(kind=kind[:40])
    try:
        blob = await services.blobs.put(who.tenant, chunks, kind="import", content_type="application/octet-stream",
                                        bytes_max=limits.MOVING_FILE_BYTES_MAX)  # fmt: skip
    except BlobTooLarge:
        raise FileTooLarge(bytes_max=limits.MOVING_FILE_BYTES_MAX) from None
    id = new_id()
    async with services.database.transaction(who) as tx:
        await store.insert(tx, {"id": id, "file_name": name[: limits.NAME_CHARACTERS_MAX], "kind": kind,
                                "blob": blob.id, "permissions": sorted(who.permissions), "now": now_ms(),
                                "by": who.person})  # fmt: skip
        await record(tx, "moving.upload", f"moving_import:{id}", bytes=blob.bytes, kind=kind)
        return await get_import(tx, id)


async def apply(tx: Transaction, id: str) -> Import:
    """What the preview shows is done, by the worker. Raises NotInThisState."""
    tx.scope.require(PERMISSION)
    await _in_state(tx, id, "ready")
    rows = await store.count(tx, id, "apply")
    await store.set_state(tx, id, "applying", permissions=sorted(tx.scope.permissions), applied_by=tx.scope.person,
                          rows=rows, done=0, failure=None, held_until=0)  # fmt: skip
    await record(tx, "moving.apply", f"moving_import:{id}", rows=rows)
    return await get_import(tx, id)


async def undo(tx: Transaction, id: str, *, changed_since: bool) -> Import:
    """The whole of it, within 30 days. `changed_since`: what somebody changed since too. Raises NotInThisState,
    UndoTooLate."""
    tx.scope.require(PERMISSION)
    row = await _in_state(tx, id, "applied", "undone")
    if row["state"] == "undone" and not row["left_rows"]:
        raise NotInThisState(state="undone")
    if now_ms() > row["applied_at"] + limits.MOVING_UNDO_DAYS * 24 * HOUR:
        raise UndoTooLate(days=limits.MOVING_UNDO_DAYS)
    await store.take_up_left(tx, id)
    rows = await store.count(tx, id, "undo")
    await store.set_state(tx, id, "undoing", permissions=sorted(tx.scope.permissions), undone_by=tx.scope.person,
                          rows=rows, done=0, force=changed_since, held_until=0)  # fmt: skip
    await record(tx, "moving.undo", f"moving_import:{id}", rows=rows, changed_since=changed_since)
    return await get_import(tx, id)


async def discard(services: Services, who: Scope, id: str) -> None:
    """A preview that nobody wants: file and rows go. Raises NotInThisState."""
    who.require(PERMISSION)
    async with services.database.transaction(who) as tx:
        row = await _in_state(tx, id, "ready", "unreadable")
        await let_go(tx, id)
    if row["blob"]:
        await erase_file(services, who.tenant, id, str(row["blob"]))


async def let_go(tx: Transaction, id: str) -> None:
    await store.delete_rows(tx, id)
    await store.set_state(tx, id, "discarded")
    await record(tx, "moving.discard", f"moving_import:{id}")


async def erase_file(services: Services, tenant: TenantId, id: str, blob: str) -> None:
    """Named until it is gone: cut in between, whoever lets go of what is over finds it."""
    await services.blobs.erase(tenant, blob)
    async with services.database.transaction(Scope(tenant)) as tx:
        await store.forget_file(tx, id)


async def _in_state(tx: Transaction, id: str, *states: str) -> dict:
    row = await row_of(tx, id, lock=True)
    if row["state"] not in states:
        raise NotInThisState(state=row["state"])
    return row


async def invite(tx: Transaction, id: str, address: str) -> str:
    """CSV of name, e-mail and link, for those who came by this import and have no password yet; links that they had
    before are over. INVITED_MAX at once."""
    tx.scope.require(PERMISSION)
    await row_of(tx, id)
    people = [PersonId(one) for one in await store.things_of(tx, id, "advisors", limits.MOVING_THINGS_MAX)]
    lines = [["name", "email", "link"]]
    for person in (await invitations.waiting(tx, people))[:INVITED_MAX]:
        found, made = await get_person(tx, person), await invitations.invite(tx, person)
        lines.append([found.name, found.email, f"{address}/desk/invited#{made.token}"])
    return written(lines)
