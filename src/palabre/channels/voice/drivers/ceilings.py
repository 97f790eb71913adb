"""Tells the partition when calls to the outside come near a ceiling of the dial plan, so that supervisors see it.

Money runs while calls are up, so those of a tenant that has any are looked at now and again, not only when one ends.
"""

from __future__ import annotations

import asyncio
import logging

import psycopg
from psycopg_pool import PoolTimeout

from palabre.channels.voice.actions import ceilings as ceiling_actions
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.model.ceilings import is_news
from palabre.foundations.ids import TenantId
from palabre.foundations.scope import Scope

log = logging.getLogger("palabre.voice")

LOOK_SECONDS, PAUSE_SECONDS = 10.0, 0.5  # at least so often while calls are up; at most


class CeilingWatch:
    def __init__(self, node: Driver) -> None:
        self._node = node
        self._moved: dict[TenantId, set[str]] = {}  # ceilings for which a call was refused
        self._wake = asyncio.Event()

    def moved(self, tenant: TenantId, refused: str = "") -> None:
        """A call began, ended, or was refused for this ceiling."""
        self._moved.setdefault(tenant, set()).update({refused} - {""})
        self._wake.set()

    async def run(self) -> None:
        """While we drive our Asterisk."""
        while True:
            try:
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._wake.wait()
            except TimeoutError:
                self._moved = {tenant: set() for tenant in self._concerned()} | self._moved
            self._wake.clear()
            moved, self._moved = self._moved, {}
            for tenant, refused in moved.items():
                await self._look(tenant, refused)
            await asyncio.sleep(PAUSE_SECONDS)

    def _concerned(self) -> set[TenantId]:
        alarmed = {tenant for tenant, world in self._node.worlds() if world["voice"].ceilings}
        return alarmed | self._node.outside.tenants()

    async def _look(self, tenant: TenantId, refused: set[str]) -> None:
        try:
            async with self._node.services.database.transaction(Scope(tenant)) as tx:
                standing = await ceiling_actions.standing(tx, refused)
        except (OSError, PoolTimeout, psycopg.OperationalError) as error:
            log.warning("ceilings not looked at", extra={"why": repr(error)[:200]})
            return
        known = (await self._node.follow(tenant)).world["voice"]
        for report in standing.reports():
            if is_news(known, report.ceiling, report.percent, report.limit):
                self._node.spawn(self._node.insist(tenant, report))
