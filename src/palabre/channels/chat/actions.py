"""What a visitor's browser does to our rows, and what an administrator does to widgets."""

from __future__ import annotations

import base64
import hashlib
import os

import msgspec

from palabre.channels.chat import store
from palabre.channels.chat.problems import WidgetUnknown
from palabre.conversations.actions.messages import (
    Message,
    last_messages,
    list_messages,
    message_of_provider,
    receive_message,
)
from palabre.conversations.actions.records import get_conversation, open_conversation
from palabre.customers.actions import normalise_address
from palabre.foundations import limits
from palabre.foundations.ids import ConversationId, TenantId
from palabre.foundations.problems import Invalid, NotFound
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Database, Transaction

CHANNEL = "chat"
TOKEN_BYTES = 32


class Widget(msgspec.Struct, frozen=True):
    """What a key opens. `greetings`: language → first words, shown before anything is sent."""

    tenant: TenantId
    id: str
    key: str
    name: str
    greetings: dict[str, str]
    origins: list[str]


class Visitor(msgspec.Struct, frozen=True):
    """`token`: given once, when she is new; we keep its hash alone."""

    id: str
    token: str | None


async def find_widget(database: Database, key: str) -> Widget:
    """Raises WidgetUnknown."""
    async with database.connection() as connection:
        row = await store.widget_of(connection, key)
    if row is None:
        raise WidgetUnknown()
    return Widget(TenantId(row["tenant"]), row["widget"], key, row["name"], row["greetings"], row["origins"])


async def admit_visitor(tx: Transaction, widget: Widget, token: str, language: str) -> Visitor:
    """The visitor whose browser holds this token; a new one where it is empty or unknown."""
    if token and (known := await store.visitor_of(tx, _hash(token))):
        return Visitor(known, None)
    made = Visitor(new_id(), base64.urlsafe_b64encode(os.urandom(TOKEN_BYTES)).decode().rstrip("="))
    await store.insert_visitor(tx, made.id, widget.id, _hash(made.token or ""), language, now_ms())
    return made


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


async def current_conversation(tx: Transaction, visitor: str) -> dict | None:
    """Her latest conversation with its segments (it may be closed), and `secret` where one is awaited."""
    last = await store.last_conversation(tx, visitor)
    return {**await get_conversation(tx, last["conversation"]), "secret": last["secret"]} if last else None


async def messages_since(tx: Transaction, conversation: ConversationId, number: int) -> list[Message]:
    """After `number`; from the beginning of a long talk, its last page."""
    if number <= 0:
        return await last_messages(tx, conversation, limits.CHAT_RESUME_MESSAGES_MAX)
    return await list_messages(tx, conversation, after_number=number, limit=limits.PAGE_ROWS_MAX)


async def ensure_conversation(tx: Transaction, widget: Widget, visitor: str, language: str) -> ConversationId:
    """Her open conversation, or a new one linked to the last."""
    opened = await open_conversation(
        tx, channel=CHANNEL, address=normalise_address(CHANNEL, visitor, ""), entry=widget.key
    )
    await store.begin_presence(tx, opened.conversation, visitor, language, now_ms())
    return opened.conversation


async def receive(
    tx: Transaction, widget: Widget, visitor: str, language: str, client: str, text: str, *, choice: dict | None = None
) -> tuple[Message, bool]:
    """What she wrote or pressed; the browser's own id makes a repeat harmless.

    A text written while a secret is awaited is not kept: the caller asks `awaited_secret` first.
    """
    await store.lock_visitor(tx, visitor)
    if known := await message_of_provider(tx, provider_id(visitor, client)):
        return known, False  # sent again after its conversation was closed: no reason to begin another one
    conversation = await ensure_conversation(tx, widget, visitor, language)
    return await receive_message(
        tx,
        conversation,
        text,
        provider_id=provider_id(visitor, client),
        kind="choice" if choice else "text",
        data=choice,
    )


async def receive_secret(
    tx: Transaction, conversation: ConversationId, visitor: str, client: str, question: str
) -> Message:
    """That she answered is kept, what she answered is not."""
    message, _ = await receive_message(
        tx, conversation, "", provider_id=provider_id(visitor, client), kind="secret", data={"question": question}
    )
    return message


def provider_id(visitor: str, client: str) -> str:
    return f"chat:{visitor}:{client}"


async def awaited_secret(tx: Transaction, conversation: ConversationId) -> str | None:
    """The question whose answer must not be kept."""
    row = await store.presence(tx, conversation)
    return row["secret"] if row else None


async def await_secret(tx: Transaction, conversation: ConversationId, question: str | None) -> None:
    await store.set_secret(tx, conversation, question)


async def language_of(tx: Transaction, conversation: ConversationId) -> str:
    row = await store.presence(tx, conversation)
    return row["language"] if row else ""


async def hear(tx: Transaction, conversations: list[ConversationId]) -> None:
    await store.hear(tx, [str(c) for c in conversations], now_ms())


async def touch(tx: Transaction, conversation: ConversationId) -> None:
    await store.touch(tx, conversation, now_ms())


async def presences(tx: Transaction, conversations: list[ConversationId]) -> list[dict]:
    return await store.presences(tx, [str(c) for c in conversations])


async def list_widgets(tx: Transaction) -> list[dict]:
    return await store.widgets(tx)


async def put_widget(
    tx: Transaction,
    *,
    widget: str | None = None,
    key: str = "",
    name: str,
    origins: list[str],
    greetings: dict[str, str],
    gone_seconds: int = 300,
    silent_seconds: int = 1800,
    retired: bool = False,
) -> dict:
    """Make a widget (a key of its own, unless one is given) or change one. Raises NotFound, Invalid."""
    known = await store.widget(tx, widget) if widget else None
    if widget and known is None:
        raise NotFound(widget=widget)
    for origin in origins:
        _check_origin(origin)
    values = {
        "id": widget or new_id(),
        "key": known["key"] if known else key or f"w_{os.urandom(9).hex()}",
        "name": name,
        "origins": origins,
        "greetings": greetings,
        "gone_seconds": gone_seconds,
        "silent_seconds": silent_seconds,
        "created_at": known["created_at"] if known else now_ms(),
        "retired_at": now_ms() if retired else None,
    }
    await store.put_widget(tx, values)
    return values


def _check_origin(origin: str) -> None:
    scheme, _, host = origin.partition("://")
    if origin != "*" and (
        scheme not in ("http", "https") or not host or "/" in host or len(origin) > limits.NAME_CHARACTERS_MAX
    ):
        raise Invalid(field="origins", reason="not_an_origin")
