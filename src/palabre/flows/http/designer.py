"""What the designer of flows asks over HTTP beside the drafts themselves."""
from __future__ import annotations

import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, Router, delete, get, post, put
from litestar.params import Parameter

from palabre.channels.voice.actions import takes
from palabre.channels.voice.actions.phones import Credentials, provision
from palabre.channels.voice.model.takes import Take
from palabre.flows.actions import designing, later, packages, spoken_prompts, trials
from palabre.flows.model.comparison import Comparison
from palabre.foundations import limits
from palabre.foundations.clock import Instant
from palabre.foundations.ids import FlowId
from palabre.foundations.problems import Invalid
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services
from palabre.plumbing.web.pages import Cursor, Limit, Page

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=limits.NAME_CHARACTERS_MAX)]
Note = Annotated[str, msgspec.Meta(max_length=500)]
Version = Annotated[int | None, Parameter(ge=1, required=False)]


class ToRestore(msgspec.Struct):
    """`revision`: of the draft that was read; refused with flows.draft_changed when it is no longer the present one."""

    version: int
    revision: int


class RevisionNow(msgspec.Struct):
    revision: int


class ToPlan(msgspec.Struct):
    """`at`: 2026-12-24T08:00, as the tenant's wall clock says it; with seconds where they matter."""

    at: Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$")]
    note: Note = ""


class ToTry(msgspec.Struct):
    """`language`: which of the flow's it begins in."""

    language: Annotated[str, msgspec.Meta(max_length=35)] = ""


class ToImport(msgspec.Struct):
    """`name`: of the new flow; none: the one it has."""

    package: packages.Package
    name: Name | None = None


class ToCall(msgspec.Struct):
    """`number`: as people write it; called by the tenant's dial plan."""

    number: Annotated[str, msgspec.Meta(min_length=1, max_length=30)]


class SpeakingCall(msgspec.Struct):
    id: str


@get("/flows/callable")
async def list_callable(services: Services, who: Scope) -> list[designing.Callable]:
    """Published flows that come back: what a `sub_flow` step may run, with its exits and variables."""
    async with services.database.transaction(who) as tx:
        return await designing.callable_flows(tx)


@put("/flows/{id:uuid}/editing", status_code=200)
async def tell_editing(services: Services, who: Scope, id: UUID) -> list[designing.Editor]:
    """I have it before me (said every 15 s); who else has."""
    async with services.database.transaction(who) as tx:
        return await designing.tell_editing(tx, FlowId(str(id)))


@delete("/flows/{id:uuid}/editing")
async def leave_editing(services: Services, who: Scope, id: UUID) -> None:
    async with services.database.transaction(who) as tx:
        await designing.leave_editing(tx, FlowId(str(id)))


@get("/flows/{id:uuid}/comparison")
async def compare(
    services: Services, who: Scope, id: UUID, before: Version = None, after: Version = None
) -> Comparison:
    """What `after` has that `before` had not; none of either: the draft."""
    async with services.database.transaction(who) as tx:
        return await designing.compare_versions(tx, FlowId(str(id)), before, after)


@post("/flows/{id:uuid}/restore", status_code=200)
async def restore(services: Services, who: Scope, id: UUID, data: ToRestore) -> RevisionNow:
    """The draft becomes what a version was."""
    async with services.database.transaction(who) as tx:
        revision = await designing.restore_version(tx, FlowId(str(id)), data.version, revision=data.revision)
        return RevisionNow(revision)


@post("/flows/{id:uuid}/publications")
async def plan_publication(services: Services, who: Scope, id: UUID, data: ToPlan) -> later.WhenPlanned:
    """The draft as it stands answers from that instant on, if nothing is wrong with it by then."""
    async with services.database.transaction(who) as tx:
        at = _wall_clock(data.at)
        return await later.plan_publication(tx, FlowId(str(id)), at, voices=services.voices, note=data.note)


def _wall_clock(at: str) -> datetime.datetime:
    """As a browser's field gives it: without seconds."""
    try:
        return datetime.datetime.fromisoformat(at)
    except ValueError:
        raise Invalid(field="at", reason="shape") from None


@get("/flows/{id:uuid}/publications")
async def list_publications(
    services: Services, who: Scope, id: UUID, after: Cursor = "", limit: Limit = limits.PAGE_ROWS
) -> Page[later.Planned]:
    async with services.database.transaction(who) as tx:
        return await later.list_planned(tx, FlowId(str(id)), after=after, limit=limit)


