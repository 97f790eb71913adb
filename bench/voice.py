"""Calls on one Asterisk: new ones a second to a queue, waiting, recorded talks; beside a bare Stasis() application.

    ./palabre bench voice [--rates 10,20,30,40,50,75,100] [--waiting 150] [--talks 60] [--seconds 20] [--json] [--quick]

A whole installation with a number of its own; callers by SIPp send sound all the time. *New calls*: at each rate for so
many seconds through a spoken word to the queue, until a call fails at it or the list ends; a call fails that is not
answered, is ended by us, or never reaches the queue. *Waiting*: so many at once with music. *Talks*: so many advisors'
desks accept, SIPp answers as their telephones, both sides are recorded. Asterisk's ports bound it to 200 lines at once.
CPU is the share of one core, of Asterisk, of the voice process, and of all of ours (front, core, voice, PostgreSQL,
NATS), while the figure was taken, less what it takes when nobody calls. The peer answers and plays music, no more.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(Path(__file__).parent), str(ROOT / "tests/acceptance")]

import _machine  # noqa: E402
from _machine import Others, Row, percentile, tree_cpu  # noqa: E402
from _voice_bare import Bare  # noqa: E402
from people import Person  # noqa: E402
from robots import sipp  # noqa: E402
from robots.installation import MARKS, Installation  # noqa: E402

from palabre.processes.robots.advisor import AdvisorRobot, RefusedByServer  # noqa: E402

NUMBER, RECORDED = "+33199005998", "+33199005997"
PASSWORD = "une phrase de passe longue"
STAY_SECONDS = 3.0  # of a new call: long enough to reach the queue
QUEUED_SECONDS_MAX = 30.0
THERE_SECONDS_MAX = 10.0  # for the last of many to be where she is to be
OVER_SECONDS_MAX = 60.0
RAMP_RATE = 15.0  # new calls a second on the way to many at once
LINES_MAX = 190  # of 400 ports, two a line
OURS_MAX = 15.0  # share of one core
WAYS = dict.fromkeys(("longest_wait", "closed", "full", "nobody"), "end")


def options() -> argparse.Namespace:
    made = _machine.asking(__doc__, "two small rates, a dozen of calls: shows that it works")
    made.add_argument("--rates", default="10,20,30,40,50,75,100", help="new calls a second, one after the other")
    made.add_argument("--waiting", type=int, default=150)
    made.add_argument("--talks", type=int, default=60)
    made.add_argument("--seconds", type=float, default=20.0, help="of each measure")
    asked = made.parse_args()
    if asked.quick:
        asked.rates, asked.waiting, asked.talks, asked.seconds = "3,6", 10, 4, min(asked.seconds, 5.0)
    asked.rates = [float(rate) for rate in asked.rates.split(",")]
    asked.waiting, asked.talks = min(asked.waiting, LINES_MAX), min(asked.talks, LINES_MAX // 2)
    return asked


# -- the two sides


class Ours:
    """An installation, its number, its queue; what it takes of CPU."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.nadia = Person(installation.url, *installation.sign_in("nadia"))
        sip = installation.told["sip"]
        self.centre = sip["host"], sip["port"]

    def furnish(self, members: int) -> list[tuple[str, str]]:
        """A queue that nobody serves, one that members do, a number for each. Their sign-ins."""
        nadia = self.nadia
        nadia.put("/api/prompts/bench_hello/fr", {"text": "Bonjour."})
        skills = [nadia.post("/api/skills", {"name": f"Banc {n}"})["id"] for n in (1, 2)]
        queues = [self._queue(skill) for skill in skills]
        nadia.post("/api/routing/publish")
        hello = {"kind": "say", "prompts": ["bench_hello"], "next": {"done": "wait"}}
        consent = {"kind": "record_consent", "prompts": ["bench_hello"], "seconds": 0.2,
                   "next": {"allowed": "wait", "refused": "wait"}}  # fmt: skip
        for number, first, queue in ((NUMBER, hello, queues[0]), (RECORDED, consent, queues[1])):
            wait = {"kind": "queue", "queue": queue, "next": WAYS}
            steps = {"first": first, "wait": wait, "end": {"kind": "hang_up"}}
            draft = {"languages": ["fr"], "channels": ["voice"], "start": "first", "steps": steps}
            flow = nadia.post("/api/flows", {"name": f"Banc {number}", "draft": draft})["id"]
            nadia.post(f"/api/flows/{flow}/publish")
            nadia.post("/api/numbers", {"number": number, "flow": flow})
        self._member(skills[0], "nobody")  # one who is able exists, or the queue refuses
        return [self._member(skills[1], f"banc{n}") for n in range(members)]

    def _queue(self, skill: str) -> str:
        rings = [{"after_seconds": 0, "requirement": {"kind": "skill", "skill": skill, "level": 1}}]
        rules = {"wrap_up_seconds": 0, "offer_seconds": 15, "wait_seconds_max": 3600}
        asked = {"name": f"Banc {skill}", "channel": "voice", "rings": rings, "options": rules}
        return self.nadia.post("/api/queues", asked)["id"]

    def _member(self, skill: str, key: str) -> tuple[str, str]:
        email = f"{key}@demo-telecom.example"
        body = {"name": key, "email": email, "roles": ["advisor"], "password": PASSWORD}
        person = self.nadia.post("/api/people", body)["id"]
        self.nadia.put(f"/api/people/{person}/abilities", {"skills": {skill: 5}, "capacities": {"voice": 1}})
        return email, PASSWORD

    def queued(self) -> int:
        """Calls that have ever reached a queue."""
        rows = self.installation.rows("select count(distinct conversation)::int as n from segment where kind = 'queue'")
        return rows[0]["n"]

    def open(self, kind: str) -> int:
        sql = "select count(*)::int as n from segment where kind = %(kind)s and closed_at is null"
        return self.installation.rows(sql, kind=kind)[0]["n"]

    def recordings(self) -> int:
        return self.installation.rows("select count(*)::int as n from recording")[0]["n"]

    def cpu(self) -> dict[str, float]:
        return {name: sum(map(tree_cpu, self.installation.pids(name))) for name in MARKS}


