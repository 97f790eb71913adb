"""The reader `conversations`: the life that the owner decided, written into the rows, in the order of the stream."""

from __future__ import annotations

from palabre.conversations.actions.messages import release_held
from palabre.conversations.facts import (
    ConversationClosed,
    ConversationOpened,
    ConversationReopened,
    ConversationRepaired,
    CustomerLeft,
    CustomerReturned,
    MessageReceived,
    SegmentClosed,
    SegmentOpened,
)
from palabre.conversations.store import conversations, messages
from palabre.foundations.facts import Fact
from palabre.foundations.ids import ConversationId
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Transaction

NAME = "conversations"
FACTS = (
    ConversationOpened,
    ConversationReopened,
    SegmentOpened,
    SegmentClosed,
    CustomerLeft,
    CustomerReturned,
    ConversationClosed,
    ConversationRepaired,
    MessageReceived,
)
SUPERSEDED = "superseded"


async def handle(tx: Transaction, batch: list[tuple[int, Fact]]) -> None:
    """For plumbing.reactions.Reader: idempotent fact by fact. What one writes is not waited for before the next."""
    async with tx.connection.pipeline():
        for _, fact in batch:
            await _handle_one(tx, fact)


async def again(tx: Transaction, parked: tuple[int, Fact], story: list[tuple[int, Fact]]) -> None:
    """A parked fact, late: with it what came later of the same segment, which had found no row."""
    number, fact = parked
    segment = _segment(fact)
    await handle(tx, [parked, *((n, f) for n, f in story if n > number and segment and _segment(f) == segment)])


def _segment(fact: Fact) -> str | None:
    return getattr(fact, "segment", None)


async def _handle_one(tx: Transaction, fact: Fact) -> None:
    match fact:
        case ConversationOpened():
            await conversations.mark_open(tx, fact.conversation, fact.at)
        case ConversationReopened():
            await _reopen(tx, fact)
        case SegmentOpened():
            await conversations.open_segment(
                tx,
                {
                    "id": fact.segment,
                    "conversation": fact.conversation,
                    "kind": fact.kind,
                    "owner": fact.owner,
                    "subject": fact.subject,
                    "at": fact.at,
                },
            )
        case SegmentClosed():
            await conversations.close_segment(tx, fact.segment, fact.reason, fact.at)
        case CustomerLeft():
            await conversations.mark_left(tx, fact.conversation, fact.at)
        case CustomerReturned():
            await conversations.mark_left(tx, fact.conversation, None)
        case ConversationClosed():
            await _send_held(tx, fact.conversation)
            await conversations.mark_closed(tx, fact.conversation, fact.reason, fact.at)
        case ConversationRepaired():
            await conversations.mark_repaired(tx, fact.conversation, fact.what)
        case MessageReceived():
            await _note_late(tx, fact)


async def _send_held(tx: Transaction, conversation: ConversationId) -> None:
    """What was acknowledged to its author is not kept from a customer who is still there, whatever brought the end."""
    row = await conversations.get(tx, conversation, lock=True)
    if row and row["state"] != "closed" and row["customer_left_at"] is None:
        await release_held(tx, conversation)


async def _note_late(tx: Transaction, fact: MessageReceived) -> None:
    row = await conversations.get(tx, fact.conversation)
    if row and (row["state"] == "closed" or row["repaired"] == SUPERSEDED):
        await messages.mark_late(tx, fact.message, True)
        if row["state"] != "closed":
            await _hand_over(tx, row)


async def _reopen(tx: Transaction, fact: ConversationReopened) -> None:
    """It lives again; but where the address has begun another one meanwhile, its late messages go there.

    The old one then is `superseded`: whoever would run a flow for it asks for its end instead.
    """
    row = await conversations.get(tx, fact.conversation, lock=True)
    if row is None or row["state"] != "closed":
        return
    other = await conversations.open_of_address(tx, row["channel"], row["address_kind"], row["address_value"])
    await conversations.reopen(tx, fact.conversation, SUPERSEDED if other else "")
    if other:
        await _hand_over(tx, row)
        return
    for message in await messages.late(tx, fact.conversation):
        await messages.mark_late(tx, message["id"], False)


async def _hand_over(tx: Transaction, row: dict) -> None:
    other = await conversations.open_of_address(tx, row["channel"], row["address_kind"], row["address_value"])
    for message in await messages.late(tx, row["id"]) if other else []:
        number = await messages.next_number(tx, other["id"])
        if number is not None:
            await messages.move(tx, message["id"], other["id"], number)
            tx.tell(MessageReceived(now_ms(), other["id"], message["id"]))
