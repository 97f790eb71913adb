"""Under which name this process owns, and whether it still may speak in it.

A name stays the same from one start to the next, so that a process takes up its partitions at once. It belongs to one
process at a time: PostgreSQL holds it for the session that renews the lease, and a second process on the same machine
and data folder owns under a name of its own (`host:data#2`).
"""

from __future__ import annotations

import asyncio
from itertools import count

from palabre.plumbing.partition import registry
from palabre.plumbing.postgres import Database

LEASE_SECONDS = 3.0
WISH_TRIES = 5  # for the name without a number: a session that was just cut lets go a moment later
WISH_SECONDS = 0.1


class Lease:
    """`asked_for`: set when somebody waits for it to stand again. `serving`: said with each renewal; once it is
    False, others take what we own.
    """

    def __init__(self, name: str, database: Database) -> None:
        self.name, self._wished, self._database = name, name, database
        self._line = database.line()
        self._until = 0.0  # of the loop's clock, which goes on while this process is stopped
        self.asked_for = asyncio.Event()
        self.serving = True

    def stands(self) -> bool:
        """A refusal needs no commit, so no fence would stop an old owner that has just woken up."""
        return asyncio.get_running_loop().time() < self._until

    async def begin(self) -> int:
        """Take a name. Milliseconds since a process of this name was last heard of; 0: never."""
        await self._take_name()
        return await registry.away_ms(self._database, self.name, LEASE_SECONDS)

    async def renew(self) -> float:
        """Write it down. It stands only once `stand` is told what comes back: until when."""
        asked = asyncio.get_running_loop().time()
        if not await registry.renew(self._line, self.name, LEASE_SECONDS, self.serving):
            await self._take_name()  # our session was cut, and another process was quicker
            await registry.renew(self._line, self.name, LEASE_SECONDS, self.serving)
        return asked + LEASE_SECONDS

    def stand(self, until: float) -> None:
        self._until = until

    async def close(self) -> None:
        self._until = 0.0
        await self._line.close()

    async def _take_name(self) -> None:
        """The first that no living process has."""
        for _ in range(WISH_TRIES):
            if await self._hold(self._wished):
                return
            await asyncio.sleep(WISH_SECONDS)
        for place in count(2):
            if await self._hold(f"{self._wished}#{place}"):
                return

    async def _hold(self, name: str) -> bool:
        self.name = name
        return await registry.hold(self._line, name)
