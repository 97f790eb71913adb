"""A call's identity: conversation, customer, line, in one transaction with its facts."""

from __future__ import annotations

from palabre.channels.voice.facts import CallArrived
from palabre.channels.voice.store import across as across_rows
from palabre.channels.voice.store import calls as store
from palabre.conversations.actions.records import open_conversation
from palabre.customers.actions import normalise_address, tenant_country
from palabre.foundations.ids import ConversationId, TenantId
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Database

CALLER_CHARACTERS_MAX = 64


class CallKnown(Exception):
    """This channel has its conversation already."""


async def open_call(
    database: Database,
    tenant: TenantId,
    *,
    conversation: ConversationId,
    node: str,
    line: str,
    number: str,
    caller: str,
    arrived_at: int | None = None,
    reconstructed: bool = False,
    outbound: bool = False,
    purpose: str = "",
) -> None:
    """Rows and facts of a call that arrived, or (`reconstructed`) that came and went without us.

    `caller`: as presented, '' withheld; whom we called, where it is `outbound`. Raises CallKnown.
    """
    async with database.transaction(Scope(tenant)) as tx:
        address = normalise_address("voice", caller[:CALLER_CHARACTERS_MAX], await tenant_country(tx))
        line_row = {
            "conversation": conversation,
            "node": node,
            "line": line,
            "number": number,
            "now": arrived_at or now_ms(),
            "reconstructed": reconstructed,
        }
        if not await store.insert_line(tx, line_row):
            raise CallKnown(line)
        await open_conversation(
            tx,
            channel="voice",
            address=address,
            entry=number,
            conversation=conversation,
            reconstructed=reconstructed,
            facts=[] if reconstructed else [CallArrived(now_ms(), conversation, line, node, outbound, purpose)],
        )


def new_conversation() -> ConversationId:
    return ConversationId(new_id())


async def line_of(database: Database, tenant: TenantId, conversation: ConversationId) -> dict | None:
    """number, language, flow, line, node of a call."""
    async with database.transaction(Scope(tenant)) as tx:
        return await store.line_of(tx, conversation)


async def known_lines(database: Database, node: str, lines: list[str]) -> set[str]:
    async with database.connection() as connection:
        return await across_rows.known_lines(connection, node, lines)


async def rescue_ways(database: Database) -> list[dict]:
    """tenant, number, rescue_number ('' none), of all: what the dial plan needs while we are away."""
    async with database.connection() as connection:
        return await across_rows.rescue_ways(connection)


async def free_numbers(database: Database) -> list[str]:
    """Of all tenants: nothing is charged there before somebody answers, whoever speaks meanwhile."""
    async with database.connection() as connection:
        return await across_rows.free_numbers(connection)
