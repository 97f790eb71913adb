"""Workers of imports that can be killed: true processes, forked from one that has everything imported."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

# batches of five, and a hold and a look that a test can wait for
_WORKERS = """
import asyncio, os, signal, sys
from pathlib import Path

from palabre.foundations import limits
from palabre.moving import jobs
from palabre.moving.actions import working
from palabre.plumbing.blobs import Blobs
from palabre.plumbing.partition.follower import Followers
from palabre.plumbing.postgres import Database
from palabre.plumbing.secrets import Secrets, master_key
from palabre.plumbing.services import Services
from palabre.plumbing.settings import Settings
from palabre.routing import wiring as routing

limits.MOVING_AT_ONCE_MAX, limits.MOVING_BATCH_ROWS = 8, 5
working.HELD_MS, jobs.LOOK_SECONDS = 300, 0.05

async def work(dsn, folder):
    web = await Database.open(dsn, size_max=4)
    secrets = Secrets(web, master_key(folder / "master.key"))
    blobs = Blobs(web, secrets, folder / "blobs")
    await jobs.move(Services(Settings(), web, None, None, Followers(web, None, []), blobs, secrets))

routing.connect()
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
print("up", flush=True)
for line in sys.stdin:
    if (pid := os.fork()) == 0:
        asyncio.run(work(sys.argv[1], Path(sys.argv[2])))
    print(pid, flush=True)
"""


class Workers:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process, self.alive = process, list[int]()

    async def begin(self) -> int:
        self._process.stdin.write(b"\n")
        await self._process.stdin.drain()
        self.alive.append(int(await self._process.stdout.readline()))
        return self.alive[-1]

    def kill(self) -> None:
        """All of them, without a word: kill -9."""
        while self.alive:
            with suppress(ProcessLookupError):
                os.kill(self.alive.pop(), signal.SIGKILL)


@asynccontextmanager
async def open_workers(dsn: str, folder: Path) -> AsyncIterator[Workers]:
    """`dsn`: the role web's. `folder`: with master.key and blobs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _WORKERS, dsn, str(folder), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
    workers = Workers(process)
    try:
        assert await process.stdout.readline() == b"up\n"
        yield workers
    finally:
        workers.kill()
        process.stdin.close()
        await process.wait()
