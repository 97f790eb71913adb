"""The reader `conversations`: the life that the owner decided, written into the rows.

A message that reached the stream after its conversation's end was late: it opens a linked conversation, once,
in the transaction that moves the reader's position. So the order of the stream decides, and the owner makes it.
"""
from __future__ import annotations

from palabre.conversations.actions import MESSAGE_CHANNELS
from palabre.conversations.facts import (
    ConversationClosed,
    ConversationOpened,
    ConversationRepaired,
    CustomerLeft,
    CustomerReturned,
    MessageReceived,
    SegmentClosed,
    SegmentOpened,
)
from palabre.conversations.store import conversations, messages
from palabre.foundations.facts import Fact
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction

NAME = "conversations"
FACTS = (ConversationOpened, SegmentOpened, SegmentClosed, CustomerLeft, CustomerReturned, ConversationClosed,
         ConversationRepaired, MessageReceived)


async def handle(tx: Transaction, batch: list[tuple[int, Fact]]) -> None:
    for _, fact in batch:
        await _handle_one(tx, fact)


async def _handle_one(tx: Transaction, fact: Fact) -> None:
    match fact:
        case ConversationOpened():
            await conversations.mark_open(tx, fact.conversation, fact.at)
        case SegmentOpened():
            await conversations.open_segment(tx, {
                "id": fact.segment, "conversation": fact.conversation, "kind": fact.kind, "owner": fact.owner,
                "subject": fact.subject, "at": fact.at})
        case SegmentClosed():
            await conversations.close_segment(tx, fact.segment, fact.reason, fact.at)
        case CustomerLeft():
            await conversations.mark_left(tx, fact.conversation, fact.at)
        case CustomerReturned():
            await conversations.mark_left(tx, fact.conversation, None)
        case ConversationClosed():
            await conversations.mark_closed(tx, fact.conversation, fact.reason, fact.at)
        case ConversationRepaired():
            await conversations.mark_repaired(tx, fact.conversation, fact.what)
        case MessageReceived():
            await _link_late_message(tx, fact)


async def _link_late_message(tx: Transaction, fact: MessageReceived) -> None:
    row = await conversations.get(tx, fact.conversation, lock=True)
    message = await messages.get(tx, fact.message, lock=True)
    if row is None or row["state"] != "closed" or message is None or message["conversation"] != fact.conversation:
        return
    successor = await _successor(tx, row)
    number = await messages.next_number(tx, successor)
    if number is None:
        return                                       # closed again meanwhile: it stays where it was written
    await messages.move(tx, fact.message, successor, number)
    tx.tell(MessageReceived(now_ms(), successor, fact.message))


async def _successor(tx: Transaction, row: dict) -> str:
    """The open conversation of the same address, or a new one linked to `row`."""
    single = row["channel"] in MESSAGE_CHANNELS and bool(row["address_value"])
    address = (row["channel"], row["address_kind"], row["address_value"])
    if single and (found := await conversations.open_of_address(tx, *address)):
        return found["id"]
    values = {"id": new_id(), "channel": row["channel"], "customer": row["customer"], "kind": row["address_kind"],
              "value": row["address_value"], "single": single, "entry": row["entry"], "now": now_ms(), "previous": row["id"]}
    if not await conversations.insert(tx, values):
        found = await conversations.open_of_address(tx, *address)
        assert found is not None
        return found["id"]
    tx.tell(ConversationOpened(now_ms(), values["id"], row["channel"], row["customer"], row["entry"], row["id"]))
    return values["id"]
