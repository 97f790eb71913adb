"""Invitations: made by who edits people; read and taken by who holds the link, before she can sign in."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, post

from palabre.foundations.ids import PersonId
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services
from palabre.tenants.actions import invitations
from palabre.tenants.actions.invitations import Invitation, Invited

Token = Annotated[str, msgspec.Meta(max_length=200)]


class Link(msgspec.Struct):
    token: Token


class Accepted(msgspec.Struct):
    token: Token
    password: Annotated[str, msgspec.Meta(max_length=1000)]


@post("/people/{person:uuid}/invitation")
async def invite_person(services: Services, who: Scope, person: UUID) -> Invitation:
    """A link of seven days by which she chooses her password: <address>/desk/invited#TOKEN."""
    async with services.database.transaction(who) as tx:
        return await invitations.invite(tx, PersonId(str(person)))


@post("/invitations/look", status_code=200, opt={"public": True}, security=[])
async def look_at_invitation(services: Services, data: Link) -> Invited:
    """Whose it is."""
    return await invitations.look(services.database, data.token)


@post("/invitations/accept", status_code=204, opt={"public": True}, security=[])
async def accept_invitation(services: Services, data: Accepted) -> None:
    """Her own password; then she signs in by it."""
    await invitations.accept(services.database, data.token, data.password)


router = Router(
    "/api", route_handlers=[invite_person, look_at_invitation, accept_invitation], tags=["tenants"]
)
