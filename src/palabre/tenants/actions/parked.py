"""What stands still in a tenant, seen and mended by a person; each step of hers is audited."""

from __future__ import annotations

import asyncio

import msgspec

from palabre.foundations.problems import Invalid, NotFound
from palabre.foundations.scope import Scope
from palabre.plumbing import parked
from palabre.plumbing.postgres import Database, Transaction
from palabre.plumbing.web.pages import key_of, page_of
from palabre.tenants.actions import audit
from palabre.tenants.problems import AlreadyDone, NothingParked

SEE, MEND = "operations.view", "operations.repair"
OUTCOME_SECONDS_MAX = 5.0  # waited for before it is said that it goes on
LOOK_SECONDS = 0.1


class ParkedFact(msgspec.Struct):
    """`reader` gave up on the fact PARTITION.NUMBER, a `kind`, after `tries`; instants in ms. Its content is not shown.

    `state`: open, asked (it is being tried again), set_aside (for `reason`), done. Of the reader `owner`, `number` is
    the row of the outbox that it was.
    """

    id: str
    reader: str
    partition: int
    number: int
    why: str
    tries: int
    parked_at: int
    kind: str = ""
    state: str = parked.OPEN
    reason: str = ""
    tried_at: int | None = None


class ParkedStream(msgspec.Struct):
    """The owner met a fact that it cannot apply: it decides nothing for this tenant until somebody has looked.

    `asked`: retry or set_aside where somebody has just asked for it.
    """

    why: str
    parked_at: int
    asked: str = ""


class Parked(msgspec.Struct):
    """A page. `stream`: null while the tenant's facts are numbered as they should."""

    rows: list[ParkedFact]
    next: str | None = None
    stream: ParkedStream | None = None


async def list_parked(tx: Transaction, *, state: str, after: str, limit: int) -> Parked:
    """Of the caller's tenant, the oldest first. Raises Forbidden, Invalid."""
    tx.scope.require(SEE)
    if state not in parked.STATES:
        raise Invalid(field="state", reason="unknown")
    key = key_of(after, tuple[str])
    found = page_of(await parked.page(tx, state, key[0] if key else None, limit + 1), limit, _shown, "id")
    return Parked(found.rows, found.next, _stream(await parked.stream(tx)))


async def retry(database: Database, scope: Scope, id: str) -> ParkedFact:
    """Ask its reader to handle it now; what came of it, or `asked` where that takes longer than five seconds.

    Raises Forbidden, NotFound, AlreadyDone.
    """
    async with database.transaction(scope) as tx:
        row = await _to_mend(tx, id)
        await parked.ask(tx, row)
        await audit.record(tx, "operations.retry_parked", f"parked:{id}", reader=row["reader"], number=row["number"])
    return await _outcome(database, scope, id)


async def set_aside(tx: Transaction, id: str, reason: str) -> ParkedFact:
    """It will not be handled, for a reason that stays with it in the list. Raises Forbidden, NotFound, AlreadyDone."""
    row, reason = await _to_mend(tx, id), _reason(reason)
    await parked.set_aside(tx, id, reason)
    await audit.record(tx, "operations.set_aside_parked", f"parked:{id}", reader=row["reader"], number=row["number"])
    return _shown(await parked.one(tx, id) or row)


async def retry_stream(database: Database, scope: Scope) -> ParkedStream | None:
    """Ask the owner to try again; None: it decides again. Raises Forbidden, NothingParked."""
    return await _ask_stream(database, scope, parked.RETRY, "")


async def set_aside_stream(database: Database, scope: Scope, reason: str) -> ParkedStream | None:
    """Take what the owner stopped at out of its way, into the list of what was set aside; None: it decides again."""
    return await _ask_stream(database, scope, parked.SET_ASIDE, _reason(reason))


async def _ask_stream(database: Database, scope: Scope, asked: str, reason: str) -> ParkedStream | None:
    async with database.transaction(scope) as tx:
        tx.scope.require(MEND)
        if await parked.stream(tx) is None:
            raise NothingParked()
        await parked.ask_stream(tx, asked, reason)
        await audit.record(tx, f"operations.{asked}_stream", f"tenant:{scope.tenant}")
    found = None
    for _ in range(round(OUTCOME_SECONDS_MAX / LOOK_SECONDS)):
        async with database.transaction(scope) as tx:
            found = _stream(await parked.stream(tx))
        if found is None or not found.asked:
            break
        await asyncio.sleep(LOOK_SECONDS)
    return found


async def _outcome(database: Database, scope: Scope, id: str) -> ParkedFact:
    for _ in range(round(OUTCOME_SECONDS_MAX / LOOK_SECONDS)):
        async with database.transaction(scope) as tx:
            row = await parked.one(tx, id)
        if row is None or row["state"] != parked.ASKED:
            break
        await asyncio.sleep(LOOK_SECONDS)
    if row is None:
        raise NotFound(what="parked")
    return _shown(row)


async def _to_mend(tx: Transaction, id: str) -> dict:
    tx.scope.require(MEND)
    row = await parked.one(tx, id)
    if row is None:
        raise NotFound(what="parked")
    if row["state"] == parked.DONE:
        raise AlreadyDone()
    return row


def _reason(text: str) -> str:
    text = text.strip()
    if not text or len(text) > parked.REASON_CHARACTERS_MAX:
        raise Invalid(field="reason", reason="length", most=parked.REASON_CHARACTERS_MAX)
    return text


def _shown(row: dict) -> ParkedFact:
    kept = {k: row[k] for k in ParkedFact.__struct_fields__ if k != "kind"}
    return ParkedFact(**kept, kind=parked.kind_of(row["fact"]))


def _stream(row: dict | None) -> ParkedStream | None:
    return ParkedStream(**row) if row else None