class Shares:
    """Share of one core that each took in a stretch, in percent, less what it takes at rest."""

    def __init__(self, read) -> None:
        self._read, self.idle = read, {}

    async def rest(self, seconds: float) -> None:
        self.idle = await self.take(seconds)

    async def take(self, seconds: float) -> dict[str, float]:
        before, begun = self._read(), time.perf_counter()
        await asyncio.sleep(seconds)
        spent = time.perf_counter() - begun
        now = self._read()
        return {name: max((now[name] - before[name]) / spent * 100 - self.idle.get(name, 0.0), 0.0) for name in now}


def summed(share: dict[str, float]) -> dict[str, float]:
    return {"asterisk": share["asterisk"], "voice": share.get("voice", 0.0),
            "ours": sum(v for name, v in share.items() if name != "asterisk"),
            "each": {name: round(v, 1) for name, v in share.items()}}  # fmt: skip


# -- what is measured


async def at_rate(callers: sipp.Sipp, shares: Shares, rate: float, seconds: float, reached) -> dict:
    """`reached`: how many have ever come to where they were to; None: nobody counts."""
    calls, before = max(1, round(rate * seconds)), reached() if reached else 0
    with Others() as others:
        batch = await callers.begin(calls, rate, STAY_SECONDS)
        await asyncio.sleep(min(1.0, seconds / 4))
        share = await shares.take(seconds * 0.7)
        told = await batch.over(seconds + STAY_SECONDS + OVER_SECONDS_MAX)
    lost = told.failed
    if reached:
        lost += max(0, calls - await arrived(lambda: reached() - before, calls))
    answered = told.answered_ms or [0.0]
    halves = {"p50": percentile(answered, 50), "p99": percentile(answered, 99)}
    return {"rate": rate, "calls": calls, "lost": lost, "others": others.share, **halves, **summed(share)}


async def arrived(count, wanted: int, seconds_max: float = QUEUED_SECONDS_MAX) -> int:
    deadline = time.monotonic() + seconds_max
    while (found := count()) < wanted and time.monotonic() < deadline:
        await asyncio.sleep(0.3)
    return found


async def rates(callers: sipp.Sipp, shares: Shares, asked: argparse.Namespace, reached=None) -> list[dict]:
    """Until a call is lost; the one at which it was is told too."""
    steps = []
    for rate in asked.rates:
        steps.append(await at_rate(callers, shares, rate, asked.seconds, reached))
        print(f"  {steps[-1]}", file=sys.stderr, flush=True)
        if steps[-1]["lost"]:
            break
        await asyncio.sleep(1.0)
    return steps


async def at_once(callers: sipp.Sipp, shares: Shares, count: int, seconds: float, there) -> dict:
    """So many together: `there` counts those who are where they are meant to be."""
    ramp = count / RAMP_RATE
    with Others() as others:
        batch = await callers.begin(count, RAMP_RATE, ramp + THERE_SECONDS_MAX + seconds)
        found = await arrived(there, count, ramp + THERE_SECONDS_MAX)
        share = await shares.take(seconds)
        after = there()
    await batch.over(ramp + THERE_SECONDS_MAX + seconds + OVER_SECONDS_MAX)
    return {"wanted": count, "there": min(found, after), "others": others.share, **summed(share)}


