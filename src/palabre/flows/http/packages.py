"""Flow packages over HTTP: a zip of a flow with all it enters and says; looked at, applied, undone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import IO, Annotated
from urllib.parse import quote
from uuid import UUID

import msgspec
from litestar import Request, Response, Router, delete, get, post
from litestar.params import Parameter, QueryParameter
from litestar.response import Stream

from palabre.flows.actions import flow_imports, flow_packages, flow_undoing
from palabre.flows.actions.flow_imports import FlowImport
from palabre.flows.model.packing import Choice
from palabre.flows.problems import PackageTooLarge
from palabre.foundations import limits
from palabre.foundations.ids import FlowId
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services
from palabre.plumbing.web.pages import Cursor, Limit, Page

Version = Annotated[int | None, Parameter(ge=1, required=False)]
FileName = Annotated[str, QueryParameter(max_length=200)]
CHUNK = 1 << 16


class ToApply(msgspec.Struct, forbid_unknown_fields=True):
    """`seen`: of the preview that was looked at; refused with flows.import_changed when things have moved since.
    `choices`: one for each conflict."""

    seen: Annotated[str, msgspec.Meta(max_length=64)]
    choices: Annotated[list[Choice], msgspec.Meta(max_length=limits.PACKAGE_PARTS_MAX)] = []


class ToUndo(msgspec.Struct, forbid_unknown_fields=True):
    """`changed_since`: what somebody changed since too."""

    changed_since: bool = False


@get("/flows/{id:uuid}/package", media_type="application/zip")
async def export_package(services: Services, who: Scope, id: UUID, version: Version = None) -> Stream:
    """The flow, those it enters, their prompts with words and sounds, and the names of what else they need: a zip whose
    manifest has the SHA-256 of each part. `version`: none for the draft."""
    name, file = await flow_packages.export_package(services, who, FlowId(str(id)), version)
    told = quote(f"{name}.palabre.zip", safe="")
    headers = {"Cache-Control": "no-store", "Content-Disposition": f"attachment; filename*=UTF-8''{told}"}
    return Stream(_chunks(file), media_type="application/zip", headers=headers)


async def _chunks(file: IO[bytes]) -> AsyncIterator[bytes]:
    with file:
        while chunk := file.read(CHUNK):
            yield chunk


@post("/flow-imports", request_max_body_size=None)  # bounded below, so that the refusal has a name and a bound
async def bring_package(request: Request, services: Services, who: Scope, name: FileName = "package.zip") -> FlowImport:
    """The body is the zip. Nothing changes by it: the answer is a preview. What cannot be read whole is refused with a
    problem of its own, and nothing of it is kept."""
    if int(request.headers.get("Content-Length") or 0) > limits.PACKAGE_BYTES_MAX:
        raise PackageTooLarge(what="bytes", most=limits.PACKAGE_BYTES_MAX)
    return await flow_imports.upload(services, who, request.stream(), name)


@get("/flow-imports")
async def list_flow_imports(
    services: Services, who: Scope, after: Cursor = "", limit: Limit = limits.PAGE_ROWS
) -> Page[FlowImport]:
    """The latest first, without their items."""
    async with services.database.transaction(who) as tx:
        return await flow_imports.list_imports(tx, after=after, limit=limit)


@get("/flow-imports/{imported:uuid}")
async def get_flow_import(services: Services, who: Scope, imported: UUID) -> FlowImport:
    """Of a preview: as things stand this moment."""
    async with services.database.transaction(who) as tx:
        return await flow_imports.get_import(services, tx, str(imported))


@get("/flow-imports/{imported:uuid}/prompts/{name:str}/{language:str}/recording", media_type="audio/wav")
async def hear_brought(services: Services, who: Scope, imported: UUID, name: str, language: str) -> Response[bytes]:
    """The sound that a preview would bring: to be heard beside the one that is here."""
    wav = await flow_imports.hear(services, who, str(imported), name, language)
    return Response(wav, media_type="audio/wav", headers={"Cache-Control": "no-store"})


@post("/flow-imports/{imported:uuid}/apply", status_code=200)
async def apply_package(services: Services, who: Scope, imported: UUID, data: ToApply) -> FlowImport:
    """What the preview shows is done, in one transaction: drafts and prompts. Nothing is published by it."""
    return await flow_imports.apply(services, who, str(imported), data.seen, data.choices)


@post("/flow-imports/{imported:uuid}/undo", status_code=200)
async def undo_package(services: Services, who: Scope, imported: UUID, data: ToUndo | None = None) -> FlowImport:
    """The whole of it, for thirty days; what was changed or published since is left and told."""
    async with services.database.transaction(who) as tx:
        force = data.changed_since if data else False
        return await flow_undoing.undo(services, tx, str(imported), changed_since=force)


@delete("/flow-imports/{imported:uuid}")
async def discard_package(services: Services, who: Scope, imported: UUID) -> None:
    """A preview that nobody wants; its file goes too."""
    await flow_imports.discard(services, who, str(imported))


routes = [
    Router("/api", route_handlers=[
        export_package, bring_package, list_flow_imports, get_flow_import, hear_brought, apply_package, undo_package,
        discard_package,
    ], tags=["flows"]),
]  # fmt: skip
