"""An advisor's own number stays called between her calls: she hears nothing, and a tone when a customer is hers.

Her telephone put down is a gesture: it is called anew for the next customer. Nobody pays for it longer than she works:
it is let go with her sign-in, her choice of another telephone, and after half an hour without a customer.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from palabre.channels.voice.drivers.calls import Call, Leg
from palabre.channels.voice.drivers.driver import Driver
from palabre.foundations import limits
from palabre.foundations.ids import AdvisorId, TenantId


@dataclass(eq=False)
class KeptLine:
    leg: Leg
    ending: asyncio.TimerHandle


class KeptLines:
    def __init__(self, node: Driver) -> None:
        self._node, self._ari = node, node.ari
        self._kept: dict[tuple[TenantId, AdvisorId], KeptLine] = {}
        self._leaving: set[str] = set()  # channels on their way out of a talk

    def __len__(self) -> int:
        return len(self._kept)

    def holds(self, channel: str) -> bool:
        return any(k.leg.channel == channel for k in self._kept.values())

    async def keep(self, call: Call, leg: Leg) -> bool:
        """Out of the talk, and up. False: this one is hung up as any other."""
        phone = self._node.phones.of(leg.phone)
        if phone is None or phone.kind != "number" or not phone.chosen or not leg.up:
            return False
        key = call.tenant, leg.advisor
        if leg.channel in self._leaving or self.holds(leg.channel):
            return True  # asked for twice: her customer's end is seen here, and told by the owner
        if key in self._kept or not await self._leave(call, leg):
            return False
        ending = asyncio.get_running_loop().call_later(
            limits.OWN_LINE_IDLE_SECONDS, lambda: self._node.spawn(self.let_go(*key)))  # fmt: skip
        self._kept[key] = KeptLine(leg, ending)
        return True

    async def _leave(self, call: Call, leg: Leg) -> bool:
        self._leaving.add(leg.channel)
        try:
            return await self._ari.try_ask("POST", "bridges", call.talk_bridge, "removeChannel", channel=leg.channel)
        finally:
            self._leaving.discard(leg.channel)

    def take(self, tenant: TenantId, advisor: AdvisorId) -> Leg | None:
        """Hers, from now on the call's."""
        kept = self._kept.pop((tenant, advisor), None)
        if kept is None:
            return None
        kept.ending.cancel()
        kept.leg.asked = False
        return kept.leg

    async def let_go(self, tenant: TenantId, advisor: AdvisorId) -> None:
        if leg := self.take(tenant, advisor):
            await self._node.outside.hang_up(leg.channel)

    def on_end(self, channel: str) -> None:
        """She has put it down."""
        for (tenant, advisor), kept in list(self._kept.items()):
            if kept.leg.channel == channel:
                self.take(tenant, advisor)
