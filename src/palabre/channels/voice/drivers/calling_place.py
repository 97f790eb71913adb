"""Which of several Asterisks runs a tenant's calling campaigns: one, so that whoever answers and the advisor who is
kept for her stand in the same one, and a telephone is called once.

It is the one whose process holds a name in the database, for as long as its session lasts. Where that process is gone
another one takes over, 12 s later, longer than it needs to come back by itself; what the lost one kept is told lost.
One that is emptied gives the name up by itself.
"""

from __future__ import annotations

import asyncio

import psycopg

from palabre.channels.voice.actions import nodes as node_actions
from palabre.channels.voice.actions.nodes import LOST_MS
from palabre.channels.voice.drivers.calls import leg_id
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.facts import DialRequested, StandbyRequested, StandDownRequested
from palabre.channels.voice.store import nodes as store
from palabre.foundations.decision import World
from palabre.foundations.ids import TenantId

CAMPAIGN = "outbound"  # the purpose


class CallingPlace:
    def __init__(self, node: Driver) -> None:
        self._node = node
        self._line = node.services.database.line()
        self._one_at_a_time = asyncio.Lock()
        self._mine: set[TenantId] = set()
        self._free_since: dict[TenantId, float] = {}

    async def is_ours(self, tenant: TenantId) -> bool:
        """Also where it is nobody's, and nothing of it is up elsewhere: then it is ours from now on. Emptied, we begin
        nothing of it any more."""
        if self._is_leaving and not self._node.standby.keeps(tenant):
            await self._release(tenant)
            return False
        if tenant in self._mine:
            return True
        if self._node.nodes.others and self._is_up(tenant):
            return False
        return await self._take(tenant)

    @property
    def _is_leaving(self) -> bool:
        return self._node.nodes.draining and self._node.nodes.others

    async def claim(self, tenant: TenantId, channels: dict) -> bool:
        """After a start of ours: what our Asterisk keeps up shows that it was ours before."""
        kept = self._world(tenant)["voice"].kept.values()
        if not any(leg_id(effect) in channels for _, effect in kept) and await self._others():
            return False
        return await self._take(tenant)

    async def look(self) -> None:
        """Every two seconds: does our session last, is anything left by one that is gone, are we being emptied?"""
        if self._mine:
            await self._ask(store.STILL_THERE, {})
        for tenant, world in self._node.worlds():
            if self._is_leaving and tenant in self._mine:
                await self._give_up(tenant)
            if not self._wanted(world):
                continue
            if tenant not in self._mine and not self._is_leaving:
                await self._look_for(tenant, world)
            if tenant in self._mine:
                self._begin(tenant, world)

    # -- steps

    async def _look_for(self, tenant: TenantId, world: World) -> None:
        if not self._is_up(tenant):
            await self.is_ours(tenant)
        elif not self._node.nodes.draining and await self._take(tenant):
            now = asyncio.get_running_loop().time()
            if now - self._free_since.setdefault(tenant, now) >= LOST_MS / 1000 or not self._node.nodes.others:
                self._node.counted["calling_taken_over"] += 1
                await self._node.standby.tell_lost_of(tenant, world)
            else:
                await self._release(tenant)
        else:
            self._free_since.pop(tenant, None)

    async def _give_up(self, tenant: TenantId) -> None:
        await self._node.standby.let_all_go(tenant)
        await self._release(tenant)

    def _begin(self, tenant: TenantId, world: World) -> None:
        """Whatever is outstanding and not under way: left by another one."""
        for effect in list(world["voice"].effects.values()):
            if _is_calling(effect):
                self._node.effects.take(tenant, effect)

    def _wanted(self, world: World) -> bool:
        voice = world["voice"]
        return bool(voice.kept) or any(_is_calling(e) for e in voice.effects.values())

    def _is_up(self, tenant: TenantId) -> bool:
        """Somebody is kept for it, and not by us."""
        return bool(self._world(tenant)["voice"].kept) and not self._node.standby.keeps(tenant)

    def _world(self, tenant: TenantId) -> World:
        return next(world for known, world in self._node.worlds() if known == tenant)

    async def _others(self) -> bool:
        known = await node_actions.nodes(self._node.services.database)
        return any(n.state == node_actions.SERVING for n in known if n.name != self._node.place.name)

    # -- the name

    async def _take(self, tenant: TenantId) -> bool:
        row = await self._ask(store.HOLD_CALLING, {"tenant": tenant}, unless=tenant)
        if row and row["held"]:
            self._mine.add(tenant)
        return tenant in self._mine

    async def _release(self, tenant: TenantId) -> None:
        if tenant in self._mine:
            self._mine.discard(tenant)
            await self._ask(store.LET_CALLING_GO, {"tenant": tenant})

    async def _ask(self, sql: str, params: dict, unless: TenantId | None = None) -> dict | None:
        async with self._one_at_a_time:
            if unless in self._mine:
                return None
            try:
                return await self._line.one(sql, params)
            except (psycopg.Error, OSError):
                self._mine.clear()  # with the session every name is gone
                return None

    async def close(self) -> None:
        await self._line.close()


def _is_calling(effect: object) -> bool:
    if isinstance(effect, DialRequested):
        return effect.purpose == CAMPAIGN
    return isinstance(effect, StandbyRequested | StandDownRequested)
