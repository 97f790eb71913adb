"""Numbers that the telephone is to dial: kept in rows under an id that facts may name; each attempt made once."""

from __future__ import annotations

import msgspec

from palabre.channels.voice.actions.calls import new_conversation
from palabre.channels.voice.actions.dialling import check_number
from palabre.channels.voice.store import numbers as numbers_rows
from palabre.channels.voice.store import outbound as store
from palabre.foundations.ids import ConversationId, EffectId, TenantId
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Database, Transaction


class Attempt(msgspec.Struct):
    """`first`: not made before; else it is looked for in Asterisk, never made again. `number`: '' erased meanwhile."""

    number: str
    entry: str
    language: str
    conversation: ConversationId
    first: bool


async def plan_dial(
    tx: Transaction, id: str, number: str, *, entry: str = "", language: str = "", purpose: str = "callback"
) -> str:
    """The number as it will be dialled (E.164). `entry`: our number that she sees; '': the tenant's first.

    Raises NumberInvalid, DestinationClosed: what may not be called is not planned.
    """
    wanted = await check_number(tx, number, purpose)
    ours = await numbers_rows.own_number(tx, entry) or {"number": entry, "language": "fr"}
    values = {"id": id, "number": wanted, "entry": ours["number"], "language": language or ours["language"]}
    await store.insert_outbound(tx, {**values, "now": now_ms()})
    return wanted


async def plan_campaign_dial(
    tx: Transaction, id: str, number: str, *, entry: str, language: str, message: str, opt_out_digit: str
) -> None:
    """As plan_dial, for a campaign's contact, as often as it is supplied. `message`: said where nobody is there for
    her; `opt_out_digit`: by which she wants no more calls. Raises NumberInvalid, DestinationClosed."""
    wanted = await check_number(tx, number, "outbound")
    ours = await numbers_rows.own_number(tx, entry) or {"number": entry, "language": language}
    await store.put_outbound(tx, {
        "id": id, "number": wanted, "entry": ours["number"], "language": language, "message": message,
        "digit": opt_out_digit, "now": now_ms()})  # fmt: skip


async def message_of(database: Database, tenant: TenantId, id: str) -> tuple[str, str]:
    """What is said, '' nothing, and the digit for no more calls."""
    async with database.transaction(Scope(tenant)) as tx:
        row = await store.outbound(tx, id)
    return (row["message"], row["opt_out_digit"]) if row else ("", "")


async def begin_attempt(
    database: Database, tenant: TenantId, id: str, effect: EffectId, node: str
) -> Attempt | None:
    """Committed before the hand-over. None: another node makes it, or nothing is known of it."""
    async with database.transaction(Scope(tenant)) as tx:
        planned = await store.outbound(tx, id)
        if planned is None:
            return None
        values = {"effect": effect, "id": id, "node": node, "conversation": new_conversation(), "now": now_ms()}
        first = await store.insert_attempt(tx, values)
        row = await store.attempt(tx, effect)
    if row is None or row["node"] != node:
        return None
    return Attempt(
        planned["number"], planned["entry"], planned["language"], ConversationId(str(row["conversation"])), first)


async def begun_by(database: Database, tenant: TenantId, effect: EffectId) -> str:
    """The node that has dialled, or dials; '' none yet."""
    async with database.transaction(Scope(tenant)) as tx:
        row = await store.attempt(tx, effect)
    return row["node"] if row else ""


async def forget_number(tx: Transaction, id: str) -> None:
    """It is never dialled again."""
    await store.erase_outbound(tx, id)
