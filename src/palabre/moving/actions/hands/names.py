"""Names of what is there, as files call it: folded → id."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from palabre.flows.actions.calendars import list_calendars
from palabre.flows.actions.flows import list_flows
from palabre.foundations import limits
from palabre.plumbing.postgres import Transaction
from palabre.routing.actions.queues import list_queues
from palabre.routing.actions.skills import list_skills
from palabre.tenants.actions.places import list_partners, list_sites
from palabre.tenants.model.words import fold


async def every(tx: Transaction, pages: Callable[..., Awaitable[Any]], **more: Any) -> list[Any]:
    """All rows of a list that comes by pages, MOVING_THINGS_MAX at most."""
    rows: list[Any] = []
    after: str | None = ""
    while after is not None and len(rows) < limits.MOVING_THINGS_MAX:
        page = await pages(tx, after=after, limit=limits.PAGE_ROWS_MAX, **more)
        rows += page.rows
        after = page.next
    return rows


_LISTS: dict[str, Callable[[Transaction], Awaitable[list[Any]]]] = {
    "skills": lambda tx: every(tx, list_skills),
    "hours": lambda tx: every(tx, list_calendars),
    "queues": lambda tx: every(tx, list_queues, active=None),
    "flows": lambda tx: every(tx, list_flows),
    "sites": lambda tx: every(tx, list_sites),
    "partners": lambda tx: every(tx, list_partners),
}


async def ids(tx: Transaction, kind: str) -> dict[str, str]:
    """Folded name → id of those that can be leaned on."""
    return {fold(row.name): row.id for row in await _LISTS[kind](tx) if getattr(row, "active", True)}


async def names(tx: Transaction, kind: str) -> dict[str, str]:
    """Id → name, of closed ones too."""
    return {row.id: row.name for row in await _LISTS[kind](tx)}
