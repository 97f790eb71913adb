"""Moving in by files, over HTTP."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import MediaType, Request, Response, delete, get, post
from litestar.params import QueryParameter

from palabre.foundations import limits
from palabre.foundations.scope import Scope
from palabre.moving.actions import history, uploads
from palabre.moving.actions.history import Import, ImportRow
from palabre.moving.model.kinds import BY_NAME, template
from palabre.moving.problems import KindUnknown
from palabre.plumbing.services import Services
from palabre.plumbing.web.options import WebOptions
from palabre.plumbing.web.pages import Cursor, Limit, Page

Word = Annotated[str, QueryParameter(max_length=20)]
State = Annotated[str | None, QueryParameter(name="state", max_length=20)]
FileName = Annotated[str, QueryParameter(max_length=200)]


class UndoWanted(msgspec.Struct, forbid_unknown_fields=True):
    """`changed_since`: what somebody changed since too."""

    changed_since: bool = False


@get("/moving/templates/{kind:str}", media_type=MediaType.TEXT)
async def get_template(who: Scope, kind: str, language: Word = "") -> Response[str]:
    """An empty file of this kind with an example, its headers in `language` (fr, en, ar; hers where none is named)."""
    who.require(history.PERMISSION)
    return _csv(template(_known(kind), language or who.language), f"palabre-{kind}")


@post("/moving/imports", request_max_body_size=limits.MOVING_FILE_BYTES_MAX + 1)
async def upload_import(
    request: Request, services: Services, who: Scope, name: FileName = "file.csv", kind: Word = ""
) -> Import:
    """The body is the file: a table, or a zip of several with the sounds of its prompts. Nothing changes by it: it is
    read and judged, then `ready` to be looked at."""
    return await uploads.upload(services, who, request.stream(), name=name, kind=kind)


@get("/moving/imports")
async def list_moving_imports(
    services: Services, who: Scope, limit: Limit = limits.PAGE_ROWS, after: Cursor = ""
) -> Page[Import]:
    """The latest first."""
    async with services.database.transaction(who) as tx:
        return await history.list_imports(tx, after=after, limit=limit)


@get("/moving/imports/{imported:uuid}")
async def get_moving_import(services: Services, who: Scope, imported: UUID) -> Import:
    async with services.database.transaction(who) as tx:
        return await history.get_import(tx, str(imported))


@get("/moving/imports/{imported:uuid}/rows")
async def list_import_rows(
    services: Services, who: Scope, imported: UUID, kind: Word = "", being: State = None, undone: Word = "",
    limit: Limit = limits.PAGE_ROWS, after: Cursor = "",
) -> Page[ImportRow]:  # fmt: skip
    """What each row would change, or has changed. `state`: new, changed, same, refused. `undone`: undone, left."""
    async with services.database.transaction(who) as tx:
        return await history.list_rows(tx, str(imported), kind=kind or None, state=being or None,
                                       undone=undone or None, after=after, limit=limit)  # fmt: skip


@get("/moving/imports/{imported:uuid}/refused/{kind:str}", media_type=MediaType.TEXT)
async def get_refused_rows(services: Services, who: Scope, imported: UUID, kind: str) -> Response[str]:
    """CSV: the refused rows as they stood, each with its line and why."""
    _known(kind)
    async with services.database.transaction(who) as tx:
        return _csv(await history.refused_csv(tx, str(imported), kind), f"palabre-{kind}-refused")


@post("/moving/imports/{imported:uuid}/apply", status_code=200)
async def apply_import(services: Services, who: Scope, imported: UUID) -> Import:
    """What is new and changed in the preview is done: `applying`, then `applied`."""
    async with services.database.transaction(who) as tx:
        return await uploads.apply(tx, str(imported))


@post("/moving/imports/{imported:uuid}/undo", status_code=200)
async def undo_moving_import(
    services: Services, who: Scope, imported: UUID, data: UndoWanted | None = None
) -> Import:
    """The whole of it, for thirty days: `undoing`, then `undone`; rows that were changed since are left and told."""
    async with services.database.transaction(who) as tx:
        return await uploads.undo(tx, str(imported), changed_since=data.changed_since if data else False)


@delete("/moving/imports/{imported:uuid}")
async def discard_import(services: Services, who: Scope, imported: UUID) -> None:
    """A preview that nobody wants; its file goes too."""
    await uploads.discard(services, who, str(imported))


@post("/moving/imports/{imported:uuid}/invitations", media_type=MediaType.TEXT, status_code=200)
async def invite_imported(
    request: Request, services: Services, who: Scope, imported: UUID, options: WebOptions
) -> Response[str]:
    """CSV of name, e-mail and link for its advisors who have no password yet: new links, seven days each."""
    async with services.database.transaction(who) as tx:
        text = await uploads.invite(tx, str(imported), str(request.base_url).rstrip("/"))
    return _csv(text, "palabre-invitations")


def _known(kind: str):
    if kind not in BY_NAME:
        raise KindUnknown(kind=kind[:40])
    return BY_NAME[kind]


def _csv(text: str, name: str) -> Response[str]:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-store"}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


handlers = (
    get_template, upload_import, list_moving_imports, get_moving_import, list_import_rows, get_refused_rows,
    apply_import, undo_moving_import, discard_import, invite_imported,
)  # fmt: skip
