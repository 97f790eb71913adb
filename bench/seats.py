"""As many real idle desks as this machine takes: bytes and CPU of each, and what 170,000 of them would need.

    ./palabre bench seats [--desks 30000] [--seconds 20] [--minutes 12] [--json] [--quick]

Real parts: PostgreSQL, NATS, the owner in a process, fronts with the desk's routes and real sessions (looked at again
each minute, as in production), one tenant each; pages in processes of their own on several addresses of loopback, which
answer the server's pings at its real interval. Desks are opened in steps until the number asked for is there, or what
is left of the machine ends it first: memory, CPU of a front, descriptors, pings that come late, the time. The peer,
`websockets` alone at the same interval with PEER_DESKS sockets, is measured in the very same windows.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import os
import resource
import subprocess
import sys
import time
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import _desk_ground
import _machine
import psycopg
from _desk_ground import an_id

from palabre.foundations.limits import PRESENCE_SECONDS

SEATS = 170_000  # of our model's five largest clients
DESKS = 30_000
FRONTS = 2
PAGES_MAX = 14_000  # of one process of pages; descriptors end at 20,000 on many machines
PEER_DESKS = 2_000
SPARE_DESCRIPTORS = 500
DESK_BYTES = 90_000  # both ends, for the bound on memory
MEMORY_KEPT = 0.35  # share of what is free that stays free
FRONT_CPU_MAX = 0.85  # of one core
SETTLE_SECONDS = 3.0
LOOKS_SECONDS = 60.0  # between two looks at each session: what is measured lasts as long at least, unless asked less
GOALS = {"memory": 64.0, "cpu": 200.0}
COOKIE = "palabre={}.%d"  # the token of a bench's desk is its number


# -- the process under measure


async def front(place: dict) -> None:
    """As `front` in production: session, desk, gateway. Of one tenant: which of several it serves is given here."""
    import uvicorn

    from palabre.desk import http, wiring
    from palabre.plumbing.bus import Bus
    from palabre.plumbing.partition.commander import Commander
    from palabre.plumbing.partition.follower import Followers
    from palabre.plumbing.postgres import Database
    from palabre.plumbing.services import Services
    from palabre.plumbing.web.application import build_app
    from palabre.processes.rooms import ROOMS
    from palabre.tenants.wiring import authenticate

    class Ours(Followers):
        async def tenants(self) -> list:
            return [place["tenant"]]

    database, bus = await Database.open(place["web"], size_max=8), await Bus.open(place["front"], "front")
    followers = Ours(database, bus, ROOMS)
    services = Services(None, database, bus, Commander(database, bus, ROOMS), followers, None, None)
    app = build_app(services, http.routes, authenticate=authenticate, lifespan=[wiring.lifespan])
    await followers.of(place["tenant"])
    config = uvicorn.Config(app, port=0, log_level="error", backlog=4096, loop="uvloop", **wiring.UVICORN)
    await _desk_ground.serve(config)


def furnish(place: dict, tenant: str, desks: int, first: int) -> None:
    """Rows of people and their sessions; the owner is told by _desk_ground."""
    now = time.time_ns() // 1_000_000
    people = [an_id(1, first + n) for n in range(desks)]
    tokens = [hashlib.sha256(str(first + n).encode()).digest() for n in range(desks)]
    with psycopg.connect(place["superuser"]) as connection:
        run = connection.execute
        run("insert into palabre.tenant (tenant, name, created_at) values (%s, %s, %s)",
            (tenant, f"tenant {first}", now))  # fmt: skip
        run("""insert into palabre.person (tenant, id, email, email_key, name, name_key, roles, created_at)
             select %s, id, id || '@b.test', id || '@b.test', id, id, '{advisor}', %s
             from unnest(%s::uuid[]) id""", (tenant, now, people))  # fmt: skip
        run("""insert into palabre.session
             (tenant, id, person, token_hash, csrf, created_at, seen_at, idle_until, until)
             select %s, p, p, h, '', %s, %s, %s, %s from unnest(%s::uuid[], %s::bytea[]) as u(p, h)""",
            (tenant, now, now, now + 10**8, now + 10**8, people, tokens))  # fmt: skip


# -- the pages


class Pages:
    """A process of pages on an address of its own."""

    def __init__(self, child: asyncio.subprocess.Process) -> None:
        self.child, self.held = child, 0

    @classmethod
    @asynccontextmanager
    async def begun(cls, address: str, port: int, path: str):
        command = [sys.executable, str(Path(__file__).with_name("_seats_pages.py")), address, str(port), path]
        child = await asyncio.create_subprocess_exec(*command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            yield cls(child)
        finally:
            if child.returncode is None:
                child.kill()
            await child.wait()

    async def _ask(self, text: str) -> list[str]:
        self.child.stdin.write(f"{text}\n".encode())
        return (await self.child.stdout.readline()).decode().split(maxsplit=3)

    async def open(self, count: int, first: int, cookie: str) -> str:
        """What hindered, or nothing."""
        told = await self._ask(f"open {count} {first} {cookie}")
        self.held = int(told[1])
        return told[3].strip() if len(told) > 3 else ""

    async def silence(self) -> tuple[int, float]:
        _, live, seconds = await self._ask("silence")
        return int(live), float(seconds)


class House:
    """A front, its tenant and its pages. `resident`: bytes of the front before its first desk."""

    def __init__(self, pid: int, tenant: str, first: int, pages: list[Pages]) -> None:
        self.pid, self.tenant, self.first, self.pages = pid, tenant, first, pages
        self.resident = 0

    @property
    def held(self) -> int:
        return sum(one.held for one in self.pages)

    async def open(self, count: int) -> str:
        """So many more, in the first process of pages that has room."""
        room = next(one for one in self.pages if one.held + count <= PAGES_MAX)
        return await room.open(count, self.first + self.held, COOKIE.format(self.tenant))

    async def silence(self) -> tuple[int, float]:
        told = [await one.silence() for one in self.pages]
        return sum(live for live, _ in told), max(silent for _, silent in told)


# -- what is measured


def rss(pid: int) -> int:
    """Resident bytes, shared pages included."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def memory_free() -> int:
    line = next(x for x in Path("/proc/meminfo").read_text().splitlines() if x.startswith("MemAvailable"))
    return int(line.split()[1]) * 1024


