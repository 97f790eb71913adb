"""Partners and sites."""

from __future__ import annotations

import msgspec
from psycopg.errors import ForeignKeyViolation, UniqueViolation

from palabre.foundations.ids import PartnerId, SiteId
from palabre.foundations.problems import Invalid, NotFound
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.web.pages import Page, key_of, page_of
from palabre.tenants.actions.audit import record
from palabre.tenants.model.words import clean_name
from palabre.tenants.problems import ChangedMeanwhile, NameTaken
from palabre.tenants.store import tenants as store

SITE_KINDS = ("office", "telecentre", "partner", "home")


class Partner(msgspec.Struct, frozen=True):
    """`names_visible`: it was agreed that the tenant sees its people's names."""

    id: PartnerId
    name: str
    names_visible: bool = False
    active: bool = True
    version: int = 1


class Site(msgspec.Struct, frozen=True):
    """Where advisors work. `kind`: office, telecentre, partner, home."""

    id: SiteId
    name: str
    kind: str
    partner: PartnerId | None = None
    time_zone: str | None = None
    active: bool = True
    version: int = 1


async def create_partner(tx: Transaction, *, name: str, names_visible: bool = False) -> Partner:
    tx.scope.require("partners.edit")
    return await _create(tx, "partner", Partner(PartnerId(new_id()), clean_name(name), names_visible))


async def create_site(
    tx: Transaction, *, name: str, kind: str = "office", partner: PartnerId | None = None, time_zone: str | None = None
) -> Site:
    tx.scope.require("sites.edit")
    if kind not in SITE_KINDS:
        raise Invalid(field="kind", reason="unknown")
    return await _create(tx, "site", Site(SiteId(new_id()), clean_name(name), kind, partner, time_zone))


async def edit_partner(tx: Transaction, partner: PartnerId, version: int, **changes: object) -> Partner:
    tx.scope.require("partners.edit")
    return await _edit(tx, "partner", Partner, partner, version, changes)


async def edit_site(tx: Transaction, site: SiteId, version: int, **changes: object) -> Site:
    tx.scope.require("sites.edit")
    if changes.get("kind", "office") not in SITE_KINDS:
        raise Invalid(field="kind", reason="unknown")
    return await _edit(tx, "site", Site, site, version, changes)


async def list_partners(tx: Transaction, *, after: str, limit: int) -> Page[Partner]:
    tx.scope.require("people.view")
    return await _list(tx, "partner", Partner, after, limit)


async def list_sites(tx: Transaction, *, after: str, limit: int) -> Page[Site]:
    tx.scope.require("people.view")
    return await _list(tx, "site", Site, after, limit)


async def _create(tx: Transaction, table: str, place):
    try:
        await store.insert_place(tx, table, {**msgspec.structs.asdict(place), "now": now_ms()})
    except UniqueViolation:
        raise NameTaken() from None
    except ForeignKeyViolation:
        raise Invalid(field="partner", reason="unknown") from None
    await record(tx, f"tenants.create_{table}", f"{table}:{place.id}")
    return place


async def _edit(tx: Transaction, table: str, shape: type, id: str, version: int, changes: dict[str, object]):
    row = await store.read_place(tx, table, id)
    if row is None:
        raise NotFound(what=table)
    before = _place(shape, row)
    after = msgspec.structs.replace(before, **changes)
    after = msgspec.structs.replace(after, name=clean_name(after.name))
    try:
        done = await store.update_place(tx, table, {**msgspec.structs.asdict(after), "version": version})
    except UniqueViolation:
        raise NameTaken() from None
    except ForeignKeyViolation:
        raise Invalid(field="partner", reason="unknown") from None
    if not done:
        raise ChangedMeanwhile(version=before.version)
    await record(tx, f"tenants.edit_{table}", f"{table}:{id}", changed=sorted(changes))
    return msgspec.structs.replace(after, version=version + 1)


async def _list(tx: Transaction, table: str, shape: type, after: str, limit: int) -> Page:
    key = key_of(after, tuple[str])
    found = await store.list_places(tx, table, key and key[0], limit + 1)
    return page_of(found, limit, lambda row: _place(shape, row), "id")


def _place(shape: type, row: dict):
    return shape(**{**row, **({"partner": str(row["partner"])} if row.get("partner") else {})})
