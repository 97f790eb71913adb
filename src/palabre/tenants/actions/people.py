"""People: made, changed, closed. Each change is told to the rooms that hang on it, in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from psycopg.errors import ForeignKeyViolation, UniqueViolation

from palabre.foundations.ids import PartnerId, PersonId, SiteId
from palabre.foundations.problems import Invalid, NotFound
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.web.pages import Page, key_of, page_of
from palabre.tenants.actions import passwords
from palabre.tenants.actions.audit import record
from palabre.tenants.model.passwords import check_password
from palabre.tenants.model.people import Person, check_language, check_roles, require_no_more_than
from palabre.tenants.model.words import clean_email, clean_name, email_key, fold
from palabre.tenants.ports import tell_person_changed
from palabre.tenants.problems import ChangedMeanwhile, EmailTaken, LastAdministrator
from palabre.tenants.store import people as store
from palabre.tenants.store import sessions
from palabre.tenants.store.tenants import lock_tenant


class Name(msgspec.Struct, frozen=True):
    """`name` is empty where a partner keeps its people's names to itself."""

    id: PersonId
    name: str


async def create_person(
    tx: Transaction,
    *,
    name: str,
    email: str,
    roles: Sequence[str],
    language: str = "fr",
    partner: PartnerId | None = None,
    site: SiteId | None = None,
    password_hash: str | None = None,
) -> Person:
    """A new person of the scope's tenant; without `password_hash` (see `hash_new_password`) she cannot sign in yet."""
    tx.scope.require("people.edit")
    partner = tx.scope.partner or partner
    written, key = clean_email(email)
    name = clean_name(name)
    person = Person(
        PersonId(new_id()),
        name,
        fold(name),
        written,
        check_roles(tx.scope, roles, partner),
        check_language(language),
        partner,
        site,
        True,
        1,
    )
    try:
        await store.insert_person(
            tx,
            {
                **msgspec.structs.asdict(person),
                "roles": list(person.roles),
                "email_key": key,
                "password_hash": password_hash,
                "now": now_ms(),
            },
        )
    except UniqueViolation:
        raise EmailTaken() from None
    except ForeignKeyViolation:
        raise Invalid(field="site" if site else "partner", reason="unknown") from None
    await record(
        tx, "tenants.create_person", f"person:{person.id}", roles=list(person.roles), partner=partner, site=site
    )
    await tell_person_changed(tx, person)
    return person


async def hash_new_password(password: str, *names: str) -> str:
    """The hash to store, outside any transaction (it takes tens of milliseconds). Raises PasswordRefused."""
    check_password(password, *names)
    return await passwords.hash_password(password)


async def edit_person(tx: Transaction, person: PersonId, version: int, **changes: object) -> Person:
    """`changes`: any of name, email, roles, language, partner, site, active. Raises ChangedMeanwhile."""
    tx.scope.require("people.edit")
    await lock_tenant(tx)
    before = await get_person(tx, person, lock=True)
    after = _changed(tx.scope, before, changes)
    await _keep_an_administrator(tx, before, after)
    try:
        done = await store.update_person(
            tx,
            {
                **msgspec.structs.asdict(after),
                "roles": list(after.roles),
                "email_key": clean_email(after.email)[1],
                "version": version,
            },
        )
    except UniqueViolation:
        raise EmailTaken() from None
    except ForeignKeyViolation:
        raise Invalid(field="site", reason="unknown") from None
    if not done:
        raise ChangedMeanwhile(version=before.version)
    await _record_edit(tx, before, after)
    if not after.active or before.partner != after.partner:
        await sessions.end_sessions(tx, person)
    await tell_person_changed(tx, after)
    return msgspec.structs.replace(after, version=version + 1)


