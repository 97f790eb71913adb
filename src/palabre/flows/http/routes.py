"""Flows, prompts, calendars and entries over HTTP."""
from __future__ import annotations

import datetime
from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Router, delete, get, post, put
from litestar.params import Parameter
from litestar.response import Stream

from palabre.flows.actions import calendars, flows, prompts
from palabre.flows.model.calendar import Calendar, Periods, SpecialDay
from palabre.flows.model.faults import Fault
from palabre.flows.model.flow import flow_schema
from palabre.flows.problems import RecordingInvalid
from palabre.foundations import limits
from palabre.foundations.clock import Instant
from palabre.foundations.ids import FlowId
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services
from palabre.plumbing.web.pages import Cursor, Limit, Page

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=limits.NAME_CHARACTERS_MAX)]


class NewFlow(msgspec.Struct):
    name: Name
    draft: dict[str, Any]


class Draft(msgspec.Struct):
    """`revision`: the one that was read; refused with flows.draft_changed when it is no longer the present one."""

    draft: dict[str, Any]
    revision: int
    name: Name | None = None


class Created(msgspec.Struct):
    id: str


class Revision(msgspec.Struct):
    revision: int


class ToPublish(msgspec.Struct):
    """`note`: what its author says of the version."""

    note: Annotated[str, msgspec.Meta(max_length=500)] = ""


class Version(msgspec.Struct):
    version: int


class Document(msgspec.Struct):
    version: int
    document: dict[str, Any]


class Entry(msgspec.Struct):
    """`flow` null: no flow answers there any more."""

    flow: UUID | None


class Text(msgspec.Struct):
    text: Annotated[str, msgspec.Meta(max_length=limits.TEXT_CHARACTERS_MAX)]


class Recorded(msgspec.Struct):
    recording: str
    seconds: float


class NamedCalendar(msgspec.Struct):
    name: Name
    calendar: Calendar


class Holiday(msgspec.Struct):
    """`hours`: none for a day off."""

    date: datetime.date
    hours: Periods = ()
    name: str = ""


class Hours(msgspec.Struct):
    """(open, close) in milliseconds since 1970."""

    open: tuple[tuple[Instant, Instant], ...]


# -- flows


@get("/flows/schema")
async def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a flow's document."""
    return flow_schema()


@get("/flows")
async def list_flows(services: Services, who: Scope, after: Cursor = "", limit: Limit = limits.PAGE_ROWS) -> Page[
    flows.FlowSummary
]:
    async with services.database.transaction(who) as tx:
        return await flows.list_flows(tx, after=after, limit=limit)


@post("/flows")
async def create_flow(services: Services, who: Scope, data: NewFlow) -> Created:
    async with services.database.transaction(who) as tx:
        return Created(await flows.create_flow(tx, data.name, data.draft))


@get("/flows/{id:uuid}")
async def get_flow(services: Services, who: Scope, id: UUID) -> flows.FlowWhole:
    async with services.database.transaction(who) as tx:
        return await flows.get_flow(tx, FlowId(str(id)))


@put("/flows/{id:uuid}/draft")
async def save_draft(services: Services, who: Scope, id: UUID, data: Draft) -> Revision:
    async with services.database.transaction(who) as tx:
        return Revision(
            await flows.save_draft(tx, FlowId(str(id)), data.draft, revision=data.revision, name=data.name))


@get("/flows/{id:uuid}/draft/faults")
async def check_draft(services: Services, who: Scope, id: UUID) -> list[Fault]:
    """What publication would refuse."""
    async with services.database.transaction(who) as tx:
        return await flows.check_draft(tx, FlowId(str(id)), voices=services.voices)


@post("/flows/{id:uuid}/publish", status_code=200)
async def publish(services: Services, who: Scope, id: UUID, data: ToPublish | None = None) -> Version:
    note = data.note if data else ""
    async with services.database.transaction(who) as tx:
        return Version(await flows.publish(tx, FlowId(str(id)), voices=services.voices, note=note))


@post("/flows/{id:uuid}/undo", status_code=200)
async def undo(services: Services, who: Scope, id: UUID) -> Version:
    """What answered before answers again."""
    async with services.database.transaction(who) as tx:
        return Version(await flows.undo_publication(tx, FlowId(str(id)), voices=services.voices))


@get("/flows/{id:uuid}/versions")
async def list_versions(
    services: Services, who: Scope, id: UUID, after: Cursor = "", limit: Limit = limits.PAGE_ROWS
) -> Page[flows.FlowVersion]:
    async with services.database.transaction(who) as tx:
        return await flows.list_versions(tx, FlowId(str(id)), after=after, limit=limit)


@get("/flows/{id:uuid}/versions/{version:int}")
async def get_version(services: Services, who: Scope, id: UUID, version: int) -> Document:
    async with services.database.transaction(who) as tx:
        return Document(version, await flows.get_document(tx, FlowId(str(id)), version))


# -- where they answer


@get("/flow-entries")
async def list_entries(
    services: Services, who: Scope, after: Cursor = "", limit: Limit = limits.PAGE_ROWS
) -> Page[flows.Answered]:
    async with services.database.transaction(who) as tx:
        return await flows.list_entries(tx, after=after, limit=limit)


