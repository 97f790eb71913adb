"""Durable lifecycles a second: the router, and the router over the bus, beside the same work in SQL by SKIP LOCKED.

    ./palabre bench routing [--json] [--quick] [--seconds 4] [--runs 5]

Goals: in the router ten times the peer, 10,000 a second at 2,000 advisors and 5,000 at 20,000; over the bus 5,000 a
second, and create → offered within 25 ms (p99, as the caller sees it) at 1,000 a second; taking over 20,000 advisors
within 3 s. Runs are taken in turn; `others` is the share of the machine that other processes took meanwhile.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Awaitable
from pathlib import Path

from _machine import Others, Row, machine, percentile, report, run
from _routing_ground import Ground, best_workers, in_router, over_bus, sql, take_over

from palabre.plumbing.partition.commits import SNAPSHOT_FACTS

QUEUES = 50
SIZES = {2_000: 10_000.0, 20_000: 5_000.0}  # advisors: goal in the router, lifecycles/s
RATE = 1_000.0
POOL = 60_000  # advisors of one skill


def options() -> argparse.Namespace:
    made = argparse.ArgumentParser()
    made.add_argument("--json", action="store_true")
    made.add_argument("--quick", action="store_true", help="one short run of each, 2,000 advisors only")
    made.add_argument("--seconds", type=float, default=4.0)
    made.add_argument("--runs", type=int, default=5)
    return made.parse_args()


class Figures:
    """What was measured, by name: the values of each run, and what others took of the machine meanwhile."""

    def __init__(self) -> None:
        self.values: dict[str, list[float]] = defaultdict(list)
        self.others: dict[str, list[float]] = defaultdict(list)

    async def take(self, work: Awaitable, **values) -> None:
        """`values`: name -> what to read from that which the work returns."""
        with Others() as others:
            told = await work
        for name, read in values.items():
            self.values[name].append(read(told))
            self.others[name].append(others.share)

    def row(self, name: str, unit: str, key: str, **more) -> Row:
        if peer := more.pop("beside", None):
            more["peer_values"] = self.values[peer]
        return Row(name, unit, self.values[key], others=self.others[key], **more)


def rate_of(told: dict) -> float:
    return told["lifecycles_per_second"]


def p99_of(told: dict) -> float:
    return percentile(told["waited"], 99) * 1e3


async def one_size(ground: Ground, taken: Figures, advisors: int, seconds: float, workers: int) -> None:
    await taken.take(sql(ground, advisors, QUEUES, seconds, workers), **{f"sql {advisors}": float})
    await taken.take(
        in_router(ground, advisors, QUEUES, seconds),
        **{f"router {advisors}": rate_of, f"router cpu {advisors}": lambda told: told["cpu_microseconds"]},
    )
    await taken.take(
        over_bus(ground, advisors, QUEUES, seconds),
        **{f"bus {advisors}": rate_of, f"bus cpu {advisors}": lambda told: told["router_cpu_microseconds"]},
    )


async def at_rate(ground: Ground, taken: Figures, seconds: float) -> None:
    """Waits at 1,000 a second, not at the limit."""
    await taken.take(in_router(ground, 2_000, QUEUES, seconds, rate=RATE), router_p99=p99_of)
    await taken.take(over_bus(ground, 2_000, QUEUES, seconds, rate=RATE), bus_p99=p99_of)


async def at_size(ground: Ground, taken: Figures, seconds: float) -> None:
    """Taking over a large tenant, and one pool larger than any."""
    await taken.take(
        take_over(ground, 20_000, QUEUES, facts=SNAPSHOT_FACTS),
        take_over=lambda told: told["seconds"],
        take_over_cpu=lambda told: told["cpu"],
    )
    await taken.take(in_router(ground, POOL, 1, seconds, rate=RATE), pool_router_p99=p99_of)
    await taken.take(
        over_bus(ground, POOL, 1, seconds, rate=RATE),
        pool_bus_p99=p99_of,
        pool_bytes=lambda told: told["router_bytes"] / 1e6,
    )


async def measure(ground: Ground, asked: argparse.Namespace) -> list[Row]:
    taken = Figures()
    runs, seconds = (1, min(asked.seconds, 3.0)) if asked.quick else (asked.runs, asked.seconds)
    sizes = (2_000,) if asked.quick else tuple(SIZES)
    workers = {n: await best_workers(ground, n, QUEUES, 1.0) for n in sizes}
    for _ in range(runs):
        for advisors in sizes:
            await one_size(ground, taken, advisors, seconds, workers[advisors])
        await taken.take(in_router(ground, 10, 2, seconds, partitions=250), router_250=rate_of)
        await taken.take(take_over(ground, 10, 2, partitions=250), take_over_250=lambda told: told["seconds"])
        await at_rate(ground, taken, seconds)
        if not asked.quick:
            await at_size(ground, taken, seconds)
    return rows_of(taken, workers, whole=not asked.quick)


def rows_of(taken: Figures, workers: dict[int, int], whole: bool) -> list[Row]:
    rows = []
    for n, peers in workers.items():
        whose, unit = f"{n:,} advisors", "lifecycles/s"
        beside = {"beside": f"sql {n}", "peer": f"SKIP LOCKED, {peers} workers", "lower": False}
        rows += [
            taken.row(f"in the router, {whose}", unit, f"router {n}", goal=SIZES[n], goal_ratio=10, **beside),
            taken.row(f"over the bus, {whose}", unit, f"bus {n}", goal=5_000, **beside),
            taken.row(f"CPU in the router, {whose}", "µs/lifecycle", f"router cpu {n}"),
            taken.row(f"CPU of the router over the bus, {whose}", "µs/lifecycle", f"bus cpu {n}"),
        ]
    rows += [
        taken.row("in the router, 250 partitions", "lifecycles/s", "router_250", lower=False),
        taken.row("create → offered p99 at 1,000/s, in the router", "ms", "router_p99", goal=10),
        taken.row("create → offered p99 at 1,000/s, over the bus", "ms", "bus_p99", goal=25),
        taken.row("taking over 250 partitions", "s", "take_over_250", goal=3),
    ]
    if whole:
        rows += [
            taken.row("taking over 20,000 advisors", "s", "take_over", goal=3),
            taken.row("taking over 20,000 advisors, processor", "s", "take_over_cpu", goal=3),
            taken.row(f"one pool of {POOL:,}, p99 at 1,000/s, in the router", "ms", "pool_router_p99"),
            taken.row(f"one pool of {POOL:,}, p99 at 1,000/s, over the bus", "ms", "pool_bus_p99"),
            taken.row(f"one pool of {POOL:,}, memory of the router", "MB", "pool_bytes"),
        ]
    return rows


def main() -> int:
    asked = options()
    with tempfile.TemporaryDirectory(prefix="palabre-bench-") as folder:
        Path(folder).chmod(0o755)
        with Ground(Path(folder)) as ground:
            of_machine = machine(ground.postgres.dsn("owner"))
            rows = run(measure(ground, asked))
    return report("routing", of_machine, rows, asked.json)


if __name__ == "__main__":
    sys.exit(main())