def desks_max(asked: int) -> tuple[int, str]:
    """How many may be tried, and what bounds it."""
    descriptors = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    bounds = {
        "as many as were asked for": asked,
        "descriptors of a process": FRONTS * (descriptors - SPARE_DESCRIPTORS),
        "memory": int(memory_free() * (1 - MEMORY_KEPT) / DESK_BYTES),
    }
    why = min(bounds, key=lambda name: bounds[name])
    return bounds[why], why


class Window:
    """CPU seconds of some processes, and what others took, between two looks."""

    def __init__(self, pids: dict[str, int]) -> None:
        self.pids = pids

    async def take(self, seconds: float) -> dict[str, float]:
        """Name -> cores taken; `others`: share of the machine."""
        with _machine.Others() as others:
            begun, at = {n: _machine.tree_cpu(p) for n, p in self.pids.items()}, time.perf_counter()
            await asyncio.sleep(seconds)
            spent = time.perf_counter() - at
            told = {n: (_machine.tree_cpu(p) - begun[n]) / spent for n, p in self.pids.items()}
        return told | {"others": others.share}


async def grow(houses: list[House], target: int, until: float) -> tuple[str, list[dict]]:
    """Open in steps up to `target` desks. Why it ended, and each step."""
    steps, step = [], max(250, min(1_000, target // 8))
    window = Window({str(n): house.pid for n, house in enumerate(houses)})
    while (held := sum(house.held for house in houses)) < target:
        if time.monotonic() > until:
            return "the time given", steps
        count = min(step, -(-(target - held) // len(houses)))
        begun = time.perf_counter()
        hindered = [why for why in await asyncio.gather(*(house.open(count) for house in houses)) if why]
        took = time.perf_counter() - begun
        told = await window.take(SETTLE_SECONDS)
        told["others"] = round(told.pop("others"), 2)
        silent = max([(await house.silence())[1] for house in houses])
        busiest = max(value for name, value in told.items() if name != "others")
        steps.append({
            "desks": sum(house.held for house in houses), "seconds": round(took, 1), "silence": round(silent, 1),
            "busiest_front": round(busiest, 2), "others": told["others"],
        })  # fmt: skip
        if hindered:
            return f"a desk that did not open: {hindered[0]}", steps
        if busiest > FRONT_CPU_MAX:
            return "CPU of a front", steps
        if silent > PRESENCE_SECONDS:
            return "pings that came late", steps
        if memory_free() < DESK_BYTES * step * len(houses) * 3:
            return "memory", steps
    return "", steps


async def measure(asked: argparse.Namespace, place: dict, core: int, tenants: list[str], target: int) -> dict:
    until, each = time.monotonic() + asked.minutes * 60, -(-target // FRONTS)
    async with AsyncExitStack() as stack:
        houses = []
        for n, tenant in enumerate(tenants):
            pid, (port,) = stack.enter_context(_desk_ground.process("front", place | {"tenant": tenant}, __file__))
            pages = [
                await stack.enter_async_context(Pages.begun(f"127.0.{n + 1}.{k + 1}", int(port), "/desk-ws"))
                for k in range(-(-each // PAGES_MAX) + 1)
            ]
            houses.append(House(pid, tenant, n * each, pages))
        peer_pid, (port,) = stack.enter_context(_desk_ground.process("peer", place))
        peer = await stack.enter_async_context(Pages.begun("127.0.9.1", int(port), "/"))
        await peer.open(1, 0, "none=%d")
        for house in houses:
            await house.open(1)
        await asyncio.sleep(SETTLE_SECONDS)
        peer_resident = rss(peer_pid)
        for house in houses:
            house.resident = rss(house.pid)
        peers = min(PEER_DESKS, target)
        await peer.open(peers - 1, 1, "none=%d")
        ended, steps = await grow(houses, target, until)
        await asyncio.sleep(SETTLE_SECONDS * 2)
        return await windows(asked, place, core, houses, peer_pid, peer, peer_resident) | {
            "ended": ended, "steps": steps, "resident": [house.resident for house in houses]
        }  # fmt: skip


async def windows(
    asked, place: dict, core: int, houses: list[House], peer_pid: int, peer: Pages, peer_resident: int
) -> dict:
    """The figures at the height, window by window."""
    fronts = {f"front{n}": house.pid for n, house in enumerate(houses)}
    window = Window(fronts | {"peer": peer_pid, "core": core, "postgres": place["postgres"], "nats": place["nats"]})
    for house in houses:
        await house.silence()  # what was heard while they opened is no rest
    taken: list[dict] = []
    for _ in range(asked.runs):
        told = await window.take(asked.seconds)
        held = sum(house.held for house in houses)
        lives = [await house.silence() for house in houses]
        grown = sum(rss(house.pid) - house.resident for house in houses)
        taken.append({
            "desks": sum(live for live, _ in lives), "silence": max(silent for _, silent in lives),
            "bytes": grown / held, "cpu": sum(told[name] for name in fronts) / held * 1e6,
            "behind": sum(told[name] for name in ("core", "postgres", "nats")) / held * 1e6,
            "peer_bytes": (rss(peer_pid) - peer_resident) / max(peer.held - 1, 1),
            "peer_cpu": told["peer"] / peer.held * 1e6, "others": told["others"],
        })  # fmt: skip
    return {"windows": taken, "held": sum(house.held for house in houses)}


def rows_of(told: dict, target: int) -> list[_machine.Row]:
    taken = told["windows"]
    others = [one["others"] for one in taken]

    def row(name: str, unit: str, key: str, goal: float | None = None, scale: float = 1.0, **more) -> _machine.Row:
        peer = [one[f"peer_{key}"] * scale for one in taken] if f"peer_{key}" in taken[0] else []
        values = [one[key] * scale for one in taken]
        return _machine.Row(name, unit, values, peer, "websockets alone" if peer else "", goal, others=others, **more)

    return [
        row("idle desks that live, of those opened", "desks", "desks", told["held"], lower=False),
        row("resident memory of each, fronts", "KB", "bytes", GOALS["memory"], 1 / 1024),
        row("CPU of each, fronts", "µs each second", "cpu", GOALS["cpu"]),
        row("CPU of each behind them (owner, database, bus)", "µs each second", "behind"),
        row("longest time without a ping", "s", "silence", float(PRESENCE_SECONDS)),
        row(f"memory of {SEATS:,}, extrapolated", "GB", "bytes", None, SEATS / 1e9),
        row(f"cores for {SEATS:,}, extrapolated", "cores", "cpu", None, SEATS / 1e6),
    ]


async def main(asked: argparse.Namespace) -> int:
    target, bound = desks_max(asked.desks)
    with _desk_ground.engines() as place:
        of_machine = _machine.machine(place["owner"])
        tenants, each = [an_id(9, n + 1) for n in range(FRONTS)], -(-target // FRONTS)
        for n, tenant in enumerate(tenants):
            furnish(place, tenant, each, n * each)
            await _desk_ground.furnish(place | {"tenant": tenant}, each, n * each)
        with _desk_ground.process("core", place) as (core, _):
            told = await measure(asked, place, core, tenants, target)
    more = {
        "desks_held": told["held"], "ended_by": told["ended"] or bound, "fronts": FRONTS,
        "front_before_desks_megabytes": [round(x / 1e6) for x in told["resident"]], "steps": told["steps"],
    }  # fmt: skip
    return _machine.report("seats", of_machine, rows_of(told, target), asked.json, **more)


def options() -> argparse.Namespace:
    made = _machine.asking(__doc__, "300 desks: shows that it works, proves nothing")
    made.add_argument("--desks", type=int, default=DESKS, help="at most")
    made.add_argument("--seconds", type=float, default=20.0, help="of a window; five cover each session's look")
    made.add_argument("--minutes", type=float, default=12.0, help="after which no more are opened")
    asked = made.parse_args()
    if asked.quick:
        asked.desks, asked.seconds, asked.runs = min(asked.desks, 300), min(asked.seconds, 2.0), min(asked.runs, 2)
    return asked


if __name__ == "__main__":
    if sys.argv[1:2] == ["--role"]:
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        asyncio.run(front(json.loads(sys.argv[3])))
        os._exit(0)
    raise SystemExit(asyncio.run(main(options())))
