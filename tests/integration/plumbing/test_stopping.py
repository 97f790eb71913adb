"""An owner that is asked to stop stops, whatever fails at that moment."""

from __future__ import annotations

import asyncio

from palabre.plumbing.journal import PostgresJournal
from palabre.plumbing.partition.host import Host

from .conftest import ROOM

SECONDS_MAX = 10


async def test_a_cancellation_that_meets_a_failing_claim_is_not_lost(stage):
    """Its own task group fails as it is cancelled: Python 3.11 then forgets the cancellation."""
    host = Host("one", stage.router, PostgresJournal(stage.router), await stage.bus(), [ROOM])
    claiming, go_on = asyncio.Event(), asyncio.Event()

    async def fail_when_cancelled() -> None:
        try:
            await go_on.wait()
        except asyncio.CancelledError:
            raise ConnectionError("the database is closed already") from None

    async def claim(away: int = 0) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail_when_cancelled())
            claiming.set()

    host._ownership.claim = claim
    task = asyncio.create_task(host.run())
    async with asyncio.timeout(SECONDS_MAX):
        await claiming.wait()
    await asyncio.sleep(0)
    task.cancel()
    done, _ = await asyncio.wait({task}, timeout=SECONDS_MAX)
    if not done:  # the defect: ended by a second asking, so that the test itself ends
        task.cancel()
    assert done, "it went on for ever"
