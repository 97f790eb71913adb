"""A scenario played: engine, people and onlookers put together. Who measures the wall's clock stands outside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from palabre.foundations.clock import SECOND, Instant
from palabre.foundations.decision import Room
from palabre.routing.facts import RoutingRulesPublished
from palabre.simulation.model.arrivals import callers
from palabre.simulation.model.calling_back import ROOMS as CALLED_BACK
from palabre.simulation.model.calling_back import CallingBack
from palabre.simulation.model.chance import generator
from palabre.simulation.model.customers import Customers
from palabre.simulation.model.engine import ROOMS, START, Engine
from palabre.simulation.model.scenario import Breaks, Group, Scenario, advisors, rules, span
from palabre.simulation.model.staff import Manners, Staff
from palabre.simulation.model.watching import Checkers, Measures, Tally

DAY_MS = 86_400_000


class Simulation:
    """`play(until)` as often as one likes, then `finish()`; read `tally`, `checkers`, `measures` (None: not asked)."""

    def __init__(
        self, scenario: Scenario, seed: int | None = None, *, check: bool = False, measure: bool = False,
        rooms: Sequence[Room] = ROOMS,
    ) -> None:
        self.scenario, self.seed = scenario, scenario.seed if seed is None else seed
        self.begin, self.end = span(scenario)
        self.engine = Engine(CALLED_BACK if scenario.callbacks and rooms == ROOMS else rooms)
        self.checkers = Checkers() if check else None
        self.measures = Measures() if measure else None
        for guard in (self.checkers, self.measures):
            if guard is not None:
                self.engine.guard(guard)
        self.engine.tell([RoutingRulesPublished(0, 1, rules(scenario))])
        self.customers = Customers(self.engine, callers(scenario, self.seed))
        people = advisors(scenario)
        self.advisors = len(people)
        self.staff = Staff(
            self.engine, self.customers, [fact for _, fact in people], self._present(people), self._breaks(people),
            self._manners())
        self.calling_back: CallingBack | None = None
        if scenario.callbacks:
            self.calling_back = CallingBack(self.engine, self.customers, scenario.callbacks, self.begin, self.end)
        self.tally = Tally(self.engine, self.begin, self.end)

    def play(self, until: Instant) -> None:
        self.engine.run(until)

    def stop_checking(self) -> None:
        """The checkers keep what they found; the rest goes without them."""
        if self.checkers is not None:
            self.engine.dismiss(self.checkers)

    def finish(self) -> None:
        """To the end of the span, and on until everybody who came in it has had their end."""
        self.engine.run(self.end)
        self.tally.close()
        self.engine.run()

    def figures(self) -> dict[str, float | int | None]:
        back = self.calling_back.figures() if self.calling_back else {}
        return {**self.tally.figures(self.advisors), **back}

    @property
    def seconds(self) -> float:
        """Virtual seconds so far."""
        return (self.engine.now - self.engine.start) / SECOND

    def _present(self, people: Sequence[tuple[Group, object]]) -> dict[str, list[tuple[Instant, Instant]]]:
        found = {}
        for group, fact in people:
            if group.present:
                days = range(-(-(self.end - START) // DAY_MS))
                found[fact.advisor] = [  # type: ignore[attr-defined]
                    (START + day * DAY_MS + round(begin * SECOND), START + day * DAY_MS + round(end * SECOND))
                    for day in days for begin, end in group.present
                ]  # fmt: skip
        return found

    def _breaks(self, people: Sequence[tuple[Group, object]]) -> Iterable[tuple[str, Instant, Instant]]:
        for group, fact in people:
            if group.breaks is not None:
                yield from self._pauses(group.breaks, fact.advisor)  # type: ignore[attr-defined]

    def _pauses(self, breaks: Breaks, advisor: str) -> Iterable[tuple[str, Instant, Instant]]:
        chance, at = generator(self.seed, f"breaks/{advisor}"), float(START)
        while True:
            at += chance.expovariate(1 / breaks.every_seconds) * SECOND
            lasts = chance.expovariate(1 / breaks.seconds) * SECOND
            if at >= self.end:
                return
            yield advisor, round(at), round(at + lasts)
            at += lasts

    def _manners(self) -> Manners:
        share = self.scenario.missed_share
        if not share:
            return Manners()
        chance = generator(self.seed, "missed")
        return Manners(missed=lambda fact: chance.random() < share)
