"""Engines of the benchmark's own, and the runs on them: the router alone, over the bus, taking over; the SQL."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import _routing_ours as ours
import _routing_sql as peer
import psycopg
from _machine import cpu_seconds, resident_bytes, run

from palabre.foundations.ids import TenantId
from palabre.plumbing.engines.nats import Nats
from palabre.plumbing.engines.postgres import Postgres
from palabre.plumbing.migrate import migrate
from palabre.plumbing.postgres import Database

OUTSTANDING = 1_000
PEER_WORKERS = (4, 8, 16, 32)
RETIRE = (
    "update palabre.partition set owner = 'retired'",
    """insert into palabre.router_process (name, lease_until) values ('retired', 'infinity')
       on conflict (name) do nothing""",
)


class Ground:
    """The disk is flushed as in production."""

    def __init__(self, folder: Path) -> None:
        self.postgres, self.nats = Postgres(folder / "postgres"), Nats(folder / "nats")

    def __enter__(self) -> Ground:
        for engine in (self.postgres, self.nats):
            engine.start()
        self.postgres.provision()
        migrate(self.postgres.dsn("owner"))
        return self

    def __exit__(self, *_: object) -> None:
        self.nats.stop()
        self.postgres.stop()

    @property
    def superuser(self) -> str:
        return self.postgres.dsn("superuser")

    def tenants(self, number: int) -> tuple[list[TenantId], list[int]]:
        """New ones; those of runs before are owned by somebody who never dies, so that no owner claims them."""
        with psycopg.connect(self.superuser) as connection:
            for statement in RETIRE:
                connection.execute(statement)
        return ours.make_tenants(self.superuser, number)

    @asynccontextmanager
    async def router(self, size_max: int = 4) -> AsyncIterator[Database]:
        database = await Database.open(self.postgres.dsn("router"), size_max=size_max)
        try:
            yield database
        finally:
            await database.close()


async def in_router(
    ground: Ground, advisors: int, queues: int, seconds: float, *, partitions: int = 1, rate: float = 0.0,
    outstanding: int = OUTSTANDING,
) -> dict:  # fmt: skip
    """`advisors`, `queues`: of each partition. `outstanding`: customers on their way at a time."""
    async with ground.router() as router:
        tenants, numbers = ground.tenants(partitions)
        return await ours.in_router(
            router, tenants, numbers, advisors=advisors, queues=queues, seconds=seconds,
            outstanding=outstanding, rate=rate,
        )  # fmt: skip


def _host(router_dsn: str, nats_url: str, ready) -> None:
    run(ours.host_alone(router_dsn, nats_url, ready))


async def over_bus(ground: Ground, advisors: int, queues: int, seconds: float, *, rate: float = 0.0) -> dict:
    """The owner in a process of its own, furnished before it begins."""
    tenants, numbers = ground.tenants(1)
    async with ground.router() as router:
        await ours.write(ours.Alone(router), numbers[0], tenants[0], advisors, queues)
    spawning = multiprocessing.get_context("spawn")
    ready = spawning.Event()
    process = spawning.Process(target=_host, args=(ground.postgres.dsn("router"), ground.nats.url("core"), ready))
    process.start()
    try:
        while not await asyncio.to_thread(ready.wait, 1):
            if not process.is_alive():
                raise RuntimeError("the router ended instead of being ready")
        before = cpu_seconds(process.pid)
        told = await ours.over_bus(
            ground.postgres.dsn("web"), ground.nats.url("front"), tenants, queues=queues, seconds=seconds,
            outstanding=OUTSTANDING, rate=rate,
        )  # fmt: skip
        told["router_cpu_microseconds"] = (cpu_seconds(process.pid) - before) / max(told["done"], 1) * 1e6
        told["router_bytes"] = resident_bytes(process.pid)
        return told
    finally:
        process.kill()
        await asyncio.to_thread(process.join)


async def take_over(ground: Ground, advisors: int, queues: int, *, partitions: int = 1, facts: int = 0) -> dict:
    """Seconds, and seconds of the processor, from an owner's start until it decides for all: snapshot, and as many
    facts as may stand after it."""
    tenants, numbers = ground.tenants(partitions)
    async with ground.router() as router:
        alone = ours.Alone(router)
        for partition, tenant in zip(numbers, tenants, strict=True):
            await ours.write(alone, partition, tenant, advisors, queues, facts=facts)
        begun, cpu = time.perf_counter(), time.process_time()
        async with ours.hosted(router, ground.nats.url("core")) as host:
            told = {"seconds": time.perf_counter() - begun, "cpu": time.process_time() - cpu}
            assert all(o.world.number == o.committed for o in host.owned.values()) and len(host.owned) == partitions
    return told


async def sql(ground: Ground, advisors: int, queues: int, seconds: float, workers: int) -> float:
    peer.prepare(ground.superuser, advisors, queues)
    return (await peer.run(ground.superuser, queues, seconds, workers))["lifecycles_per_second"]


async def best_workers(ground: Ground, advisors: int, queues: int, seconds: float) -> int:
    """The peer's best concurrency, looked for twice over, so that one busy moment does not decide."""
    told = dict.fromkeys(PEER_WORKERS, 0.0)
    for _ in range(2):
        for workers in PEER_WORKERS:
            told[workers] = max(told[workers], await sql(ground, advisors, queues, seconds, workers))
    return max(told, key=lambda w: told[w])
