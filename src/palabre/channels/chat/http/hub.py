"""The widgets connected to this process: woken by the facts of their conversations, counted as present.

One listener per tenant, however many widgets: a fact goes to the sessions of its conversation alone. Positions in
queues change with other people's facts: those who wait look again once a second at most.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from typing import Protocol

import msgspec
from nats.aio.msg import Msg

from palabre.channels.chat import actions
from palabre.channels.chat.http.rates import Rates
from palabre.channels.chat.http.state import Position
from palabre.conversations.facts import ConversationClosed, ConversationReopened, MessageReceived, MessageSent
from palabre.foundations.facts import Fact
from palabre.foundations.ids import ConversationId, TenantId
from palabre.foundations.scope import Scope
from palabre.plumbing.partition.follower import Follower
from palabre.plumbing.services import Services

log = logging.getLogger("palabre.chat")

POSITION_SECONDS = 1.0
HEARD_SECONDS = 30.0


class Listener(Protocol):
    def wake(self, rows: bool) -> None:
        """Look again: where it stands, and with `rows` also what was written."""

    def hear_typing(self, author: str | None, on: bool) -> None: ...


class Room:
    """The sessions of one tenant, by conversation and by visitor (a visitor may have several tabs)."""

    def __init__(self, follower: Follower) -> None:
        self.follower = follower
        self.sessions: dict[str, set[Listener]] = defaultdict(set)
        self.moved = False
        follower.subscribe(self._on_fact)

    def join(self, key: str, session: Listener) -> None:
        self.sessions[key].add(session)

    def part(self, key: str, session: Listener) -> None:
        self.sessions[key].discard(session)
        if not self.sessions[key]:
            del self.sessions[key]

    def _on_fact(self, number: int, fact: Fact) -> None:
        self.moved = True
        rows = isinstance(fact, MessageReceived | MessageSent | ConversationClosed | ConversationReopened)
        for session in self.sessions.get(getattr(fact, "conversation", ""), ()):
            session.wake(rows)


class Hub:
    def __init__(self, services: Services, position: Position | None) -> None:
        self.services, self.position, self.rates = services, position, Rates()
        self._rooms: dict[TenantId, Room] = {}
        self._tasks: list[asyncio.Task] = []

    async def start(self) -> None:
        self._leave = await self.services.bus.subscribe("live.*.typing", self._on_typing)
        self._tasks = [asyncio.create_task(self._positions()), asyncio.create_task(self._presence())]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def room(self, tenant: TenantId) -> Room:
        follower = await self.services.followers.of(tenant)
        if tenant not in self._rooms:
            self._rooms[tenant] = Room(follower)
        return self._rooms[tenant]

    async def tell_typing(self, tenant: TenantId, conversation: ConversationId, on: bool) -> None:
        data = {"conversation": conversation, "who": "customer", "author": None, "on": on}
        await self.services.bus.publish(f"live.{tenant}.typing", msgspec.json.encode(data))

    async def _on_typing(self, message: Msg) -> None:
        data = msgspec.json.decode(message.data)
        room = self._rooms.get(TenantId(message.subject.split(".")[1]))
        if room and data.get("who") != "customer":
            for session in list(room.sessions.get(data.get("conversation"), ())):
                session.hear_typing(data.get("author"), bool(data.get("on", True)))

    async def _positions(self) -> None:
        while True:
            await asyncio.sleep(POSITION_SECONDS)
            for room in self._rooms.values():
                if room.moved:
                    room.moved = False
                    for sessions in list(room.sessions.values()):
                        for session in list(sessions):
                            session.wake(False)

    async def _presence(self) -> None:
        """Who is connected was heard just now; a process that dies stops saying so."""
        while True:
            await asyncio.sleep(HEARD_SECONDS)
            for tenant, room in list(self._rooms.items()):
                if room.sessions:
                    try:
                        async with self.services.database.transaction(Scope(tenant)) as tx:
                            await actions.hear(tx, list(room.sessions))
                    except Exception as error:
                        log.warning("presence not written", extra={"why": repr(error)[:300]})
