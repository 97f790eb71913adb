"""A partition's owner over a memory journal: bytes through the codec, commands answered once, death and return."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from palabre.conversations.model import ROOM as CONVERSATIONS
from palabre.foundations.decision import Command, Room, World, codec_of, decide, receive, tick
from palabre.foundations.facts import Entry, Fact
from palabre.foundations.problems import Problem
from palabre.routing.model.room import ROOM

ROOMS = (CONVERSATIONS, ROOM)


class Owner:
    """`doomed`: the next decision dies with the node before it is written. `heard(facts, number, cause)`: after."""

    def __init__(self, heard: Any, rooms: Sequence[Room] = ROOMS) -> None:
        self.rooms, self.codec = tuple(rooms), codec_of(rooms)
        self.world = self.empty()
        self.journal: list[bytes] = []
        self.snapshot: tuple[int, bytes] | None = None      # entries it covers, its bytes
        self.answered: dict[str, Any] = {}
        self.heard, self.doomed, self.deaths, self.faults = heard, False, 0, []

    def empty(self) -> World:
        return World(self.rooms, partition=3)

    def ask(self, id: str, command: Command, now: int) -> Any:
        """The reply; a Problem is raised; None and `doomed` no more when the node died on it."""
        if id in self.answered:
            return self.answered[id]
        reply, made = decide(self.world, command, now)
        return self._commit(id, reply, made, command)

    def receive(self, told: list[Fact], now: int) -> None:
        self._commit("", None, receive(self.world, told, now), None)

    def tick(self, now: int) -> None:
        made = tick(self.world, now)
        if made:
            self._commit("", None, made, None)

    def _commit(self, id: str, reply: Any, made: list[Fact], cause: Command | None) -> Any:
        if self.doomed and id:
            self.die()
            return None
        number = self.world.number - len(made) + 1
        self.journal.append(self.codec.encode_entries([Entry(id, msgspec.Raw(msgspec.msgpack.encode(reply)), made)]))
        if id:
            self.answered[id] = reply
        self.heard(made, number, cause)
        return reply

    def keep_snapshot(self) -> None:
        self.snapshot = len(self.journal), msgspec.msgpack.encode(self.world.dump())

    def die(self) -> None:
        """State is dropped and comes back from the journal, with and without the snapshot: both must be one."""
        lived = None if self.doomed else self.plain(self.world)
        self.doomed, self.deaths = False, self.deaths + 1
        self.world, self.answered = self.fold(0, self.empty())
        if lived is not None and self.plain(self.world) != lived:
            self.faults.append("state is not the fold of the journal")
        if self.snapshot:
            world = self.empty()
            world.load(msgspec.msgpack.decode(self.snapshot[1]))
            world, _ = self.fold(self.snapshot[0], world)
            if self.plain(world) != self.plain(self.world):
                self.faults.append("snapshot and journal differ")
            self.world = world

    def fold(self, start: int, world: World) -> tuple[World, dict[str, Any]]:
        answered = {}
        for index, data in enumerate(self.journal):
            for entry in self.codec.decode_entries(data):
                if entry.cause:
                    answered[entry.cause] = msgspec.msgpack.decode(entry.reply)
                for fact in entry.facts if index >= start else ():
                    world.apply(fact)
        return world, answered

    @staticmethod
    def plain(world: World) -> dict:
        return msgspec.msgpack.decode(msgspec.msgpack.encode(world.dump()))


class Refused(Exception):
    """What a Problem is to who asked."""


def ask(owner: Owner, id: str, command: Command, now: int) -> Any:
    try:
        return owner.ask(id, command, now)
    except Problem as problem:
        raise Refused(problem.code) from problem
