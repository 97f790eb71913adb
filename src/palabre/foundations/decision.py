"""How the rooms of a partition decide together: pure, with time given and no chance.

A room brings its state, its facts with their `evolve`, its commands with their `decide`, and what it does when
a lower room's fact comes by (`follow`). A decision applies each fact as it emits it, so that the next choice sees
the last one; the followers' facts stand in the same batch, hence in the same commit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from palabre.foundations.clock import Instant
from palabre.foundations.facts import Codec, Fact
from palabre.foundations.ids import TenantId, born
from palabre.foundations.problems import Problem

CHAIN_FACTS_MAX = 100_000  # facts one command may cause: beyond it a circle of followers is certain


class Command(msgspec.Struct, frozen=True, gc=False):
    """Something asked of a partition's owner. Subclasses carry a tag `room.VerbNoun`."""


class UnknownCommand(Problem):
    code, status = "unknown_command", 400


class Room(msgspec.Struct):
    """What one room brings to a partition.

    new_state(world): its empty state. evolve: fact type -> function(state, fact, number).
    commands: command type -> function(decision, command) -> reply (anything msgpack can hold).
    follow: fact type -> function(decision, fact, number), of any room's fact, after it was applied.
    deadline(state): next instant at which `tick(decision)` has something to do, or None.
    dump(state) / load(world, data): for snapshots, plain values in and out.
    learns: what it knows may begin anew where an older release's snapshot lacks it; any other room's may not.
    """

    name: str
    new_state: Callable[[World], Any]
    evolve: dict[type[Fact], Callable[[Any, Any, int], None]]
    commands: dict[type[Command], Callable[[Decision, Any], Any]] = {}
    follow: dict[type[Fact], Callable[[Decision, Any, int], None]] = {}
    deadline: Callable[[Any], Instant | None] = lambda state: None
    tick: Callable[[Decision], None] = lambda decision: None
    dump: Callable[[Any], Any] | None = None
    load: Callable[[World, Any], Any] | None = None
    learns: bool = False


class World:
    """The state of one partition: a fold of its facts, room by room, lowest storey first."""

    def __init__(self, rooms: Sequence[Room], partition: int = 0, tenant: TenantId = TenantId("")) -> None:
        self.rooms, self.partition, self.tenant = tuple(rooms), partition, tenant
        self.number, self.now = 0, 0
        self._evolve: dict[type, list[tuple[str, Callable]]] = {}
        self._commands: dict[type, Callable] = {}
        self._follow: dict[type, list[Callable]] = {}
        for room in self.rooms:
            for fact, function in room.evolve.items():
                self._evolve.setdefault(fact, []).append((room.name, function))
            self._commands.update(room.commands)
            for fact, function in room.follow.items():
                self._follow.setdefault(fact, []).append(function)
        self.states: dict[str, Any] = {}
        for room in self.rooms:
            self.states[room.name] = room.new_state(self)

    def __getitem__(self, room: str) -> Any:
        return self.states[room]

    def apply(self, fact: Fact) -> int:
        """Evolve by one fact and return its number."""
        self.number += 1
        if fact.at > self.now:
            self.now = fact.at
        for room, function in self._evolve[type(fact)]:
            function(self.states[room], fact, self.number)
        return self.number

    def deadline(self) -> Instant | None:
        """The next instant at which some room has something to do."""
        due = [d for r in self.rooms if (d := r.deadline(self.states[r.name])) is not None]
        return min(due, default=None)

    def dump(self) -> dict:
        rooms = {r.name: r.dump(self.states[r.name]) for r in self.rooms if r.dump}
        return {"number": self.number, "now": self.now, "rooms": rooms}

    def load(self, data: dict) -> None:
        self.number, self.now = data["number"], data["now"]
        for room in self.rooms:
            if room.load and not (room.learns and room.name not in data["rooms"]):
                self.states[room.name] = room.load(self, data["rooms"][room.name])


class Decision:
    """One batch in the making. `emit` applies and collects; `settle` lets the followers speak."""

    def __init__(self, world: World, now: Instant) -> None:
        self.world = world
        self.now = max(now, world.now)  # the owner's clock alone counts, and never runs back
        self.facts: list[Fact] = []
        self._unfollowed: list[tuple[Fact, int]] = []

    def state(self, room: str) -> Any:
        return self.world.states[room]

    def next_id(self) -> str:
        """The id of what the next emitted fact brings to life."""
        return born(self.world.partition, self.world.number + 1)

    def emit(self, fact: Fact) -> int:
        number = self.world.apply(fact)
        self.facts.append(fact)
        if type(fact) in self.world._follow:
            self._unfollowed.append((fact, number))
        return number

    def perform(self, command: Command) -> Any:
        """Run a lower room's command within this decision; raises the Problem it is refused with."""
        return self.world._commands[type(command)](self, command)

    def settle(self) -> None:
        """Followers hear each fact once, in order; what they emit is followed in turn."""
        for fact, number in self._unfollowed:  # grows while it is gone through
            for function in self.world._follow[type(fact)]:
                function(self, fact, number)
            if len(self.facts) > CHAIN_FACTS_MAX:
                raise RuntimeError(f"followers run in a circle after {type(fact).__name__}")
        self._unfollowed.clear()


def decide(world: World, command: Command, now: Instant) -> tuple[Any, list[Fact]]:
    """Reply and facts of a command; a Problem leaves the world as it was (refusals come before the first fact)."""
    function = world._commands.get(type(command))
    if function is None:
        raise UnknownCommand(command=type(command).__name__)
    decision = Decision(world, now)
    reply = function(decision, command)
    if decision._unfollowed:
        decision.settle()
    return reply, decision.facts


def tick(world: World, now: Instant) -> list[Fact]:
    """Facts of all deadlines that have come by `now`."""
    decision = Decision(world, now)
    for room in world.rooms:
        due = room.deadline(world.states[room.name])
        if due is not None and due <= decision.now:
            room.tick(decision)
            decision.settle()
    return decision.facts


def receive(world: World, facts: Sequence[Fact], now: Instant) -> list[Fact]:
    """Facts of rows, moved from the outbox: they cannot be refused; followers may add theirs.

    Only the owner's clock counts, so each is stamped with the instant of its arrival here.
    """
    decision = Decision(world, now)
    for fact in facts:
        decision.emit(msgspec.structs.replace(fact, at=decision.now))
        decision.settle()
    return decision.facts


def codec_of(rooms: Sequence[Room]) -> Codec:
    """Each fact once, in storey order, though several rooms may evolve by it."""
    return Codec(dict.fromkeys(fact for room in rooms for fact in room.evolve))
