"""The process that owns partitions: one writer each, one group commit for all of them, answers after the commit.

Commands come by the bus, facts of rows by the outbox, deadlines by the worlds' own clock (`intake`); what they decide
is committed together (`commits`). A doubtful commit or a defect drops the state and rebuilds it (`ownership`).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from palabre.foundations.decision import Room
from palabre.plumbing.bus import Bus
from palabre.plumbing.journal import Journal
from palabre.plumbing.partition.commits import Commits
from palabre.plumbing.partition.intake import Commands, Deadlines, Outbox, wait
from palabre.plumbing.partition.owned import Owned
from palabre.plumbing.partition.ownership import RETRY_SECONDS, Ownership
from palabre.plumbing.partition.placement import Placement
from palabre.plumbing.partition.wire import TAKE_SUBJECT, CommandCodec, encode, last_subject
from palabre.plumbing.postgres import Database

log = logging.getLogger("palabre.router")

RENEW_SECONDS = 1.0
CLAIM_SECONDS = 0.25
HEARTBEAT_SECONDS = 1.0


class Host:
    """`owning` is set once every partition that may be claimed was."""

    def __init__(self, name: str, database: Database, journal: Journal, bus: Bus, rooms: Sequence[Room]) -> None:
        self.journal, self._bus = journal, bus
        self._ownership = Ownership(name, database, journal, bus, rooms)
        self._commits = Commits(self._ownership, database, journal, bus)
        dirty = self._commits.dirty.set
        self._outbox, self._deadlines = Outbox(self._ownership, database, dirty), Deadlines(self._ownership, dirty)
        self._ownership.on_command = Commands(self._ownership, CommandCodec(rooms), bus, dirty).on_command
        self._ownership.stir = self._stir
        self._placement = Placement(self._ownership, database, bus)
        self._commits.on_committed = self._on_committed
        self.owning = asyncio.Event()

    @property
    def owned(self) -> dict[int, Owned]:
        return self._ownership.by_partition

    async def run(self) -> None:
        """Until cancelled."""
        await self._bus.subscribe("wake.outbox", self._outbox.on_wake)
        await self._bus.subscribe(TAKE_SUBJECT, self._placement.on_take)
        away = await self._ownership.begin()
        loops = (
            self._commits.run, self._outbox.run, self._deadlines.run, self._renew, self._say_last,
            self._placement.run, self._placement.listen,
        )  # fmt: skip
        try:
            async with asyncio.TaskGroup() as group:
                for loop in loops:
                    group.create_task(loop())
                group.create_task(self._claim(away))
        finally:
            await self._ownership.lease.close()

    async def drain(self) -> None:
        """Before it is cancelled: what it owns goes to others that serve, in order; it stays where there are none."""
        await self._placement.drain()

    async def snapshot_all(self) -> None:
        await self._commits.snapshot_all()

    def _on_committed(self, rows: Sequence[int]) -> None:
        self._outbox.committed(list(rows))
        self._deadlines.wake.set()

    def _stir(self) -> None:
        for event in (self._commits.dirty, self._outbox.wake, self._deadlines.wake):
            event.set()

    async def _renew(self) -> None:
        """The lease; without one it answers nobody. Apart from claiming, which may take long."""
        pause = RENEW_SECONDS
        while True:
            await wait(self._ownership.lease.asked_for, pause)
            try:
                await self._ownership.renew()
                pause = RENEW_SECONDS
            except Exception as error:
                log.warning("lease not renewed", extra={"why": repr(error)[:300]})
                await asyncio.sleep(RETRY_SECONDS)
                pause = RETRY_SECONDS

    async def _claim(self, away: int) -> None:
        """Partitions that nobody owns any more: at first an even share, the rest a moment later."""
        patient = True
        while True:
            try:
                if self._placement.may_claim:
                    steady = self._placement.is_steady
                    patient = not await self._ownership.claim(away, patient=patient, steady=steady)
                    if patient:
                        self.owning.set()
                        away = 0
            except Exception as error:
                log.warning("nothing claimed", extra={"why": repr(error)[:300]})
            await wait(self._placement.take, CLAIM_SECONDS)

    async def _say_last(self) -> None:
        """A lost last fact leaves no gap: the number is said aloud."""
        while True:
            await wait(asyncio.Event(), HEARTBEAT_SECONDS)
            for owned in list(self.owned.values()):
                await self._bus.publish(last_subject(owned.partition), encode(owned.committed))
