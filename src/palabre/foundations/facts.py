"""Facts: something that happened, in the past tense, numbered by the partition's owner.

A fact carries ids, codes, instants and numbers, never personal content. Its tag is `room.Name.version`;
a field is added last and with a default, anything else is a new version whose old form knows its `upcast`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

import msgspec

from palabre.foundations.clock import Instant


class Fact(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Base of all facts. `at`: the owner's clock, never running back within a partition."""

    at: Instant

    def upcast(self) -> Fact:
        """The present form of this fact; only retired versions override it."""
        return self


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One decision as the journal keeps it.

    `cause`: id of the command (empty: a deadline or an outbox row). `reply`: what was answered, so that a command
    that arrives twice is answered twice and done once, after a replay too. `facts`: numbered in order, without gaps.
    """

    cause: str
    reply: msgspec.Raw
    facts: list[Any]


class Codec:
    """Bytes of facts and entries for a given set of fact types (msgpack arrays)."""

    def __init__(self, types: Iterable[type[Fact]]) -> None:
        self.types = tuple(types)
        tags = [t.__struct_config__.tag for t in self.types]
        if len(set(tags)) != len(tags) or not all(isinstance(t, str) for t in tags):
            raise ValueError(f"each fact needs a tag of its own: {tags}")
        union = reduce(or_, self.types)
        self._encoder = msgspec.msgpack.Encoder()
        self._fact = msgspec.msgpack.Decoder(union)
        self._entries = msgspec.msgpack.Decoder(list[tuple[str, msgspec.Raw, list[union]]])  # type: ignore[valid-type]

    def encode_fact(self, fact: Fact) -> bytes:
        return self._encoder.encode(fact)

    def decode_fact(self, data: bytes) -> Fact:
        return self._fact.decode(data).upcast()

    def encode_entries(self, entries: list[Entry]) -> bytes:
        return self._encoder.encode(entries)

    def decode_entries(self, data: bytes) -> list[Entry]:
        return [Entry(c, r, [f.upcast() for f in facts]) for c, r, facts in self._entries.decode(data)]
