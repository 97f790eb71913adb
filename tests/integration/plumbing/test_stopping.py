"""An owner that is asked to stop stops, whatever fails at that moment."""

from __future__ import annotations

import asyncio

from palabre.plumbing.journal import PostgresJournal
from palabre.plumbing.partition.host import Host

from .conftest import ROOM

SECONDS_MAX = 10


async def test_a_cancellation_lost_on_the_way_is_heeded_all_the_same(stage):
    """As the pool's `wait_for` loses one in Python 3.11: what was cancelled comes back as an error of another kind."""
    host = Host("one", stage.router, PostgresJournal(stage.router), await stage.bus(), [ROOM])
    claiming = asyncio.Event()

    async def claim(away: int = 0, **_: object) -> bool:
        claiming.set()
        try:
            await asyncio.get_running_loop().create_future()
        except asyncio.CancelledError:
            raise ConnectionError("the pool is closed") from None

    host._ownership.claim = claim
    task = asyncio.create_task(host.run())
    async with asyncio.timeout(SECONDS_MAX):
        await claiming.wait()
    task.cancel()
    done, _ = await asyncio.wait({task}, timeout=SECONDS_MAX)
    while not task.done():  # the defect: asked again until it heeds, so that the test itself ends
        task.cancel()
        await asyncio.wait({task}, timeout=1)
        host._ownership.claim = asyncio.get_running_loop().create_future
    assert done, "it went on for ever"
