"""Hours by files: a week and its special days. Seasons stay as they are."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import msgspec

from palabre.flows.actions.calendars import Kept, list_calendars, remove_calendar, save_calendar
from palabre.flows.model.calendar import DAY_NAMES, Calendar, Period, SpecialDay, Week
from palabre.moving.actions.hands.names import every
from palabre.moving.actions.hands.work import Work
from palabre.moving.model.judging import Thing
from palabre.plumbing.postgres import Transaction
from palabre.tenants.model.words import fold


class Hours:
    async def present(self, tx: Transaction, keys: Sequence[str]) -> dict[str, Thing]:
        found = {fold(one.name): one for one in await every(tx, list_calendars)}
        return {key: _thing(found[key]) for key in keys if key in found}

    async def write(self, work: Work, there: Thing | None, fields: dict[str, str]) -> None:
        week = Week(**{day: _periods(fields.get(day, "")) for day in DAY_NAMES})
        before = await self._calendar(work.tx, there.id) if there else None
        calendar = Calendar(fields.get("zone") or work.about.zone, week, days=_days(fields.get("days", ""), before))
        if before:
            calendar = msgspec.structs.replace(calendar, seasons=before.seasons)
        name = there.fields["name"] if there else fields["name"]
        await save_calendar(work.tx, name, calendar, there.id if there else None)

    async def take_away(self, work: Work, there: Thing) -> None:
        await remove_calendar(work.tx, there.id)

    async def _calendar(self, tx: Transaction, id: str) -> Calendar:
        return next(one.calendar for one in await every(tx, list_calendars) if one.id == id)


def _thing(one: Kept) -> Thing:
    week = {day: _written(getattr(one.calendar.week, day)) or "closed" for day in DAY_NAMES}
    days = sorted(f"{d.date} {_written(d.periods)}".strip() for d in one.calendar.days)
    return Thing(one.id, {"name": one.name, "zone": one.calendar.zone, **week, "days": "; ".join(days)})


def _written(periods: Sequence[Period]) -> str:
    return " ".join(f"{p.begin}-{p.end}" for p in sorted(periods, key=lambda p: p.begin))


def _periods(text: str) -> tuple[Period, ...]:
    if text in ("", "closed"):
        return ()
    return tuple(Period(*part.split("-")) for part in text.split())


def _days(text: str, before: Calendar | None) -> tuple[SpecialDay, ...]:
    """Those of the text; a day keeps the name that it had."""
    names = {d.date: d.name for d in before.days} if before else {}
    found = []
    for part in (p for p in text.split("; ") if p):
        day, _, periods = part.partition(" ")
        date = datetime.date.fromisoformat(day)
        found.append(SpecialDay(date, _periods(periods), names.get(date, "")))
    return tuple(found)
