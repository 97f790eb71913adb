"""Are we open?"""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from palabre.flows.actions.calendars import standing
from palabre.flows.actions.visit import Visit
from palabre.flows.model.step import CalendarName, Step, step


@step
class BusinessHours(Step, tag="business_hours", frozen=True, kw_only=True):
    """`calendar`: its id. The calendar is read now: a holiday declared a minute ago counts.

    Closed, {opens_on} and {opens_at} are the day and the time of the next opening, to be said as a date and a time
    (empty where none comes within sixty days). `holidays`: a day apart on which we are closed has an exit of its own,
    `holiday`; else it is `closed` as a night is.
    """

    calendar: CalendarName
    holidays: bool = False

    exits: ClassVar[tuple[str, ...]] = ("open", "closed")
    exits_by: ClassVar[Mapping[str, Any]] = {"if": {"holidays": "holiday"}}
    own_names: ClassVar[tuple[str, ...]] = ("opens_on", "opens_at")

    def all_exits(self) -> tuple[str, ...]:
        return (*self.exits, *(("holiday",) if self.holidays else ()))

    def refers_to(self) -> Iterable[tuple[str, str]]:
        return (("calendar", self.calendar),)

    def binds(self) -> Iterable[str]:
        return self.own_names

    async def run(self, visit: Visit) -> str:
        async with visit.services.database.transaction(visit.scope) as tx:
            now = await standing(tx, self.calendar, visit.as_if)
        if now.open:
            return "open"
        for name, value in zip(self.own_names, now.opens or ("", ""), strict=True):
            visit.bind(name, value)
        return "holiday" if now.holiday and self.holidays else "closed"
