"""Other gateways of the same tenant: each names on the bus the advisors it hears, so that none of them takes an advisor
at another one's for lost. Where a gateway dies, its advisors are lost once the time of presence has passed in silence.
The one that has lived longest speaks for all, where something is to be said once.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

import msgspec
from nats.aio.msg import Msg

from palabre.desk.actions.presence import Presence
from palabre.plumbing.bus import Bus
from palabre.plumbing.identity import new_id

log = logging.getLogger("palabre.desk")

NAMED_SECONDS = 2.0
HEARD_SECONDS = 3 * NAMED_SECONDS  # a gateway not heard for longer is gone
NAMED_MAX = 10_000  # in one message: the bus carries a megabyte


class Named(msgspec.Struct, array_like=True, gc=False):
    """`heard`: (advisor, seconds of silence)."""

    gateway: str
    heard: list[tuple[str, float]] = []


_encode, _decode = msgspec.msgpack.Encoder().encode, msgspec.msgpack.Decoder(Named).decode


class Neighbours:
    """Of one tenant at one gateway."""

    def __init__(self, bus: Bus, presence: Presence) -> None:
        self._bus, self._presence, self._id = bus, presence, new_id()
        self._subject = f"live.{presence.tenant}.presence"
        self._leave: Callable[[], Awaitable[None]] | None = None
        self._others: dict[str, float] = {}

    async def begin(self) -> None:
        self._leave = await self._bus.subscribe(self._subject, self._on_named)
        self._bus.on_return.append(self._on_return)

    async def leave(self) -> None:
        self._bus.on_return.remove(self._on_return)
        if self._leave:
            await self._leave()

    @property
    def speaks(self) -> bool:
        """No gateway that lives is older (ids grow with time)."""
        since = self._presence.loop.time() - HEARD_SECONDS
        self._others = {id: at for id, at in self._others.items() if at > since}
        return all(self._id < id for id in self._others)

    async def name(self) -> None:
        """Every two seconds."""
        here = self._presence.here()
        for first in range(0, len(here) or 1, NAMED_MAX):
            await self._say(Named(self._id, here[first : first + NAMED_MAX]))

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
            self._others[named.gateway] = self._presence.loop.time()
            self._presence.told(named.heard)
