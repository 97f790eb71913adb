"""Are we open?"""
from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from palabre.flows.actions.calendars import is_open
from palabre.flows.actions.visit import Visit
from palabre.flows.model.step import CalendarName, Step, step


@step
class BusinessHours(Step, tag="business_hours", frozen=True, kw_only=True):
    """`calendar`: its id. The calendar is read now: a holiday declared a minute ago counts."""

    calendar: CalendarName

    exits: ClassVar[tuple[str, ...]] = ("open", "closed")

    def refers_to(self) -> Iterable[tuple[str, str]]:
        return (("calendar", self.calendar),)

    async def run(self, visit: Visit) -> str:
        async with visit.services.database.transaction(visit.scope) as tx:
            return "open" if await is_open(tx, self.calendar) else "closed"
