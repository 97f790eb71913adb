"""Reactions: named readers of the stream whose position is committed with the rows they write.

One runner per partition by the lock on its position; bounded retries, then the fact is parked for a person to see.
NATS only wakes them.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

import msgspec

from palabre.foundations.decision import Room, codec_of
from palabre.foundations.facts import Fact
from palabre.foundations.ids import TenantId
from palabre.foundations.scope import Scope
from palabre.plumbing.bus import Bus
from palabre.plumbing.identity import new_id
from palabre.plumbing.partition import streams
from palabre.plumbing.postgres import Database, Transaction

log = logging.getLogger("palabre.reader")

TRIES_MAX = 3
IDLE_SECONDS = 1.0
BATCH_FACTS_MAX = 2_000

Batch = list[tuple[int, Fact]]
Handle = Callable[[Transaction, Batch], Awaitable[None]]

_ENSURE = "insert into palabre.reader (name, partition) values (%(name)s, %(partition)s) on conflict do nothing"
_LOCK = "select number from palabre.reader where name = %(name)s and partition = %(partition)s for update skip locked"
_MOVE = "update palabre.reader set number = %(number)s where name = %(name)s and partition = %(partition)s"
_PARK = """insert into palabre.parked (tenant, id, reader, partition, number, fact, why, tries)
 values (%(tenant)s, %(id)s, %(name)s, %(partition)s, %(number)s, %(fact)s, %(why)s, %(tries)s)"""


class Reader:
    """`handle(transaction, [(number, fact)…])` is called in the transaction that moves the position, in order, exactly once
    in effect. `facts`: the kinds it wants (all when empty)."""

    def __init__(
        self,
        name: str,
        database: Database,
        bus: Bus,
        rooms: Sequence[Room],
        handle: Handle,
        facts: Sequence[type[Fact]] = (),
    ) -> None:
        self.name, self._database, self._bus, self._handle = name, database, bus, handle
        self._codec, self._facts = codec_of(rooms), frozenset(facts)
        self._wakes: dict[int, asyncio.Event] = {}

    async def run(self) -> None:
        """Until cancelled: one loop per partition, new tenants found each second."""
        await self._bus.subscribe("facts.*", self._on_facts)
        async with asyncio.TaskGroup() as group:
            while True:
                try:
                    for tenant, partition in await streams.tenants(self._database):
                        if partition not in self._wakes:
                            self._wakes[partition] = asyncio.Event()
                            group.create_task(self._follow(tenant, partition))
                except Exception as error:
                    log.warning("tenants not read", extra={"reader": self.name, "why": repr(error)[:300]})
                await asyncio.sleep(IDLE_SECONDS)

    async def _on_facts(self, message) -> None:
        wake = self._wakes.get(int(message.subject.rsplit(".", 1)[1]))
        if wake:
            wake.set()

    async def _follow(self, tenant: TenantId, partition: int) -> None:
        wake = self._wakes[partition]
        while True:
            wake.clear()
            try:
                while await self.step(tenant, partition):
                    pass
            except Exception as error:
                log.warning(
                    "reader stopped short",
                    extra={"reader": self.name, "partition": partition, "why": repr(error)[:300]},
                )
                await asyncio.sleep(IDLE_SECONDS)
            try:
                async with asyncio.timeout(IDLE_SECONDS):  # wait_for of 3.11 may swallow a cancellation
                    await wake.wait()
            except TimeoutError:
                pass

    async def step(self, tenant: TenantId, partition: int) -> bool:
        """Handle what lies past the position; True when there may be more."""
        try:
            return await self._step(tenant, partition, BATCH_FACTS_MAX)
        except Exception as error:
            log.warning(
                "a batch failed, one by one now",
                extra={"reader": self.name, "partition": partition, "why": repr(error)[:300]},
            )
        for attempt in range(TRIES_MAX):
            try:
                return await self._step(tenant, partition, 1)
            except Exception as error:
                last = error
                await asyncio.sleep(0.05 * 2**attempt)
        return await self._step(tenant, partition, 1, park=last)

    async def _step(self, tenant: TenantId, partition: int, most: int, park: Exception | None = None) -> bool:
        async with self._position(tenant, partition) as (transaction, number):
            if number is None:
                return False
            facts, last = await self._read(tenant, number, most)
            wanted = [(n, f) for n, f in facts if not self._facts or type(f) in self._facts]
            if park and facts:
                await self._park(transaction, partition, *facts[0], park)
            elif wanted:
                await self._handle(transaction, wanted)
            if last > number:
                await transaction.execute(_MOVE, {"name": self.name, "partition": partition, "number": last})
            return last > number

    @asynccontextmanager
    async def _position(self, tenant: TenantId, partition: int):
        async with self._database.transaction(Scope(tenant)) as transaction:
            names = {"name": self.name, "partition": partition}
            await transaction.execute(_ENSURE, names)
            row = await transaction.one(_LOCK, names)
            yield transaction, row["number"] if row else None

    async def _read(self, tenant: TenantId, past: int, most: int) -> tuple[Batch, int]:
        found: Batch = []
        async for first, _, data in streams.read(self._database, tenant, past):
            if not found and first > past + 1:
                told = {"reader": self.name, "past": past, "first": first}
                log.warning("begins where the journal begins", extra=told)
            number = first - 1
            for entry in self._codec.decode_entries(data):
                for fact in entry.facts:
                    number += 1
                    if number > past and len(found) < most:
                        found.append((number, fact))
            if len(found) >= most:
                break
        return found, found[-1][0] if found else past

    async def _park(self, transaction: Transaction, partition: int, number: int, fact: Fact, why: Exception) -> None:
        log.error(
            "parked", extra={"reader": self.name, "partition": partition, "number": number, "fact": type(fact).__name__}
        )
        await transaction.execute(
            _PARK,
            {
                "tenant": transaction.scope.tenant,
                "id": new_id(),
                "name": self.name,
                "partition": partition,
                "number": number,
                "fact": msgspec.msgpack.encode(fact),
                "why": f"{type(why).__name__}: {why}"[:500],
                "tries": TRIES_MAX,
            },
        )
