"""Messages of the desk socket, and its closing codes."""

from __future__ import annotations

import msgspec

from palabre.desk.model.entities import Entity, Key
from palabre.foundations.clock import Instant

SESSION_ENDED, NO_DESK, TOO_SLOW = 4401, 4403, 4408


class Snapshot(msgspec.Struct, tag="snapshot", tag_field="kind"):
    """Forget everything held, take this. `at`: PARTITION.NUMBER to resume from."""

    at: str
    now: Instant
    entities: dict[Key, Entity]


class Changed(msgspec.Struct, tag="changes", tag_field="kind"):
    """Replace each entity of `set`, drop each key of `unset`."""

    at: str
    set: dict[Key, Entity]
    unset: list[Key]


class Typing(msgspec.Struct, tag="typing", tag_field="kind"):
    """`who`: customer, advisor, flow. Also what travels on the bus as `live.TENANT.typing`, without its kind."""

    conversation: str
    who: str
    author: str | None = None
    on: bool = True


class Beat(msgspec.Struct, tag="beat", tag_field="kind"):
    at: str
    now: Instant


class FromDesk(msgspec.Struct):
    """All that a page says by the socket: an offer's card is painted."""

    shown: str


encode = msgspec.json.Encoder().encode
decode_desk = msgspec.json.Decoder(FromDesk).decode


class _TypingOnBus(msgspec.Struct):
    conversation: str
    who: str
    author: str | None = None
    on: bool = True


_typing = msgspec.json.Decoder(_TypingOnBus)


def typing_from_bus(data: bytes) -> Typing:
    """Raises msgspec.ValidationError or DecodeError."""
    heard = _typing.decode(data)
    return Typing(heard.conversation, heard.who, heard.author, heard.on)


def position(partition: int, number: int) -> str:
    return f"{partition}.{number}"


def number_of(text: str, partition: int) -> int | None:
    """The number of a position in this partition; None for another's, or for what is no position."""
    head, dot, tail = text.partition(".")
    fits = dot and head == str(partition) and tail.isascii() and tail.isdigit() and len(tail) < 19
    return int(tail) if fits else None
