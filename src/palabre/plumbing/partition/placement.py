"""Where partitions go: wishes heeded, the balance kept, what is owned handed on at an orderly stop.

A process that hears nothing on the bus is asked in vain: it says that it does not serve, and others take from it.
"""

from __future__ import annotations

import asyncio
import logging

from nats.aio.msg import Msg

from palabre.plumbing.bus import Bus
from palabre.plumbing.partition import placing
from palabre.plumbing.partition.intake import wait
from palabre.plumbing.partition.ownership import Ownership
from palabre.plumbing.postgres import Database

log = logging.getLogger("palabre.router")

WISH_SECONDS = 0.25
BALANCE_SECONDS = 1.0
LISTEN_SECONDS = 0.3
ECHO_SECONDS_MAX = 0.8  # for the bus to answer
MISSED_MAX = 2  # echoes in a row: one may be late because we are
STEADY_SECONDS = 2.0  # after the bus was away for all of us, those who hear it first take nothing from the others
JUST_NOW_SECONDS = 1.0  # less than it takes another to say that it hears nothing
DRAIN_SECONDS_MAX = 8.0


class Placement:
    """`take`: set when somebody released a partition to us."""

    def __init__(self, ownership: Ownership, database: Database, bus: Bus) -> None:
        self._ownership, self._database, self._bus = ownership, database, bus
        self.take = asyncio.Event()
        self._draining = False
        self._heard_since: float | None = None  # of the loop's clock; None: the bus does not answer
        self._heard_at = 0.0

    @property
    def may_claim(self) -> bool:
        return self._ownership.lease.serving

    @property
    def is_steady(self) -> bool:
        """The bus has answered for a while, and just now: where it is away for all, some say so before others."""
        now = asyncio.get_running_loop().time()
        since = self._heard_since
        return since is not None and now - since > STEADY_SECONDS and now - self._heard_at < JUST_NOW_SECONDS

    async def on_take(self, message: Msg) -> None:
        if message.data.decode() == self._ownership.lease.name:
            self.take.set()

    async def run(self) -> None:
        """Wishes at once, the balance each second."""
        due = 0.0
        while True:
            await wait(asyncio.Event(), WISH_SECONDS)
            if self._draining:
                continue
            try:
                await self._heed_wishes()
                if self.may_claim and asyncio.get_running_loop().time() > due:
                    await self._balance()
                    due = asyncio.get_running_loop().time() + BALANCE_SECONDS
            except Exception as error:
                log.warning("wishes not looked at", extra={"why": repr(error)[:300]})

    async def _heed_wishes(self) -> None:
        if not self._ownership.by_partition:
            return
        for partition, to in await placing.wishes(self._database, self._ownership.lease.name):
            await self._ownership.hand_over(partition, to)

    async def _balance(self) -> None:
        if step := await placing.step(self._database):
            log.info("evened out", extra={"partition": step["id"], "from": step["giver"], "to": step["taker"]})

    async def listen(self) -> None:
        """Does the bus answer us? Said with the lease, at once when it changes."""
        missed = 0
        while True:
            missed = 0 if await self._bus.echoes(ECHO_SECONDS_MAX) else missed + 1
            self._heard_at = self._heard_at if missed else asyncio.get_running_loop().time()
            heard = missed < MISSED_MAX
            if not heard:
                self._heard_since = None
            elif self._heard_since is None:
                self._heard_since = asyncio.get_running_loop().time()
            self._say(heard)
            await wait(asyncio.Event(), LISTEN_SECONDS)

    def _say(self, heard: bool) -> None:
        lease = self._ownership.lease
        serving = heard and not self._draining
        if lease.serving != serving:
            log.warning("serves again" if serving else "does not serve", extra={"bus": heard})
            lease.serving = serving
            lease.asked_for.set()

    async def drain(self) -> None:
        """Each goes to the next of those that own least. Bounded; what stays is taken when this lease has run out."""
        self._draining, self._ownership.lease.serving = True, False
        try:
            async with asyncio.timeout(DRAIN_SECONDS_MAX):
                to = await placing.others(self._database, self._ownership.lease.name)
                for place, partition in enumerate(list(self._ownership.by_partition) if to else ()):
                    await self._ownership.hand_over(partition, to[place % len(to)])
        except Exception as error:
            log.warning("not all handed over", extra={"why": repr(error)[:300]})
