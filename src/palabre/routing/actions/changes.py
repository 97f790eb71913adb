"""Changes of many advisors at once: skills for good or for a time, and contact hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from palabre.foundations import limits
from palabre.foundations.clock import Instant
from palabre.foundations.ids import AdvisorId, PersonId, SkillId
from palabre.foundations.problems import Invalid, NotFound
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.web.pages import Page, key_of, page_of
from palabre.routing import ports
from palabre.routing.actions.skills import configure_advisor
from palabre.routing.facts import SkillChangeEnded, SkillsChanged
from palabre.routing.store import changes as store
from palabre.routing.store.rules import known_skills
from palabre.tenants.actions.audit import record
from palabre.tenants.actions.people import get_person

AHEAD_MS_MAX = 400 * 24 * 3_600_000
AT_ONCE_MAX = 100  # changes of one tenant that begin together


class SkillChange(msgspec.Struct, frozen=True):
    """`skills`: level (1-10) by skill, 0: without it. `until`: null: for good. `begins_at`: when it was written, or
    later; `begun`: it is in force."""

    id: str
    people: list[PersonId]
    skills: dict[str, int]
    until: Instant | None
    changed_at: Instant
    changed_by: PersonId | None
    begins_at: Instant = 0
    begun: bool = True


async def change_skills(
    tx: Transaction, people: Sequence[str], skills: Mapping[str, int], until: Instant | None, begins: Instant = 0
) -> SkillChange:
    """One fact for all of them. With `until` each has again what she had, then or when the change is ended before.
    `begins`: an instant to come, told to the partition then; 0: now."""
    tx.scope.require("routing.advisors.edit")
    who = sorted(set(people))
    if not who or len(who) > limits.ADVISORS_CHECKED_MAX or set(who) - await store.known_advisors(tx, who):
        raise Invalid(field="people", reason="unknown")
    if not skills or any(not 0 <= level <= 10 for level in skills.values()):
        raise Invalid(field="skills", reason="level")
    if unknown := set(skills) - await known_skills(tx, list(skills)):
        raise Invalid(field="skills", reason="unknown", skills=sorted(unknown))
    if until is not None and until <= now_ms():
        raise Invalid(field="until", reason="not_ahead")
    now = now_ms()
    later = begins > now
    if later and (until is None or until <= begins or begins > now + AHEAD_MS_MAX):
        raise Invalid(field="begins", reason="not_before_until")
    change = SkillChange(
        new_id(), [PersonId(p) for p in who], dict(skills), until, now, tx.scope.person, max(begins, now), not later)
    await _keep(tx, change)
    if change.begun:
        _tell(tx, change)
    return change


def _tell(tx: Transaction, change: SkillChange) -> None:
    changed = tuple((SkillId(s), level) for s, level in sorted(change.skills.items()))
    tx.tell(SkillsChanged(now_ms(), change.id, tuple(AdvisorId(p) for p in change.people), changed, change.until or 0))


async def begin_due(tx: Transaction) -> int:
    """Changes whose instant has come are told to the partition; how many."""
    due = [SkillChange(**row) for row in await store.due_changes(tx, now_ms(), AT_ONCE_MAX)]
    for change in due:
        await store.begin_change(tx, change.id)
        _tell(tx, change)
    return len(due)


async def _keep(tx: Transaction, change: SkillChange) -> None:
    if change.until is None:
        await store.change_skills(tx, change.people, change.skills)
    else:
        row = {"id": change.id, "people": change.people, "skills": msgspec.json.encode(change.skills).decode()}
        await store.insert_change(
            tx, {**row, "until": change.until, "now": change.changed_at, "person": change.changed_by,
                 "begins": change.begins_at, "begun": change.begun})
    await record(
        tx, "routing.change_skills", f"change:{change.id}", people=len(change.people), skills=change.skills,
        until=change.until)


async def end_change(tx: Transaction, change: str) -> None:
    """Before its time: each has again what she had."""
    tx.scope.require("routing.advisors.edit")
    ended = await store.end_change(tx, change, now_ms())
    if ended is None:
        raise NotFound(what="change")
    await record(tx, "routing.end_skill_change", f"change:{change}")
    if ended["begun"]:
        tx.tell(SkillChangeEnded(now_ms(), change, "cancelled"))


async def list_changes(tx: Transaction, *, after: str, limit: int) -> Page[SkillChange]:
    """Those that go on and those to come."""
    tx.scope.require("routing.view")
    key = key_of(after, tuple[str])
    rows = await store.list_changes(tx, now_ms(), key and key[0], limit + 1)
    return page_of(rows, limit, lambda row: SkillChange(**row), "id")


async def set_contact_hours(tx: Transaction, person: PersonId, calendar: str | None) -> None:
    """When she may be offered something: a calendar's hours; None: always. Nothing that goes on is cut."""
    tx.scope.require("routing.advisors.edit")
    advisor = await get_person(tx, person, lock=True)
    if calendar is not None:
        await ports.hours_of(tx, calendar)  # NotFound where there is none
    await store.set_hours(tx, person, calendar)
    await record(tx, "routing.set_contact_hours", f"person:{person}", calendar=calendar)
    await configure_advisor(tx, advisor)


async def get_contact_hours(tx: Transaction, person: PersonId) -> str | None:
    tx.scope.require("routing.view")
    return await store.calendar_of(tx, (await get_person(tx, person)).id)