async def place_people(tx: Transaction, places: Mapping[PersonId, tuple[SiteId | None, PartnerId | None]]) -> None:
    """Site and partner of many at once. The caller has locked them, checked their roles (`check_roles`), writes what
    the audit says of it, and tells the partition."""
    tx.scope.require("people.edit")
    moved = [p for p, partner in (await store.partners_of(tx, list(places))).items() if partner != places[p][1]]
    try:
        await store.place_people(tx, [(person, site, partner) for person, (site, partner) in places.items()])
    except ForeignKeyViolation:
        raise Invalid(field="site", reason="unknown") from None
    if moved:
        await sessions.end_sessions_of(tx, moved)


def _changed(scope: Scope, before: Person, changes: dict[str, object]) -> Person:
    after = msgspec.structs.replace(before, **changes)  # type: ignore[arg-type]
    if after.roles != before.roles or after.partner != before.partner:
        after = msgspec.structs.replace(after, roles=check_roles(scope, after.roles, after.partner))
    require_no_more_than(scope, before)
    name, email = clean_name(after.name), clean_email(after.email)[0]
    return msgspec.structs.replace(
        after, name=name, name_key=fold(name), email=email, language=check_language(after.language)
    )


async def _keep_an_administrator(tx: Transaction, before: Person, after: Person) -> None:
    was = before.active and "administrator" in before.roles
    still = after.active and "administrator" in after.roles
    if was and not still and not await store.count_administrators(tx, but=before.id):
        raise LastAdministrator()


async def _record_edit(tx: Transaction, before: Person, after: Person) -> None:
    """Roles and places with their values; of a name or an address only that it changed."""
    shown = ("roles", "partner", "site", "active", "language")
    differs = [f for f in Person.__struct_fields__ if getattr(before, f) != getattr(after, f) and f != "name_key"]
    await record(
        tx,
        "tenants.edit_person",
        f"person:{before.id}",
        changed=differs,
        before={f: getattr(before, f) for f in differs if f in shown},
        after={f: getattr(after, f) for f in differs if f in shown},
    )


async def get_person(tx: Transaction, person: PersonId, *, lock: bool = False) -> Person:
    found = await store.read_person(tx, person, lock=lock)
    if found is None:
        raise NotFound(what="person")
    return found


async def view_person(tx: Transaction, person: PersonId) -> Person:
    tx.scope.require("people.view")
    return _veiled(tx.scope, await get_person(tx, person), await store.partners_hiding_names(tx))


async def list_people(
    tx: Transaction,
    *,
    q: str = "",
    role: str | None = None,
    partner: str | None = None,
    site: str | None = None,
    active: bool | None = True,
    after: str = "",
    limit: int,
) -> Page[Person]:
    """Sorted by folded name. `q`: part of a name or of an address."""
    tx.scope.require("people.view")
    found = await store.list_people(
        tx,
        q=fold(q),
        role=role,
        partner=partner,
        site=site,
        active=active,
        after=key_of(after, tuple[str, str]),
        limit=limit + 1,
    )
    hiding = await store.partners_hiding_names(tx)
    return page_of(found, limit, lambda row: _veiled(tx.scope, store.person_of(row), hiding), "name_key", "id")


def _veiled(scope: Scope, person: Person, hiding: set[str]) -> Person:
    """The tenant sees a partner's names only where agreed; who administers people must see whom."""
    if scope.partner or person.partner not in hiding or "people.edit" in scope.permissions:
        return person
    return msgspec.structs.replace(person, name="", name_key="", email="")


async def people_of_addresses(tx: Transaction, emails: Sequence[str]) -> list[Person]:
    """Closed accounts too."""
    tx.scope.require("people.view")
    return [store.person_of(row) for row in await store.of_addresses(tx, [email_key(one) for one in emails])]


async def names(tx: Transaction, people: Sequence[str]) -> list[Name]:
    """Names of these ids; what is not of the scope is left out."""
    tx.scope.require("people.names")
    open_names = tx.scope.partner or "people.edit" in tx.scope.permissions
    return [
        Name(PersonId(row["id"]), "" if row["hidden"] and not open_names else row["name"])
        for row in await store.names(tx, people)
    ]
