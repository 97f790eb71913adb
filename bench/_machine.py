"""Shared by the benchmarks: what this machine can do, runs taken in turn, and one way of telling the result.

A figure alone says little on a shared machine: beside each stands a peer measured in the same minutes, their ratio, the
goal, and the spread of the runs.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import statistics
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import uvloop

RUNS = 5
TICKS = os.sysconf("SC_CLK_TCK")
T = TypeVar("T")


class Row(msgspec.Struct, omit_defaults=True):
    """One figure. `values`: of each run. `lower`: less is better. `goal`: at most (lower) or at least."""

    name: str
    unit: str
    values: list[float]
    peer_values: list[float] = []
    peer: str = ""
    goal: float | None = None
    goal_ratio: float | None = None  # of value to peer
    lower: bool = True
    others: list[float] = []  # share of the machine that others took during each run

    @property
    def value(self) -> float:
        return statistics.median(self.values)

    @property
    def peer_value(self) -> float | None:
        return statistics.median(self.peer_values) if self.peer_values else None

    @property
    def ratio(self) -> float | None:
        return self.value / self.peer_value if self.peer_value else None

    @property
    def met(self) -> bool | None:
        tests = [(self.value, self.goal), (self.ratio, self.goal_ratio)]
        told = [(v <= g) if self.lower else (v >= g) for v, g in tests if v is not None and g is not None]
        return all(told) if told else None

    def told(self) -> dict:
        return {
            "name": self.name, "unit": self.unit, "value": self.value, "runs": self.values,
            "spread": spread(self.values),
            "peer": self.peer or None, "peer_value": self.peer_value, "peer_runs": self.peer_values or None,
            "ratio": self.ratio, "goal": self.goal, "goal_ratio": self.goal_ratio, "met": self.met,
            "others": statistics.median(self.others) if self.others else None,
        }  # fmt: skip


def spread(values: list[float]) -> float:
    """Share of the median between the least and the greatest run."""
    middle = statistics.median(values)
    return (max(values) - min(values)) / middle if middle else 0.0


def one_core_loop(seconds: float = 0.5) -> float:
    """Millions of turns a second of a plain loop: this core, this interpreter."""
    begun, turns, x = time.perf_counter(), 0, 0
    while time.perf_counter() - begun < seconds:
        for n in range(10_000):
            x = (x + n) & 0xFFFF
        turns += 10_000
    return turns / (time.perf_counter() - begun) / 1e6


def loopback_round_trip(times: int = 2_000) -> float:
    """Microseconds of a one-byte question and answer over loopback TCP, median."""
    server = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        peer, _ = server.accept()
        with peer:
            while data := peer.recv(1):
                peer.sendall(data)

    threading.Thread(target=answer, daemon=True).start()
    took = []
    with socket.create_connection(server.getsockname()) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(times):
            begun = time.perf_counter()
            client.sendall(b"x")
            client.recv(1)
            took.append(time.perf_counter() - begun)
    server.close()
    return statistics.median(took) * 1e6


def commits_per_second(dsn: str, seconds: float = 1.0) -> float:
    """One small row, one connection, one commit at a time. `dsn`: of a role that may make a table."""
    import psycopg

    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("create table if not exists palabre.measured (n int)")
        begun, commits = time.perf_counter(), 0
        while time.perf_counter() - begun < seconds:
            connection.execute("insert into palabre.measured values (1)")
            commits += 1
        spent = time.perf_counter() - begun
        connection.execute("drop table palabre.measured")
    return commits / spent


def machine(dsn: str = "") -> dict[str, float]:
    """Measured first and printed with every result."""
    told = {
        "one_core_loop_millions_per_second": one_core_loop(),
        "loopback_round_trip_microseconds": loopback_round_trip(),
    }
    return told | ({"commits_per_second": commits_per_second(dsn)} if dsn else {})


class Others:
    """Around a run: `share` of all cores that processes not begun by this one took meanwhile."""

    share = 0.0

    def __enter__(self) -> Others:
        self._begun = time.perf_counter(), _busy_seconds(), _own_seconds()
        return self

    def __exit__(self, *_: object) -> None:
        at, busy, own = self._begun
        taken = (_busy_seconds() - busy) - (_own_seconds() - own)
        self.share = min(max(taken / (time.perf_counter() - at) / (os.cpu_count() or 1), 0.0), 1.0)


def _busy_seconds() -> float:
    """Of all cores, all processes: all but idle and waiting for a disk."""
    user, nice, system, _, _, *rest = map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:])
    return (user + nice + system + sum(rest[:3])) / TICKS


def _own_seconds() -> float:
    """Of this process, its children and theirs, those that ended included."""
    parents, spent = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue  # it ended meanwhile
        parents[int(stat.parent.name)], spent[int(stat.parent.name)] = int(fields[1]), sum(map(int, fields[11:15]))
    ours, more = {os.getpid()}, True
    while more:
        more = {pid for pid, parent in parents.items() if parent in ours} - ours
        ours |= more
    return sum(spent.get(pid, 0) for pid in ours) / TICKS


def run(work: Coroutine[Any, Any, T]) -> T:
    """On the loop that production runs on."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as loop:
        return loop.run(work)


