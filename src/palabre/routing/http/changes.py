"""Scheduled publications, changes of many advisors, contact hours and attained shares by HTTP."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put

from palabre.foundations import limits
from palabre.foundations.clock import Instant
from palabre.foundations.ids import PersonId, QueueId
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.plumbing.services import Services
from palabre.plumbing.web.pages import Cursor, Limit, Page
from palabre.routing.actions import changes, schedule
from palabre.routing.model import views
from palabre.routing.model.shares import Attained


class NewPublication(msgspec.Struct):
    """`at`: milliseconds since 1970."""

    at: Instant


class NewSkillChange(msgspec.Struct):
    """`skills`: level by skill, 0: without it. `until`: milliseconds since 1970; null: for good. `begins`: as well;
    0: now."""

    people: Annotated[list[UUID], msgspec.Meta(min_length=1, max_length=limits.ADVISORS_CHECKED_MAX)]
    skills: Annotated[dict[UUID, int], msgspec.Meta(min_length=1, max_length=200)]
    until: Instant | None = None
    begins: Annotated[int, msgspec.Meta(ge=0)] = 0


class ContactHours(msgspec.Struct):
    """`calendar`: null: always."""

    calendar: UUID | None


@post("/routing/scheduled")
async def schedule_publication(data: NewPublication, services: Services, who: Scope) -> schedule.Scheduled:
    """Publish the drafts as they stand now at an instant to come."""
    async with services.database.transaction(who) as tx:
        return await schedule.schedule_publication(tx, data.at)


@get("/routing/scheduled")
async def list_publications(
    services: Services, who: Scope, limit: Limit = limits.PAGE_ROWS, after: Cursor = ""
) -> Page[schedule.Publication]:
    """What was scheduled and what became of it; the latest first."""
    async with services.database.transaction(who) as tx:
        return await schedule.list_publications(tx, after=after, limit=limit)


@delete("/routing/scheduled/{publication:uuid}")
async def cancel_publication(publication: UUID, services: Services, who: Scope) -> None:
    """Before its instant; afterwards it is undone."""
    async with services.database.transaction(who) as tx:
        await schedule.cancel_publication(tx, str(publication))


@post("/routing/skill-changes")
async def change_skills(data: NewSkillChange, services: Services, who: Scope) -> changes.SkillChange:
    """Change skills of many advisors at once, for good or for a time."""
    async with services.database.transaction(who) as tx:
        skills = {str(skill): level for skill, level in data.skills.items()}
        return await changes.change_skills(tx, [str(p) for p in data.people], skills, data.until, data.begins)


@get("/routing/skill-changes")
async def list_changes(
    services: Services, who: Scope, limit: Limit = limits.PAGE_ROWS, after: Cursor = ""
) -> Page[changes.SkillChange]:
    """Changes that go on, and those to come."""
    async with services.database.transaction(who) as tx:
        return await changes.list_changes(tx, after=after, limit=limit)


@delete("/routing/skill-changes/{change:uuid}")
async def end_change(change: UUID, services: Services, who: Scope) -> None:
    """End a change before its time: each has again what she had."""
    async with services.database.transaction(who) as tx:
        await changes.end_change(tx, str(change))


@get("/people/{person:uuid}/contact-hours")
async def get_contact_hours(person: UUID, services: Services, who: Scope) -> ContactHours:
    """The calendar of somebody's contact hours."""
    async with services.database.transaction(who) as tx:
        calendar = await changes.get_contact_hours(tx, PersonId(str(person)))
    return ContactHours(UUID(calendar) if calendar else None)


@put("/people/{person:uuid}/contact-hours")
async def set_contact_hours(person: UUID, data: ContactHours, services: Services, who: Scope) -> ContactHours:
    """When somebody may be offered something; what goes on is never cut."""
    async with services.database.transaction(who) as tx:
        await changes.set_contact_hours(tx, PersonId(str(person)), str(data.calendar) if data.calendar else None)
    return data


@get("/queues/{queue:uuid}/shares")
async def queue_shares(queue: UUID, services: Services, who: Scope) -> list[Attained]:
    """What each share of a queue asked for, attained and could have attained within its window."""
    who.require("routing.view")
    follower = await services.followers.of(who.tenant)
    return views.shares(follower.world["routing"], QueueId(str(queue)), now_ms())


router = Router(
    "/api",
    tags=["routing"],
    route_handlers=[
        schedule_publication,
        list_publications,
        cancel_publication,
        change_skills,
        list_changes,
        end_change,
        get_contact_hours,
        set_contact_hours,
        queue_shares,
    ],
)
routes = [router]
