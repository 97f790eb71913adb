"""Partners and sites."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Router, get, patch, post

from palabre.foundations import limits
from palabre.foundations.ids import PartnerId, SiteId
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services
from palabre.plumbing.web.given import UNSET, Unset, given
from palabre.plumbing.web.pages import Cursor, Limit, Page
from palabre.tenants.actions import places


class NewPartner(msgspec.Struct):
    name: str
    names_visible: bool = False


class PartnerChanges(msgspec.Struct):
    version: int
    name: str | Unset = UNSET
    names_visible: bool | Unset = UNSET
    active: bool | Unset = UNSET


class NewSite(msgspec.Struct):
    """`kind`: office, telecentre, partner, home."""

    name: str
    kind: str = "office"
    partner: UUID | None = None
    time_zone: str | None = None


class SiteChanges(msgspec.Struct):
    version: int
    name: str | Unset = UNSET
    kind: str | Unset = UNSET
    partner: UUID | Unset | None = UNSET
    time_zone: str | Unset | None = UNSET
    active: bool | Unset = UNSET


@get("/partners")
async def list_partners(
    services: Services, who: Scope, limit: Limit = limits.PAGE_ROWS, after: Cursor = ""
) -> Page[places.Partner]:
    """Companies whose advisors answer for this organisation."""
    async with services.database.transaction(who) as tx:
        return await places.list_partners(tx, after=after, limit=limit)


@post("/partners")
async def create_partner(data: NewPartner, services: Services, who: Scope) -> places.Partner:
    """A new partner; `names_visible` where it agreed that its people's names are seen."""
    async with services.database.transaction(who) as tx:
        return await places.create_partner(tx, name=data.name, names_visible=data.names_visible)


@patch("/partners/{partner:uuid}")
async def edit_partner(partner: UUID, data: PartnerChanges, services: Services, who: Scope) -> places.Partner:
    """Change a partner."""
    async with services.database.transaction(who) as tx:
        return await places.edit_partner(tx, PartnerId(str(partner)), data.version, **given(data))


@get("/sites")
async def list_sites(
    services: Services, who: Scope, limit: Limit = limits.PAGE_ROWS, after: Cursor = ""
) -> Page[places.Site]:
    """Where advisors work."""
    async with services.database.transaction(who) as tx:
        return await places.list_sites(tx, after=after, limit=limit)


@post("/sites")
async def create_site(data: NewSite, services: Services, who: Scope) -> places.Site:
    """A new site."""
    async with services.database.transaction(who) as tx:
        partner = PartnerId(str(data.partner)) if data.partner else None
        return await places.create_site(tx, name=data.name, kind=data.kind, partner=partner, time_zone=data.time_zone)


@patch("/sites/{site:uuid}")
async def edit_site(site: UUID, data: SiteChanges, services: Services, who: Scope) -> places.Site:
    """Change a site."""
    async with services.database.transaction(who) as tx:
        return await places.edit_site(tx, SiteId(str(site)), data.version, **given(data))


router = Router(
    "/api",
    route_handlers=[list_partners, create_partner, edit_partner, list_sites, create_site, edit_site],
    tags=["tenants"],
)
