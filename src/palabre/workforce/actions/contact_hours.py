"""Hours at which she may be reached at home: outside them nothing is offered to her, unless she says so herself."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import msgspec

from palabre.foundations import limits
from palabre.foundations.ids import AdvisorId, PersonId
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services
from palabre.routing.commands import ChangeStatus
from palabre.routing.model.state import AVAILABLE
from palabre.tenants.actions.audit import record
from palabre.tenants.actions.tenants import get_tenant
from palabre.workforce.model.telework.agreement import Agreement
from palabre.workforce.model.telework.terms import Terms, last_end, may_be_reached
from palabre.workforce.problems import OutsideContactHours
from palabre.workforce.store import telework as store

OFF_HOURS = "off_hours"  # a status like pause or lunch, that says why nothing is offered


async def check_contact_hours(tx: Transaction, person: PersonId, *, beyond: bool) -> None:
    """Whether she may be given work now; `beyond`: she says herself that she works outside her hours, which is kept.
    Raises OutsideContactHours, with the hours of that day in minutes."""
    rows = await store.signed_of(tx, person)
    if not rows:
        return
    at = await _local(tx)
    terms = next((one for row in rows if (one := _unreachable(row, at)) is not None), None)
    if terms is None:
        return
    if not beyond:
        raise OutsideContactHours(hours=sorted([c.begins, c.ends] for c in terms.contact if c.weekday == at.weekday()))
    id = new_id()
    await store.keep_beyond(tx, id, person, now_ms())
    await record(tx, "workforce.work_beyond_hours", f"person:{person}", said=id)


async def let_go(services: Services, who: Scope) -> int:
    """Who is available past her hours, and has not said that she goes on, is offered nothing more. How many."""
    async with services.database.transaction(who) as tx:
        rows = await store.signed(tx, limits.TELEWORKERS_MAX)
        if not rows:
            return 0
        at = await _local(tx)
        out = {str(row["person"]): terms for row in rows if (terms := _unreachable(row, at)) is not None}
        since = {person: _since(terms, at) for person, terms in out.items()}
        said = await store.said_beyond(tx, since)
    advisors = (await services.followers.of(who.tenant)).world["routing"].advisors
    over = [
        advisor
        for person in out.keys() - said
        if (advisor := advisors.get(AdvisorId(person))) is not None and advisor.status == AVAILABLE
    ]
    for advisor in over:
        await services.commander.ask(who.tenant, ChangeStatus(advisor.id, OFF_HOURS))
    return len(over)


def _unreachable(row: dict, at: datetime) -> Terms | None:
    """The terms by which she works at home today, and may not be reached now."""
    held = msgspec.convert(row["document"], Agreement)
    if held.terms is None or not held.holds(at.date()) or at.weekday() not in held.terms.days:
        return None
    return None if may_be_reached(held.terms.contact, at.weekday(), _minute(at)) else held.terms


def _since(terms: Terms, at: datetime) -> int:
    """When the hours in which she is not reached began, today at the earliest. Milliseconds."""
    ended = last_end(terms.contact, at.weekday(), _minute(at))
    return round(datetime.combine(at.date(), time(ended // 60, ended % 60), at.tzinfo).timestamp() * 1000)


def _minute(at: datetime) -> int:
    return at.hour * 60 + at.minute


async def _local(tx: Transaction) -> datetime:
    return datetime.fromtimestamp(now_ms() / 1000, ZoneInfo((await get_tenant(tx)).time_zone))
