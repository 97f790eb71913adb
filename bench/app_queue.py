"""Palabre beside Asterisk's own app_queue: the same calls to the same members, lifecycles/s, free → ring, CPU of each.

    ./palabre bench app_queue [--members 10] [--seconds 20] [--runs 5] [--json] [--quick]

*By telephone*: a demo of ours and an Asterisk with app_queue; telephones of a second Asterisk call in and answer, talk
for a second and put down, with half as many callers again as members, so that somebody always waits. Free → ring is
from putting down to the next ring (ours: on the desk, over its socket; theirs: of the telephone), free → talk until her
leg is up (ours is called when she accepts, decision 0006). CPU is of everything but the telephones, beyond what it
takes when nobody calls: ours with database, bus, desks and API. *Distribution alone*: no telephone; app_queue with
Local channels whose callers queue again at once, at the best of some sizes, and our router with as many. app_queue's
callers look once a second whether it is their turn, and that, not its CPU, is what bounds it: compare the CPU.

What is durable differs and is told: each of our facts is committed and flushed before anybody acts on it; app_queue
writes a line of queue_log unflushed, and forgets who waits when it ends.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(Path(__file__).parent), str(ROOT / "tests/acceptance")]

import _machine  # noqa: E402
from _app_queue_calls import Calls, Side  # noqa: E402
from _app_queue_peer import QueueAsterisk  # noqa: E402
from _machine import Others, Row, percentile  # noqa: E402
from _routing_ground import Ground, in_router  # noqa: E402
from people import Person  # noqa: E402
from robots.installation import MARKS, Installation  # noqa: E402

from palabre.plumbing.engines.asterisk_sip import Trunk  # noqa: E402
from palabre.processes.robots.outside import Outside  # noqa: E402

NUMBER, CALLED = "+33199005999", "0199005999"
PASSWORD = "une phrase de passe longue"
ALONE_MEMBERS = (10, 25, 50)  # with half as many callers again
WARM_SECONDS_MAX = 20.0
DURABLE = {
    "palabre": "every fact committed and flushed before it is acted on; a killed process loses no waiting call",
    "app_queue": "a line of queue_log, unflushed; who waits and whose turn it is end with the process",
}


def options() -> argparse.Namespace:
    made = _machine.asking(__doc__, "two members, one short run: shows that it works")
    made.add_argument("--members", type=int, default=10)
    made.add_argument("--seconds", type=float, default=20.0, help="of a run")
    asked = made.parse_args()
    if asked.quick:
        asked.members, asked.runs, asked.seconds = 2, 1, min(asked.seconds, 4.0)
    asked.callers = callers_of(asked.members)
    return asked


# -- by telephone


def furnish(nadia: Person, members: int) -> list[tuple[str, str]]:
    """A skill, its queue without wrap-up, a number that leads to it, members who have it. Their sign-ins."""
    skill = nadia.post("/api/skills", {"name": "Banc"})["id"]
    rings = [{"after_seconds": 0, "requirement": {"kind": "skill", "skill": skill, "level": 1}}]
    rules = {"wrap_up_seconds": 0, "offer_seconds": 15, "wait_seconds_max": 3600}
    queue = nadia.post("/api/queues", {"name": "Banc", "channel": "voice", "rings": rings, "options": rules})["id"]
    nadia.post("/api/routing/publish")
    made = []
    for n in range(members):
        email = f"banc{n}@demo-telecom.example"
        body = {"name": f"Banc {n}", "email": email, "roles": ["advisor"], "password": PASSWORD}
        person = nadia.post("/api/people", body)["id"]
        nadia.put(f"/api/people/{person}/abilities", {"skills": {skill: 5}, "capacities": {"voice": 1}})
        made.append((email, PASSWORD))
    ways = dict.fromkeys(("longest_wait", "closed", "full", "nobody"), "end")
    steps = {"wait": {"kind": "queue", "queue": queue, "next": ways}, "end": {"kind": "hang_up"}}
    draft = {"languages": ["fr"], "channels": ["voice"], "start": "wait", "steps": steps}
    flow = nadia.post("/api/flows", {"name": "Banc", "draft": draft})["id"]
    nadia.post(f"/api/flows/{flow}/publish")
    nadia.post("/api/numbers", {"number": NUMBER, "flow": flow})
    return made


async def telephones(stack: AsyncExitStack, folder: Path, centre: tuple[str, int]) -> Outside:
    outside = Outside(folder, *centre, say=lambda _: None)
    stack.push_async_callback(outside.stop)
    outside.launch()
    await outside.connect()
    return outside


async def our_side(stack: AsyncExitStack, folder: Path, asked: argparse.Namespace) -> Side:
    installation = stack.enter_context(Installation())
    sip = installation.told["sip"]
    sign_ins = furnish(Person(installation.url, *installation.sign_in("nadia")), asked.members)
    outside = await telephones(stack, folder / "ours", (sip["host"], sip["port"]))

    def pids() -> dict[str, list[int]]:
        return {name: installation.pids(name) for name in MARKS}

    side = Side(Calls(outside), CALLED, asked.callers, pids)
    stack.push_async_callback(side.close)
    ready = [asyncio.Event() for _ in sign_ins]
    for n, (sign_in, there) in enumerate(zip(sign_ins, ready, strict=True)):
        side.members.append(asyncio.create_task(side.calls.advisor(f"m{n}", installation.url, sign_in, there)))
    waiting = asyncio.gather(*(there.wait() for there in ready))
    done, _ = await asyncio.wait([waiting, *side.members], timeout=60, return_when=asyncio.FIRST_COMPLETED)
    assert waiting in done, [task.exception() for task in done] or "members are not signed in within a minute"
    return side


async def their_side(stack: AsyncExitStack, folder: Path, asked: argparse.Namespace) -> Side:
    members = [f"m{n}" for n in range(asked.members)]
    # its telephones' address is known before either starts
    placed = Outside(folder / "theirs", say=lambda _: None)
    host, port = placed.choose_ports()
    phones = placed.contact("x").partition("@")[2]
    queue = QueueAsterisk(folder / "queue", [f"PJSIP/{one}" for one in members], phones, say=lambda _: None)
    queue.choose_ports()
    queue.with_trunks(Trunk("outside", host, port))
    stack.callback(queue.stop)
    queue.start()
    outside = await telephones(stack, folder / "theirs", (queue.wish.address, queue.sip_port))
    side = Side(Calls(outside), CALLED, asked.callers, lambda: {"asterisk": [queue.child.pid]})
    stack.push_async_callback(side.close)
    side.members = [asyncio.create_task(side.calls.queue_member(one)) for one in members]
    return side


async def by_telephone(folder: Path, asked: argparse.Namespace) -> dict[str, list[dict]]:
    async with AsyncExitStack() as stack:
        sides = {"ours": await our_side(stack, folder, asked), "theirs": await their_side(stack, folder, asked)}

        def taker(side: Side):
            async def take() -> dict:
                with Others() as others:
                    told = await side.take(asked.seconds, warm=asked.members * 2)
                return told | {"others": others.share}

            return take

        return await _machine.interleaved({name: taker(side) for name, side in sides.items()}, asked.runs)


# -- distribution alone


async def queue_alone(folder: Path, members: int, seconds: float) -> dict:
    names = [f"Local/m{n}@members/n" for n in range(members)]
    queue = QueueAsterisk(folder, names, black_box=False, say=lambda _: None)
    queue.start()
    try:
        await queue.callers(callers_of(members))
        until = time.perf_counter() + WARM_SECONDS_MAX  # at a size too large for it, it is measured as it is
        while queue.done() < members and time.perf_counter() < until:
            await asyncio.sleep(0.1)
        done, cpu, begun = queue.done(), _machine.tree_cpu(queue.child.pid), time.perf_counter()
        await asyncio.sleep(seconds)
        done, spent = queue.done() - done, time.perf_counter() - begun
        return {"rate": done / spent, "cpu": (_machine.tree_cpu(queue.child.pid) - cpu) / max(done, 1) * 1e6}
    finally:
        queue.stop()


def callers_of(members: int) -> int:
    return members + members // 2


async def alone(ground: Ground, folder: Path, asked: argparse.Namespace) -> tuple[int, dict[str, list[dict]]]:
    """The peer's best size, and both at it."""
    numbers = iter(range(1_000))

    async def theirs(members: int) -> dict:
        return await queue_alone(folder / f"alone{next(numbers)}", members, asked.seconds / 2)

    async def ours(members: int) -> dict:
        told = await in_router(ground, members, 1, asked.seconds / 4, outstanding=callers_of(members))
        return {"rate": told["lifecycles_per_second"], "cpu": told["cpu_microseconds"]}

    sizes = ALONE_MEMBERS[:1] if asked.quick else ALONE_MEMBERS
    tried = {n: (await theirs(n))["rate"] for n in sizes} if len(sizes) > 1 else {sizes[0]: 0.0}
    best = max(tried, key=lambda n: tried[n])
    return best, await _machine.interleaved({"ours": lambda: ours(best), "theirs": lambda: theirs(best)}, asked.runs)


