"""A partition as seen from another process: snapshot, then journal, then bus, with the owner's own `evolve`.

The bus may lose messages: a gap, a last number said aloud, or a return of the connection sends it to the journal.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from nats.aio.msg import Msg

from palabre.foundations.clock import Instant
from palabre.foundations.decision import Room, World, codec_of
from palabre.foundations.facts import Fact
from palabre.foundations.ids import TenantId
from palabre.plumbing import memory
from palabre.plumbing.bus import Bus
from palabre.plumbing.journal import JournalCut
from palabre.plumbing.partition import streams
from palabre.plumbing.partition.past import facts_with, world_at, world_before
from palabre.plumbing.partition.wire import decode_batch, facts_subject, last_subject
from palabre.plumbing.postgres import Database

log = logging.getLogger("palabre.follower")
Callback = Callable[[int, Fact], None]
RETRY_SECONDS = 0.2
CUT_SECONDS = 10.0


class _Snapshot(msgspec.Struct):
    """Of the owner's, what a follower needs."""

    world: dict[str, Any]


_decode_snapshot = msgspec.msgpack.Decoder(_Snapshot).decode


class Follower:
    """`world` and `number` are read only to all but this class."""

    def __init__(self, tenant: TenantId, database: Database, bus: Bus, rooms: Sequence[Room]) -> None:
        self.tenant, self._database, self._bus, self._rooms = tenant, database, bus, tuple(rooms)
        self._codec = codec_of(rooms)
        self.partition = 0
        self.world = World(rooms)
        self._callbacks: list[Callback] = []
        self._behind = asyncio.Event()
        self._moved = asyncio.Condition()
        self._tasks: list[asyncio.Task] = []
        self._leave: list[Callable] = []

    @property
    def number(self) -> int:
        return self.world.number

    async def start(self) -> None:
        self.partition, last = await streams.stream_of(self._database, self.tenant)
        self.world = World(self._rooms, self.partition, self.tenant)
        with memory.building():
            await self._load_snapshot()
        self._leave = [
            await self._bus.subscribe(facts_subject(self.partition), self._on_batch),
            await self._bus.subscribe(last_subject(self.partition), self._on_last),
        ]
        self._bus.on_return.append(self._look)
        await self._catch_up()
        if self.number < last:
            raise self._cut(last + 1)
        self._tasks.append(asyncio.create_task(self._catch_up_loop()))

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        for leave in self._leave:
            await leave()
        if self._look in self._bus.on_return:
            self._bus.on_return.remove(self._look)

    def subscribe(self, callback: Callback) -> Callable[[], None]:
        """`callback(number, fact)` after each fact applied from now on, in order. Returns what ends it."""
        self._callbacks.append(callback)
        return lambda: self._callbacks.remove(callback) if callback in self._callbacks else None

    async def until(self, test: Callable[[World], bool], seconds_max: float) -> None:
        """Wait until the world is so; TimeoutError otherwise."""
        async with asyncio.timeout(seconds_max), self._moved:
            await self._moved.wait_for(lambda: test(self.world))

    async def reached(self, number: int, seconds_max: float = 5.0) -> None:
        await self.until(lambda world: world.number >= number, seconds_max)

    # -- reading

    async def _load_snapshot(self) -> None:
        data = await streams.snapshot_of(self._database, self.tenant)
        if data is None:
            return
        try:
            self.world.load(_decode_snapshot(data).world)
        except Exception as error:
            log.warning("snapshot set aside", extra={"partition": self.partition, "why": repr(error)[:300]})
            self.world = World(self._rooms, self.partition, self.tenant)

    async def _on_batch(self, message: Msg) -> None:
        batch = decode_batch(message.data)
        if batch.last <= self.number:
            return
        if batch.first > self.number + 1 or not batch.entries:
            self._behind.set()
            return
        await self._apply(batch.first, batch.entries)

    async def _on_last(self, message: Msg) -> None:
        if msgspec.msgpack.decode(message.data) > self.number:
            self._behind.set()

    async def _look(self) -> None:
        self._behind.set()

    async def _catch_up_loop(self) -> None:
        while True:
            await self._behind.wait()
            self._behind.clear()
            try:
                await self._catch_up()
            except JournalCut:
                self._behind.set()
                await asyncio.sleep(CUT_SECONDS)
            except Exception as error:
                log.warning("stream not read", extra={"partition": self.partition, "why": repr(error)[:300]})
                self._behind.set()
                await asyncio.sleep(RETRY_SECONDS)

    async def _catch_up(self) -> None:
        async for first, last, entries in streams.read(self._database, self.tenant, self.number):
            if first > self.number + 1:
                await self._jump(first)
            if last > self.number:
                await self._apply(first, entries)

    async def _jump(self, first: int) -> None:
        """What it had not read yet is archived: it goes on from the snapshot; who listens missed those facts."""
        log.warning("jumps to the snapshot", extra={"partition": self.partition, "past": self.number, "first": first})
        self.world = World(self._rooms, self.partition, self.tenant)
        await self._load_snapshot()
        if self.number + 1 < first:
            raise self._cut(first)

    def _cut(self, first: int) -> JournalCut:
        cut = JournalCut(self.number, first)
        log.critical("stream refused", extra={"partition": self.partition, "why": str(cut)})
        return cut

    async def _apply(self, first: int, data: bytes) -> None:
        number = first - 1
        for entry in self._codec.decode_entries(data):
            for fact in entry.facts:
                number += 1
                if number == self.number + 1:
                    self.world.apply(fact)
                    for callback in list(self._callbacks):
                        self._call(callback, number, fact)
        async with self._moved:
            self._moved.notify_all()

    def _call(self, callback: Callback, number: int, fact: Fact) -> None:
        try:
            callback(number, fact)
        except Exception:
            log.exception("a listener of the stream failed", extra={"number": number, "fact": type(fact).__name__})


