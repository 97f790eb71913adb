"""The projector: runs the readers that write rows from facts."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from palabre.callbacks import wiring as callbacks
from palabre.conversations import wiring as conversations
from palabre.outbound import wiring as outbound
from palabre.plumbing.blobs import Blobs
from palabre.plumbing.postgres import Database
from palabre.plumbing.secrets import Secrets, master_key
from palabre.plumbing.settings import Settings
from palabre.plumbing.storage.place import storage_of
from palabre.processes.opening import open_bus, open_database
from palabre.processes.rooms import ROOMS
from palabre.reporting import wiring as reporting

log = logging.getLogger("palabre.projector")


async def main(settings: Settings, ready: Callable[[], None]) -> None:
    """Until cancelled; each reader's position is in the transaction of its rows, so a cut is harmless."""
    database = await open_database(settings.database_url_projector, settings, derived=True)
    kept = await open_database(settings.database_url_projector, settings)  # whose files outlive a row's commit
    bus = await open_bus(settings)

    async def wake(tenant: str) -> None:
        await bus.publish("wake.outbox", tenant.encode())

    database.wake = wake
    blobs = _blobs(kept, settings)
    readers = [
        conversations.reader(database, bus, ROOMS),
        callbacks.reader(database, bus, ROOMS),
        outbound.reader(database, bus, ROOMS),
        *reporting.readers(database, bus, ROOMS),
    ]
    try:
        async with asyncio.TaskGroup() as group:
            for reader in readers:
                group.create_task(reader.run())
            if blobs:
                group.create_task(reporting.keeping(kept, blobs, settings))
            ready()
    finally:
        if blobs:
            await blobs.close()
        await bus.close()
        await kept.close()
        await database.close()


def _blobs(database: Database, settings: Settings) -> Blobs | None:
    """None where this process was given no master key: then figures grow old in the tables, and nothing is lost."""
    if not settings.master_key_file:
        log.warning("no master key: old figures stay in PostgreSQL")
        return None
    secrets = Secrets(database, master_key(Path(settings.master_key_file)))
    return Blobs(database, secrets, storage_of(settings))