async def talks(stack: AsyncExitStack, ours: Ours, folder: Path, shares: Shares, asked, sign_ins) -> dict:
    callers = sipp.Sipp(folder / "talks", ours.centre, RECORDED.replace("+33", "0"))
    stack.push_async_callback(callers.stop)
    telephones = [await callers.telephone(25_000 + 2 * n, 30_000 + 10 * n) for n in range(-(-asked.talks // 25))]
    desks = [asyncio.create_task(desk(ours.installation.url, sign_in, f"sip:m{n}@{telephones[n // 25]}"))
             for n, sign_in in enumerate(sign_ins)]  # fmt: skip
    try:
        await asyncio.sleep(2.0)
        await shares.rest(3.0)
        told = await at_once(callers, shares, asked.talks, asked.seconds, lambda: ours.open("talk"))
    finally:
        for one in desks:
            one.cancel()
        await asyncio.gather(*desks, return_exceptions=True)
    return told | {"recordings": await arrived(ours.recordings, asked.talks)}


async def desk(url: str, sign_in: tuple[str, str], contact: str) -> None:
    """Takes whatever she is offered."""
    async with AdvisorRobot(url, *sign_in) as robot:
        await robot.sign_in()
        await robot.telephone(contact)
        await robot.open_desk()
        await robot.change_status()
        seen: set[str] = set()
        while True:
            offers = await robot.until(
                lambda r: [o for o in r.of("offer", channel="voice") if o["offer"] not in seen], 3_600
            )
            seen.add(offers[0]["offer"])
            try:
                await robot.accept(offers[0])
            except (RefusedByServer, TimeoutError):
                pass  # she was quicker to leave


# -- all of it


async def measure(asked: argparse.Namespace, folder: Path) -> dict:
    async with AsyncExitStack() as stack:
        ours = Ours(stack.enter_context(Installation()))
        sign_ins = ours.furnish(asked.talks)
        callers = sipp.Sipp(folder / "ours", ours.centre, NUMBER.replace("+33", "0"))
        stack.push_async_callback(callers.stop)
        shares = Shares(ours.cpu)
        await shares.rest(5.0)
        told = {"rates": await rates(callers, shares, asked, ours.queued)}
        told["waiting"] = await at_once(callers, shares, asked.waiting, asked.seconds, lambda: ours.open("queue"))
        await arrived(lambda: -ours.open("queue"), 0)
        told["talks"] = await talks(stack, ours, folder, shares, asked, sign_ins)
    async with AsyncExitStack() as stack:
        bare = Bare(folder / "bare", sipp.CALLERS)
        await bare.start()
        stack.push_async_callback(bare.stop)
        callers = sipp.Sipp(folder / "peer", bare.centre, "0199005998")
        stack.push_async_callback(callers.stop)
        shares = Shares(lambda: {"asterisk": tree_cpu(bare.asterisk.child.pid), "voice": time.process_time()})
        told["bare_rates"] = await rates(callers, shares, asked)
        told["bare_waiting"] = await at_once(callers, shares, asked.waiting, asked.seconds, lambda: len(bare.waiting))
    return told


def best(steps: list[dict]) -> dict:
    """The highest rate at which none was lost, else the first."""
    return next((s for s in reversed(steps) if not s["lost"]), steps[0] | {"rate": 0.0})


def rows(told: dict) -> list[Row]:
    ours, bare = best(told["rates"]), best(told["bare_rates"])
    waiting, peer, talk = told["waiting"], told["bare_waiting"], told["talks"]
    name = "a bare Stasis() application"

    def row(what: str, unit: str, value: float, other: float | None = None, **more) -> Row:
        beside = {"peer_values": [other], "peer": name} if other is not None else {}
        return Row(what, unit, [value], **beside, others=[ours["others"]], **more)

    at = f"at {ours['rate']:.0f} calls/s"
    return [
        row("new calls through a word to the queue, none lost", "calls/s", ours["rate"], bare["rate"], lower=False),
        row(f"INVITE → answered, half, {at}", "ms", ours["p50"], bare["p50"]),
        row(f"INVITE → answered, 99 %, {at}", "ms", ours["p99"], bare["p99"]),
        row(f"CPU of Asterisk, {at}", "% of a core", ours["asterisk"], bare["asterisk"]),
        row(f"CPU of the voice process, {at}", "% of a core", ours["voice"], bare["voice"]),
        row(f"CPU of all of ours, {at}", "% of a core", ours["ours"]),
        row("waiting at once, with music", "calls", waiting["there"], peer["there"], goal=waiting["wanted"],
            lower=False),
        row("CPU of Asterisk, so many waiting", "% of a core", waiting["asterisk"], peer["asterisk"]),
        row("CPU of all of ours, so many waiting", "% of a core", waiting["ours"], goal=OURS_MAX),
        row("recorded talks at once", "talks", talk["there"], goal=talk["wanted"], lower=False),
        row("CPU of Asterisk, so many recorded talks", "% of a core", talk["asterisk"]),
        row("CPU of all of ours, so many recorded talks", "% of a core", talk["ours"], goal=OURS_MAX),
    ]  # fmt: skip


def main() -> int:
    asked = options()
    if sipp.missing():
        print("palabre: the callers are SIPp's: apt-get install sip-tester", file=sys.stderr)
        return 2
    of_machine = _machine.machine()
    with tempfile.TemporaryDirectory(prefix="palabre-voice-") as folder:
        Path(folder).chmod(0o755)
        told = asyncio.run(measure(asked, Path(folder)))
    return _machine.report("voice", of_machine, rows(told), asked.json, steps=told["rates"],
                           peer_steps=told["bare_rates"], recordings_kept=told["talks"]["recordings"])  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
