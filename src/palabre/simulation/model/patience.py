"""How long customers would wait, from a log in which most are answered first: Kaplan and Meier's law.

Whoever hung up shows a patience; whoever was answered shows only that hers was longer (censored). Kaplan, Meier,
"Nonparametric estimation from incomplete observations", JASA 53 (1958).
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from palabre.simulation.model.chance import Random
from palabre.simulation.model.log import AGENT, HANG, LoggedCall, weekday

HANG_UPS_MIN = 30  # fewer say too little of a law of their own: pooled
SECONDS_MAX = 86_400.0

Wait = tuple[float, bool]  # seconds in the queue; whether she hung up


class Law(msgspec.Struct, frozen=True):
    """`survival[i]`: share still patient after `times[i]` seconds, times rising. Past the last time: exponential with
    `hazard` per second (that of the last event; 0: nobody ever hung up, patience has no end)."""

    times: tuple[float, ...]
    survival: tuple[float, ...]
    hazard: float

    def share_beyond(self, seconds: float) -> float:
        """P(patience > seconds)."""
        index = bisect_right(self.times, seconds) - 1
        if index < 0:
            return 1.0
        tail = seconds - self.times[-1] if index == len(self.times) - 1 else 0.0
        return self.survival[index] * math.exp(-self.hazard * tail)

    def draw(self, chance: Random, beyond: float = 0.0) -> float:
        """Seconds of patience, of one known to have waited `beyond` seconds without hanging up."""
        wanted = chance.random() * self.share_beyond(beyond)
        for time, left in zip(self.times, self.survival, strict=True):
            if left <= wanted and time > beyond:
                return time
        if not self.hazard:
            return SECONDS_MAX
        start = max(beyond, self.times[-1])
        left = self.share_beyond(start)
        more = -math.log(wanted / left) if 0 < wanted < left else -math.log(1 - chance.random())
        return min(SECONDS_MAX, start + more / self.hazard)


def kaplan_meier(waits: Sequence[Wait]) -> Law:
    """The law that these waits show. Ties: whoever hangs up comes before whoever is answered at the same second."""
    hung_up, ended = Counter(w for w, left in waits if left), Counter(w for w, _ in waits)
    at_risk, share, before = len(waits), 1.0, 0.0
    times, survival, hazard = [], [], 0.0
    for time in sorted(ended):
        if gone := hung_up[time]:
            share *= 1 - gone / at_risk
            hazard = gone / at_risk / max(1.0, time - before)
            before = time
            times.append(time)
            survival.append(share)
        at_risk -= ended[time]
    return Law(tuple(times), tuple(survival), hazard)


def laws_of(calls: Iterable[LoggedCall]) -> dict[tuple[str, int], Law]:
    """By type and weekday; where fewer than HANG_UPS_MIN hung up, the type's own; where they are as few there, all."""
    cells: dict[tuple[str, int], list[Wait]] = {}
    for call in calls:
        if call.outcome == AGENT or (call.outcome == HANG and call.queued):
            wait = float(call.wait_seconds), call.outcome == HANG
            cells.setdefault((call.type, weekday(call.day)), []).append(wait)
    types: dict[str, list[Wait]] = {}
    for (type_, _), waits in cells.items():
        types.setdefault(type_, []).extend(waits)
    everybody = [wait for waits in types.values() for wait in waits]
    made: dict[int, Law] = {}
    return {
        (type_, day): _law(next((w for w in (waits, types[type_]) if _enough(w)), everybody), made)
        for (type_, day), waits in cells.items()
    }


def _enough(waits: Sequence[Wait]) -> bool:
    return sum(left for _, left in waits) >= HANG_UPS_MIN


def _law(waits: list[Wait], made: dict[int, Law]) -> Law:
    if id(waits) not in made:
        made[id(waits)] = kaplan_meier(waits)
    return made[id(waits)]
