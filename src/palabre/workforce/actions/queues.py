"""Queues as planning sees them: their channel, and the clock of their tenant."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Transaction
from palabre.routing.actions.queues import all_queues
from palabre.routing.model.drafts import Queue
from palabre.tenants.actions.tenants import get_tenant
from palabre.workforce.model.forecasting.demand import HALF_HOUR
from palabre.workforce.problems import QueueUnknown

VIEW, EDIT = "workforce.forecasts.view", "workforce.forecasts.edit"


class Clock(msgspec.Struct, frozen=True):
    """Half-hours by the clock of a zone."""

    zone: ZoneInfo

    def local(self, at: int) -> datetime:
        return datetime.fromtimestamp(at / 1000, UTC).astimezone(self.zone).replace(tzinfo=None, fold=0)

    def instant(self, day: date, slot: int) -> int:
        """Of the first of two where clocks go back; the moment of the change where they skip it."""
        wall = datetime(day.year, day.month, day.day) + timedelta(seconds=slot)
        return round(wall.replace(tzinfo=self.zone).timestamp() * 1000)

    def midnight(self, day: date) -> int:
        return self.instant(day, 0)

    def today(self) -> date:
        return self.local(now_ms()).date()

    def half_hour(self, at: int) -> int:
        """The first instant of the half-hour in which `at` lies, by the clock on the wall."""
        wall = self.local(at)
        return at - at % 1000 - ((wall.minute * 60 + wall.second) % HALF_HOUR) * 1000


async def clock_of(tx: Transaction) -> Clock:
    return Clock(ZoneInfo((await get_tenant(tx)).time_zone))


async def queue_of(tx: Transaction, id: str) -> Queue:
    """Raises QueueUnknown."""
    found = next((queue for queue in await all_queues(tx) if queue.id == id), None)
    if found is None:
        raise QueueUnknown()
    return found
