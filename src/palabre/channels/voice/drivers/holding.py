"""Where customers wait with music: a holding bridge for many of one tenant, not one for each (decision 26).

Asterisk makes and paces the music of every bridge by itself, and that was most of what a waiting call cost. Who is in
a holding bridge hears its music and nobody else; what is played on her own line is heard by her alone.

The music leaves with the last who hears it, and may be on its way out while the next one enters: so whoever finds
herself alone where somebody was before her goes on to a new one, and nobody comes after her.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from palabre.channels.voice.drivers.ari import Ari, AriError
from palabre.channels.voice.drivers.calls import Call
from palabre.foundations.ids import TenantId
from palabre.plumbing.identity import new_id

PREFIX = "hold-"
PEOPLE_MAX = 50  # each entering and leaving tells the name of everyone inside
ENTER_SECONDS_MAX = 5.0
TRIES_MAX = 4
NOT_FOUND = 404


@dataclass(eq=False)
class HoldingBridge:
    """`people`: their channels, also of who is on the way in: it goes only after them. `closed`: to whoever comes."""

    id: str
    tenant: TenantId
    music: str
    people: set[str] = field(default_factory=set)
    ever: int = 0
    made: asyncio.Future | None = None
    closed: bool = False

    def takes(self, tenant: TenantId, music: str) -> bool:
        return not self.closed and (self.tenant, self.music) == (tenant, music) and len(self.people) < PEOPLE_MAX


class Holding:
    """`enter`, `leave`: a channel of a call is in one of them at most."""

    def __init__(self, ari: Ari) -> None:
        self._ari = ari
        self._bridges: dict[str, HoldingBridge] = {}
        self._of: dict[str, tuple[HoldingBridge, Call]] = {}

    async def enter(self, call: Call, channel: str, music: str) -> None:
        """Into a bridge with this music, out of whatever it was in. Raises AriError, AriGone, AriSilent."""
        before, _ = self._of.get(channel, (None, None))
        if before and before.music == music and not before.closed:
            return
        for _ in range(TRIES_MAX):
            bridge = self._for(call.tenant, music)
            if await self._entered(bridge, call, channel):
                self._of[channel] = bridge, call
                break
        else:
            raise AriError(NOT_FOUND, "POST", "bridges", "nowhere to hold")
        if before:
            await self._without(before, channel)

    async def leave(self, channel: str) -> None:
        """It is elsewhere by now, or no more."""
        if channel in self._of:
            bridge, _ = self._of.pop(channel)
            await self._without(bridge, channel)

    async def remove(self, channel: str) -> None:
        """Out of it, to nobody yet."""
        if channel in self._of:
            bridge, _ = self._of[channel]
            await self._ari.try_ask("POST", "bridges", bridge.id, "removeChannel", channel=channel)
            await self.leave(channel)

    async def clear(self, call: Call) -> None:
        """The call is over."""
        for channel in [c for c, (_, of) in self._of.items() if of is call]:
            await self.leave(channel)

    def begin_anew(self) -> None:
        """Nobody enters those there are any more: their music has changed, or Asterisk may have forgotten them."""
        for bridge in self._bridges.values():
            bridge.closed = True

    # -- after a restart

    def adopt(self, call: Call, channel: str, id: str) -> None:
        """It was found in there. With what music is not known, so nobody else enters."""
        bridge = self._bridges.setdefault(id, HoldingBridge(id, call.tenant, "", closed=True))
        bridge.people.add(channel)
        self._of[channel] = bridge, call

    def knows(self, id: str) -> bool:
        return id in self._bridges

    # -- one bridge

    def _for(self, tenant: TenantId, music: str) -> HoldingBridge:
        found = next((b for b in self._bridges.values() if b.takes(tenant, music)), None)
        if found is None:
            found = HoldingBridge(f"{PREFIX}{new_id()}", tenant, music)
            self._bridges[found.id] = found
        return found

    async def _entered(self, bridge: HoldingBridge, call: Call, channel: str) -> bool:
        """False: not there any more, or its music may not be; another one is needed."""
        bridge.people.add(channel)
        bridge.ever, first = bridge.ever + 1, bridge.ever == 0
        heard = False
        try:
            if bridge.made is None:
                bridge.made = asyncio.ensure_future(self._make(bridge))
            await asyncio.shield(bridge.made)
            inside = await self._add(bridge, channel)
            heard = first or len(inside) > 1
        except AriError as error:
            if call.has_left or error.status != NOT_FOUND:
                raise
        finally:
            if not heard:
                bridge.closed = True
                await self._without(bridge, channel)
        return heard

    async def _make(self, bridge: HoldingBridge) -> None:
        """Its music plays before anybody is in it."""
        await self._ari.ask("POST", "bridges", bridge.id, type="holding")
        await self._ari.ask("POST", "bridges", bridge.id, "moh", mohClass=bridge.music)

    async def _add(self, bridge: HoldingBridge, channel: str) -> list[str]:
        """Who is in it when this one comes in."""
        entered = self._ari.expect("ChannelEnteredBridge", channel)
        try:
            await self._ari.ask("POST", "bridges", bridge.id, "addChannel", channel=channel)
            return (await self._ari.within(entered, ENTER_SECONDS_MAX))["bridge"]["channels"]
        finally:
            entered.cancel()

    async def _without(self, bridge: HoldingBridge, channel: str) -> None:
        bridge.people.discard(channel)
        if not bridge.people and self._bridges.pop(bridge.id, None):
            bridge.closed = True
            await self._ari.try_ask("DELETE", "bridges", bridge.id)
