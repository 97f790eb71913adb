"""Durable lifecycles a second: the router, and the router over the bus, beside the same work in SQL by SKIP LOCKED.

    ./palabre bench routing [--json] [--quick] [--seconds 4] [--runs 5]

Goals: in the router ten times the peer; over the bus 5,000 a second, and create → offered within 25 ms (p99, as the
caller sees it) at 1,000 a second; 2,000 and 20,000 advisors, 1 and 250 partitions.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import sys
import tempfile
from pathlib import Path

import _routing_ours as ours
import _routing_sql as peer
from _machine import Row, machine, percentile, report

from palabre.plumbing.engines.nats import Nats
from palabre.plumbing.engines.postgres import Postgres
from palabre.plumbing.identity import new_id
from palabre.plumbing.migrate import migrate
from palabre.plumbing.postgres import Database

QUEUES = 50
OUTSTANDING = 1_000
PEER_WORKERS = (4, 8, 16, 32)


def options() -> argparse.Namespace:
    made = argparse.ArgumentParser()
    made.add_argument("--json", action="store_true")
    made.add_argument("--quick", action="store_true", help="one short run of each, 2,000 advisors only")
    made.add_argument("--seconds", type=float, default=4.0)
    made.add_argument("--runs", type=int, default=5)
    return made.parse_args()


class Ground:
    """Engines of this benchmark's own, with the disk flushed as in production."""

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


async def in_router(ground: Ground, advisors: int, partitions: int, seconds: float, rate: float = 0.0) -> dict:
    router = await Database.open(ground.postgres.dsn("router"), size_max=2)
    try:
        tenants, numbers = ours.make_tenants(ground.postgres.dsn("superuser"), partitions)
        each = max(advisors // partitions, 1)
        return await ours.in_router(
            router, tenants, numbers, advisors=each, queues=QUEUES if each >= QUEUES else 2, seconds=seconds,
            outstanding=OUTSTANDING, rate=rate,
        )  # fmt: skip
    finally:
        await router.close()


def _host(router_dsn: str, nats_url: str, ready) -> None:
    asyncio.run(ours.host_alone(router_dsn, nats_url, ready))


async def over_bus(ground: Ground, advisors: int, seconds: float, rate: float = 0.0) -> dict:
    """The owner in a process of its own, furnished before it begins."""
    tenants, numbers = ours.make_tenants(ground.postgres.dsn("superuser"), 1)
    router = await Database.open(ground.postgres.dsn("router"), size_max=2)
    owned = ours.Owned(numbers[0], tenants[0], ours.ROOMS, ours._CODEC)
    journal = ours.PostgresJournal(router)
    owned.restart(*await journal.take_over(numbers[0], f"furnish-{new_id()}"))
    ours.furnish(owned, advisors, QUEUES)
    append, _, _ = owned.take()
    assert await journal.append([append]) == {numbers[0]}
    await router.close()
    spawning = multiprocessing.get_context("spawn")
    ready = spawning.Event()
    process = spawning.Process(target=_host, args=(ground.postgres.dsn("router"), ground.nats.url("core"), ready))
    process.start()
    try:
        await asyncio.to_thread(ready.wait, 60)
        return await ours.over_bus(
            ground.postgres.dsn("web"), ground.nats.url("front"), tenants, queues=QUEUES, seconds=seconds,
            outstanding=OUTSTANDING, rate=rate,
        )  # fmt: skip
    finally:
        process.kill()
        process.join()


async def best_peer(ground: Ground, advisors: int, seconds: float) -> tuple[float, int]:
    """Its best concurrency, looked for once."""
    told = {}
    for workers in PEER_WORKERS:
        peer.prepare(ground.postgres.dsn("superuser"), advisors, QUEUES)
        told[workers] = (await peer.run(ground.postgres.dsn("superuser"), QUEUES, seconds, workers))[
            "lifecycles_per_second"
        ]
    best = max(told, key=lambda w: told[w])
    return told[best], best


async def measure(ground: Ground, asked: argparse.Namespace) -> tuple[list[Row], dict]:
    rows, more = [], {}
    runs, seconds = (1, min(asked.seconds, 3.0)) if asked.quick else (asked.runs, asked.seconds)
    for advisors in (2_000,) if asked.quick else (2_000, 20_000):
        _, workers = await best_peer(ground, advisors, 1.5 if asked.quick else 2.0)
        mine, bus, theirs, cpu = [], [], [], []
        for _ in range(runs):
            peer.prepare(ground.postgres.dsn("superuser"), advisors, QUEUES)
            theirs.append(
                (await peer.run(ground.postgres.dsn("superuser"), QUEUES, seconds, workers))["lifecycles_per_second"]
            )
            told = await in_router(ground, advisors, 1, seconds)
            mine.append(told["lifecycles_per_second"])
            cpu.append(told["cpu_microseconds"])
            bus.append((await over_bus(ground, advisors, seconds))["lifecycles_per_second"])
        name = f"SKIP LOCKED, {workers} workers"
        rows += [
            Row(
                f"in the router, {advisors:,} advisors", "lifecycles/s", mine, theirs, name, goal_ratio=10, lower=False
            ),
            Row(f"over the bus, {advisors:,} advisors", "lifecycles/s", bus, theirs, name, goal=5_000, lower=False),
            Row(f"router's CPU, {advisors:,} advisors", "µs/lifecycle", cpu),
        ]
    many = [(await in_router(ground, 2_500, 250, seconds))["lifecycles_per_second"] for _ in range(runs)]
    rows.append(Row("in the router, 250 partitions", "lifecycles/s", many, lower=False))
    router_waits, bus_waits = [], []
    for _ in range(runs):
        router_waits.append(percentile((await in_router(ground, 2_000, 1, seconds, 1_000.0))["waited"], 99) * 1e3)
        bus_waits.append(percentile((await over_bus(ground, 2_000, seconds, 1_000.0))["waited"], 99) * 1e3)
    rows += [
        Row("create → offered p99 at 1,000/s, in the router", "ms", router_waits, goal=10),
        Row("create → offered p99 at 1,000/s, over the bus", "ms", bus_waits, goal=25),
    ]
    return rows, more


def main() -> int:
    asked = options()
    with tempfile.TemporaryDirectory(prefix="palabre-bench-") as folder:
        Path(folder).chmod(0o755)
        with Ground(Path(folder)) as ground:
            of_machine = machine(ground.postgres.dsn("owner"))
            rows, more = asyncio.run(measure(ground, asked))
    return report("routing", of_machine, rows, asked.json, **more)


if __name__ == "__main__":
    sys.exit(main())
