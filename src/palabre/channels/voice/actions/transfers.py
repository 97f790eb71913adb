"""The number of a transfer to the outside: in rows, for facts carry none."""

from __future__ import annotations

from palabre.channels.voice.actions.dialling import check_number
from palabre.channels.voice.store import calls as store
from palabre.foundations.ids import AdvisorId, ConversationId, TenantId
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Database, Transaction


async def note_number(
    tx: Transaction, transfer: str, conversation: ConversationId, advisor: AdvisorId, number: str, purpose: str
) -> str:
    """Keep it under `transfer`; E.164. Raises NumberInvalid, DestinationClosed: nothing is kept then."""
    clean = await check_number(tx, number, purpose)
    row = {"id": transfer, "conversation": conversation, "advisor": advisor, "number": clean, "now": now_ms()}
    await store.insert_transfer_number(tx, row)
    return clean


async def number_of(database: Database, tenant: TenantId, transfer: str) -> str:
    """'' where there is none, or it was erased."""
    async with database.transaction(Scope(tenant)) as tx:
        return await store.transfer_number(tx, transfer)
