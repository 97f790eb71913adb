"""The checklist over HTTP, and what people answer for on it."""

from __future__ import annotations

import csv
import io
from typing import Annotated

import msgspec
from litestar import Response, delete, get, post, put

from palabre.foundations.scope import Scope
from palabre.moving.actions import checklist
from palabre.moving.actions.checklist import Checklist, Tick
from palabre.plumbing.services import Services

Point = Annotated[str, msgspec.Meta(max_length=40, pattern=r"^[a-z0-9_-]+$")]
HEAD = ("group", "check", "name", "subject", "state", "why", "values")


class TickWanted(msgspec.Struct, forbid_unknown_fields=True):
    done: bool
    note: Annotated[str, msgspec.Meta(max_length=500)] = ""


class PointWanted(msgspec.Struct, forbid_unknown_fields=True):
    words: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


@get("/moving/checklist")
async def get_checklist(services: Services, who: Scope) -> Checklist:
    """What stands between this centre and its first day, as of now."""
    return await checklist.checklist(services, who)


@get("/moving/checklist.csv", media_type="text/csv")
async def export_checklist(services: Services, who: Scope) -> Response[str]:
    """As evidence, with its time."""
    told = await checklist.checklist(services, who)
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow((*HEAD, told.at))
    for c in told.checks:
        table.writerow([c.group, c.code, _cell(c.name), c.subject, c.state, c.why,
                        " ".join(f"{k}={v}" for k, v in c.values.items())])  # fmt: skip
    for t in told.ticks:
        table.writerow(["yours", t.point, _cell(t.words), t.changed_by or "", "green" if t.done else "red",
                        "done" if t.done else "open", _cell(t.note)])  # fmt: skip
    headers = {"content-disposition": 'attachment; filename="checklist.csv"'}
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _cell(text: str) -> str:
    """A spreadsheet would run what begins so."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


@put("/moving/checklist/points/{point:str}")
async def put_tick(services: Services, who: Scope, point: Point, data: TickWanted) -> Tick:
    async with services.database.transaction(who) as tx:
        return await checklist.put_tick(tx, point, done=data.done, note=data.note)


@post("/moving/checklist/points")
async def add_point(services: Services, who: Scope, data: PointWanted) -> Tick:
    """A point of their own."""
    async with services.database.transaction(who) as tx:
        return await checklist.add_point(tx, data.words)


@delete("/moving/checklist/points/{point:str}")
async def remove_point(services: Services, who: Scope, point: Point) -> None:
    async with services.database.transaction(who) as tx:
        await checklist.remove_point(tx, point)


handlers = [get_checklist, export_checklist, put_tick, add_point, remove_point]
