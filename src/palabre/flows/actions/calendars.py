"""Calendars kept in rows, and the one place where the time zone database is read for them."""
from __future__ import annotations

import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from psycopg.errors import UniqueViolation

from palabre.flows.actions.published import published_flows
from palabre.flows.model import calendar as model
from palabre.flows.model.calendar import Calendar, Offset, SpecialDay
from palabre.flows.problems import CalendarInUse, CalendarInvalid, CalendarUnknown, NameTaken, ZoneUnknown
from palabre.flows.store import calendars as store
from palabre.foundations import limits
from palabre.foundations.clock import HOUR, Instant
from palabre.foundations.problems import Invalid
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.web.pages import Page, key_of, page_of
from palabre.routing.actions.queues import all_queues
from palabre.routing.actions.rules import refresh_hours
from palabre.tenants.actions.audit import record

_LOOK = 6 * HOUR  # no zone changes its offset twice within it


def zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # OSError: a folder's name
        raise ZoneUnknown(zone=name[:100]) from error


def offset_at(name: str, at: Instant) -> int:
    """Seconds that the zone's clock is ahead of UTC."""
    moment = datetime.datetime.fromtimestamp(at // 1000, datetime.UTC)
    return int(moment.astimezone(zone(name)).utcoffset().total_seconds())  # type: ignore[union-attr]


@lru_cache(maxsize=512)
def offsets(name: str, begin: Instant, end: Instant) -> tuple[Offset, ...]:
    """Every offset that holds in [begin, end), each from its first instant (to the second)."""
    found = [Offset(begin, offset_at(name, begin))]
    at = begin
    while at < end:
        later = min(at + _LOOK, end)
        if (seconds := offset_at(name, later)) != found[-1].seconds:
            found.append(Offset(_change(name, at, later), seconds))
        at = later
    return tuple(found)


def _change(name: str, before: Instant, after: Instant) -> Instant:
    """The first whole second at which the offset is the one of `after`."""
    low, high, goal = before // 1000, -(-after // 1000), offset_at(name, after)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if offset_at(name, middle * 1000) == goal else (middle, high)
    return high * 1000


def hours_of(calendar: Calendar, begin: Instant, days: int) -> tuple[tuple[Instant, Instant], ...]:
    """(open, close) instants of `days` days (24 hours each) from `begin`; at most CALENDAR_DAYS_MAX."""
    end = begin + min(days, limits.CALENDAR_DAYS_MAX) * model.DAY
    return model.compile_hours(calendar, offsets(calendar.zone, begin, end), begin, end)


def open_at(calendar: Calendar, at: Instant) -> bool:
    return model.is_open(calendar, offset_at(calendar.zone, at), at)


async def read_calendar(tx: Transaction, id: str) -> Calendar:
    return _read(await _row(tx, id))


async def compiled_hours(
    tx: Transaction, id: str, *, begin: Instant | None = None, days: int = limits.HOURS_DAYS
) -> tuple[tuple[Instant, Instant], ...]:
    """A calendar's hours as routing's QueueRules.open wants them. `begin`: now, less a day."""
    return hours_of(await read_calendar(tx, id), now_ms() - model.DAY if begin is None else begin, days)


async def calendar_names(tx: Transaction) -> dict[str, str]:
    """By id; of the tenant's calendars."""
    return await store.names(tx)


async def is_open(tx: Transaction, id: str) -> bool:
    return open_at(await read_calendar(tx, id), now_ms())


class Standing(msgspec.Struct, frozen=True):
    """`holiday`: today is a day apart, other than its week. `opens`: the next opening by the calendar's own clock, as
    (2026-10-25, 08:30); None where it is open, or where no opening comes within the hours compiled ahead."""

    open: bool
    holiday: bool
    opens: tuple[str, str] | None


async def standing(tx: Transaction, id: str, at: Instant | None = None) -> Standing:
    """As of now, unless `at`."""
    calendar, now = await read_calendar(tx, id), now_ms() if at is None else at
    today = datetime.datetime.fromtimestamp(now // 1000 + offset_at(calendar.zone, now), datetime.UTC).date()
    apart = any(day.date == today for day in calendar.days)
    if open_at(calendar, now):
        return Standing(True, apart, None)
    opens = next((begin for begin, _ in hours_of(calendar, now, limits.HOURS_DAYS) if begin > now), None)
    if opens is None:
        return Standing(False, apart, None)
    local = datetime.datetime.fromtimestamp(opens // 1000 + offset_at(calendar.zone, opens), datetime.UTC)
    return Standing(False, apart, (f"{local:%Y-%m-%d}", f"{local:%H:%M}"))


class Kept(msgspec.Struct, frozen=True):
    """A calendar with its name."""

    id: str
    name: str
    calendar: Calendar
    changed_at: Instant


async def get_calendar(tx: Transaction, id: str) -> Kept:
    tx.scope.require("flows.view")
    return _kept(await _row(tx, id))


async def list_calendars(tx: Transaction, *, after: str, limit: int) -> Page[Kept]:
    tx.scope.require("flows.view")
    key = key_of(after, tuple[str])
    return page_of(await store.page(tx, key[0] if key else "", limit + 1), limit, _kept, "id")


async def save_calendar(tx: Transaction, name: str, calendar: Calendar, id: str | None = None) -> str:
    """Create, or replace where `id` is given. Raises CalendarInvalid, ZoneUnknown, NameTaken."""
    tx.scope.require("calendars.edit")
    if id is not None:
        await _row(tx, id, lock=True)
    id = id or new_id()
    await _save(tx, id, name, calendar)
    await record(tx, "flows.save_calendar", f"calendar:{id}")
    return id


async def remove_calendar(tx: Transaction, id: str) -> None:
    """Refused while a queue in service, or a flow that answers, goes by it. Raises CalendarInUse, CalendarUnknown."""
    tx.scope.require("calendars.edit")
    row = await _row(tx, id, lock=True)
    queues = [queue.id for queue in await all_queues(tx) if queue.calendar == id]
    flows = [
        flow for flow, document in (await published_flows(tx)).items()
        if any(("calendar", id) in step.refers_to() for step in document.steps.values())
    ]
    if queues or flows:
        raise CalendarInUse(queues=queues, flows=flows)
    await store.delete(tx, row["id"])
    await record(tx, "flows.remove_calendar", f"calendar:{id}")


async def declare_day(tx: Transaction, id: str, day: SpecialDay) -> Calendar:
    """A holiday, or other hours, of one day: the one gesture of the evening before."""
    tx.scope.require("calendars.edit")
    row = await _row(tx, id, lock=True)
    calendar = model.with_day(_read(row), day)
    await _save(tx, id, row["name"], calendar)
    await record(tx, "flows.declare_day", f"calendar:{id}", day=str(day.date), periods=len(day.periods))
    return calendar


async def revoke_day(tx: Transaction, id: str, day: datetime.date) -> Calendar:
    """The day is like its week again."""
    tx.scope.require("calendars.edit")
    row = await _row(tx, id, lock=True)
    calendar = model.without_day(_read(row), day)
    await _save(tx, id, row["name"], calendar)
    await record(tx, "flows.revoke_day", f"calendar:{id}", day=str(day))
    return calendar


async def _save(tx: Transaction, id: str, name: str, calendar: Calendar) -> None:
    zone(calendar.zone)
    if faults := model.calendar_faults(calendar):
        raise CalendarInvalid(faults=[[f.code, f.where, f.what] for f in faults])
    if not name.strip() or len(name) > limits.NAME_CHARACTERS_MAX:
        raise Invalid(field="name", reason="length")
    try:
        await store.save(tx, id, name.strip(), msgspec.to_builtins(calendar))
    except UniqueViolation:
        raise NameTaken() from None
    await refresh_hours(tx, id)


async def _row(tx: Transaction, id: str, *, lock: bool = False) -> dict:
    row = await store.find(tx, id, lock=lock)
    if row is None:
        raise CalendarUnknown(calendar=id)
    return row


def _read(row: dict) -> Calendar:
    return msgspec.convert(row["document"], Calendar)


def _kept(row: dict) -> Kept:
    return Kept(row["id"], row["name"], _read(row), row["changed_at"])
