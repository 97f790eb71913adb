"""What stands still and waits for a person: facts that a reader could not handle, a tenant whose owner stopped.

Nothing parked is ever deleted: it is tried again until it is done, or set aside with a reason, and stays listed.
Trying again is asked for here, by a row; the reader (or the owner) does it, wherever it runs, within a second.
"""

from __future__ import annotations

import msgspec
import psycopg

from palabre.plumbing.identity import new_id
from palabre.plumbing.postgres import Database, Transaction

DONE, SET_ASIDE, OPEN, ASKED = "done", "set_aside", "open", "asked"
STATES = (OPEN, SET_ASIDE, DONE)
RETRY = "retry"
OWNER = "owner"  # the reader's name of what was set aside for a tenant's owner
REASON_CHARACTERS_MAX = 500
ASKED_MAX = 100  # tried again by one reader in one round
WHY_CHARACTERS_MAX = 500

_ROW = """select tenant::text as tenant, id::text as id, reader, partition, number, fact, why, tries, reason,
  case when outcome <> '' then outcome when asked_at is not null then 'asked' else 'open' end as state,
  (extract(epoch from parked_at) * 1000)::bigint as parked_at,
  (extract(epoch from tried_at) * 1000)::bigint as tried_at from palabre.parked"""
_PAGE = f"""{_ROW} where tenant = %(tenant)s and outcome = %(outcome)s
 and (%(after)s::text is null or id > %(after)s::uuid) order by id limit %(limit)s"""
_ONE = f"{_ROW} where tenant = %(tenant)s and id = %(id)s for update"
_PARK = """insert into palabre.parked
 (tenant, id, reader, partition, number, fact, why, tries, outcome, reason, done_at)
 values (%(tenant)s, %(id)s, %(reader)s, %(partition)s, %(number)s, %(fact)s, %(why)s, %(tries)s, %(outcome)s,
  %(reason)s, case when %(outcome)s <> '' then now() end)"""
_ASK = """update palabre.parked set asked_at = now(), outcome = '', done_at = null
 where tenant = %(tenant)s and id = %(id)s"""
_SET_ASIDE = """update palabre.parked set outcome = 'set_aside', reason = %(reason)s, done_at = now(), asked_at = null
 where tenant = %(tenant)s and id = %(id)s"""
_ASKED = """select tenant::text as tenant, id::text as id, partition, number, fact from palabre.parked
 where reader = %(reader)s and asked_at is not null order by asked_at, id limit %(most)s"""
_TAKE = """select id from palabre.parked
 where tenant = %(tenant)s and id = %(id)s and asked_at is not null for update skip locked"""
_DONE = """update palabre.parked set outcome = 'done', done_at = now(), tried_at = now(), tries = tries + 1,
 asked_at = null where tenant = %(tenant)s and id = %(id)s"""
_FAILED = """update palabre.parked set tried_at = now(), tries = tries + 1, why = %(why)s, asked_at = null
 where tenant = %(tenant)s and id = %(id)s and asked_at is not null"""
_BACK = "insert into palabre.outbox (tenant, fact) values (%(tenant)s, %(fact)s)"
_STREAM = """select parked_why as why, (extract(epoch from parked_at) * 1000)::bigint as parked_at, asked
 from palabre.partition_tenant where tenant = %(tenant)s and parked_at is not null"""
_ASK_STREAM = """update palabre.partition_tenant set asked = %(asked)s, asked_reason = %(reason)s
 where tenant = %(tenant)s"""
_COUNTS = "select reader, entries, extract(epoch from oldest)::float8 as oldest from palabre.parked_counts()"


def why_of(error: BaseException) -> str:
    """The error in one line. Of the database's no more than its first: its details quote whole rows."""
    said = error.diag.message_primary if isinstance(error, psycopg.Error) and error.diag.message_primary else str(error)
    return f"{type(error).__name__}: {said}"[:WHY_CHARACTERS_MAX]


def kind_of(fact: bytes) -> str:
    """`room.Name` of a fact's bytes, also where nothing of today decodes it."""
    try:
        return str(msgspec.msgpack.decode(fact)[0]).rsplit(".", 1)[0]
    except (msgspec.MsgspecError, IndexError, TypeError):
        return ""


async def park(
    tx: Transaction, reader: str, partition: int, number: int, fact: bytes, why: str, tries: int,
    *, outcome: str = "", reason: str = "",
) -> None:  # fmt: skip
    given = {"reader": reader, "partition": partition, "number": number, "fact": fact, "why": why, "tries": tries}
    await tx.execute(_PARK, {**given, "tenant": tx.scope.tenant, "id": new_id(), "outcome": outcome, "reason": reason})


async def page(tx: Transaction, state: str, after: str | None, limit: int) -> list[dict]:
    """The oldest first, of the transaction's tenant. `state`: open, set_aside, done."""
    outcome = "" if state == OPEN else state
    return await tx.all(_PAGE, {"tenant": tx.scope.tenant, "outcome": outcome, "after": after, "limit": limit})


async def one(tx: Transaction, id: str) -> dict | None:
    return await tx.one(_ONE, {"tenant": tx.scope.tenant, "id": id})


async def ask(tx: Transaction, row: dict) -> None:
    """That its reader try again. What was set aside for the owner goes back to the outbox, and is done with it."""
    ids = {"tenant": tx.scope.tenant, "id": row["id"]}
    if row["reader"] == OWNER:
        await tx.execute(_BACK, {"tenant": tx.scope.tenant, "fact": row["fact"]})
        await tx.execute(_DONE, ids)
    else:
        await tx.execute(_ASK, ids)


async def set_aside(tx: Transaction, id: str, reason: str) -> None:
    await tx.execute(_SET_ASIDE, {"tenant": tx.scope.tenant, "id": id, "reason": reason})


async def stream(tx: Transaction) -> dict | None:
    """Why nothing is decided for this tenant; None while its facts are numbered as they should."""
    return await tx.one(_STREAM, {"tenant": tx.scope.tenant})


async def ask_stream(tx: Transaction, asked: str, reason: str = "") -> None:
    """`asked`: retry, set_aside (the transaction that it stopped at, kept in the list)."""
    await tx.execute(_ASK_STREAM, {"tenant": tx.scope.tenant, "asked": asked, "reason": reason})


async def counts(database: Database) -> dict[str, tuple[int, float]]:
    """By reader, `owner` for tenants that stand still: how many wait, and since when (s since 1970)."""
    async with database.connection() as connection:
        rows = await (await connection.execute(_COUNTS)).fetchall()
    return {r["reader"]: (r["entries"], r["oldest"]) for r in rows}


# -- the reader's side


async def asked(database: Database, reader: str) -> list[dict]:
    """Across tenants (role projector): what somebody wants tried again."""
    async with database.connection() as connection:
        return await (await connection.execute(_ASKED, {"reader": reader, "most": ASKED_MAX})).fetchall()


async def take(tx: Transaction, id: str) -> bool:
    """Still asked for, and nobody else's just now."""
    return await tx.one(_TAKE, {"tenant": tx.scope.tenant, "id": id}) is not None


async def done(tx: Transaction, id: str) -> None:
    await tx.execute(_DONE, {"tenant": tx.scope.tenant, "id": id})


async def failed(tx: Transaction, id: str, why: str) -> None:
    await tx.execute(_FAILED, {"tenant": tx.scope.tenant, "id": id, "why": why})
