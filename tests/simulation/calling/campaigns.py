"""Simulated calling campaigns: chance, virtual time and the production pacing, nothing else.

Rings and talks are exponential: the shapes that tell least about what comes next, for which the best that any pacing
could reach can be computed (`bound`). What the pacing is told is what a real campaign would tell it: that somebody
picked up, that a talk is over and was with a person; never a rate, never a plan.
"""

from __future__ import annotations

import heapq
import random
from collections import deque
from dataclasses import dataclass, field

from palabre.outbound.model.pacing import PREDICTIVE, Learned, Tally, View, how_many

CEILING_PERMILLE, GREETING_SECONDS = 30, 2.0


@dataclass(frozen=True)
class Kind:
    """Of campaign. Seconds; `machines`: share of what answers. `hours`: of each day, which has its own ceiling."""

    advisors: int
    answer_rate: float
    ring: float = 15.0
    handle: float = 120.0
    machines: float = 0.0
    hours: float = 9.0
    days: int = 1
    drift: float = 0.0               # the answer rate goes up and down by this share over the day
    steady: bool = False             # talks and rings of nearly the same length


@dataclass
class Ended:
    """`days`: each one's tally. `occupancy`: share of the advisors' time spent with people and wrapping up."""

    days: list[Tally] = field(default_factory=list)
    busy_seconds: float = 0.0
    seconds: float = 0.0
    dialled: int = 0

    @property
    def occupancy(self) -> float:
        return self.busy_seconds / self.seconds

    @property
    def whole(self) -> Tally:
        return Tally(sum(d.persons for d in self.days), sum(d.abandoned for d in self.days))


class Day:
    """From the first dialling to the last talk's end."""

    def __init__(self, kind: Kind, chance: random.Random, learned: Learned, before: Tally, mode: str) -> None:
        self.kind, self.chance, self.learned, self.before, self.mode = kind, chance, learned, before, mode
        self.ready, self.ringing, self.busy, self.dialled = kind.advisors, 0, 0, 0
        self.waiting: deque[int] = deque()
        self.tally, self.events, self.now, self.busy_seconds = Tally(), [], 0.0, 0.0
        self.count = 0

    def run(self) -> None:
        end = self.kind.hours * 3600.0
        self._dial(end)
        while self.events:
            at, _, what, about = heapq.heappop(self.events)
            self._pass(at, end)
            what(about)
            if at < end:
                self._dial(end)

    def _pass(self, at: float, end: float) -> None:
        self.busy_seconds += self.busy * max(0.0, min(at, end) - min(self.now, end))
        self.now = at

    def _plan(self, seconds: float, what, about=None) -> None:
        self.count += 1
        heapq.heappush(self.events, (self.now + seconds, self.count, what, about))

    def _lasts(self, mean: float) -> float:
        if self.kind.steady:
            return self.chance.gammavariate(8.0, mean / 8.0)
        return self.chance.expovariate(1.0 / mean)

    def _spare(self) -> int:
        both = Tally(self.before.persons + self.tally.persons, self.before.abandoned + self.tally.abandoned)
        return min(self.tally.spare(CEILING_PERMILLE), both.spare(CEILING_PERMILLE))

    def _dial(self, end: float) -> None:
        view = View(self.mode, self.ready, self.ringing, len(self.waiting), self.busy, self._spare(), 10_000,
                    self.learned)  # fmt: skip
        n = how_many(view)
        self.learned.dialled(view, n)
        for _ in range(n):
            self.ringing, self.dialled = self.ringing + 1, self.dialled + 1
            seconds = self._lasts(self.kind.ring)
            self._plan(seconds, self._rung, seconds)

    def _rate(self) -> float:
        turn = (self.now / 3600.0) % 6.0 / 3.0 - 1.0       # -1 … 1, back at once
        return self.kind.answer_rate * (1.0 + self.kind.drift * turn)

    def _rung(self, seconds: float) -> None:
        self.ringing -= 1
        answered = self.chance.random() < self._rate()
        self.learned.tried(answered, seconds)
        if answered and self.ready:
            self._meet()
        elif answered:
            self.count += 1
            self.waiting.append(self.count)
            self._plan(GREETING_SECONDS, self._give_up, self.count)

    def _meet(self) -> None:
        self.ready, self.busy = self.ready - 1, self.busy + 1
        self.learned.met(False, CEILING_PERMILLE / 1000, self._spare())
        machine = self.chance.random() < self.kind.machines
        seconds = 8.0 if machine else self._lasts(self.kind.handle)
        self._plan(seconds, self._over, (seconds, machine))

    def _give_up(self, who: int) -> None:
        if who in self.waiting:
            self.waiting.remove(who)
            self.learned.met(True, CEILING_PERMILLE / 1000, self._spare())
            self.tally.persons, self.tally.abandoned = self.tally.persons + 1, self.tally.abandoned + 1

    def _over(self, talk: tuple[float, bool]) -> None:
        seconds, machine = talk
        self.ready, self.busy = self.ready + 1, self.busy - 1
        self.learned.handled_for(seconds)
        self.tally.persons += not machine
        if self.waiting:
            self.waiting.popleft()
            self._meet()


def simulate(kind: Kind, seed: int, mode: str = PREDICTIVE) -> Ended:
    chance, learned, ended = random.Random(seed), Learned(), Ended()
    for _ in range(kind.days):
        day = Day(kind, chance, learned, ended.whole, mode)
        day.run()
        ended.days.append(day.tally)
        ended.busy_seconds += day.busy_seconds
        ended.seconds += kind.advisors * kind.hours * 3600.0
        ended.dialled += day.dialled
    return ended
