"""Opening what a process stands on, waiting for it as long as it takes: engines may come after us."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from psycopg import OperationalError
from psycopg_pool import PoolTimeout

from palabre.plumbing import migrate, timekeeping
from palabre.plumbing.blobs import Blobs
from palabre.plumbing.bus import Bus
from palabre.plumbing.partition.commander import Commander
from palabre.plumbing.partition.follower import Followers
from palabre.plumbing.postgres import Database
from palabre.plumbing.secrets import Secrets, master_key
from palabre.plumbing.services import Services
from palabre.plumbing.settings import Settings
from palabre.plumbing.storage.place import storage_of
from palabre.processes.rooms import ROOMS

log = logging.getLogger("palabre.opening")

SCHEMA_SECONDS = 0.2


async def open_database(url: str, settings: Settings, *, derived: bool = False) -> Database:
    """Waits for the server, then for the schema this code was written for. `derived`: as of Database."""
    while True:
        try:
            database = await Database.open(url, size_max=settings.database_pool_max, derived=derived)
            break
        except (PoolTimeout, OperationalError) as error:
            log.warning("waiting for PostgreSQL", extra={"why": repr(error)[:200]})
    wanted = migrate.head()
    while await _revision(database) != wanted:
        await asyncio.sleep(SCHEMA_SECONDS)
    while not await timekeeping.set_clock(database):
        await asyncio.sleep(SCHEMA_SECONDS)
    database.keep_beside(timekeeping.keep_clock(database))
    return database


async def _revision(database: Database) -> str | None:
    try:
        async with database.connection() as connection:
            row = await (await connection.execute("select palabre.schema_version() as version")).fetchone()
        return row["version"] if row else None
    except Exception as error:
        log.info("waiting for the schema", extra={"why": repr(error)[:200]})
        return None


async def open_bus(settings: Settings) -> Bus:
    while True:
        try:
            return await Bus.open(settings.nats_url, settings.role or "palabre")
        except Exception as error:
            log.warning("waiting for NATS", extra={"why": repr(error)[:200]})
            await asyncio.sleep(SCHEMA_SECONDS)


@asynccontextmanager
async def services(settings: Settings) -> AsyncIterator[Services]:
    """Everything a process of the web's role needs, closed together. Raises SettingsRefused."""
    storage = storage_of(settings)
    database = await open_database(settings.database_url_web, settings)
    bus = await open_bus(settings)

    async def wake(tenant: str) -> None:
        await bus.publish("wake.outbox", tenant.encode())

    database.wake = wake
    secrets = Secrets(database, master_key(Path(settings.master_key_file)))
    made = Services(
        settings=settings,
        database=database,
        bus=bus,
        commander=Commander(database, bus, ROOMS),
        followers=Followers(database, bus, ROOMS),
        blobs=Blobs(database, secrets, storage),
        secrets=secrets,
    )
    try:
        yield made
    finally:
        await made.close()