# -- told


def rows_of(calls: dict[str, list[dict]], bare: dict[str, list[dict]]) -> list[Row]:
    def row(told: dict[str, list[dict]], name: str, unit: str, read, **more) -> Row:
        ours, theirs = ([read(run) for run in told[side]] for side in ("ours", "theirs"))
        others = [run["others"] for run in told["ours"]] if told is calls else []
        return Row(name, unit, ours, theirs, "app_queue", others=others, **more)

    def milliseconds(key: str, percent: float):
        return lambda run: percentile(run[key], percent) * 1e3

    return [
        row(bare, "distribution alone", "lifecycles/s", lambda run: run["rate"], goal_ratio=10, lower=False),
        row(bare, "CPU of distribution alone", "µs/lifecycle", lambda run: run["cpu"]),
        row(calls, "by telephone", "lifecycles/s", lambda run: run["rate"], lower=False),
        row(calls, "free → ring, half", "ms", milliseconds("to_ring", 50), goal_ratio=1),
        row(calls, "free → ring, 95 %", "ms", milliseconds("to_ring", 95)),
        row(calls, "free → talk, half", "ms", milliseconds("to_talk", 50)),
        row(calls, "CPU of a call, all processes", "ms/lifecycle", lambda run: run["cpu"]),
        row(calls, "CPU when nobody calls, all processes", "ms each second", lambda run: run["idle"]),
        row(calls, "calls that went wrong", "", lambda run: float(run["lost"])),
    ]


def main() -> int:
    asked = options()
    with tempfile.TemporaryDirectory(prefix="palabre-bench-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        with Ground(folder / "ground") as ground:
            of_machine = _machine.machine(ground.postgres.dsn("owner"))
            alone_members, bare = _machine.run(alone(ground, folder, asked))
        calls = asyncio.run(by_telephone(folder, asked))
    shares = {name: round(median(run["shares"][name] for run in calls["ours"]), 1) for name in MARKS}
    more = {
        "members": asked.members, "callers": asked.callers, "alone_members": alone_members,
        "our_cpu_of_a_call_milliseconds": shares, "durable": DURABLE,
    }  # fmt: skip
    return _machine.report("app_queue", of_machine, rows_of(calls, bare), asked.json, **more)


if __name__ == "__main__":
    sys.exit(main())
