"""Calls on one Asterisk: new ones a second to a queue, waiting, recorded talks; beside a bare Stasis() application.

    ./palabre bench voice [--rate 5] [--start 16] [--waiting 250] [--talks 80] [--seconds 6] [--runs 5] [--json]
                          [--quick]

A whole installation with numbers of its own; callers by SIPp send sound all the time. Each run takes its turn with the
peer's. *At a usual rate*: what a call costs each process, and how long it rings. *New calls*: upwards until one is lost
(not answered, put down by us, or never come to the queue), then between what was held and what was not. *At once*: so
many waiting with music, and so many talks (advisors' desks accept, SIPp answers as their telephones, both sides are
recorded), fewer where somebody is lost; these in the first three runs alone, for each takes long. The peer answers and
plays music, no more.

Ours is front, core, voice, PostgreSQL and NATS together, beyond what they take when nobody calls. The goal, 15 %, is
of the machine, that is of all its cores, at the highest rate at which no call is lost; callers share the same cores.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(Path(__file__).parent), str(ROOT / "tests/acceptance")]

import _machine  # noqa: E402
from _machine import Row  # noqa: E402
from _voice_bare import Bare  # noqa: E402
from _voice_ours import Ours  # noqa: E402
from _voice_steps import CORES, Step, at_once, at_rate, idle, search  # noqa: E402
from robots import sipp  # noqa: E402
from robots.installation import Installation  # noqa: E402

PORTS = 2_400  # of sound: twelve hundred legs, more than two cores carry
OURS_MAX = 15.0  # percent of the machine
FIRST_GROWTH, GROWTH, RATE_MAX = 1.6, 1.15, 200.0
MANY_RUNS, MANY_GROWTH, MANY_TRIES = 3, 1.4, 4  # of many at once: each takes the longest
RAMP_RATES = {"ours": 15.0, "bare": 30.0}  # new calls a second on the way to many at once
PROCESSES = ("voice", "core", "front", "postgres", "nats")


def options() -> argparse.Namespace:
    made = _machine.asking(__doc__, "one short run, a dozen of calls: shows that it works")
    made.add_argument("--rate", type=float, default=5.0, help="new calls a second that a centre has every day")
    made.add_argument("--start", type=float, default=16.0, help="new calls a second at which the search begins")
    made.add_argument("--waiting", type=int, default=250)
    made.add_argument("--talks", type=int, default=80)
    made.add_argument("--seconds", type=float, default=6.0, help="of each step")
    asked = made.parse_args()
    asked.most = RATE_MAX
    if asked.quick:
        asked.runs, asked.rate, asked.most, asked.waiting, asked.talks, asked.seconds = 1, 3.0, 3.0, 10, 4, 3.0
        asked.start = asked.rate
    return asked


@dataclass
class Told:
    """Of each run. `held`: the highest rate, `best`: what was seen at it; `at_most`: the most at once."""

    usual: list[Step] = field(default_factory=list)
    held: list[float] = field(default_factory=list)
    best: list[Step] = field(default_factory=list)
    waiting: list[Step] = field(default_factory=list)
    talks: list[Step] = field(default_factory=list)
    idle: list[float] = field(default_factory=list)  # all of ours while nobody calls, percent of a core


class Rounds:
    """One side, run after run: each search begins where the last one ended."""

    def __init__(self, side, ramp: float, asked: argparse.Namespace) -> None:
        self.side, self.ramp, self.asked, self.told = side, ramp, asked, Told()
        self.idling: dict[str, float] = {}
        self._size: dict[str, float] = {}

    async def rates(self) -> None:
        """At the usual rate, then as many as are held."""
        asked, told = self.asked, self.told
        told.usual.append(await at_rate(self.side, self.idling, asked.rate, asked.seconds))
        start = (told.held and told.held[-1]) or asked.start
        first = told.usual[-1] if start == asked.rate else None

        async def attempt(rate: float) -> Step:
            return await at_rate(self.side, self.idling, rate, asked.seconds)

        held, steps = await search(attempt, start, GROWTH if told.held else FIRST_GROWTH, asked.most, first=first)
        told.held.append(held)
        told.best.append(next((s for s in steps if s.asked == held), steps[-1]))

    async def waiting(self) -> None:
        self.told.waiting.append(await self._many("waiting", self.side.callers, self.asked.waiting, self.side.waiting))

    async def talks(self) -> None:
        self.told.talks.append(await self._many("talks", self.side.talkers, self.asked.talks, self.side.talking))

    async def _many(self, what: str, callers: sipp.Sipp, most: int, there) -> Step:
        """As many as nobody is lost of, by search downwards."""

        async def attempt(calls: float) -> Step:
            return await at_once(
                self.side, callers, self.idling, round(calls), self.ramp, self.asked.seconds, there)  # fmt: skip

        start = self._size.get(what, most)
        held, steps = await search(attempt, start, MANY_GROWTH, start, tries=MANY_TRIES)
        self._size[what] = held or start
        return next((s for s in steps if s.asked == held), steps[-1])


async def measure(asked: argparse.Namespace, folder: Path) -> tuple[Told, Told, int]:
    async with AsyncExitStack() as stack:
        os.environ["PALABRE_SIP_RTP_PORTS"] = str(PORTS)
        ours = Ours(stack.enter_context(Installation()), folder)
        stack.push_async_callback(ours.stop)
        sign_ins = ours.furnish(asked.talks)
        bare = Bare(folder / "bare", sipp.CALLERS)
        await bare.start()
        stack.push_async_callback(bare.stop)
        sides = Rounds(ours, RAMP_RATES["ours"], asked), Rounds(bare, RAMP_RATES["bare"], asked)
        for one in sides:
            await at_rate(one.side, {}, asked.rate, 2.0)  # what is filled once: prompts, statements, connections
            one.idling = await idle(one.side, asked.seconds)
        sides[0].told.idle.append(sum(v * 100 for name, v in sides[0].idling.items() if name != "asterisk"))
        for run in range(asked.runs):
            for one in sides:
                await one.rates()
            for one in sides if run < MANY_RUNS else ():
                await one.waiting()
        await ours.open_desks(sign_ins)
        sides[0].idling = await idle(ours, asked.seconds)
        for _ in range(min(asked.runs, MANY_RUNS)):
            await sides[0].talks()
        await ours.close_desks()
        return sides[0].told, sides[1].told, ours.recordings()


def rows(asked: argparse.Namespace, ours: Told, bare: Told) -> list[Row]:
    """Each figure of ours beside the peer's, where it has one."""

    def row(what: str, unit: str, steps: list[Step], value, peers: list[Step] | None = None, **more) -> Row:
        beside = {"peer_values": [value(s) for s in peers], "peer": Bare.name} if peers else {}
        return Row(what, unit, [value(s) for s in steps], **beside, others=[s.others for s in steps], **more)

    usual, most = f"at {asked.rate:.0f} calls/s", "at the highest rate"
    within = [OURS_MAX / 100 * CORES * 1000 / max(s.ours(s.ms), 0.1) for s in ours.best]
    return [
        Row("new calls through a word to the queue, none lost", "calls/s", ours.held, bare.held, Bare.name, lower=False,
            others=[s.others for s in ours.best]),
        row(f"INVITE → answered, half, {usual}", "ms", ours.usual, lambda s: s.p50, bare.usual),
        row(f"INVITE → answered, 99 %, {usual}", "ms", ours.usual, lambda s: s.p99, bare.usual),
        row(f"INVITE → answered, half, {most}", "ms", ours.best, lambda s: s.p50, bare.best),
        row(f"INVITE → answered, 99 %, {most}", "ms", ours.best, lambda s: s.p99, bare.best),
        row(f"CPU of a call, Asterisk, {usual}", "ms", ours.usual, lambda s: s.ms["asterisk"], bare.usual),
        row(f"CPU of a call, all of ours, {usual}", "ms", ours.usual, lambda s: s.ours(s.ms), bare.usual),
        row(f"CPU of a call, Asterisk, {most}", "ms", ours.best, lambda s: s.ms["asterisk"], bare.best),
        row(f"CPU of a call, all of ours, {most}", "ms", ours.best, lambda s: s.ours(s.ms), bare.best),
        *(row(f"  of it {name}", "ms", ours.best, lambda s, name=name: s.ms[name]) for name in PROCESSES),
        row(f"Asterisk, {most}", "% of a core", ours.best, lambda s: s.share["asterisk"], bare.best),
        row(f"all of ours, {most}", "% of a core", ours.best, lambda s: s.ours(s.share), bare.best),
        row(f"all of ours, {most}", "% of the machine", ours.best, lambda s: s.of_machine, goal=OURS_MAX),
        row(f"all of ours, {usual}", "% of the machine", ours.usual, lambda s: s.of_machine, goal=OURS_MAX),
        Row("all of ours, nobody calls", "% of a core", ours.idle),
        Row(f"ours within {OURS_MAX:.0f} % of the machine up to", "calls/s", within, lower=False),
        row("waiting at once, with music", "calls", ours.waiting, lambda s: s.there, bare.waiting, lower=False),
        row("Asterisk, so many waiting", "% of a core", ours.waiting, lambda s: s.share["asterisk"], bare.waiting),
        row("all of ours, so many waiting", "% of the machine", ours.waiting, lambda s: s.of_machine, goal=OURS_MAX),
        row("recorded talks at once", "talks", ours.talks, lambda s: s.there, lower=False),
        row("Asterisk, so many recorded talks", "% of a core", ours.talks, lambda s: s.share["asterisk"]),
        row("all of ours, so many recorded talks", "% of the machine", ours.talks, lambda s: s.of_machine,
            goal=OURS_MAX),
    ]  # fmt: skip


def limit(steps: list[Step]) -> str:
    """Who had the machine: the median of the runs."""
    of = {who: median(s.busy[who] for s in steps) for who in steps[0].busy}
    whole = of.pop("all")
    return f"{whole:.0f} % of the machine: " + ", ".join(f"{who} {v:.0f}" for who, v in of.items())


def main() -> int:
    asked = options()
    if sipp.missing():
        print("palabre: the callers are SIPp's: apt-get install sip-tester", file=sys.stderr)
        return 2
    of_machine = _machine.machine()
    with tempfile.TemporaryDirectory(prefix="palabre-voice-") as folder:
        Path(folder).chmod(0o755)
        ours, bare, recordings = asyncio.run(measure(asked, Path(folder)))
    busy = {"highest_rate": limit(ours.best), "waiting": limit(ours.waiting), "talks": limit(ours.talks)}
    found = rows(asked, ours, bare)
    code = _machine.report("voice", of_machine, found, asked.json, recordings_kept=recordings,
                           **{f"{what}_took": told for what, told in busy.items()})  # fmt: skip
    if not asked.json:
        print(f"\n{_machine.as_table(found)}")
    return code


if __name__ == "__main__":
    sys.exit(main())
