"""Desks held open: memory and CPU of an idle one, and how soon a fact is on its socket.

    python bench/desk_sockets.py [--desks 1000] [--seconds 8] [--runs 5] [--json]

Real parts: PostgreSQL, NATS, an owner in one process, a front with the desk's routes in another, N WebSockets here. The
peer holds as many sockets with the library `websockets` alone, pinging and beating alike, and knows nothing of desks.
A fact's way: the owner's clock on the fact to the bytes of its change in the page's hands, commit included.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from contextlib import asynccontextmanager

import _machine
from _desk_ground import an_id, engines, furnish, process
from websockets.client import ClientProtocol
from websockets.frames import Opcode
from websockets.uri import parse_uri

DESKS_MAX = 8_000  # two descriptors each, both ends on one machine
PACE_PER_SECOND = 50  # status changes, while latency is measured
FACTS = 300
GOALS = {"memory": 64.0, "cpu": 200.0, "p50": 50.0, "p95": 100.0}


# -- the pages


class Page(asyncio.Protocol):
    """A page with as little of its own as can be: it answers pings, keeps the last change of `me`."""

    def __init__(self, advisor: str, port: int, opened: asyncio.Future, changed) -> None:
        self.advisor, self.port, self.opened, self.changed = advisor, port, opened, changed
        self.client = ClientProtocol(parse_uri(f"ws://127.0.0.1:{port}/desk-ws"))

    def connection_made(self, transport) -> None:
        self.transport = transport
        request = self.client.connect()
        request.headers["Cookie"] = f"palabre={self.advisor}"
        self.client.send_request(request)
        self._write()

    def _write(self) -> None:
        for data in self.client.data_to_send():
            if data:
                self.transport.write(data)

    def data_received(self, data: bytes) -> None:
        now = time.time() * 1000
        self.client.receive_data(data)
        for event in self.client.events_received():
            if getattr(event, "opcode", None) == Opcode.TEXT:
                if not self.opened.done():
                    self.opened.set_result(self)
                if b'"me"' in event.data:
                    self.changed(self.advisor, json.loads(event.data), now)
        self._write()


@asynccontextmanager
async def pages(count: int, port: int, changed=lambda *_: None):
    """`count` open pages, fifty handshakes at a time."""
    loop, turns = asyncio.get_running_loop(), asyncio.Semaphore(50)

    async def open_one(n: int) -> Page:
        async with turns:
            opened = loop.create_future()
            await loop.create_connection(lambda: Page(an_id(1, n), port, opened, changed), "127.0.0.1", port)
            return await asyncio.wait_for(opened, 60)

    made = await asyncio.gather(*(open_one(n) for n in range(count)))
    try:
        yield made
    finally:
        for page in made:
            page.transport.close()
        await asyncio.sleep(0.2)


async def settled(pid: int) -> int:
    """Memory once it has stopped growing."""
    last = _machine.resident_bytes(pid)
    while True:
        await asyncio.sleep(1.0)
        now = _machine.resident_bytes(pid)
        if abs(now - last) < 200_000:
            return now
        last = now


async def idle(pid: int, port: int, desks: int, seconds: float) -> dict[str, float]:
    """Kilobytes and microseconds of CPU a second, of one open desk that nothing happens to."""
    async with pages(1, port):
        await settled(pid)
    before, resting = await settled(pid), await _cpu(pid, seconds / 2)
    async with pages(desks, port):
        memory = await settled(pid)
        cpu = await _cpu(pid, seconds)
    return {"memory": (memory - before) / desks / 1024, "cpu": max(0.0, cpu - resting) / desks * 1e6}


async def _cpu(pid: int, seconds: float) -> float:
    """Seconds of CPU a second."""
    begun, at = _machine.cpu_seconds(pid), time.perf_counter()
    await asyncio.sleep(seconds)
    return (_machine.cpu_seconds(pid) - begun) / (time.perf_counter() - at)


async def latency(place: dict, port: int, desks: int) -> dict[str, float]:
    """Milliseconds from the fact to the page, FACTS status changes at a steady pace among all desks."""
    from palabre.plumbing.bus import Bus
    from palabre.plumbing.partition.commander import Commander
    from palabre.plumbing.postgres import Database
    from palabre.processes.rooms import ROOMS
    from palabre.routing.commands import ChangeStatus

    took: list[float] = []
    status: dict[str, str] = {}

    def changed(advisor: str, message: dict, now: float) -> None:
        me = (message.get("set") or message["entities"])["me"]
        if message["kind"] == "changes" and me["status"] != status.get(advisor):
            took.append(now - me["since"])
        status[advisor] = me["status"]

    database, bus = await Database.open(place["web"], size_max=2), await Bus.open(place["front"], "asker")
    commander, chance = Commander(database, bus, ROOMS), random.Random(1)
    async with pages(desks, port, changed):
        asked = []
        for _ in range(FACTS):
            advisor = an_id(1, chance.randrange(desks))
            other = "training" if status.get(advisor) == "meeting" else "meeting"  # what she has already is no fact
            asked.append(asyncio.create_task(commander.ask(place["tenant"], ChangeStatus(advisor, other))))
            await asyncio.sleep(1 / PACE_PER_SECOND)
        await asyncio.gather(*asked, return_exceptions=True)
        await asyncio.sleep(0.5)
    await bus.close()
    await database.close()
    return {"p50": _machine.percentile(took, 50), "p95": _machine.percentile(took, 95), "facts": len(took)}


async def main(desks: int, seconds: float, runs: int, as_json: bool) -> int:
    with engines() as place:
        of_machine = _machine.machine(place["owner"])
        await furnish(place, desks)
        with process("core", place):

            async def ours() -> dict[str, float]:
                with process("front", place) as (pid, (port,)):
                    told = await idle(pid, int(port), desks, seconds)
                    return told | await latency(place, int(port), desks)

            async def theirs() -> dict[str, float]:
                with process("peer", place) as (pid, (port,)):
                    return await idle(pid, int(port), desks, seconds)

            told = await _machine.interleaved({"ours": ours, "peer": theirs}, runs)
    return _tell(told, of_machine, desks, as_json)


def _tell(told: dict[str, list[dict]], of_machine: dict, desks: int, as_json: bool) -> int:
    def row(name: str, unit: str, key: str, peer: bool = False) -> _machine.Row:
        theirs = [run[key] for run in told["peer"]] if peer else []
        values = [run[key] for run in told["ours"]]
        return _machine.Row(name, unit, values, theirs, "websockets alone" if peer else "", GOALS[key])

    rows = [
        row("memory of an idle desk", "KB", "memory", True),
        row("CPU of an idle desk", "µs each second", "cpu", True),
        row("fact to socket, half", "ms", "p50"),
        row("fact to socket, 95 %", "ms", "p95"),
    ]
    return _machine.report(
        "desk_sockets", of_machine, rows, as_json, desks=desks, facts_a_run=min(r["facts"] for r in told["ours"])
    )


if __name__ == "__main__":
    parser = _machine.asking(__doc__)
    parser.add_argument("--desks", type=int, default=1_000)
    parser.add_argument("--seconds", type=float, default=8.0)
    given = parser.parse_args()
    raise SystemExit(asyncio.run(main(min(given.desks, DESKS_MAX), given.seconds, given.runs, given.json)))
