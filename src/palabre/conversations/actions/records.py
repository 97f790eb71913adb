"""A conversation's own rows: opened, read, given to a customer, told in her timeline, erased. One call = part of one
transaction, with its facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from palabre.conversations.facts import ConversationOpened
from palabre.conversations.ports import is_trial
from palabre.conversations.store import conversations, notes, search
from palabre.customers.actions import Address, find_or_create_customer
from palabre.foundations import limits
from palabre.foundations.facts import Fact
from palabre.foundations.ids import ConversationId, CustomerId, PersonId
from palabre.foundations.problems import NotFound
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction

MESSAGE_CHANNELS = frozenset({"chat", "email", "sms", "whatsapp"})  # at most one open conversation per address


class Opened(msgspec.Struct, frozen=True):
    conversation: ConversationId
    customer: CustomerId | None
    is_new: bool


async def open_conversation(
    tx: Transaction,
    *,
    channel: str,
    address: Address,
    entry: str,
    customer_hint: CustomerId | None = None,
    facts: Sequence[Fact] = (),
    conversation: ConversationId | None = None,
    previous: ConversationId | None = None,
    reconstructed: bool = False,
) -> Opened:
    """An identity for a new conversation, or the open one of this address (message channels have at most one).

    `conversation`: its id where the caller has named it. `facts`: told right after ConversationOpened, when new.
    """
    single = channel in MESSAGE_CHANNELS and address.joins
    if single and (row := await conversations.open_of_address(tx, channel, address.kind, address.value)):
        return Opened(row["id"], row["customer"], False)
    if (
        single
        and previous is None
        and (last := await conversations.last_of_address(tx, channel, address.kind, address.value))
    ):
        previous = last["id"]
        customer_hint = customer_hint or last["customer"]
    customer = customer_hint or (None if is_trial(entry) else await find_or_create_customer(tx, address))
    made = Opened(conversation or ConversationId(new_id()), customer, True)
    values = {
        "id": made.conversation,
        "channel": channel,
        "customer": customer,
        "kind": address.kind,
        "value": address.value,
        "single": single,
        "entry": entry,
        "now": now_ms(),
        "previous": previous,
    }
    if not await conversations.insert(tx, values):  # somebody was first: theirs is it
        row = await conversations.open_of_address(tx, channel, address.kind, address.value)
        assert row is not None
        return Opened(row["id"], row["customer"], False)
    tx.tell(ConversationOpened(now_ms(), made.conversation, channel, customer, entry, previous, reconstructed))
    for fact in facts:
        tx.tell(fact)
    return made


async def get_conversation(tx: Transaction, conversation: ConversationId) -> dict[str, Any]:
    """Its row with its segments. Raises NotFound."""
    return {**await get_row(tx, conversation), "segments": await conversations.segments(tx, [conversation])}


async def get_row(tx: Transaction, conversation: ConversationId) -> dict[str, Any]:
    """Its row alone. Raises NotFound."""
    row = await conversations.get(tx, conversation)
    if row is None:
        raise NotFound(conversation=conversation)
    return row


async def customer_of(tx: Transaction, conversation: ConversationId) -> CustomerId | None:
    """Within the installation; None: unknown, or none known of."""
    row = await conversations.get(tx, conversation)
    return row["customer"] if row else None


async def last_advisor(tx: Transaction, conversation: ConversationId, since: int) -> PersonId | None:
    """Who talked last with this conversation's customer, in another one begun after `since` (ms)."""
    found = await conversations.last_talked(tx, conversation, since)
    return PersonId(found) if found else None


async def set_customer(tx: Transaction, conversation: ConversationId, customer: CustomerId) -> None:
    """An address is not a person: the advisor says who it is."""
    await conversations.set_customer(tx, conversation, customer)


async def timeline(
    tx: Transaction,
    customer: CustomerId,
    *,
    cursor: tuple[int, str] | None = None,
    limit: int = 20,
    messages_max: int = 50,
) -> list[dict[str, Any]]:
    """The customer's conversations on all channels, newest first, each with segments, messages, notes, attachments."""
    rows = await search.of_customer(tx, customer, cursor, min(limit, limits.PAGE_ROWS_MAX))
    ids = [r["id"] for r in rows]
    parts = {
        "segments": await conversations.segments(tx, ids),
        "messages": await search.recent_messages(tx, ids, messages_max),
        "notes": await notes.notes(tx, ids),
        "attachments": await notes.attachments(tx, ids),
    }
    return [
        {**r, **{name: [p for p in found if p["conversation"] == r["id"]] for name, found in parts.items()}}
        for r in rows
    ]


async def erase_customer(tx: Transaction, customer: CustomerId) -> None:
    """What was written in her conversations, and the addresses they came from; their facts, times and codes remain."""
    await search.erase(tx, customer)
