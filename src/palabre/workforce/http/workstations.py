"""Tests of workstations at home, and incidents on the line, over HTTP."""

from __future__ import annotations

import os
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.params import Parameter

from palabre.channels.voice.actions.relays import IceServer, ice_servers
from palabre.foundations import limits
from palabre.foundations.clock import HOUR
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.services import Services
from palabre.plumbing.web.pages import Cursor, Limit, Page
from palabre.workforce.actions import workstations
from palabre.workforce.actions.workstations import Incident, Workstation
from palabre.workforce.model.telework.workstation import Measured

Bytes = Annotated[int, Parameter(ge=1, le=limits.WORKSTATION_BYTES_MAX, description="How many.")]
IncidentWords = Annotated[str, msgspec.Meta(min_length=1, max_length=limits.INCIDENT_CHARACTERS_MAX)]


class Ground(msgspec.Struct):
    """What a page tests with, for so many `seconds`: relays whose credentials end within the hour; none: no
    relay is set here."""

    ice: list[IceServer]
    seconds: int
    bytes_max: int


class IncidentTold(msgspec.Struct, forbid_unknown_fields=True):
    words: IncidentWords


class IncidentAnswer(msgspec.Struct, forbid_unknown_fields=True):
    words: Annotated[str, msgspec.Meta(max_length=limits.INCIDENT_CHARACTERS_MAX)] = ""


class Received(msgspec.Struct):
    bytes: int


@get("/workforce/workstations/mine")
async def my_workstation(services: Services, who: Scope) -> Workstation:
    """Her tests, what they say together, and what she told of her line."""
    async with services.database.transaction(who) as tx:
        return await workstations.my_workstation(tx)


@post("/workforce/workstations/mine/ground", status_code=200)
async def test_ground(services: Services, who: Scope) -> Ground:
    """Relays to test through, for an hour; they name nobody."""
    who.require("workforce.telework.own")
    servers = ice_servers(services.settings, f"test-{new_id()}", now_ms() + HOUR)
    return Ground([one for one in servers if one.credential], limits.WORKSTATION_SECONDS, limits.WORKSTATION_BYTES_MAX)


@post("/workforce/workstations/mine/tests")
async def keep_test(services: Services, who: Scope, data: Measured) -> Workstation:
    """A figure each second, judged here."""
    async with services.database.transaction(who) as tx:
        return await workstations.keep_test(tx, data)


@get("/workforce/workstations/bytes", media_type="application/octet-stream")
async def send_bytes(who: Scope, size: Bytes = 1) -> Response[bytes]:
    """So many that nothing on the way makes fewer of them."""
    who.require("workforce.telework.own")
    return Response(os.urandom(size), headers={"Cache-Control": "no-store"}, media_type="application/octet-stream")


@post("/workforce/workstations/bytes", status_code=200, request_max_body_size=limits.WORKSTATION_BYTES_MAX)
async def take_bytes(request: Request[Any, Any, Any], who: Scope) -> Received:
    """Counted and forgotten."""
    who.require("workforce.telework.own")
    received = 0
    async for chunk in request.stream():
        received += len(chunk)
    return Received(received)


@post("/workforce/workstations/mine/incidents")
async def tell_incident(services: Services, who: Scope, data: IncidentTold) -> Workstation:
    """To the technicians alone."""
    async with services.database.transaction(who) as tx:
        return await workstations.tell_incident(tx, data.words)


@get("/workforce/workstations")
async def list_workstations(
    services: Services, who: Scope, after: Cursor = "", limit: Limit = limits.PAGE_ROWS
) -> Page[Workstation]:
    """For technicians: of everybody who has tested hers."""
    async with services.database.transaction(who) as tx:
        return await workstations.list_workstations(tx, after, limit)


@get("/workforce/workstations/incidents")
async def list_incidents(
    services: Services, who: Scope, after: Cursor = "", limit: Limit = limits.PAGE_ROWS
) -> Page[Incident]:
    """Open ones, those told longest ago first."""
    async with services.database.transaction(who) as tx:
        return await workstations.list_incidents(tx, after, limit)


@post("/workforce/workstations/incidents/{id:uuid}/close", status_code=200)
async def close_incident(services: Services, who: Scope, id: UUID, data: IncidentAnswer) -> Incident:
    """She reads the answer."""
    async with services.database.transaction(who) as tx:
        return await workstations.close_incident(tx, str(id), data.words)


routes = [
    my_workstation, test_ground, keep_test, send_bytes, take_bytes, tell_incident,
    list_workstations, list_incidents, close_incident,
]  # fmt: skip
