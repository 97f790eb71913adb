"""Advisors as those who plan see them: place, contact hours, what they take; as pages and as a sheet."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from palabre.foundations import limits
from palabre.foundations.ids import CustomerId, PartnerId, PersonId, SiteId
from palabre.foundations.problems import Invalid, NotFound
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.web.pages import Page
from palabre.routing import ports
from palabre.routing.actions.bulk import known_names, standing_of
from palabre.routing.actions.skills import list_skills
from palabre.routing.model.bulk import Standing, is_id, sheet_of
from palabre.routing.store import bulk as store
from palabre.routing.store.changes import known_advisors
from palabre.tenants.actions.audit import record
from palabre.tenants.actions.people import list_people
from palabre.tenants.actions.places import list_partners, list_sites
from palabre.tenants.model.people import Person


class Advisor(msgspec.Struct, frozen=True):
    """`calendar`: of her contact hours; null: always. `name` is empty where a partner keeps it to itself."""

    person: PersonId
    name: str
    site: SiteId | None
    partner: PartnerId | None
    calendar: str | None
    capacities: dict[str, int]
    skills: dict[str, int]


async def list_advisors(
    tx: Transaction, *, q: str = "", site: str | None = None, partner: str | None = None, after: str, limit: int
) -> Page[Advisor]:
    """Active ones, by name."""
    tx.scope.require("routing.view")
    page = await list_people(tx, q=q, role="advisor", site=site, partner=partner, after=after, limit=limit)
    return Page([_shown(person, one) for person, one in await _standing(tx, page.rows)], page.next)


async def _standing(tx: Transaction, people: Sequence[Person]) -> list[tuple[Person, Standing]]:
    found = {row["person"]: standing_of(row) for row in await store.standing(tx, [p.id for p in people], len(people))}
    return [(p, found[p.id]) for p in people if p.id in found]


def _shown(person: Person, one: Standing) -> Advisor:
    return Advisor(person.id, person.name, one.site, one.partner, one.calendar, one.capacities, one.skills)


async def sheet(tx: Transaction, language: str) -> str:
    """All of them, to be changed in a spreadsheet and given back; BULK_LINES_MAX at most."""
    tx.scope.require("routing.advisors.edit")
    rows: list[tuple[str, Standing]] = []
    after: str | None = ""
    while after is not None and len(rows) < limits.BULK_LINES_MAX:
        page = await list_people(tx, role="advisor", after=after, limit=limits.PAGE_ROWS_MAX)
        for person, one in await _standing(tx, page.rows):
            rows.append((person.name, msgspec.structs.replace(one, email=person.email)))
        after = page.next
    return sheet_of(language, rows[: limits.BULK_LINES_MAX], await known_names(tx), await _names(tx))


async def _names(tx: Transaction) -> dict[str, str]:
    names = dict(await ports.calendar_names(tx))
    for pages in (list_sites, list_partners, list_skills):
        after: str | None = ""
        while after is not None:
            page = await pages(tx, after=after, limit=limits.PAGE_ROWS_MAX)
            names |= {row.id: row.name for row in page.rows}
            after = page.next
    return names


async def advisor_ids(tx: Transaction) -> frozenset[str]:
    """Of those the partition knows."""
    return frozenset(await store.advisor_ids(tx, limits.ADVISORS_CHECKED_MAX))


async def known_advisor(tx: Transaction, text: str) -> PersonId | None:
    """Whether this is the id of an advisor."""
    return PersonId(text) if is_id(text) and await known_advisors(tx, [text]) else None


async def account_manager_of(tx: Transaction, customer: CustomerId) -> PersonId | None:
    """Within the installation: no permission is asked for."""
    found = await store.account_manager(tx, customer)
    return PersonId(found) if found else None


async def get_account_manager(tx: Transaction, customer: CustomerId) -> PersonId | None:
    """Whom this customer's flows may ask for first."""
    tx.scope.require("customers.view")
    return await account_manager_of(tx, customer)


async def set_account_manager(tx: Transaction, customer: CustomerId, person: PersonId | None) -> None:
    """None: nobody in particular."""
    tx.scope.require("routing.advisors.edit")
    if person is not None and person not in await known_advisors(tx, [person]):
        raise Invalid(field="person", reason="unknown")
    if not await store.has_customer(tx, customer):
        raise NotFound(what="customer")
    await store.set_account_manager(tx, customer, person)
    await record(tx, "routing.set_account_manager", f"customer:{customer}", person=person)