@put("/flow-entries/{channel:str}/{entry:str}", status_code=204)
async def answer_entry(services: Services, who: Scope, channel: str, entry: str, data: Entry) -> None:
    """A number, widget or mailbox is answered by this flow from now on."""
    async with services.database.transaction(who) as tx:
        await flows.answer_entry(tx, channel, entry, FlowId(str(data.flow)) if data.flow else None)


# -- prompts


@get("/prompts")
async def list_prompts(
    services: Services, who: Scope, after: Cursor = "", limit: Limit = limits.PAGE_ROWS
) -> Page[prompts.Sayable]:
    async with services.database.transaction(who) as tx:
        return await prompts.list_prompts(tx, services.blobs, after=after, limit=limit)


@put("/prompts/{name:str}/{language:str}", status_code=204)
async def save_prompt(services: Services, who: Scope, name: str, language: str, data: Text) -> None:
    async with services.database.transaction(who) as tx:
        await prompts.save_prompt(tx, name, language, data.text)


@delete("/prompts/{name:str}/{language:str}")
async def delete_prompt(services: Services, who: Scope, name: str, language: str) -> None:
    async with services.database.transaction(who) as tx:
        await prompts.delete_prompt(tx, name, language)


@put("/prompts/{name:str}/{language:str}/recording", request_max_body_size=limits.PROMPT_BYTES_MAX + 1)
async def record_prompt(request: Request, services: Services, who: Scope, name: str, language: str) -> Recorded:
    """The body is a wav file: PCM or G.711, one or two channels, 8 to 48 kHz."""
    who.require("prompts.edit")
    wav = await _bounded(request.stream())
    async with services.database.transaction(who) as tx:
        return Recorded(*await prompts.record_prompt(tx, services.blobs, name, language, wav))


async def _bounded(chunks: AsyncIterator[bytes]) -> bytes:
    whole = bytearray()
    async for chunk in chunks:
        whole += chunk
        if len(whole) > limits.PROMPT_BYTES_MAX:
            raise RecordingInvalid(reason="too_large", bytes_max=limits.PROMPT_BYTES_MAX)
    return bytes(whole)


@get("/prompts/{name:str}/{language:str}/recording", media_type="audio/wav")
async def hear_prompt(services: Services, who: Scope, name: str, language: str) -> Stream:
    async with services.database.transaction(who) as tx:
        blob = await prompts.recording_of(tx, name, language)
    return Stream(services.blobs.get(who.tenant, blob), media_type="audio/wav")


# -- calendars


@get("/calendars")
async def list_calendars(
    services: Services, who: Scope, after: Cursor = "", limit: Limit = limits.PAGE_ROWS
) -> Page[calendars.Kept]:
    async with services.database.transaction(who) as tx:
        return await calendars.list_calendars(tx, after=after, limit=limit)


@post("/calendars")
async def create_calendar(services: Services, who: Scope, data: NamedCalendar) -> Created:
    async with services.database.transaction(who) as tx:
        return Created(await calendars.save_calendar(tx, data.name, data.calendar))


@get("/calendars/{id:uuid}")
async def get_calendar(services: Services, who: Scope, id: UUID) -> calendars.Kept:
    async with services.database.transaction(who) as tx:
        return await calendars.get_calendar(tx, str(id))


@put("/calendars/{id:uuid}", status_code=204)
async def replace_calendar(services: Services, who: Scope, id: UUID, data: NamedCalendar) -> None:
    async with services.database.transaction(who) as tx:
        await calendars.save_calendar(tx, data.name, data.calendar, str(id))


@post("/calendars/{id:uuid}/holidays", status_code=200)
async def declare_holiday(services: Services, who: Scope, id: UUID, data: Holiday) -> Calendar:
    """The one gesture of the evening before: that day is off, or has other hours."""
    async with services.database.transaction(who) as tx:
        return await calendars.declare_day(tx, str(id), SpecialDay(data.date, data.hours, data.name))


@delete("/calendars/{id:uuid}/holidays/{date:date}", status_code=200)
async def revoke_holiday(services: Services, who: Scope, id: UUID, date: datetime.date) -> Calendar:
    async with services.database.transaction(who) as tx:
        return await calendars.revoke_day(tx, str(id), date)


@get("/calendars/{id:uuid}/hours")
async def hours(
    services: Services, who: Scope, id: UUID, days: Annotated[int, Parameter(ge=1, le=60)] = 14
) -> Hours:
    """The next opening hours as instants."""
    who.require("flows.view")
    async with services.database.transaction(who) as tx:
        return Hours(await calendars.compiled_hours(tx, str(id), days=days))


routes = [
    Router("/api", route_handlers=[
        schema, list_flows, create_flow, get_flow, save_draft, check_draft, publish, undo, list_versions, get_version,
        list_entries, answer_entry,
        list_prompts, save_prompt, delete_prompt, record_prompt, hear_prompt,
        list_calendars, create_calendar, get_calendar, replace_calendar, declare_holiday, revoke_holiday, hours,
    ], tags=["flows"]),
]
