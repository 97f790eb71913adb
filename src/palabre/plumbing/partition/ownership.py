"""Coming to own a partition, rebuilding it, and letting it go."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence

from nats.aio.msg import Msg

from palabre.foundations import limits
from palabre.foundations.decision import Room, codec_of
from palabre.foundations.ids import TenantId
from palabre.plumbing import parked
from palabre.plumbing.bus import Bus
from palabre.plumbing.identity import now_ms
from palabre.plumbing.journal import Journal, JournalCut
from palabre.plumbing.partition import registry
from palabre.plumbing.partition.lease import LEASE_SECONDS, Lease
from palabre.plumbing.partition.owned import Owned
from palabre.plumbing.partition.wire import command_subject
from palabre.plumbing.postgres import Database

log = logging.getLogger("palabre.router")

CLAIMS_AT_ONCE = 4
RETRY_SECONDS = 0.1
SETTLE_SECONDS = 0.005
# after an absence longer than GAP_MS nothing expires for QUIET_MS: desks that were cut off with us call first
GAP_MS = 500
QUIET_MS = limits.PRESENCE_SECONDS * 1000
CUT = "journal cut"
MESSAGES_WAITING_MAX = 20_000


class Ownership:
    """What this process owns. `by_partition` and `by_tenant` hold the same; `rebuilding`: not to be decided for now.

    `on_command` hears a partition's commands; `stir` is called when a rebuilt one has work to look at.
    """

    def __init__(self, name: str, database: Database, journal: Journal, bus: Bus, rooms: Sequence[Room]) -> None:
        self._database, self._journal, self._bus, self._rooms = database, journal, bus, tuple(rooms)
        self.lease = Lease(name, database)
        self.codec = codec_of(rooms)
        self.by_partition: dict[int, Owned] = {}
        self.by_tenant: dict[str, Owned] = {}
        self.rebuilding: set[int] = set()
        self.on_command: Callable[[Msg], Awaitable[None]]
        self.stir: Callable[[], None] = lambda: None
        self._leave: dict[int, Callable[[], Awaitable[None]]] = {}
        self._waiting: dict[int, list[Msg]] = {}
        self._tasks: set[asyncio.Future] = set()

    def awake(self) -> list[Owned]:
        """Those that may be decided for now."""
        return [o for o in self.by_partition.values() if o.partition not in self.rebuilding and not o.parked]

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
        for partition in self._waiting.keys() - self.rebuilding:
            await self._hear_waiting(partition)

    async def claim(self, away: int = 0) -> None:
        """Every partition that nobody owns, or whose owner's lease has run out, or that was this very name's.

        `away`: milliseconds for which this name itself was away.
        """
        places = asyncio.Semaphore(CLAIMS_AT_ONCE)
        async with asyncio.TaskGroup() as group:
            for partition, tenant, other in await registry.claimable(self._database, self.lease.name, LEASE_SECONDS):
                if partition not in self.by_partition:
                    group.create_task(self._claim(partition, tenant, max(away, other), places))

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

    def forget(self, owned: Owned) -> None:
        if self.by_partition.get(owned.partition) is not owned:
            return
        log.warning("fenced: another process owns it now", extra={"partition": owned.partition})
        self.by_partition.pop(owned.partition, None)
        self.by_tenant.pop(owned.tenant, None)
        if leave := self._leave.pop(owned.partition, None):
            self._spawn(leave())

    def _spawn(self, work: Awaitable | Coroutine) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
