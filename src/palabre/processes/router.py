"""The router: owner of partitions."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

from palabre.plumbing import memory
from palabre.plumbing.journal import PostgresJournal
from palabre.plumbing.partition.host import Host
from palabre.plumbing.settings import Settings
from palabre.processes.opening import open_bus, open_database
from palabre.processes.rooms import ROOMS


def name_of(settings: Settings) -> str:
    """The same after a restart on the same data folder, so that it takes up its partitions at once.

    A second process with the same one owns under a name of its own: `partition/lease`.
    """
    return f"{socket.gethostname()}:{settings.data or settings.role}"


async def main(settings: Settings, ready: Callable[[], None]) -> None:
    """Own partitions until cancelled; a last snapshot makes the next start short."""
    database = await open_database(settings.database_url_router, settings)
    bus = await open_bus(settings)
    host = Host(name_of(settings), database, PostgresJournal(database), bus, ROOMS)
    task, owning = asyncio.create_task(host.run()), asyncio.create_task(host.owning.wait())
    try:
        await asyncio.wait({task, owning}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            memory.settle()
            ready()
        await asyncio.wait({task})  # a cancellation is ours alone: it goes on until it has handed over
        task.result()
    finally:
        owning.cancel()
        if not task.done():
            await host.drain()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await host.snapshot_all()
        await bus.close()
        await database.close()