class Followers:
    """One follower per tenant, started at first use. One that cannot be followed is refused until the next start."""

    def __init__(self, database: Database, bus: Bus, rooms: Sequence[Room]) -> None:
        self._database, self._bus, self._rooms = database, bus, rooms
        self._followers: dict[TenantId, asyncio.Task[Follower]] = {}
        self._refused: dict[TenantId, JournalCut] = {}
        self._looking_back = asyncio.Semaphore(1)

    async def of(self, tenant: TenantId) -> Follower:
        if tenant in self._refused:
            raise self._refused[tenant]
        task = self._followers.get(tenant)
        if task is None or (task.done() and (task.cancelled() or task.exception())):
            task = self._followers[tenant] = asyncio.create_task(self._start(tenant))
        return await asyncio.shield(task)

    async def _start(self, tenant: TenantId) -> Follower:
        follower = Follower(tenant, self._database, self._bus, self._rooms)
        try:
            await follower.start()
        except BaseException as error:
            if isinstance(error, JournalCut):
                self._refused[tenant] = error
            await follower.stop()
            raise
        return follower

    async def before(self, tenant: TenantId, number: int) -> tuple[World, Fact]:
        """The tenant's world just before a fact, and that fact. Raises NotFound, TooLongAgo."""
        async with self._looking_back:  # each may fold seconds' worth of facts beside people who wait
            return await world_before(self._database, self._rooms, tenant, number)

    async def at(self, tenant: TenantId, number: int, instant: Instant) -> World:
        """The tenant's world at an instant, not before fact `number` was there. Raises NotFound, TooLongAgo."""
        async with self._looking_back:
            return await world_at(self._database, self._rooms, tenant, number, instant)

    async def facts_with(self, tenant: TenantId, number: int) -> list[tuple[int, Fact]]:
        """Those committed together with fact `number`, numbered. Raises TooLongAgo."""
        return await facts_with(self._database, self._rooms, tenant, number)

    async def tenants(self) -> list[TenantId]:
        """Those that can be followed: what is wrong with one stops no round over all."""
        return [tenant for tenant, _ in await streams.tenants(self._database) if tenant not in self._refused]

    async def stop(self) -> None:
        for task in self._followers.values():
            if task.done() and not task.cancelled() and not task.exception():
                await task.result().stop()
            task.cancel()
