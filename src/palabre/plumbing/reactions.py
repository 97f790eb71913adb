"""Reactions: named readers of the stream whose position is committed with the rows they write.

One runner per partition by the lock on its position; bounded retries, then the fact is parked for a person to see
and to try again (`parked`). What they read is the journal; what the bus tells of it after the commit spares reading it
again (`tail`), and shows what nobody here waits for: then the position is moved with the next look, once a second.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

import psycopg

from palabre.foundations.decision import Room, codec_of
from palabre.foundations.facts import Fact
from palabre.foundations.ids import TenantId
from palabre.foundations.scope import Scope
from palabre.plumbing import parked
from palabre.plumbing.bus import Bus
from palabre.plumbing.partition import streams
from palabre.plumbing.postgres import Database, Transaction
from palabre.plumbing.tail import Tail

log = logging.getLogger("palabre.reader")

TRIES_MAX = 3
IDLE_SECONDS = 1.0
# where a second has had so many transactions, what is told in the next moments goes into one together; a lone customer
# or advisor, who asks at once for what she has just done, waits for nothing
BUSY_STEPS, GATHER_SECONDS = 25, 0.2
BATCH_FACTS_MAX = 2_000

AGAIN_FACTS_BACK = 50_000  # looked through before a parked fact for what belongs to the same story

Batch = list[tuple[int, Fact]]
Handle = Callable[[Transaction, Batch], Awaitable[None]]
# (transaction, the fact with its number, every wanted fact of the same story up to the position, in order)
Again = Callable[[Transaction, tuple[int, Fact], Batch], Awaitable[None]]
# by what facts of one story know each other; advisors and queues would draw in others' stories
STORY = ("conversation", "item", "offer", "segment")

_ENSURE = "insert into palabre.reader (name, partition) values (%(name)s, %(partition)s) on conflict do nothing"
_LOCK = "select number from palabre.reader where name = %(name)s and partition = %(partition)s for update skip locked"
_MOVE = "update palabre.reader set number = %(number)s where name = %(name)s and partition = %(partition)s"
_LOCK_SURELY = "select number from palabre.reader where name = %(name)s and partition = %(partition)s for update"


def lost_connection(error: BaseException) -> bool:
    """The database went away: the fact is not to blame."""
    state = getattr(error, "sqlstate", None)
    broken = isinstance(error, psycopg.OperationalError | OSError) and (state is None or state[:3] in ("57P", "080"))
    return broken or isinstance(error, psycopg.InterfaceError)



class _Place:
    """Of a reader in one partition. `looked`: up to here, nothing is left that it waits for."""

    def __init__(self) -> None:
        self.wake, self.looked = asyncio.Event(), 0
        self._steps: deque[float] = deque(maxlen=BUSY_STEPS)

    def is_busy(self) -> bool:
        """Asked once after each transaction."""
        self._steps.append(time.monotonic())
        return len(self._steps) == BUSY_STEPS and self._steps[-1] - self._steps[0] < 1.0


class Reader:
    """`handle(transaction, [(number, fact)…])` is called in the transaction that moves the position, in order, exactly
    once in effect. `facts`: the kinds it wants (all when empty). `again`: how a parked fact is handled late, after
    others of its story (by default as if it came now)."""

    def __init__(
        self,
        name: str,
        database: Database,
        bus: Bus,
        rooms: Sequence[Room],
        handle: Handle,
        facts: Sequence[type[Fact]] = (),
        again: Again | None = None,
    ) -> None:
        self.name, self._database, self._bus, self._handle = name, database, bus, handle
        self._again = again or (lambda tx, fact, story: handle(tx, [fact]))
        self._codec, self._facts = codec_of(rooms), frozenset(facts)
        self._tail, self._places = Tail.of(bus, rooms), dict[int, _Place]()

    async def run(self) -> None:
        """Until cancelled: one loop per partition; each second all of them are looked at, and new tenants found."""
        await self._tail.open(self._bus)
        self._tail.listeners.append(self._on_told)
        try:
            async with asyncio.TaskGroup() as group:
                while True:
                    try:
                        await self._look(group)
                        await self.try_again()
                    except Exception as error:
                        why = {"reader": self.name, "why": repr(error)[:300]}
                        log.warning("tenants or parked facts not read", extra=why)
                    await asyncio.sleep(IDLE_SECONDS)
        finally:
            self._tail.listeners.remove(self._on_told)

    async def _look(self, group: asyncio.TaskGroup) -> None:
        """The bus may have lost what woke us; and positions are moved past what nobody here waits for."""
        for tenant, partition, behind in await streams.behind(self._database, self.name):
            if partition not in self._places:
                self._places[partition] = _Place()
                group.create_task(self._follow(tenant, partition))
            if behind:
                self._places[partition].wake.set()

    def _on_told(self, partition: int) -> None:
        place = self._places.get(partition)
        if place is None:
            return
        told = self._tail.past(partition, place.looked)
        if told is None or any(self._wants(fact) for _, fact in told):
            place.wake.set()
        elif told:
            place.looked = told[-1][0]

    def _wants(self, fact: Fact) -> bool:
        return not self._facts or type(fact) in self._facts

    async def _follow(self, tenant: TenantId, partition: int) -> None:
        place = self._places[partition]
        while True:
            await place.wake.wait()
            place.wake.clear()
            try:
                while await self.step(tenant, partition):
                    pass
                if place.is_busy():
                    await asyncio.sleep(GATHER_SECONDS)
            except Exception as error:
                log.warning(
                    "reader stopped short",
                    extra={"reader": self.name, "partition": partition, "why": repr(error)[:300]},
                )
                await asyncio.sleep(IDLE_SECONDS)

    async def step(self, tenant: TenantId, partition: int) -> bool:
        """Handle what lies past the position; True when there may be more."""
        try:
            return await self._step(tenant, partition, BATCH_FACTS_MAX)
        except Exception as error:
            if lost_connection(error):
                raise
            log.warning(
                "a batch failed, one by one now",
                extra={"reader": self.name, "partition": partition, "why": repr(error)[:300]},
            )
        for attempt in range(TRIES_MAX):
            try:
                return await self._step(tenant, partition, 1)
            except Exception as error:
                if lost_connection(error):
                    raise
                last = error
                await asyncio.sleep(0.05 * 2**attempt)
        return await self._step(tenant, partition, 1, park=last)

    async def _step(self, tenant: TenantId, partition: int, most: int, park: Exception | None = None) -> bool:
        async with self._position(tenant, partition) as (transaction, number):
            if number is None:
                return False
            facts = await self._read(tenant, partition, number, most)
            last, wanted = facts[-1][0] if facts else number, [(n, f) for n, f in facts if self._wants(f)]
            if park and facts:
                await self._park(transaction, partition, *facts[0], park)
            elif wanted:
                await self._handle(transaction, wanted)
            if last > number:
                await transaction.execute(_MOVE, {"name": self.name, "partition": partition, "number": last})
        if partition in self._places:
            self._places[partition].looked = last
        return len(facts) >= most

    @asynccontextmanager
    async def _position(self, tenant: TenantId, partition: int):
        async with self._database.transaction(Scope(tenant)) as transaction:
            names = {"name": self.name, "partition": partition}
            row = await transaction.one(_LOCK, names)
            if row is None:  # its first fact here, or somebody else reads
                await transaction.execute(_ENSURE, names)
                row = await transaction.one(_LOCK, names)
            yield transaction, row["number"] if row else None

    async def _read(self, tenant: TenantId, partition: int, past: int, most: int) -> Batch:
        if told := self._tail.past(partition, past):
            return told[:most]
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
        return found

    async def _park(self, transaction: Transaction, partition: int, number: int, fact: Fact, why: Exception) -> None:
        log.error(
            "parked", extra={"reader": self.name, "partition": partition, "number": number, "fact": type(fact).__name__}
        )
        data = self._codec.encode_fact(fact)
        await parked.park(transaction, self.name, partition, number, data, parked.why_of(why), TRIES_MAX)

    # -- what was parked, tried again because somebody asked

    async def try_again(self) -> None:
        """Each in a transaction of its own: done, or parked still with what is wrong now."""
        for row in await parked.asked(self._database, self.name):
            scope = Scope(TenantId(row["tenant"]))
            try:
                await self._try_one(scope, row)
            except Exception as error:
                if lost_connection(error):
                    raise
                log.warning("parked still", extra={"reader": self.name, "number": row["number"]})
                async with self._database.transaction(scope) as transaction:
                    await parked.failed(transaction, row["id"], parked.why_of(error))

    async def _try_one(self, scope: Scope, row: dict) -> None:
        async with self._database.transaction(scope) as transaction:
            names = {"name": self.name, "partition": row["partition"]}
            position = await transaction.one(_LOCK_SURELY, names)  # nobody else writes the same rows meanwhile
            if position and await parked.take(transaction, row["id"]):
                fact = self._codec.decode_fact(row["fact"])
                story = await self._story(scope.tenant, fact, row["number"], position["number"])
                await self._again(transaction, (row["number"], fact), story)
                await parked.done(transaction, row["id"])

    async def _story(self, tenant: TenantId, fact: Fact, number: int, last: int) -> Batch:
        ids, found = _ids(fact), []
        past = max(number - AGAIN_FACTS_BACK, 0)
        async for one, theirs in self._facts_between(tenant, past, last):
            if _ids(theirs) & ids:
                ids |= _ids(theirs)
                if not self._facts or type(theirs) in self._facts:
                    found.append((one, theirs))
        return found

    async def _facts_between(self, tenant: TenantId, past: int, last: int) -> AsyncIterator[tuple[int, Fact]]:
        async for first, _, data in streams.read(self._database, tenant, past):
            number = first - 1
            for entry in self._codec.decode_entries(data):
                for fact in entry.facts:
                    number += 1
                    if number > last:
                        return
                    yield number, fact


def _ids(fact: Fact) -> set[str]:
    return {value for name in STORY if (value := getattr(fact, name, None))}
