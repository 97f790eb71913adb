"""People, the tenant itself, and the audit."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, patch, post
from litestar.params import Parameter

from palabre.foundations import limits
from palabre.foundations.ids import PartnerId, PersonId, SiteId
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services
from palabre.plumbing.web.given import UNSET, Unset, given
from palabre.plumbing.web.pages import Cursor, Limit, Page
from palabre.tenants.actions import audit, me, people, sessions, tenants, totp
from palabre.tenants.http.ended import tell_ended
from palabre.tenants.model.people import Person


class NewPerson(msgspec.Struct):
    """`password`: without one she cannot sign in until an administrator gives her one."""

    name: str
    email: str
    roles: list[str]
    language: str = "fr"
    partner: UUID | None = None
    site: UUID | None = None
    password: Annotated[str, msgspec.Meta(max_length=1000)] | None = None


class PersonChanges(msgspec.Struct):
    """`version`: of the person as it was read; what is left out stays."""

    version: int
    name: str | Unset = UNSET
    email: str | Unset = UNSET
    roles: list[str] | Unset = UNSET
    language: str | Unset = UNSET
    partner: UUID | Unset | None = UNSET
    site: UUID | Unset | None = UNSET
    active: bool | Unset = UNSET


class GivenPassword(msgspec.Struct):
    password: Annotated[str, msgspec.Meta(max_length=1000)]


class TenantChanges(msgspec.Struct):
    version: int
    name: str | Unset = UNSET
    language: str | Unset = UNSET
    country: str | Unset = UNSET
    time_zone: str | Unset = UNSET


def text_of(id: UUID | None) -> str | None:
    return str(id) if id else None


@get("/people")
async def list_people(
    services: Services,
    who: Scope,
    q: Annotated[str, Parameter(max_length=200)] = "",
    role: str | None = None,
    partner: UUID | None = None,
    site: UUID | None = None,
    active: bool | None = True,
    limit: Limit = limits.PAGE_ROWS,
    after: Cursor = "",
) -> Page[Person]:
    """People, sorted by name. A partner's supervisor finds her own company's only."""
    async with services.database.transaction(who) as tx:
        return await people.list_people(
            tx, q=q, role=role, partner=text_of(partner), site=text_of(site), active=active, after=after, limit=limit
        )


@get("/people/names")
async def list_names(
    services: Services,
    who: Scope,
    id: Annotated[list[UUID], Parameter(max_items=limits.PAGE_ROWS_MAX, description="Whose; may be repeated.")],
) -> list[people.Name]:
    """Names of these people, for screens that know ids; empty where a partner keeps its people's names to itself."""
    async with services.database.transaction(who) as tx:
        return await people.names(tx, [str(i) for i in id])


@post("/people")
async def create_person(data: NewPerson, services: Services, who: Scope) -> Person:
    """A new person. Her e-mail address is what she signs in with."""
    who.require("people.edit")
    hashed = await people.hash_new_password(data.password, data.email, data.name) if data.password else None
    async with services.database.transaction(who) as tx:
        return await people.create_person(
            tx,
            name=data.name,
            email=data.email,
            roles=data.roles,
            language=data.language,
            password_hash=hashed,
            partner=PartnerId(str(data.partner)) if data.partner else None,
            site=SiteId(str(data.site)) if data.site else None,
        )


@get("/people/{person:uuid}")
async def get_person(person: UUID, services: Services, who: Scope) -> Person:
    """One person."""
    async with services.database.transaction(who) as tx:
        return await people.view_person(tx, PersonId(str(person)))


@patch("/people/{person:uuid}")
async def edit_person(person: UUID, data: PersonChanges, services: Services, who: Scope) -> Person:
    """Change a person. `active: false` closes her account and ends her sessions."""
    id = PersonId(str(person))
    async with services.database.transaction(who) as tx:
        before = await sessions.ids_of_person(tx, id)
        edited = await people.edit_person(tx, id, data.version, **given(data))
        after = await sessions.ids_of_person(tx, id)
    await tell_ended(services, who.tenant, sorted(set(before) - set(after)))
    return edited


@post("/people/{person:uuid}/password", status_code=204)
async def set_password(person: UUID, data: GivenPassword, services: Services, who: Scope) -> None:
    """Give somebody a new password; her sessions end."""
    async with services.database.transaction(who) as tx:
        ended = await me.set_password_of(tx, PersonId(str(person)), data.password)
    await tell_ended(services, who.tenant, ended)


@post("/people/{person:uuid}/sign-out", status_code=204)
async def sign_out_person(person: UUID, services: Services, who: Scope) -> None:
    """End all sessions of somebody."""
    async with services.database.transaction(who) as tx:
        ended = await me.sign_out_of(tx, PersonId(str(person)))
    await tell_ended(services, who.tenant, ended)


@post("/people/{person:uuid}/totp/disable", status_code=204)
async def disable_totp_of(person: UUID, services: Services, who: Scope) -> None:
    """For somebody who lost her phone and her recovery codes."""
    async with services.database.transaction(who) as tx:
        await totp.disable_of(tx, str(person))


@get("/tenant")
async def get_tenant(services: Services, who: Scope) -> tenants.Tenant:
    """The organisation one belongs to."""
    async with services.database.transaction(who) as tx:
        return await tenants.get_tenant(tx)


@patch("/tenant")
async def edit_tenant(data: TenantChanges, services: Services, who: Scope) -> tenants.Tenant:
    """Change its name, language, country or time zone."""
    async with services.database.transaction(who) as tx:
        return await tenants.edit_tenant(tx, data.version, **given(data))  # type: ignore[arg-type]


@get("/audit")
async def list_audit(
    services: Services,
    who: Scope,
    subject: str | None = None,
    person: UUID | None = None,
    limit: Limit = limits.PAGE_ROWS,
    after: Cursor = "",
) -> Page[audit.AuditEntry]:
    """Who changed what, the latest first. `subject`: kind:id."""
    async with services.database.transaction(who) as tx:
        return await audit.list_audit(tx, subject=subject, person=text_of(person), after=after, limit=limit)


router = Router(
    "/api",
    route_handlers=[
        list_people,
        list_names,
        create_person,
        get_person,
        edit_person,
        set_password,
        sign_out_person,
        disable_totp_of,
        get_tenant,
        edit_tenant,
        list_audit,
    ],
    tags=["tenants"],
)
