"""One group commit in flight for all partitions of the process; answers and facts leave after it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

import msgspec

from palabre.plumbing.bus import Bus
from palabre.plumbing.journal import Append, Doubtful, Journal
from palabre.plumbing.partition import registry
from palabre.plumbing.partition.intake import heed
from palabre.plumbing.partition.owned import Asker, Owned
from palabre.plumbing.partition.ownership import Ownership
from palabre.plumbing.partition.wire import BATCH_BYTES_MAX, Answer, Answers, Batch, encode, facts_subject
from palabre.plumbing.postgres import Database

log = logging.getLogger("palabre.router")

SNAPSHOT_FACTS = 50_000  # read again in about half a second


class Taken(msgspec.Struct):
    """What one partition puts into a commit. `snapshot`: its state at the end of it, when one is due."""

    owned: Owned
    append: Append | None
    answers: list[tuple[Asker, msgspec.Raw | Answer]]
    snapshot: bytes | None


class Commits:
    def __init__(self, ownership: Ownership, database: Database, journal: Journal, bus: Bus) -> None:
        self._ownership, self._database, self._journal, self._bus = ownership, database, journal, bus
        self.dirty = asyncio.Event()
        self._saving: asyncio.Task | None = None
        self.on_committed: Callable[[Sequence[int]], None] = lambda rows: None

    async def run(self) -> None:
        while True:
            heed()
            await self.dirty.wait()
            self.dirty.clear()
            await asyncio.sleep(0)  # what has already arrived joins this commit
            await self._commit([self._take(o) for o in self._ownership.by_partition.values() if o.dirty])

    def _take(self, owned: Owned) -> Taken:
        append, _, answers = owned.take()
        return Taken(owned, append, answers, self._due_snapshot(owned, append))

    def _due_snapshot(self, owned: Owned, append: Append | None) -> bytes | None:
        """Taken here, where the world stands exactly at the batch's end; written once the batch is."""
        if append is None or append.last - owned.snapshot_number < SNAPSHOT_FACTS:
            return None
        if owned.partition in self._ownership.rebuilding or owned.world.number != append.last:
            return None
        return owned.dump()

    async def _commit(self, taken: list[Taken]) -> None:
        appends = [t.append for t in taken if t.append]
        try:
            written = await self._journal.append(appends) if appends else set()
        except Doubtful as doubt:
            log.warning("doubtful commit", extra={"why": str(doubt)[:300]})
            return await self._give_up([t.owned for t in taken if t.append])
        for one in taken:
            if one.append is None or one.owned.partition in written:
                await self._acknowledge(one)
            else:
                self._ownership.forget(one.owned)

    async def _give_up(self, doubtful: list[Owned]) -> None:
        """Nobody can tell whether it was written: rebuild before answering; those who asked try again, same id."""
        for owned in doubtful:
            self._ownership.rebuilding.add(owned.partition)
        for owned in doubtful:
            await self._ownership.rebuild(owned)

    async def _acknowledge(self, taken: Taken) -> None:
        owned, append = taken.owned, taken.append
        if append:
            owned.committed, owned.in_flight = append.last, frozenset()
            self.on_committed(append.outbox)
        told: dict[str, Answers] = {}
        for (inbox, id), raw in taken.answers:
            if inbox:
                told.setdefault(inbox, []).append((id, raw if isinstance(raw, Answer) else Answer(raw)))
        for inbox, many in told.items():
            await self._bus.publish(inbox, encode(many))
        if append and append.last > append.past:
            entries = append.entries if len(append.entries) < BATCH_BYTES_MAX else b""
            await self._bus.publish(
                facts_subject(owned.partition), encode(Batch(append.past + 1, append.last, entries))
            )
        if taken.snapshot and append:
            self._saving = asyncio.create_task(self._save_after(self._saving, owned, append.last, taken.snapshot))

    async def _save_after(self, before: asyncio.Task | None, owned: Owned, number: int, state: bytes) -> None:
        """Beside the commits, which do not wait for it; one at a time."""
        if before is not None:
            await asyncio.wait([before])
        await self._save(owned, number, state)

    async def snapshot_all(self) -> None:
        """On a clean stop, so that the next start replays nothing."""
        if self._saving is not None:
            await asyncio.wait([self._saving])
        for owned in self._ownership.awake():
            if not owned.dirty and not owned.in_flight and owned.committed > owned.snapshot_number:
                await self._save(owned, owned.committed, owned.dump())

    async def _save(self, owned: Owned, number: int, state: bytes) -> None:
        owned.snapshot_number = number
        try:
            await registry.save_snapshot(self._database, owned.partition, number, state)
        except Exception as error:
            log.warning("no snapshot", extra={"partition": owned.partition, "why": repr(error)[:300]})
