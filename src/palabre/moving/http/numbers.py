"""Numbers moved one by one or by share, over HTTP: how each stands, changed and undone, where its calls went today."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import delete, get, post, put

from palabre.channels.voice.actions import moving
from palabre.channels.voice.actions.moving import Counts
from palabre.channels.voice.model.moving import RETURN_SECONDS, Move
from palabre.foundations import limits
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services
from palabre.plumbing.web.pages import Page

PERMISSION = "voice.edit"


class MoveWanted(msgspec.Struct, forbid_unknown_fields=True):
    """`trunk`: to the old system. `old_number`: as it is known there, '' the same. `share`: per cent of callers who are
    answered here. `return_seconds`: an unanswered call goes to the old system after it; 0 never."""

    trunk: UUID
    share: Annotated[int, msgspec.Meta(ge=0, le=100)]
    return_seconds: Annotated[int, msgspec.Meta(ge=0, le=limits.RETURN_SECONDS_MAX)] = RETURN_SECONDS
    old_number: Annotated[str, msgspec.Meta(max_length=30)] = ""


class ShareWanted(msgspec.Struct, forbid_unknown_fields=True):
    share: Annotated[int, msgspec.Meta(ge=0, le=100)]


class MovingNumber(msgspec.Struct):
    """`moves`: an old system may take its calls; else all are answered here. `undo`: a change can be taken back."""

    id: str
    number: str
    name: str
    moves: bool
    trunk: str | None
    trunk_name: str
    old_number: str
    share: int
    return_seconds: int
    changed_at: int | None
    undo: bool
    today: Counts


class SharesPut(msgspec.Struct):
    """How many numbers were changed."""

    changed: int


@get("/moving/numbers")
async def list_moving(services: Services, who: Scope) -> Page[MovingNumber]:
    """All numbers of the tenant, and where their calls went since its midnight."""
    who.require(PERMISSION)
    async with services.database.transaction(who) as tx:
        rows, counts = await moving.list_moves(tx), await moving.today(tx)
    return Page([_shown(row, counts.get(row["number"], Counts())) for row in rows])


@put("/moving/numbers/{number:uuid}")
async def put_move(services: Services, who: Scope, number: UUID, data: MoveWanted) -> Move:
    """From now on; calls that are up go on. 503 where no telephone part has it yet: the row stands."""
    who.require(PERMISSION)
    wanted = Move(str(data.trunk), data.old_number, data.share, data.return_seconds)
    async with services.database.transaction(who) as tx:
        made = await moving.put_move(tx, str(number), wanted)
    await moving.tell(services, who.tenant)
    return made


@post("/moving/numbers/all", status_code=200)
async def put_shares(services: Services, who: Scope, data: ShareWanted) -> SharesPut:
    """Every number that moves, in one gesture: 0 sends all back to the old system, 100 takes all."""
    who.require(PERMISSION)
    async with services.database.transaction(who) as tx:
        changed = await moving.put_shares(tx, data.share)
    await moving.tell(services, who.tenant)
    return SharesPut(changed)


@post("/moving/numbers/{number:uuid}/undo", status_code=200)
async def undo_move(services: Services, who: Scope, number: UUID) -> None:
    """As before its last change."""
    who.require(PERMISSION)
    async with services.database.transaction(who) as tx:
        await moving.undo_move(tx, str(number))
    await moving.tell(services, who.tenant)


@delete("/moving/numbers/{number:uuid}")
async def end_move(services: Services, who: Scope, number: UUID) -> None:
    """It has moved: nothing goes to the old system any more."""
    who.require(PERMISSION)
    async with services.database.transaction(who) as tx:
        await moving.end_move(tx, str(number))
    await moving.tell(services, who.tenant)


def _shown(row: dict[str, Any], today: Counts) -> MovingNumber:
    moves = row["trunk"] is not None
    return MovingNumber(
        str(row["id"]), row["number"], row["name"], moves, str(row["trunk"]) if moves else None,
        row["trunk_name"] or "", row["old_number"] or "", row["share"] if moves else 100, row["return_seconds"] or 0,
        row["changed_at"], row["undo"], today)  # fmt: skip


handlers = (list_moving, put_move, put_shares, undo_move, end_move)
