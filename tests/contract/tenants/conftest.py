"""The whole public port with all its rooms and the owner of partitions, for tenants that know nothing of others."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from web_rig import open_web_rig

from palabre.plumbing.blobs import Blobs
from palabre.plumbing.bus import Bus
from palabre.plumbing.journal import PostgresJournal
from palabre.plumbing.partition.commander import Commander
from palabre.plumbing.partition.follower import Followers
from palabre.plumbing.partition.host import Host
from palabre.plumbing.postgres import Database
from palabre.plumbing.settings import Settings
from palabre.processes import api
from palabre.processes.rooms import ROOMS


@pytest.fixture
def open_port(own_database, nats, tmp_path):
    """`async with open_port() as port`: a WebRig over the application as the front serves it.

    Not a fixture that yields: the application's life must begin and end in one task.
    """
    return lambda: _opened(own_database, nats, tmp_path)


@asynccontextmanager
async def _opened(own_database, nats, tmp_path):
    async with open_web_rig(own_database, nats, tmp_path) as rig:
        services = rig.services
        router, bus = await Database.open(own_database.dsn("router")), await Bus.open(nats.url("core"), "core")
        host = asyncio.create_task(Host("test", router, PostgresJournal(router), bus, ROOMS).run())
        services.commander = Commander(services.database, services.bus, ROOMS)
        services.followers = Followers(services.database, services.bus, ROOMS)
        services.blobs = Blobs(services.database, services.secrets, tmp_path / "blobs")
        rig.app = api.application(services, Settings(data=str(tmp_path)))
        try:
            async with rig.app.lifespan():
                yield rig
        finally:
            host.cancel()
            await asyncio.gather(host, return_exceptions=True)
            await services.followers.stop()
            await bus.close()
            await router.close()
