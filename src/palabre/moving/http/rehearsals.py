"""Rehearsals over HTTP: begun, watched, stopped, taken home as CSV; and what is tried beside what a flow shows."""

from __future__ import annotations

import csv
import io
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import Response, delete, get, post, put

from palabre.channels.voice.actions.robots import stop_robot
from palabre.foundations import limits
from palabre.foundations.clock import Instant
from palabre.foundations.scope import Scope
from palabre.moving.actions import rehearsals
from palabre.moving.actions.rehearsals import Call, Rehearsal, Script
from palabre.moving.model.rehearsing import first_sound_ms
from palabre.plumbing.services import Services
from palabre.plumbing.web.pages import Page

Number = Annotated[str, msgspec.Meta(max_length=30)]
LocalTime = Annotated[str, msgspec.Meta(max_length=25)]
HEAD = ("number", "name", "keys", "expected", "came_to", "problems", "first_sound_ms", "seconds", "version", "ended_at")


class RehearsalWanted(msgspec.Struct, forbid_unknown_fields=True):
    """`kind`: calls (each number once, its first words) or flows (every way through, and the scripts). `numbers`: none
    for all. `as_if`: by the tenant's clock, 2026-12-25T10:00; '' now."""

    kind: Literal["calls", "flows"]
    numbers: Annotated[list[Number], msgspec.Meta(max_length=limits.REHEARSAL_CALLS_MAX)] | None = None
    as_if: LocalTime = ""


class RehearsalBegun(msgspec.Struct):
    id: str


class RehearsalWhole(msgspec.Struct):
    rehearsal: Rehearsal
    calls: list[Call]


class ScriptWanted(msgspec.Struct, forbid_unknown_fields=True):
    """`keys`: pressed in turn. `expects`: kind or kind:id of the step where it must end, '' anywhere."""

    number: Number
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    keys: Annotated[str, msgspec.Meta(max_length=100, pattern=r"^[0-9*#]*$")] = ""
    expects: Annotated[str, msgspec.Meta(max_length=100)] = ""
    as_if: LocalTime = ""


@get("/moving/rehearsals")
async def list_rehearsals(services: Services, who: Scope) -> Page[Rehearsal]:
    """The latest first."""
    async with services.database.transaction(who) as tx:
        return Page(await rehearsals.latest(tx))


@post("/moving/rehearsals")
async def begin_rehearsal(services: Services, who: Scope, data: RehearsalWanted) -> RehearsalBegun:
    async with services.database.transaction(who) as tx:
        as_if: Instant | None = await rehearsals.local_instant(tx, data.as_if)
        id = await rehearsals.begin(tx, data.kind, numbers=data.numbers, as_if=as_if)
    return await _told(services, who, id)


@get("/moving/rehearsals/{id:uuid}")
async def get_rehearsal(services: Services, who: Scope, id: UUID) -> RehearsalWhole:
    async with services.database.transaction(who) as tx:
        return RehearsalWhole(await rehearsals.get(tx, str(id)), await rehearsals.calls_of(tx, str(id)))


@post("/moving/rehearsals/{id:uuid}/again")
async def rehearse_again(services: Services, who: Scope, id: UUID) -> RehearsalBegun:
    """What had a problem, once more."""
    async with services.database.transaction(who) as tx:
        made = await rehearsals.again(tx, str(id))
    return await _told(services, who, made)


@post("/moving/rehearsals/{id:uuid}/stop", status_code=200)
async def stop_rehearsal(services: Services, who: Scope, id: UUID) -> None:
    async with services.database.transaction(who) as tx:
        up = await rehearsals.stop(tx, str(id))
    for call in up:
        await stop_robot(services, who.tenant, call)


@get("/moving/rehearsals/{id:uuid}/calls.csv", media_type="text/csv")
async def export_rehearsal(services: Services, who: Scope, id: UUID) -> Response[str]:
    async with services.database.transaction(who) as tx:
        await rehearsals.get(tx, str(id))
        calls = await rehearsals.calls_of(tx, str(id))
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(HEAD)
    for call in calls:
        table.writerow(_row(call))
    headers = {"content-disposition": 'attachment; filename="rehearsal.csv"'}
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _row(call: Call) -> list:
    sound, seconds = (first_sound_ms(call.heard), call.heard.talked_ms // 1000) if call.heard else ("", "")
    cells = [call.number, call.name, call.keys, call.expects, call.came_to]
    told = [" ".join(call.problems) or call.state, sound, seconds, call.version, call.ended_at]
    return [cell(c) for c in [*cells, *told]]


def cell(value: object) -> object:
    """As a spreadsheet may take it: a name that people gave is no formula; a telephone number stays one."""
    if not isinstance(value, str) or value[:1] not in {*"=+-@\t\r"} or (value[0] == "+" and value[1:].isdigit()):
        return value
    return f"'{value}"


@get("/moving/rehearsal-scripts")
async def list_scripts(services: Services, who: Scope) -> Page[Script]:
    async with services.database.transaction(who) as tx:
        return Page(await rehearsals.list_scripts(tx))


@put("/moving/rehearsal-scripts/{id:uuid}")
async def put_script(services: Services, who: Scope, id: UUID, data: ScriptWanted) -> Script:
    async with services.database.transaction(who) as tx:
        as_if = await rehearsals.local_instant(tx, data.as_if)
        made = Script(str(id), data.number, data.name, data.keys, data.expects, as_if)
        await rehearsals.put_script(tx, made)
    return made


@delete("/moving/rehearsal-scripts/{id:uuid}")
async def delete_script(services: Services, who: Scope, id: UUID) -> None:
    async with services.database.transaction(who) as tx:
        await rehearsals.delete_script(tx, str(id))


async def _told(services: Services, who: Scope, id: str) -> RehearsalBegun:
    await services.bus.publish(f"live.{who.tenant}.rehearsal", b"")
    return RehearsalBegun(id)


handlers = [
    list_rehearsals, begin_rehearsal, get_rehearsal, rehearse_again, stop_rehearsal, export_rehearsal,
    list_scripts, put_script, delete_script,
]  # fmt: skip
