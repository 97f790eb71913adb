"""The steps of `voice`: so many new calls a second, so many at once, upwards until one is lost; what CPU each took."""

from __future__ import annotations

import asyncio
import math
import os
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field

from _machine import Others, percentile
from robots import sipp

STAY_SECONDS = 3.0  # of a new call: long enough to reach the queue
QUEUED_SECONDS_MAX = 15.0
THERE_SECONDS_MAX = 5.0  # for the last of many to be where she is to be
OVER_SECONDS_MAX = 30.0
STILL_SECONDS_MAX = 45.0
LOOK_SECONDS = 0.2
CLOSE_ENOUGH = 1.15  # between what was held and what was not
TRIES_MAX = 7
CORES = os.cpu_count() or 1


@dataclass
class Step:
    """`asked`: new calls a second, or calls at once. `ms`: of CPU for a call, of each process, from its first to its
    last, beyond what it takes when nobody calls. `share`: of one core in percent; of new calls what that makes at this
    rate, for a step ends before calls go as fast as they come. `busy`: of the machine, by whom, in percent."""

    asked: float
    calls: int
    lost: int = 0
    there: int = 0
    p50: float = 0.0
    p99: float = 0.0
    why: dict[str, int] = field(default_factory=dict)  # lost, as SIPp names it; the rest were too late for the queue
    share: dict[str, float] = field(default_factory=dict)
    ms: dict[str, float] = field(default_factory=dict)
    busy: dict[str, float] = field(default_factory=dict)
    others: float = 0.0

    def ours(self, of: dict[str, float]) -> float:
        return sum(v for name, v in of.items() if name != "asterisk")

    @property
    def of_machine(self) -> float:
        """Ours, in percent of all cores."""
        return self.ours(self.share) / CORES

    def told(self) -> dict:
        return {k: _rounded(v) for k, v in asdict(self).items()}


class Spent:
    """Around a stretch: what each process used, and who had the machine."""

    def __init__(self, side, idle: dict[str, float]) -> None:
        self._side, self._idle, self._others = side, idle, Others()

    def __enter__(self) -> Spent:
        self._others.__enter__()
        self._begun, self._cpu, self._all = time.perf_counter(), self._side.cpu(), _machine_seconds()
        return self

    def __exit__(self, *_: object) -> None:
        now, seconds = self._side.cpu(), time.perf_counter() - self._begun
        self.used = {k: max(now[k] - self._cpu[k] - self._idle.get(k, 0.0) * seconds, 0.0) for k in now}
        self.seconds = seconds
        busy = (_machine_seconds() - self._all) / seconds / CORES * 100
        self._others.__exit__()
        self.others = self._others.share
        whole = {k: (now[k] - self._cpu[k]) / seconds / CORES * 100 for k in now}
        asterisk, ours = whole.pop("asterisk"), sum(whole.values())
        callers = max(busy - asterisk - ours - self.others * 100, 0.0)
        self.busy = {"all": busy, "asterisk": asterisk, "ours": ours, "callers": callers, "others": self.others * 100}


def _machine_seconds() -> float:
    from _machine import _busy_seconds

    return _busy_seconds()


async def idle(side, seconds: float) -> dict[str, float]:
    """Of each process, seconds a second while nobody calls."""
    before, begun = side.cpu(), time.perf_counter()
    await asyncio.sleep(seconds)
    spent = time.perf_counter() - begun
    return {name: (now - before[name]) / spent for name, now in side.cpu().items()}


async def until(test: Callable[[], bool], seconds_max: float) -> bool:
    deadline = time.monotonic() + seconds_max
    while not (done := test()) and time.monotonic() < deadline:
        await asyncio.sleep(LOOK_SECONDS)
    return done


async def at_rate(side, idling: dict[str, float], rate: float, seconds: float) -> Step:
    """New calls for so long; lost is who is not answered, is put down, or never comes to where she was to."""
    calls, before = max(1, round(rate * seconds)), side.reached()
    with Spent(side, idling) as whole:
        batch = await side.callers.begin(calls, rate, STAY_SECONDS)
        with Spent(side, idling) as coming:
            await until(lambda: batch.placed() >= calls or not batch.running, seconds + OVER_SECONDS_MAX)
        told = await batch.over(STAY_SECONDS + OVER_SECONDS_MAX)
        await until(lambda: side.reached() - before >= calls, QUEUED_SECONDS_MAX)
        await until(lambda: not side.left(), STILL_SECONDS_MAX)
    if not told.placed:
        raise RuntimeError("SIPp placed no call: its ports of sound are taken by others")
    lost = told.failed + max(0, told.placed - told.failed - (side.reached() - before))
    answered, ms = told.answered_ms or [0.0], {k: v / told.placed * 1000 for k, v in whole.used.items()}
    return Step(
        rate, told.placed, lost, p50=percentile(answered, 50), p99=percentile(answered, 99), why=told.why, ms=ms,
        share={k: v * rate / 10 for k, v in ms.items()}, busy=coming.busy, others=coming.others,
    )  # fmt: skip


async def at_once(
    side, callers: sipp.Sipp, idling: dict[str, float], calls: int, rate: float, seconds: float,
    there: Callable[[], int],
) -> Step:
    """So many together: `there` counts those who are where they are meant to be."""
    ramp = calls / rate
    batch = await callers.begin(calls, rate, ramp + THERE_SECONDS_MAX + seconds)
    await until(lambda: there() >= calls, ramp + THERE_SECONDS_MAX)
    with Spent(side, idling) as spent:
        await asyncio.sleep(seconds)
    found = there()
    told = await batch.over(ramp + THERE_SECONDS_MAX + seconds + OVER_SECONDS_MAX)
    await until(lambda: not side.left(), STILL_SECONDS_MAX)
    lost = max(told.failed, calls - found)
    share = {k: v / spent.seconds * 100 for k, v in spent.used.items()}
    return Step(calls, calls, lost, min(found, calls), why=told.why, share=share, busy=spent.busy, others=spent.others)


async def search(
    attempt: Callable[[float], Awaitable[Step]], start: float, growth: float, most: float, *,
    first: Step | None = None, tries: int = TRIES_MAX,
) -> tuple[float, list[Step]]:
    """Upwards from `start` until something is lost, downwards where it is at once; then between the two. The most that
    was held (0: nothing), and every step. `first`: where `start` was measured just now."""
    held, failed, steps, asked = 0.0, math.inf, list[Step](), start
    while len(steps) < tries:
        steps.append(first if first and not steps else await attempt(asked))
        print(f"  {steps[-1].told()}", file=sys.stderr, flush=True)
        held, failed = (held, asked) if steps[-1].lost else (asked, failed)
        if held >= most or failed <= 1:
            break
        if failed == math.inf:
            asked = min(round(asked * growth + 0.5), most)
        elif not held:
            asked = max(round(asked / growth), 1)
        elif failed / held <= CLOSE_ENOUGH or (asked := round(math.sqrt(held * failed))) in (held, failed):
            break
    return held, steps


def _rounded(value):
    if isinstance(value, dict):
        return {k: round(v, 1) for k, v in value.items()}
    return round(value, 1) if isinstance(value, float) else value
