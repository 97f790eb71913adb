"""Asking the owner of a tenant's partition. A command has an id and a deadline; it counts once however often it is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from palabre.foundations import limits
from palabre.foundations.decision import Command, Room
from palabre.foundations.ids import TenantId
from palabre.foundations.problems import Busy
from palabre.plumbing.bus import Bus, BusSilent
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.partition import streams
from palabre.plumbing.partition.wire import CommandCodec, command_subject, open_answer
from palabre.plumbing.postgres import Database

TRY_SECONDS = 1.0
PAUSE_SECONDS = 0.05


class Commander:
    def __init__(self, database: Database, bus: Bus, rooms: Sequence[Room]) -> None:
        self._database, self._bus, self._codec = database, bus, CommandCodec(rooms)
        self._partitions: dict[TenantId, int] = {}

    async def partition_of(self, tenant: TenantId) -> int:
        if tenant not in self._partitions:
            self._partitions[tenant] = (await streams.stream_of(self._database, tenant))[0]
        return self._partitions[tenant]

    async def ask(
        self,
        tenant: TenantId,
        command: Command,
        *,
        id: str | None = None,
        seconds_max: float = limits.COMMAND_SECONDS_MAX,
    ) -> Any:
        """The reply; raises the Problem it was refused with, or Busy when nobody answers in time (then it may have been done)."""
        deadline = now_ms() + round(seconds_max * 1000)
        subject = command_subject(await self.partition_of(tenant))
        data = self._codec.encode(id or new_id(), deadline, command)
        while (left := (deadline - now_ms()) / 1000) > 0:
            try:
                return open_answer(await self._bus.request(subject, data, min(TRY_SECONDS, left)))
            except BusSilent:
                await asyncio.sleep(min(PAUSE_SECONDS, max(left, 0)))
        raise Busy()
