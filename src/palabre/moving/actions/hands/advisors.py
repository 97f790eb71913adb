"""People by files: without a password, each chooses hers by an invitation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from palabre.foundations.ids import PersonId
from palabre.foundations.problems import NotFound
from palabre.moving.actions.hands import names
from palabre.moving.actions.hands.work import Work
from palabre.moving.model import cells
from palabre.moving.model.judging import Thing
from palabre.plumbing.postgres import Transaction
from palabre.routing.actions.skills import AdvisorAbilities, abilities_of_people, set_abilities
from palabre.tenants.actions.people import create_person, edit_person, get_person, people_of_addresses
from palabre.tenants.model.people import Person
from palabre.tenants.model.words import email_key, fold

_CAPACITIES = {"calls": "voice", "chats": "chat"}


class Advisors:
    async def present(self, tx: Transaction, keys: Sequence[str]) -> dict[str, Thing]:
        people = await people_of_addresses(tx, keys)
        able = await abilities_of_people(tx, [p.id for p in people])
        known = {kind: await names.names(tx, kind) if people else {} for kind in ("skills", "sites", "partners")}
        return {email_key(p.email): _thing(p, able.get(p.id), known) for p in people}

    async def write(self, work: Work, there: Thing | None, fields: dict[str, str]) -> None:
        tx = work.tx
        wanted: dict[str, Any] = {
            "name": fields["name"], "roles": tuple(cells.parts(fields.get("roles") or "advisor")),
            "language": fields.get("language") or _desk_language(work.about.language),
            "site": await _id(tx, "sites", fields.get("site", "")),
            "partner": await _id(tx, "partners", fields.get("partner", "")),
        }  # fmt: skip
        if there is None:
            person = await create_person(tx, email=fields["email"], **wanted)
        else:
            now = await get_person(tx, PersonId(there.id), lock=True)
            person = now
            if any(getattr(now, name) != value for name, value in wanted.items()) or not now.active:
                person = await edit_person(tx, now.id, now.version, active=True, **wanted)
        if "advisor" in person.roles:
            await _able(tx, person, fields)

    async def take_away(self, work: Work, there: Thing) -> None:
        now = await get_person(work.tx, PersonId(there.id), lock=True)
        await edit_person(work.tx, now.id, now.version, active=False)


async def _able(tx: Transaction, person: Person, fields: Mapping[str, str]) -> None:
    ids = await names.ids(tx, "skills")
    skills = {ids[fold(name)]: level for name, level in cells.read_skills(fields.get("skills", "")).items()}
    now = (await abilities_of_people(tx, [person.id])).get(person.id)
    capacities = dict(now.capacities) if now else {}
    capacities |= {channel: int(fields[column]) for column, channel in _CAPACITIES.items() if fields.get(column)}
    if now is None or skills != now.skills or capacities != now.capacities:
        await set_abilities(tx, person.id, skills=skills, capacities=capacities)


async def _id(tx: Transaction, kind: str, name: str) -> str | None:
    if name in ("", "-"):
        return None
    found = (await names.ids(tx, kind)).get(fold(name))
    if found is None:
        raise NotFound(what=kind)
    return found


def _desk_language(language: str) -> str:
    return language if language in ("fr", "en", "ar") else "en"


def _thing(person: Person, able: AdvisorAbilities | None, known: Mapping[str, Mapping[str, str]]) -> Thing:
    skills = {known["skills"].get(id, id): level for id, level in able.skills.items()} if able else {}
    fields = {
        "email": person.email, "name": person.name, "roles": "; ".join(person.roles), "language": person.language,
        "site": known["sites"].get(person.site or "", ""), "partner": known["partners"].get(person.partner or "", ""),
        "skills": cells.written_skills(skills),
        **{column: str(able.capacities.get(channel, 0)) if able else "" for column, channel in _CAPACITIES.items()},
    }  # fmt: skip
    return Thing(person.id, fields, person.active)
