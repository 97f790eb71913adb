"""Other gateways of the same tenant: each names on the bus the advisors it hears, so that none of them takes an advisor
at another one's for lost. Where a gateway dies, its advisors are lost once the time of presence has passed in silence.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

import msgspec
from nats.aio.msg import Msg

from palabre.desk.actions.presence import Presence
from palabre.plumbing.bus import Bus
from palabre.plumbing.identity import new_id

log = logging.getLogger("palabre.desk")

NAMED_SECONDS = 2.0
NAMED_MAX = 10_000  # in one message: the bus carries a megabyte


class Named(msgspec.Struct, array_like=True, gc=False):
    """`heard`: (advisor, seconds of silence). `left`: signed out by themselves just now."""

    gateway: str
    heard: list[tuple[str, float]] = []
    left: list[str] = []


_encode, _decode = msgspec.msgpack.Encoder().encode, msgspec.msgpack.Decoder(Named).decode


class Neighbours:
    """Of one tenant at one gateway."""

    def __init__(self, bus: Bus, presence: Presence) -> None:
        self._bus, self._presence, self._id = bus, presence, new_id()
        self._subject = f"live.{presence.tenant}.presence"
        self._leave: Callable[[], Awaitable[None]] | None = None
        self._tasks: set[asyncio.Task] = set()

    async def begin(self) -> None:
        self._presence.on_left = self._on_left
        self._leave = await self._bus.subscribe(self._subject, self._on_named)
        self._bus.on_return.append(self._on_return)

    async def leave(self) -> None:
        self._bus.on_return.remove(self._on_return)
        if self._leave:
            await self._leave()

    async def name(self) -> None:
        """Every two seconds; a gateway without desks says nothing."""
        here = self._presence.here()
        for first in range(0, len(here), NAMED_MAX):
            await self._say(Named(self._id, here[first : first + NAMED_MAX]))

    def _on_left(self, advisor: str) -> None:
        task = asyncio.create_task(self._say(Named(self._id, left=[advisor])))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _say(self, named: Named) -> None:
        await self._bus.publish(self._subject, _encode(named))

    async def _on_return(self) -> None:
        self._presence.call_anew()

    async def _on_named(self, message: Msg) -> None:
        try:
            named = _decode(message.data)
        except msgspec.MsgspecError:
            return log.warning("another gateway was not understood", extra={"tenant": self._presence.tenant})
        if named.gateway != self._id:
            self._presence.told(named.heard, named.left)
