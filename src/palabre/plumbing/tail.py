"""The last facts of each partition as the bus tells them after their commit, decoded once for all readers of a process.

The bus may lose a message: what is kept is without gaps, and whoever stands before it reads the journal.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from itertools import islice
from weakref import WeakKeyDictionary

from nats.aio.msg import Msg

from palabre.foundations.decision import Room, codec_of
from palabre.foundations.facts import Codec, Fact
from palabre.plumbing.bus import Bus
from palabre.plumbing.partition.wire import Batch, decode_batch, partition_in

FACTS_KEPT = 500  # of each partition

_TAILS: WeakKeyDictionary[Bus, dict[tuple[str, ...], Tail]] = WeakKeyDictionary()


class Tail:
    """`listeners` are called with a partition whenever something was told of it."""

    def __init__(self, codec: Codec) -> None:
        self._codec = codec
        self._facts: dict[int, deque[Fact]] = {}
        self._last: dict[int, int] = {}
        self._opening = asyncio.Lock()
        self._open = False
        self.listeners: list[Callable[[int], None]] = []

    @classmethod
    def of(cls, bus: Bus, rooms: Sequence[Room]) -> Tail:
        """One for all who read over this bus."""
        of_bus, names = _TAILS.setdefault(bus, {}), tuple(room.name for room in rooms)
        if names not in of_bus:
            of_bus[names] = cls(codec_of(rooms))
        return of_bus[names]

    async def open(self, bus: Bus) -> None:
        async with self._opening:
            if not self._open:
                await bus.subscribe("facts.*", self._on_batch)
                self._open = True

    async def _on_batch(self, message: Msg) -> None:
        partition = partition_in(message.subject)
        self._keep(partition, decode_batch(message.data))
        for listener in self.listeners:
            listener(partition)

    def _keep(self, partition: int, batch: Batch) -> None:
        """`entries` empty: too large for the bus, to be read from the journal."""
        facts = self._facts.setdefault(partition, deque(maxlen=FACTS_KEPT))
        if batch.first != self._last.get(partition, 0) + 1 or not batch.entries:
            facts.clear()
        self._last[partition] = batch.last
        if batch.entries:
            facts.extend(fact for entry in self._codec.decode_entries(batch.entries) for fact in entry.facts)

    def past(self, partition: int, number: int) -> list[tuple[int, Fact]] | None:
        """What was told past a number, with theirs; None where that is not known."""
        if partition not in self._last:
            return None
        facts, last = self._facts[partition], self._last[partition]
        before = last - len(facts)
        if number < before:
            return None
        return list(enumerate(islice(facts, number - before, None), number + 1))