@delete("/flow-publications/{id:uuid}")
async def cancel_publication(services: Services, who: Scope, id: UUID) -> None:
    async with services.database.transaction(who) as tx:
        await later.cancel_publication(tx, str(id))


@get("/flows/{id:uuid}/export")
async def export_flow(services: Services, who: Scope, id: UUID, version: Version = None) -> packages.Package:
    """The flow with the words of its prompts, hashes of their recordings, and the names of what it refers to."""
    async with services.database.transaction(who) as tx:
        return await packages.export_flow(tx, services, FlowId(str(id)), version)


@post("/flows/import")
async def import_flow(services: Services, who: Scope, data: ToImport) -> packages.Imported:
    async with services.database.transaction(who) as tx:
        return await packages.import_flow(tx, data.package, data.name or data.package.name)


@post("/prompts/{name:str}/{language:str}/code", status_code=200)
async def issue_code(services: Services, who: Scope, name: str, language: str) -> spoken_prompts.Code:
    """To be typed on a telephone, at a `record_prompt` step: the prompt is then spoken there."""
    async with services.database.transaction(who) as tx:
        return await spoken_prompts.issue_code(tx, name, language)


@post("/prompts/{name:str}/{language:str}/calls")
async def call_to_speak(services: Services, who: Scope, name: str, language: str, data: ToCall) -> SpeakingCall:
    """Call me at this number: after the tone I speak the prompt."""
    return SpeakingCall(await spoken_prompts.call_to_speak(services, who, name, language, data.number))


@get("/prompt-calls/{id:uuid}")
async def look_at_call(services: Services, who: Scope, id: UUID) -> Take:
    who.require("prompts.edit")
    return await takes.look_at_take(services, who, str(id))


@get("/prompt-calls/{id:uuid}/sound", media_type="audio/wav")
async def hear_call(services: Services, who: Scope, id: UUID) -> Response[bytes]:
    """What was spoken, while it is neither kept nor discarded."""
    who.require("prompts.edit")
    wav = await takes.sound_of_take(services, who, str(id))
    return Response(wav, media_type="audio/wav", headers={"Cache-Control": "no-store"})


@post("/prompt-calls/{id:uuid}/keep", status_code=200)
async def keep_call(services: Services, who: Scope, id: UUID) -> Take:
    """What was spoken is the prompt's recording from now on."""
    who.require("prompts.edit")
    return await takes.keep_take(services, who, str(id))


@delete("/prompt-calls/{id:uuid}")
async def discard_call(services: Services, who: Scope, id: UUID) -> None:
    """The call ends, what was spoken is nowhere."""
    who.require("prompts.edit")
    await takes.discard_take(services, who, str(id))


@post("/flows/{id:uuid}/trial", status_code=200)
async def begin_trial(services: Services, who: Scope, id: UUID, data: ToTry) -> trials.Trial:
    """The draft as it stands, for who asks alone: a key for `/chat-ws/KEY`, or for a call. Counted nowhere."""
    async with services.database.transaction(who) as tx:
        return await trials.begin_trial(tx, FlowId(str(id)), voices=services.voices, language=data.language)


@post("/flows/{id:uuid}/trial/call", status_code=200)
async def call_trial(services: Services, who: Scope, id: UUID) -> Credentials:
    """A telephone that reaches the trial, for some minutes."""
    async with services.database.transaction(who) as tx:
        made = await trials.call_trial(services, tx, FlowId(str(id)))
    await provision(services, who.tenant, made.user)
    return made


@get("/flows/{id:uuid}/trial")
async def watch_trial(services: Services, who: Scope, id: UUID, since: Instant = 0) -> trials.Progress:
    """Where the newest run of the trial stands."""
    async with services.database.transaction(who) as tx:
        return await trials.watch_trial(tx, FlowId(str(id)), since)


routes = [
    Router("/api", route_handlers=[
        list_callable, tell_editing, leave_editing, compare, restore, plan_publication, list_publications,
        cancel_publication, export_flow, import_flow, begin_trial, call_trial, watch_trial,
        issue_code, call_to_speak, look_at_call, hear_call, keep_call, discard_call,
    ], tags=["flows"]),
]
