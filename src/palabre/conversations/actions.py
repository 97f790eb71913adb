"""What can be done with a conversation's rows: one call of these = part of one transaction, with its facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from palabre.conversations.facts import ConversationOpened, MessageReceived, MessageSent
from palabre.conversations.problems import (
    ConversationIsClosed,
    MessageAlreadySent,
    MessageEmpty,
    OutcomeUnknown,
    TextTooLong,
)
from palabre.conversations.store import conversations, messages, notes, search
from palabre.customers.actions import Address, find_or_create_customer
from palabre.foundations import limits
from palabre.foundations.clock import after
from palabre.foundations.facts import Fact
from palabre.foundations.ids import ConversationId, CustomerId, MessageId, PersonId
from palabre.foundations.problems import NotFound
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction

MESSAGE_CHANNELS = frozenset({"chat", "email", "sms", "whatsapp"})  # at most one open conversation per address
HOLD_SECONDS = {"chat": 3.0, "email": 10.0}  # held on the server: undo survives a closed tab

# kinds of message: text; options (buttons in data.options); choice (one of them, data.option); ask (data.secret);
# secret (the customer answered: the text was never kept); status (queue position, closed: data.code)
MESSAGE_KINDS = ("text", "options", "choice", "ask", "secret", "status")


class Opened(msgspec.Struct, frozen=True):
    conversation: ConversationId
    customer: CustomerId | None
    is_new: bool


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
    customer = customer_hint or await find_or_create_customer(tx, address)
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


async def release_held(tx: Transaction, conversation: ConversationId, author: PersonId) -> int:
    """Her part ends: what she wrote there goes before it, not after. Returns how many messages left."""
    held = await messages.held_of(tx, conversation, author)
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


async def add_note(tx: Transaction, conversation: ConversationId, author: PersonId, text: str) -> dict[str, Any]:
    """{id, conversation, author, text, created_at}: seen by advisors only, also after the end."""
    note = {
        "id": new_id(),
        "conversation": conversation,
        "author": author,
        "text": checked_text(text),
        "created_at": now_ms(),
    }
    await notes.insert_note(tx, note["id"], conversation, author, note["text"], note["created_at"])
    return note


async def list_notes(tx: Transaction, conversation: ConversationId) -> list[dict[str, Any]]:
    return await notes.notes(tx, [conversation])


async def attach(
    tx: Transaction, conversation: ConversationId, attachment: str, kind: str, *, seconds: float | None = None
) -> None:
    """A recording, file or photo (by the id its room serves it by) takes its place in the timeline. Idempotent."""
    await notes.attach(tx, attachment, conversation, kind, seconds, now_ms())


async def list_attachments(tx: Transaction, conversation: ConversationId) -> list[dict[str, Any]]:
    """[{id, conversation, kind, seconds, created_at}]; what they hold is served by the room that made them."""
    return await notes.attachments(tx, [conversation])


async def set_outcome(tx: Transaction, conversation: ConversationId, author: PersonId | None, code: str | None) -> None:
    """The wrap-up code; None takes it back. Raises OutcomeUnknown."""
    if code is not None and code not in {r["code"] for r in await notes.outcome_codes(tx)}:
        raise OutcomeUnknown(code=code)
    await notes.set_outcome(tx, conversation, code, author, now_ms())


async def list_outcome_codes(tx: Transaction, *, retired: bool = False) -> list[dict[str, Any]]:
    """[{code, labels: {language: label}, position, retired_at}] in the tenant's order."""
    return await notes.outcome_codes(tx, retired=retired)


async def put_outcome_code(
    tx: Transaction, code: str, labels: dict[str, str], *, position: int = 0, retired: bool = False
) -> None:
    await notes.put_outcome_code(tx, code, labels, position, now_ms() if retired else None)


async def get_conversation(tx: Transaction, conversation: ConversationId) -> dict[str, Any]:
    """Its row with its segments. Raises NotFound."""
    row = await conversations.get(tx, conversation)
    if row is None:
        raise NotFound(conversation=conversation)
    return {**row, "segments": await conversations.segments(tx, [conversation])}


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
