"""Coming to own a partition, rebuilding it, and letting it go: taken from us, or handed to another process."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence

from nats.aio.msg import Msg

from palabre.foundations import limits
from palabre.foundations.decision import Room, codec_of
from palabre.foundations.ids import TenantId
from palabre.plumbing import memory, parked
from palabre.plumbing.bus import Bus
from palabre.plumbing.identity import now_ms
from palabre.plumbing.journal import Journal, JournalCut
from palabre.plumbing.partition import placing, registry
from palabre.plumbing.partition.lease import LEASE_SECONDS, Lease
from palabre.plumbing.partition.owned import Owned
from palabre.plumbing.partition.wire import TAKE_SUBJECT, command_subject
from palabre.plumbing.postgres import Database

log = logging.getLogger("palabre.router")

CLAIMS_AT_ONCE = 4
CLAIMED_MAX = 1_000  # in one look
RETRY_SECONDS = 0.1
SETTLE_SECONDS = 0.005
SETTLE_SECONDS_MAX = 5.0  # for a commit under way, before a partition is handed over
# after an absence longer than GAP_MS nothing expires for QUIET_MS: desks that were cut off with us call first
GAP_MS = 500
QUIET_MS = limits.PRESENCE_SECONDS * 1000
CUT = "journal cut"
MESSAGES_WAITING_MAX = 20_000


class Ownership:
    """What this process owns. `by_partition` and `by_tenant` hold the same.

    `rebuilding`, `leaving`: not to be decided for now; who asks is kept waiting.

    `on_command` hears a partition's commands; `stir` is called when a rebuilt one has work to look at.
    """

    def __init__(self, name: str, database: Database, journal: Journal, bus: Bus, rooms: Sequence[Room]) -> None:
        self._database, self._journal, self._bus, self._rooms = database, journal, bus, tuple(rooms)
        self.lease = Lease(name, database)
        self.codec = codec_of(rooms)
        self.by_partition: dict[int, Owned] = {}
        self.by_tenant: dict[str, Owned] = {}
        self.rebuilding: set[int] = set()
        self.leaving: set[int] = set()
        self.on_command: Callable[[Msg], Awaitable[None]]
        self.stir: Callable[[], None] = lambda: None
        self._leave: dict[int, Callable[[], Awaitable[None]]] = {}
        self._waiting: dict[int, list[Msg]] = {}
        self._tasks: set[asyncio.Future] = set()

    def asleep(self, partition: int) -> bool:
        return partition in self.rebuilding or partition in self.leaving

    def awake(self) -> list[Owned]:
        """Those that may be decided for now."""
        return [o for o in self.by_partition.values() if not self.asleep(o.partition) and not o.parked]

    async def begin(self) -> int:
        """A name and a lease, as long as it takes: how many milliseconds this name was away, known before it renews."""
        away = 0
        while True:
            try:
                away = max(away, await self.lease.begin())
                await self.renew()
                return away
            except Exception as error:
                log.warning("no lease yet", extra={"why": repr(error)[:300]})
                await asyncio.sleep(RETRY_SECONDS)

    async def renew(self) -> None:
        """And whoever was away longer than its lease looks whether it owns still, before it answers again."""
        name = self.lease.name
        until = await self.lease.renew()
        if self.lease.name != name:
            epochs = {partition: owned.epoch for partition, owned in self.by_partition.items()}
            await registry.rename(self._database, self.lease.name, epochs)
        current = await registry.epochs(self._database, list(self.by_partition))
        for partition, owned in list(self.by_partition.items()):
            if partition not in self.rebuilding and current.get(partition, owned.epoch) > owned.epoch:
                self.forget(owned)
        self.lease.stand(until)
        for partition in self._waiting.keys() - self.rebuilding - self.leaving:
            await self._hear_waiting(partition)

    async def claim(self, away: int = 0, *, patient: bool = False, steady: bool = False) -> bool:
        """Partitions that nobody owns, or whose owner's lease has run out, or that were this very name's.

        `away`: milliseconds for which this name itself was away. `patient`: no more than an even share, so that others
        take theirs; True is returned where that may have left some. `steady`: also of those that serve no more.
        """
        mine = list(self.by_partition)
        most = max(await registry.share(self._database) - len(mine), 0) if patient else CLAIMED_MAX
        found = await registry.claim(
            self._database, self.lease.name, LEASE_SECONDS, mine=mine, most=most, steady=steady
        )
        places = asyncio.Semaphore(CLAIMS_AT_ONCE)
        async with asyncio.TaskGroup() as group:
            for partition, tenant, other in found:
                group.create_task(self._claim(partition, tenant, max(away, other), places))
        return patient and len(found) == most

    async def _claim(self, partition: int, tenant: TenantId, away: int, places: asyncio.Semaphore) -> None:
        """It listens first: what is asked of it while it rebuilds is decided then."""
        async with places:
            owned = Owned(partition, tenant, self._rooms, self.codec)
            self.rebuilding.add(partition)
            self.by_partition[partition] = self.by_tenant[tenant] = owned
            self._leave[partition] = await self._bus.subscribe(command_subject(partition), self.on_command)
            await self.rebuild(owned, away=away)

    async def rebuild(self, owned: Owned, away: int = 0) -> None:
        """Newest snapshot and replay, under a new epoch; then what came meanwhile is heard."""
        began = now_ms() - away
        self.rebuilding.add(owned.partition)
        while True:
            try:
                owned.restart(*await self._journal.take_over(owned.partition, self.lease.name))
                with memory.building():
                    await self._load(owned)
                # one that is not parked in memory looks at its outbox anew: it is parked again if that fails again
                await registry.unpark(self._database, owned.tenant, CUT if owned.parked else "")
                break
            except JournalCut as cut:
                await self._refuse(owned, cut)
                break
            except Exception as error:
                log.error("partition not rebuilt", extra={"partition": owned.partition, "why": repr(error)[:300]})
                await asyncio.sleep(RETRY_SECONDS)
        if now_ms() - began > GAP_MS and owned.world.number:
            owned.quiet_until = now_ms() + QUIET_MS
        self.rebuilding.discard(owned.partition)
        await self._hear_waiting(owned.partition)
        self.stir()

    async def _load(self, owned: Owned) -> None:
        snapshot = await registry.snapshot(self._database, owned.partition)
        if snapshot is not None:
            try:
                owned.load(snapshot)
            except Exception as error:
                log.warning("snapshot set aside", extra={"partition": owned.partition, "why": repr(error)[:300]})
                owned.restart(owned.epoch, owned.committed)
        async for first, entries in self._journal.read_from(owned.partition, owned.world.number):
            if first > owned.world.number + 1:
                raise JournalCut(owned.world.number, first)
            owned.replay(first, entries)
            await asyncio.sleep(0)  # others are answered, and the lease renewed, while a long stream is read
        if owned.world.number < owned.committed:
            raise JournalCut(owned.world.number, owned.committed + 1)
        if owned.world.number != owned.committed:
            raise RuntimeError(f"journal ends at {owned.world.number}, partition says {owned.committed}")

    async def _refuse(self, owned: Owned, cut: JournalCut) -> None:
        """Better nobody than somebody who starts wrong: it stays owned, every command is refused with the reason."""
        owned.restart(owned.epoch, owned.committed)
        owned.parked = f"{CUT}: {cut}"
        how = "put its archive back (./palabre journal restore FILE), then start again"
        log.critical("partition refused", extra={"partition": owned.partition, "why": owned.parked, "mend": how})
        try:
            await registry.park(self._database, owned.tenant, owned.parked)
        except Exception as error:
            log.warning("not marked as parked", extra={"partition": owned.partition, "why": repr(error)[:300]})

    def keep_waiting(self, partition: int, message: Msg) -> None:
        waiting = self._waiting.setdefault(partition, [])
        if len(waiting) < MESSAGES_WAITING_MAX:
            waiting.append(message)

    async def _hear_waiting(self, partition: int) -> None:
        for message in self._waiting.pop(partition, []):
            await self.on_command(message)

    def mend(self, owned: Owned) -> None:
        """A defect left the world between two facts: what was decided before is committed, then it is rebuilt."""
        log.error("rebuilding", extra={"partition": owned.partition, "number": owned.committed})
        self.rebuilding.add(owned.partition)
        self._spawn(self._mend(owned))

    async def _mend(self, owned: Owned) -> None:
        while owned.in_flight or owned.dirty:
            self.stir()
            await asyncio.sleep(SETTLE_SECONDS)
        await self.rebuild(owned)

    async def look_at_wishes(self) -> None:
        """What somebody wants done about the tenants parked here."""
        standing = {o.tenant: o for o in self.by_partition.values() if o.parked and o.partition not in self.rebuilding}
        for tenant, asked, reason in await registry.asked(self._database, list(standing)) if standing else ():
            owned = standing[tenant]
            log.warning("taken up again", extra={"partition": owned.partition, "asked": asked})
            if asked == parked.SET_ASIDE and owned.parked_row:
                row = owned.parked_row
                await registry.set_aside(self._database, tenant, owned.partition, row, owned.parked, reason)
            owned.parked, owned.parked_row = "", 0
            self.rebuilding.add(owned.partition)
            await self.rebuild(owned)
            await registry.answered(self._database, tenant)

    async def park(self, owned: Owned, row: int, error: Exception) -> None:
        """A fact of rows cannot be refused; one that cannot be applied stops its tenant, loudly."""
        owned.parked, owned.parked_row = f"outbox row {row}: {type(error).__name__}", row
        log.critical("tenant parked", extra={"partition": owned.partition, "row": row, "why": repr(error)[:300]})
        await registry.park(self._database, owned.tenant, owned.parked)
        self.mend(owned)

    async def hand_over(self, partition: int, to: str) -> bool:
        """Finish the batch, leave a snapshot, release the partition to process `to`, tell it so; who asked meanwhile is
        sent there. False where it stayed, or was no longer ours."""
        owned = self.by_partition.get(partition)
        if owned is None or self.asleep(partition) or owned.parked:
            return False
        self.leaving.add(partition)
        try:
            async with asyncio.timeout(SETTLE_SECONDS_MAX):
                await self._settled(owned)
                await registry.save_snapshot(self._database, partition, owned.committed, owned.dump())
                released = await placing.release(self._database, self.lease.name, partition, owned.epoch, to)
        except TimeoutError:
            return False
        finally:
            self.leaving.discard(partition)
            if partition in self.by_partition and not self.asleep(partition):
                self.stir()
        self.forget(owned)
        await self._hear_waiting(partition)
        if released:
            log.info("handed over", extra={"partition": partition, "to": to, "number": owned.committed})
            await self._bus.publish(TAKE_SUBJECT, to.encode())
        return released

    async def _settled(self, owned: Owned) -> None:
        """What was decided is committed, or taken back and rebuilt."""
        while owned.dirty or owned.partition in self.rebuilding or owned.world.number != owned.committed:
            self.stir()
            await asyncio.sleep(SETTLE_SECONDS)

    def forget(self, owned: Owned) -> None:
        if self.by_partition.get(owned.partition) is not owned:
            return
        log.warning("no longer ours", extra={"partition": owned.partition, "epoch": owned.epoch})
        self.by_partition.pop(owned.partition, None)
        self.by_tenant.pop(owned.tenant, None)
        if leave := self._leave.pop(owned.partition, None):
            self._spawn(leave())

    def _spawn(self, work: Awaitable | Coroutine) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
