"""Skills (languages are skills) and what each advisor has of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from psycopg.errors import UniqueViolation

from palabre.foundations import limits
from palabre.foundations.ids import AdvisorId, PersonId, SkillId
from palabre.foundations.problems import Invalid, NotFound
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.web.pages import Page, key_of, page_of
from palabre.routing import ports
from palabre.routing.facts import AdvisorConfigured, AdvisorRemoved, Capacity
from palabre.routing.model.drafts import CONVERSATIONS_MAX, DEFAULT_CAPACITIES, Abilities, Hours
from palabre.routing.problems import RoutingChangedMeanwhile, RoutingNameTaken, SkillInUse
from palabre.routing.store import bulk
from palabre.routing.store import rules as store
from palabre.tenants.actions.audit import record
from palabre.tenants.actions.people import get_person
from palabre.tenants.model.people import Person
from palabre.tenants.model.words import clean_name

KINDS = ("skill", "language")


class Skill(msgspec.Struct, frozen=True):
    """`kind`: skill or language."""

    id: SkillId
    name: str
    kind: str = "skill"
    active: bool = True
    version: int = 1


class AdvisorAbilities(msgspec.Struct, frozen=True):
    """`skills`: level (1-10) by skill. `capacities`: conversations at once by channel."""

    person: AdvisorId
    skills: dict[str, int]
    capacities: dict[str, int]


async def create_skill(tx: Transaction, *, name: str, kind: str = "skill") -> Skill:
    tx.scope.require("routing.skills.edit")
    skill = Skill(SkillId(new_id()), clean_name(name), _kind(kind))
    try:
        await store.insert_skill(tx, {**msgspec.structs.asdict(skill), "now": now_ms()})
    except UniqueViolation:
        raise RoutingNameTaken() from None
    await record(tx, "routing.create_skill", f"skill:{skill.id}")
    return skill


def _kind(kind: str) -> str:
    if kind not in KINDS:
        raise Invalid(field="kind", reason="unknown")
    return kind


async def edit_skill(
    tx: Transaction, skill: SkillId, version: int, queues_asking: list[str], **changes: object
) -> Skill:
    """`changes`: any of name, kind, active. `queues_asking`: active queues that ask for it; it stays while there
    are."""
    tx.scope.require("routing.skills.edit")
    row = await store.read_skill(tx, skill)
    if row is None:
        raise NotFound(what="skill")
    after = msgspec.structs.replace(Skill(**row), **changes)  # type: ignore[arg-type]
    after = msgspec.structs.replace(after, name=clean_name(after.name), kind=_kind(after.kind))
    if row["active"] and not after.active and queues_asking:
        raise SkillInUse(queues=queues_asking)
    try:
        done = await store.update_skill(tx, {**msgspec.structs.asdict(after), "version": version})
    except UniqueViolation:
        raise RoutingNameTaken() from None
    if not done:
        raise RoutingChangedMeanwhile(version=row["version"])
    await record(tx, "routing.edit_skill", f"skill:{skill}", changed=sorted(changes))
    return msgspec.structs.replace(after, version=version + 1)


async def list_skills(tx: Transaction, *, after: str, limit: int) -> Page[Skill]:
    tx.scope.require("routing.view")
    key = key_of(after, tuple[str])
    return page_of(await store.list_skills(tx, key and key[0], limit + 1), limit, lambda row: Skill(**row), "id")


async def set_abilities(
    tx: Transaction, person: PersonId, *, skills: Mapping[str, int], capacities: Mapping[str, int]
) -> AdvisorAbilities:
    """The whole of what she can take, in the place of what there was; the partition is told in the same commit."""
    tx.scope.require("routing.advisors.edit")
    advisor = await get_person(tx, person, lock=True)
    if any(not 1 <= level <= 10 for level in skills.values()):
        raise Invalid(field="skills", reason="level")
    if unknown := set(skills) - await store.known_skills(tx, list(skills)):
        raise Invalid(field="skills", reason="unknown", skills=sorted(unknown))
    if any(not 0 <= most <= CONVERSATIONS_MAX for most in capacities.values()):
        raise Invalid(field="capacities", reason="out_of_bounds")
    await store.set_abilities(tx, person, dict(skills), dict(capacities))
    await record(tx, "routing.set_abilities", f"person:{person}", skills=dict(skills), capacities=dict(capacities))
    await configure_advisor(tx, advisor)
    return await get_abilities(tx, person)


async def configure_advisor(tx: Transaction, person: Person) -> None:
    """Tell the partition what this person is for routing now. Called whenever roles, place, activity or abilities
    change."""
    if not (person.active and "advisor" in person.roles):
        if await store.unset_advisor(tx, person.id):
            tx.tell(AdvisorRemoved(now_ms(), AdvisorId(person.id)))
        return
    await configure_advisors(tx, [person.id])


async def configure_advisors(tx: Transaction, people: Sequence[str]) -> None:
    """As `configure_advisor`, of many at once; those who are no active advisors are left alone."""
    rows = await bulk.standing(tx, people, limits.ADVISORS_CHECKED_MAX)
    await bulk.set_advisors(tx, [row["person"] for row in rows], now_ms())
    calendars = sorted({row["calendar"] for row in rows if row["calendar"]})
    hours = {calendar: await ports.hours_of(tx, calendar) for calendar in calendars}
    for row in rows:
        tx.tell(_configured(row, hours.get(row["calendar"])))


def _configured(row: dict, hours: Hours | None) -> AdvisorConfigured:
    found = abilities_of(row)
    skills = tuple((SkillId(skill), level) for skill, level in sorted(found.skills.items()))
    capacities = tuple(Capacity(channel, most) for channel, most in sorted(found.capacities.items()))
    return AdvisorConfigured(now_ms(), found.person, skills, row["site"], row["partner"], capacities, hours)


async def get_abilities(tx: Transaction, person: PersonId) -> AdvisorAbilities:
    tx.scope.require("routing.view")
    return await _abilities(tx, person)


async def _abilities(tx: Transaction, person: str) -> AdvisorAbilities:
    rows = await store.list_abilities(tx, person=person, after=None, limit=1)
    if not rows:
        raise NotFound(what="person")
    return abilities_of(rows[0])


def abilities_of(row: dict) -> AdvisorAbilities:
    """Where nobody said otherwise, she takes the usual number of conversations."""
    capacities = row["capacities"] or {c.channel: c.conversations_max for c in DEFAULT_CAPACITIES}
    return AdvisorAbilities(AdvisorId(row["person"]), row["skills"], capacities)


async def abilities_of_people(tx: Transaction, people: Sequence[str]) -> dict[str, AdvisorAbilities]:
    """Of those who are active advisors, by person."""
    tx.scope.require("routing.view")
    rows = await bulk.standing(tx, people, len(people))
    return {row["person"]: abilities_of(row) for row in rows}


async def list_abilities(tx: Transaction, *, after: str, limit: int) -> Page[AdvisorAbilities]:
    """Of active advisors."""
    tx.scope.require("routing.view")
    key = key_of(after, tuple[str])
    found = await store.list_abilities(tx, person=None, after=key and key[0], limit=limit + 1)
    return page_of(found, limit, abilities_of, "person")


async def all_abilities(tx: Transaction) -> list[Abilities]:
    """For warnings; ADVISORS_CHECKED_MAX at most."""
    rows = await store.list_abilities(tx, person=None, after=None, limit=limits.ADVISORS_CHECKED_MAX)
    return [Abilities(shown.skills, shown.capacities) for shown in map(abilities_of, rows)]
