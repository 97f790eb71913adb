"""Where a queue's hours come from: calendars belong to a higher room, whose wiring gives this function."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from palabre.foundations.clock import Instant
from palabre.plumbing.postgres import Transaction

HoursOf = Callable[[Transaction, str], Awaitable[tuple[tuple[Instant, Instant], ...]]]

CalendarNames = Callable[[Transaction], Awaitable[dict[str, str]]]

_hours_of: list[HoursOf] = []
_names_of: list[CalendarNames] = []


def use_hours(function: HoursOf) -> None:
    """`function(tx, calendar)`: its opening periods from now on, as instants, for some weeks. The last one given
    counts."""
    _hours_of[:] = [function]


async def hours_of(tx: Transaction, calendar: str) -> tuple[tuple[Instant, Instant], ...]:
    if not _hours_of:
        raise RuntimeError("no room gave calendars: ports.use_hours was not called")
    return await _hours_of[0](tx, calendar)


def use_calendar_names(function: CalendarNames) -> None:
    """`function(tx)`: id -> name of every calendar of the tenant. The last one given counts."""
    _names_of[:] = [function]


async def calendar_names(tx: Transaction) -> dict[str, str]:
    return await _names_of[0](tx) if _names_of else {}
