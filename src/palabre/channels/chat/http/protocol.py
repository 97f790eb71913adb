"""What a widget and we say to each other: JSON texts over the socket, each with its `kind`.

From the widget, first `hello`; the token travels here and never in an address, which logs keep.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from palabre.channels.chat.problems import MessageUnreadable
from palabre.conversations.actions.messages import Message
from palabre.foundations import limits

_Id = Annotated[str, Meta(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
_Text = Annotated[str, Meta(max_length=limits.CHAT_MESSAGE_CHARACTERS_MAX)]


class Hello(msgspec.Struct, tag_field="kind", tag="hello"):
    """`token`: empty for a new visitor. `conversation`, `last`: what the page holds already."""

    token: Annotated[str, Meta(max_length=100)] = ""
    language: Annotated[str, Meta(max_length=35)] = ""
    conversation: Annotated[str, Meta(max_length=40)] = ""
    last: Annotated[int, Meta(ge=0)] = 0


class Said(msgspec.Struct, tag_field="kind", tag="message"):
    """`id`: the browser's own; sent again after a cut it counts once."""

    id: _Id
    text: _Text


class Chosen(msgspec.Struct, tag_field="kind", tag="choice"):
    """A button: `message` that showed it, `option` its key, `text` its label."""

    id: _Id
    message: Annotated[str, Meta(max_length=40)]
    option: Annotated[str, Meta(max_length=100)]
    text: _Text


class Secret(msgspec.Struct, tag_field="kind", tag="secret"):
    """The answer to `message` that must not be kept."""

    id: _Id
    message: Annotated[str, Meta(max_length=40)]
    value: Annotated[str, Meta(max_length=200)]

    def __repr__(self) -> str:
        return f"Secret(id={self.id!r})"


class Typing(msgspec.Struct, tag_field="kind", tag="typing"):
    on: bool = True


class Read(msgspec.Struct, tag_field="kind", tag="read"):
    """All up to `number` came in; `seen`: and were on screen."""

    number: Annotated[int, Meta(ge=0)]
    seen: bool = False


class Close(msgspec.Struct, tag_field="kind", tag="close"):
    """The customer ends it."""


class Beat(msgspec.Struct, tag_field="kind", tag="beat"):
    """Is anybody there? Answered by the same."""


FromWidget = Hello | Said | Chosen | Secret | Typing | Read | Close | Beat
_decoder = msgspec.json.Decoder(FromWidget)
encode = msgspec.json.encode


def decode(data: str | bytes) -> FromWidget:
    """Raises MessageUnreadable."""
    if len(data) > limits.CHAT_FRAME_BYTES_MAX:
        raise MessageUnreadable()
    try:
        return _decoder.decode(data)
    except msgspec.MsgspecError:
        raise MessageUnreadable() from None


def shown(message: Message, visitor: str) -> dict[str, Any]:
    """A message as its customer may see it: `client` is the browser's own id of what it sent; no advisor's id."""
    own = message.provider_id or ""
    prefix = f"chat:{visitor}:"
    return {
        "id": message.id,
        "number": message.number,
        "from": "me" if message.direction == "in" else "advisor" if message.author else "flow",
        "type": message.kind,
        "text": message.text,
        "data": message.data,
        "at": message.sent_at or message.created_at,
        "client": own.removeprefix(prefix) if own.startswith(prefix) else None,
    }