async def interleaved(
    kinds: dict[str, Callable[[], Awaitable[dict[str, float]]]], runs: int = RUNS
) -> dict[str, list[dict]]:
    """Each kind in turn, `runs` times: what the machine does meanwhile falls on all alike."""
    told: dict[str, list[dict]] = {kind: [] for kind in kinds}
    for _ in range(runs):
        for kind, run in kinds.items():
            told[kind].append(await run())
            await asyncio.sleep(0)
    return told


def resident_bytes(pid: int) -> int:
    """Memory of a process that is its own (proportional to what it shares)."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def cpu_seconds(pid: int) -> float:
    """User and system time a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def tree_cpu(pid: int) -> float:
    """Seconds of CPU of a process and its children: a database's server is many."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return cpu_seconds(pid) + sum(tree_cpu(int(one)) for one in children)
    except OSError:
        return 0.0  # it ended meanwhile


def percentile(values: list[float], percent: float) -> float:
    ordered = sorted(values)
    return (
        ordered[min(len(ordered) - 1, max(0, -(-len(ordered) * round(percent * 10) // 1000) - 1))] if ordered else 0.0
    )


def asking(doc: str | None, quick: str = "") -> argparse.ArgumentParser:
    """--runs, --json and, where `quick` says what it does, --quick; the benchmark adds its own."""
    made = argparse.ArgumentParser(description=(doc or "").split("\n")[0])
    made.add_argument("--runs", type=int, default=RUNS)
    made.add_argument("--json", action="store_true")
    if quick:
        made.add_argument("--quick", action="store_true", help=quick)
    return made


def as_table(rows: list[Row]) -> str:
    """As docs/reference/benchmarks.md tells it."""

    def of(row: Row) -> tuple[str, ...]:
        peer, ratio = row.peer_value, row.ratio
        told = (f"{row.name}, {row.unit}", f"{row.value:,.1f}", "" if row.goal is None else f"{row.goal:,.0f}")
        beside = "" if peer is None else f"{peer:,.1f}", f"{ratio:.2f}" if ratio else ""
        return *told, *beside, f"{spread(row.values):.0%}"

    return "\n".join(f"| {' | '.join(of(row))} |" for row in rows)


def report(title: str, of_machine: dict[str, float], rows: list[Row], as_json: bool, **more: object) -> int:
    """Print; the exit code is 1 when a goal is missed."""
    missed = any(row.met is False for row in rows)
    if as_json:
        print(json.dumps({"benchmark": title, "machine": of_machine, "rows": [r.told() for r in rows], **more}))
        return int(missed)
    print(title)
    print("machine: " + ", ".join(f"{k.replace('_', ' ')} {v:,.1f}" for k, v in of_machine.items()))
    print(f"{'':62} {'value':>11} {'peer':>11} {'ratio':>6} {'goal':>11}  spread others")
    for row in rows:
        peer = f"{row.peer_value:,.1f}" if row.peer_value is not None else "-"
        ratio = f"{row.ratio:.2f}" if row.ratio is not None else "-"
        goals = [f"{row.goal:,.0f}"] if row.goal is not None else []
        goals += [f"×{row.goal_ratio:g}"] if row.goal_ratio is not None else []
        goal = " ".join(goals) or "-"
        mark = {True: "ok", False: "MISSED", None: ""}[row.met]
        named, lies = f"{row.name} ({row.unit})", f"{spread(row.values):4.0%}"
        others = f"{statistics.median(row.others):4.0%}" if row.others else "   -"
        print(f"{named:62} {row.value:>11,.1f} {peer:>11} {ratio:>6} {goal:>11}    {lies}   {others} {mark}")
    for key, value in more.items():
        print(f"{key.replace('_', ' ')}: {value}")
    return int(missed)
