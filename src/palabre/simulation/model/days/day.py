"""A simulated day: virtual clock, seeded chance, a bad network, people; production decide and tick at the centre."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from typing import Any

from palabre.foundations.decision import Command, Room
from palabre.routing.facts import RoutingRulesPublished
from palabre.simulation.model.chance import Random
from palabre.simulation.model.checkers.offers import AllLaws
from palabre.simulation.model.checkers.together import Together
from palabre.simulation.model.days.calling_back import ROOMS as CALLED_BACK
from palabre.simulation.model.days.calling_back import CallingBack
from palabre.simulation.model.days.customers import Customers
from palabre.simulation.model.days.owner import ROOMS, Owner, Refused, ask
from palabre.simulation.model.days.rules import RULES, advisors_of
from palabre.simulation.model.days.staff import Staff
from palabre.simulation.model.days.transferring import Transferring

START = 1_700_000_000_000
LOOK_SECONDS = 5
DAYS = (START - 3_600_000, START + 480_000)  # a midnight falls into the day


class Day:
    """`run()` and then read `laws.violations`. Times inside are milliseconds; delays are given in seconds."""

    def __init__(
        self, seed: int, minutes: float = 25, deaths: int = 2, advisors: int = 9, per_hour: int = 0,
        whims: float = 240.0, patience: tuple[int, ...] = (60, 200, 900), rooms: Sequence[Room] = ROOMS,
        callbacks: bool | None = None, transfers: bool = False,
    ) -> None:
        """`callbacks`: customers ask to be called back; None: on each third day.
        `transfers`: calls are given to others too; with the rooms of the whole partition, and no callbacks."""
        calling_back = seed % 3 == 1 if callbacks is None else callbacks
        rooms = (*rooms, *(room for room in CALLED_BACK if room not in rooms)) if calling_back else rooms
        self.seed, self.chance, self.now, self.end = seed, Random(seed), START, START + round(minutes * 60_000)
        self.laws, self.owner = AllLaws(), Owner(self.heard, rooms)
        self.events: list[tuple[int, int, Callable, tuple]] = []
        self.n = self.loss = self.sent = self.refused = 0
        per_hour = per_hour or (280, 450, 800)[seed % 3]        # calm, busy, overrun
        self.staff, self.customers = Staff(self, whims), Customers(self, per_hour, patience)
        self.calling_back = CallingBack(self) if calling_back else None
        self.transferring = Transferring(self) if transfers else None
        self.together = Together(self.laws)
        self.people = [p for p in (self.staff, self.customers, self.calling_back, self.transferring) if p]
        self.scheduled = [(START + round(minutes * 40_000), RoutingRulesPublished(0, 2, RULES(START)[1], DAYS))]
        self.laws.planned = {rules.version: at for at, rules in self.scheduled}
        rules = RoutingRulesPublished(0, 1, RULES(START)[0], DAYS)
        self.owner.receive([rules, *advisors_of(self.chance, advisors)], START)
        self.staff.arrive()
        self.customers.open()
        if self.calling_back:
            self.calling_back.open()
        for _ in range(deaths):
            self.at(self.chance.uniform(60, minutes * 60), self.death)
            self.at(self.chance.uniform(60, minutes * 60), self.owner.keep_snapshot)
        self.look_at_schedule()

    # -- time

    def at(self, seconds: float, what: Callable, *given: Any) -> None:
        """`seconds` from now."""
        self.n += 1
        heappush(self.events, (self.now + round(seconds * 1000), self.n, what, given))

    def run(self) -> AllLaws:
        """Until nothing is left to happen and everybody had their end."""
        while True:
            due = self.owner.world.deadline()
            watch = min((e for e in self.laws.expiries() if e > self.now), default=None)
            instants = [t for t in (due, watch, self.events[0][0] if self.events else None) if t is not None]
            if not instants:
                break
            self.now = max(self.now, min(instants))
            if due is not None and due <= self.now:
                self.owner.tick(self.now)
            while self.events and self.events[0][0] <= self.now:
                _, _, what, given = heappop(self.events)
                what(*given)
                if (again := self.owner.world.deadline()) is not None and again <= self.now:
                    self.owner.tick(self.now)
            self.laws.look(self.now)
            if self.transferring:
                self.together.look(self.now)
        self.closing()
        return self.laws

    def closing(self) -> None:
        self.owner.die()
        for fault in self.owner.faults:
            self.laws.flag("state_is_fold", fault)
        state = self.owner.world["routing"]
        if self.laws.callbacks or (self.calling_back and self.owner.world["callbacks"].callbacks):
            self.laws.flag("nobody_lost", list(self.laws.callbacks))
        if left := [*self.laws.items, *self.laws.offers, *state.items, *state.offers]:
            self.laws.flag("nobody_lost", left)
        if any(a.used and any(a.used.values()) for a in state.advisors.values()):
            self.laws.flag("capacity_left_over")

    # -- the network: it loses, doubles and reorders what people send

    def send(self, command: Command, then: Callable[[Any], None] | None = None, steady: bool = False) -> None:
        """Asked until answered, under one id. `steady`: in order and at once, as a gateway's own link."""
        self.sent += 1
        self._attempt(f"command-{self.sent}", command, then, 0, steady)

    def _attempt(self, id: str, command: Command, then: Callable | None, tries: int, steady: bool) -> None:
        if steady:
            return self.at(0.02, self._deliver, id, command, then, False)
        if tries < 6 and self.chance.random() < 0.05:
            return self.at(1.0, self._attempt, id, command, then, tries + 1, steady)
        self.at(self.chance.uniform(0.005, 0.2), self._deliver, id, command, then, False)
        if self.chance.random() < 0.05:
            self.at(self.chance.uniform(0.005, 5), self._deliver, id, command, None, True)
        return None

    def _deliver(self, id: str, command: Command, then: Callable | None, is_copy: bool) -> None:
        dead = self.owner.deaths
        try:
            reply = ask(self.owner, id, command, self.now)
        except Refused:
            self.refused += 1
            reply = None
        if self.owner.deaths > dead:                # the node died on it: nobody answered
            if not is_copy:
                self.at(1.0, self._attempt, id, command, then, 6, False)
        elif then:
            then(reply)

    def death(self) -> None:
        if self.chance.random() < 0.5:
            self.owner.doomed = True
        else:
            self.owner.die()

    def look_at_schedule(self) -> None:
        """The worker: rules whose instant has come are put in force."""
        due = [rules for at, rules in self.scheduled if at <= self.now]
        self.scheduled = [(at, rules) for at, rules in self.scheduled if rules not in due]
        for rules in due:
            self.owner.receive([rules], self.now)
        if self.scheduled and self.now < self.end:
            self.at(LOOK_SECONDS, self.look_at_schedule)

    # -- what became of it

    def heard(self, made: list, number: int, cause: Command | None) -> None:
        self.laws.batch(made, number, cause)
        if self.transferring:
            self.together.batch(made)
        for fact in made:
            name = "after_" + type(fact).__name__
            for who in self.people:
                if hear := getattr(who, name, None):
                    hear(fact)


def judged(seed: int, minutes: float = 45, advisors: int = 25) -> dict[str, Any]:
    """One day by its seed, as `./palabre simulate --replay-seed` tells it. `crash`: what the owner died of."""
    day, crash = Day(seed, minutes=minutes, advisors=advisors), ""
    try:
        day.run()
    except Exception as why:  # a fault of the model is a finding of the day, not the end of the night
        crash = f"{type(why).__name__}: {why}"
    return {
        "seed": seed, "minutes": minutes, "advisors": advisors, "customers": day.customers.n,
        "deaths": day.owner.deaths, "facts": day.owner.world.number, "violations": dict(day.laws.violations),
        "examples": [str(example) for example in day.laws.examples], "crash": crash,
    }  # fmt: skip
