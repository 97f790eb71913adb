"""What is written in a conversation: received, sent, held, undone. One call is part of a transaction with its facts."""

from __future__ import annotations

from typing import Any

import msgspec

from palabre.conversations.facts import MessageReceived, MessageSent
from palabre.conversations.problems import ConversationIsClosed, MessageAlreadySent, MessageEmpty, TextTooLong
from palabre.conversations.store import conversations, messages
from palabre.foundations import limits
from palabre.foundations.clock import after
from palabre.foundations.ids import ConversationId, MessageId, PersonId
from palabre.foundations.problems import NotFound
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction

HOLD_SECONDS = {"chat": 3.0, "email": 10.0}  # held on the server: undo survives a closed tab
# kinds of message: text; options (buttons in data.options); choice (one of them, data.option); ask (data.secret);
# secret (the customer answered: the text was never kept); status (queue position, closed: data.code)
MESSAGE_KINDS = ("text", "options", "choice", "ask", "secret", "status")


class Message(msgspec.Struct, frozen=True):
    """One message as everybody reads it. `number`: its place, None while held; instants in ms."""

    id: MessageId
    conversation: ConversationId
    number: int | None
    direction: str
    author: PersonId | None
    kind: str
    text: str
    data: dict[str, Any]
    status: str
    created_at: int
    held_until: int | None = None
    sent_at: int | None = None
    delivered_at: int | None = None
    read_at: int | None = None
    provider_id: str | None = None


def message_of(row: dict) -> Message:
    return msgspec.convert(row, Message)


def checked_text(text: str) -> str:
    """The text without surrounding blanks; refused when empty or longer than the bound."""
    text = text.replace("\x00", "").strip()
    if not text:
        raise MessageEmpty()
    if len(text) > limits.TEXT_CHARACTERS_MAX:
        raise TextTooLong(characters_max=limits.TEXT_CHARACTERS_MAX)
    return text


async def receive_message(
    tx: Transaction,
    conversation: ConversationId,
    text: str,
    *,
    provider_id: str | None,
    kind: str = "text",
    data: dict[str, Any] | None = None,
) -> tuple[Message, bool]:
    """A message from the customer, and whether it is new: the same `provider_id` is kept once.

    A secret's text is not given here at all. Raises ConversationIsClosed.
    """
    text = "" if kind == "secret" else checked_text(text)
    row = await conversations.get(tx, conversation, lock=True)  # a twin waits here and then finds the first
    if provider_id and (known := await messages.of_provider(tx, provider_id)):
        return message_of(known), False
    if row is None or row["state"] == "closed":
        raise ConversationIsClosed(conversation=conversation)
    made = await messages.insert(
        tx,
        {
            "id": new_id(),
            "conversation": conversation,
            "number": await messages.next_number(tx, conversation),
            "direction": "in",
            "kind": kind,
            "text": text,
            "data": data or {},
            "provider_id": provider_id,
            "status": "delivered",
            "now": now_ms(),
            "sent_at": now_ms(),
        },
    )
    tx.tell(MessageReceived(now_ms(), conversation, made["id"]))
    return message_of(made), True


async def message_of_provider(tx: Transaction, provider_id: str) -> Message | None:
    """What was received or sent under this id of its provider."""
    row = await messages.of_provider(tx, provider_id)
    return message_of(row) if row else None


async def send_message(
    tx: Transaction,
    conversation: ConversationId,
    author: PersonId | None,
    text: str,
    *,
    hold_seconds: float = 0.0,
    kind: str = "text",
    data: dict[str, Any] | None = None,
    provider_id: str | None = None,
) -> Message:
    """To the customer: at once, or held so that it can be undone; the worker releases it once.

    `author` None: a flow. `provider_id`: the sender's own id, for a repeated request. Raises ConversationIsClosed.
    """
    text = checked_text(text) if kind == "text" or text else ""
    row = await conversations.get(tx, conversation, lock=True)
    if provider_id and (known := await messages.of_provider(tx, provider_id)):
        return message_of(known)
    if row is None or row["state"] == "closed":
        raise ConversationIsClosed(conversation=conversation)
    now, held = now_ms(), hold_seconds > 0
    made = await messages.insert(
        tx,
        {
            "id": new_id(),
            "conversation": conversation,
            "direction": "out",
            "author": author,
            "kind": kind,
            "text": text,
            "number": None if held else await messages.next_number(tx, conversation),
            "data": data or {},
            "provider_id": provider_id,
            "status": "queued" if held else "sent",
            "now": now,
            "sent_at": None if held else now,
            "held_until": after(now, hold_seconds) if held else None,
        },
    )
    if not held:
        tx.tell(MessageSent(now, conversation, made["id"], author))
    return message_of(made)


async def release_message(tx: Transaction, message: MessageId) -> Message | None:
    """A held message whose time has come is sent, once whoever asks; failed where the conversation has closed."""
    found = await messages.get(tx, message)
    if found is None or found["status"] != "queued":
        return None
    await conversations.get(tx, found["conversation"], lock=True)
    held = await messages.get(tx, message, lock=True)  # the conversation first: one order of locks for all
    if held is None or held["status"] != "queued":
        return None
    number = await messages.next_number(tx, held["conversation"])
    if number is None:
        await messages.end_held(tx, message, "failed")
        return None
    row = await messages.release(tx, message, number, now_ms())
    assert row is not None
    tx.tell(MessageSent(now_ms(), row["conversation"], row["id"], row["author"]))
    return message_of(row)


async def release_held(tx: Transaction, conversation: ConversationId) -> int:
    """A part of it ends: what was written there goes before the end, not after. Returns how many messages left."""
    held = await messages.held_of(tx, conversation)
    return sum([await release_message(tx, MessageId(m["id"])) is not None for m in held])


async def undo_message(tx: Transaction, message: MessageId, author: PersonId) -> str:
    """Take back one's own held message: its text, for the composer. Raises MessageAlreadySent, NotFound."""
    row = await messages.get(tx, message, lock=True)
    if row is None or row["author"] != author:
        raise NotFound(message=message)
    if row["status"] != "queued" or not await messages.end_held(tx, message, "undone"):
        raise MessageAlreadySent(message=message)
    return row["text"]


async def forward_messages(tx: Transaction, conversation: ConversationId, number: int, status: str) -> int:
    """The other side has delivered or read all up to `number`. Statuses move forward only. Returns how many moved."""
    return await messages.forward(tx, conversation, number, status, now_ms())


async def list_messages(
    tx: Transaction,
    conversation: ConversationId,
    *,
    after_number: int = 0,
    limit: int = limits.PAGE_ROWS,
    held: bool = False,
) -> list[Message]:
    """In order, from the number after `after_number`; with `held`, those still held and those that failed come last."""
    rows = await messages.page(tx, conversation, after_number, min(limit, limits.PAGE_ROWS_MAX), held=held)
    return [message_of(r) for r in rows]


async def last_messages(
    tx: Transaction, conversation: ConversationId, limit: int = limits.PAGE_ROWS, before_number: int = 2**31 - 1
) -> list[Message]:
    return [message_of(r) for r in await messages.page_before(tx, conversation, before_number, limit)]


async def get_message(tx: Transaction, message: MessageId) -> Message | None:
    row = await messages.get(tx, message)
    return message_of(row) if row else None


async def last_sent_by_flow(tx: Transaction, conversation: ConversationId) -> Message | None:
    row = await messages.last_sent_by_flow(tx, conversation)
    return message_of(row) if row else None
