"""Virtual time around the production models: a heap of what people will do, the partition's own deadlines, and nothing
else. What a command does is decided by `foundations.decision.decide`, as on a real day.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from heapq import heappop, heappush
from itertools import count
from typing import Any, Protocol

from palabre.conversations.model import ROOM as CONVERSATIONS
from palabre.foundations.clock import Instant
from palabre.foundations.decision import Command, Room, World, decide, receive, tick
from palabre.foundations.facts import Fact
from palabre.foundations.problems import Problem
from palabre.routing.model.room import ROOM as ROUTING

START: Instant = 1_700_000_000_000  # when nothing says otherwise; a Tuesday of 2023, 22:13 UTC
ROOMS = (CONVERSATIONS, ROUTING)
_TIMELESS = Room("", lambda world: None, {}).deadline  # of rooms that wait for no instant


class Guard(Protocol):
    """Who looks on and changes nothing."""

    def batch(self, made: list[Fact], number: int, cause: Command | None) -> None:
        """Facts of one decision, the first of which has `number`; `cause` is None for a deadline or rows."""

    def look(self, now: Instant) -> None:
        """All that was due at `now` is done, and time is about to pass."""

    def next_look(self, now: Instant) -> Instant | None:
        """An instant at which time must stop for it though nothing may happen then."""


class Engine:
    """One partition in virtual time. Milliseconds throughout.

    People are functions: `at(instant, function, *given)` has them do something, `hear(Fact, function)` tells them of
    facts. Both may `send` commands and `tell` facts of rows. Facts are heard in the order of their numbers, whatever
    is sent meanwhile. A command that is refused returns None and is counted in `refused`.
    """

    def __init__(self, rooms: Sequence[Room] = ROOMS, start: Instant = START, partition: int = 1) -> None:
        self.world = World(rooms, partition)
        self.now = self.start = start
        self.refused: Counter[str] = Counter()
        self.facts = 0
        self._events: list[tuple[Instant, int, Callable, tuple]] = []
        self._order = count()
        self._hear: dict[type[Fact], tuple[Callable[[Any], None], ...]] = {}
        self._unheard: deque[tuple[tuple, Fact]] = deque()
        self._hearing = False
        self._guards: tuple[Guard, ...] = ()
        self._clocks = [(r.deadline, r.name) for r in rooms if r.deadline is not _TIMELESS]

    # -- what people do

    def at(self, instant: Instant, function: Callable, *given: Any) -> None:
        heappush(self._events, (instant, next(self._order), function, given))

    def after(self, milliseconds: int, function: Callable, *given: Any) -> None:
        heappush(self._events, (self.now + milliseconds, next(self._order), function, given))

    def hear(self, kind: type[Fact], function: Callable[[Any], None]) -> None:
        self._hear[kind] = (*self._hear.get(kind, ()), function)

    def guard(self, guard: Guard) -> None:
        self._guards = (*self._guards, guard)

    def dismiss(self, guard: Guard) -> None:
        self._guards = tuple(g for g in self._guards if g is not guard)

    def send(self, command: Command) -> Any:
        """The reply; None when it is refused, which is told apart in `refused` by code."""
        try:
            reply, made = decide(self.world, command, self.now)
        except Problem as problem:
            self.refused[problem.code] += 1
            return None
        if made:
            self._heard(made, command)
        return reply

    def tell(self, facts: Iterable[Fact]) -> None:
        """Facts of rows: configuration, openings. They are stamped with the present instant."""
        self._heard(receive(self.world, list(facts), self.now), None)

    # -- time

    def run(self, until: Instant | None = None) -> None:
        """Until nothing is left to happen, or up to and with the instant `until`."""
        events, never = self._events, float("inf")
        last = never if until is None else until
        while True:
            due = self._deadline()
            at = events[0][0] if events else never
            if due is not None and due <= at:
                at = due
            if self._guards and at > self.now:
                at, due = self._looked(at, due)
            if at > last or at == never:
                break
            if due is not None and due <= at:
                self.now = max(self.now, due)
                if made := tick(self.world, self.now):
                    self._heard(made, None)
            elif events and events[0][0] <= at:
                at, _, function, given = heappop(events)
                self.now = max(self.now, at)
                function(*given)
            else:
                self.now = at
        if until is not None:
            self.now = max(self.now, until)

    def _deadline(self) -> Instant | None:
        best, states = None, self.world.states
        for deadline, name in self._clocks:
            due = deadline(states[name])
            if due is not None and (best is None or due < best):
                best = due
        return best

    def _looked(self, at: float, due: Instant | None) -> tuple[Any, Instant | None]:
        """Guards look before time passes; one of them may have it stop earlier."""
        for guard in self._guards:
            guard.look(self.now)
            stop = guard.next_look(self.now)
            if stop is not None and stop < at:
                at = stop
        return at, due if due is not None and due <= at else None

    def _heard(self, made: list[Fact], cause: Command | None) -> None:
        self.facts += len(made)
        if self._guards:
            number = self.world.number - len(made) + 1
            for guard in self._guards:
                guard.batch(made, number, cause)
        hear, unheard = self._hear, self._unheard
        for fact in made:
            if who := hear.get(type(fact)):
                unheard.append((who, fact))
        if self._hearing:
            return
        self._hearing = True
        try:
            while unheard:
                who, fact = unheard.popleft()
                for function in who:
                    function(fact)
        finally:
            self._hearing = False
