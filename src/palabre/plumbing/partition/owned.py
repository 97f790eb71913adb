"""One partition in its owner's memory: the world, what is decided but not yet committed, what was answered lately."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from palabre.foundations.clock import Instant
from palabre.foundations.decision import Command, Room, World, decide, receive, tick
from palabre.foundations.facts import Codec, Entry, Fact
from palabre.foundations.ids import TenantId
from palabre.foundations.problems import Problem
from palabre.plumbing.journal import Append
from palabre.plumbing.partition.remembered import REMEMBERED_MS, Remembered, Reply
from palabre.plumbing.partition.wire import Answer, encode, refusal

_NOTHING = msgspec.Raw(encode(None))

Asker = Any  # whoever asked: the host's message, given back with the reply


class Snapshot(msgspec.Struct):
    """`remembered`: replies by the command's id; a list of (id, instant, bytes) in releases up to 0.1."""

    world: dict[str, Any]
    remembered: dict[str, Reply] | list[tuple[str, Instant, bytes]]
    partition: int | None = None

    def replies(self) -> dict[str, Reply]:
        if isinstance(self.remembered, dict):
            return self.remembered
        return {id: (at, msgspec.Raw(raw)) for id, at, raw in self.remembered}


_decode = msgspec.msgpack.Decoder(Snapshot).decode


class Owned:
    """State of one partition. `number` of the world runs ahead of `committed` by what is pending."""

    def __init__(self, partition: int, tenant: TenantId, rooms: Sequence[Room], codec: Codec) -> None:
        self.partition, self.tenant, self.codec, self.rooms = partition, tenant, codec, rooms
        self.epoch = self.committed = self.snapshot_number = 0
        self.parked = ""  # why nothing is decided for it
        self.parked_row = 0  # of the outbox, that it stopped at
        self.quiet_until: Instant = 0  # no deadline expires before: people come back first
        self._reset()

    def _reset(self) -> None:
        self.world = World(self.rooms, self.partition, self.tenant)
        self.entries: list[Entry] = []
        self.answers: list[tuple[Asker, msgspec.Raw | Answer]] = []
        self.moving: list[int] = []  # outbox rows decided and not yet committed
        self.in_flight: frozenset[int] = frozenset()
        self.remembered = Remembered()

    # -- deciding

    def ask(self, id: str, command: Command, now: Instant, asker: Asker) -> None:
        """Decide, answer after the commit; a repeated id is answered, not done. Raises Problem at once when refused by
        what is committed; a refusal by what is not yet is an answer like any other: a lost commit takes it along."""
        known = self.remembered.get(id)
        if known is not None:
            self.answers.append((asker, known[1]))
            return
        try:
            reply, facts = decide(self.world, command, now)
        except Problem as problem:
            if self.world.number == self.committed:
                raise
            self.answers.append((asker, refusal(problem)))
            return
        raw = msgspec.Raw(encode(reply)) if reply is not None else _NOTHING
        if facts:
            self.entries.append(Entry(id, raw, facts))
            if id:
                self.remembered.add(id, self.world.now, raw)
        self.answers.append((asker, raw))

    def receive(self, rows: Sequence[int], facts: Sequence[Fact], now: Instant) -> None:
        """Facts of one transaction, moved from the outbox."""
        self.entries.append(Entry("", _NOTHING, receive(self.world, facts, now)))
        self.moving.extend(rows)

    def tick(self, now: Instant) -> None:
        facts = tick(self.world, now)
        if facts:
            self.entries.append(Entry("", _NOTHING, facts))

    @property
    def dirty(self) -> bool:
        return bool(self.entries or self.answers or self.moving)

    def take(self) -> tuple[Append | None, list[Entry], list[tuple[Asker, msgspec.Raw | Answer]]]:
        """What is to be committed now; from here on new decisions go to the next batch."""
        entries, answers, rows = self.entries, self.answers, self.moving
        self.entries, self.answers, self.moving = [], [], []
        self.in_flight = frozenset(rows)
        last = self.committed + sum([len(e.facts) for e in entries])
        if last == self.committed and not rows:
            return None, entries, answers
        append = Append(self.partition, self.epoch, self.committed, last, self.codec.encode_entries(entries), rows)
        return append, entries, answers

    # -- rebuilding

    def restart(self, epoch: int, last: int) -> None:
        self._reset()
        self.epoch, self.committed, self.snapshot_number = epoch, last, 0

    def load(self, data: bytes) -> None:
        """A snapshot taken at a commit's end. Disposable: whatever does not fit is refused by raising."""
        snapshot = _decode(data)
        if snapshot.partition not in (None, self.partition):
            raise ValueError(f"it is of partition {snapshot.partition}")
        self.world.load(snapshot.world)
        self.remembered = Remembered(snapshot.replies())
        if self.world.number > self.committed:
            raise ValueError(f"it ends at {self.world.number}, the journal at {self.committed}")
        self.snapshot_number = self.world.number

    def replay(self, first: int, data: bytes) -> None:
        """Apply one batch of the journal, skipping what the snapshot already held."""
        number = first - 1
        for entry in self.codec.decode_entries(data):
            for fact in entry.facts:
                number += 1
                if number > self.world.number:
                    self.world.apply(fact)
            if entry.cause:
                self.remembered.add(entry.cause, self.world.now, entry.reply)

    def dump(self) -> bytes:
        """Quick, for nothing is decided meanwhile."""
        remembered = self.remembered.since(self.world.now - REMEMBERED_MS)
        return encode(Snapshot(self.world.dump(), remembered, self.partition))
