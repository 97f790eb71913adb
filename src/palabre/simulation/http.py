"""Previews for those who edit rules."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

import msgspec
from litestar import Request, Response, Router, post
from litestar.response import Stream
from msgspec import Meta

from palabre.foundations.problems import Problem
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.plumbing.services import Services
from palabre.simulation.actions import previewing
from palabre.simulation.model.preview import Preview

LINES = "application/x-ndjson"


class PreviewAsked(previewing.Asked, frozen=True):
    """`day`: null for yesterday, or the day that stands in for it. `seed`: of what the day's rows cannot tell."""

    seed: Annotated[int, Meta(ge=0, le=2**31)] = 1
    threshold_seconds: Annotated[float, Meta(ge=0, le=86_400)] = 20.0


class PreviewTold(previewing.About, frozen=True, kw_only=True):
    """`cut`: the day had more conversations than are played; it ends where `preview.end` says, as today does.
    `instead_of`: yesterday, where it held fewer than `enough` conversations and `day` stands in for it: the most recent
    of today and thirty days that held enough, else the one that held most. `held`: those of `day`, counted up to
    `enough`; none: there is nothing to play."""

    preview: Preview


@post("/preview", status_code=200)
async def preview(
    services: Services, who: Scope, request: Request, data: PreviewAsked | None = None
) -> Response[PreviewTold]:
    """What the drafts of the queues would have done with a day's conversations, beside the rules in force and the day
    as it was. Some seconds: with `Accept: application/x-ndjson` each line is {"progress": share}, the last one the
    answer (or {"code": …} of what it failed with).
    """
    work, about = await previewing.gather(services, who, data or PreviewAsked(), now_ms())
    told = previewing.play(work, about)
    first = await anext(told)  # refusals come before the first line
    if LINES in request.headers.get("accept", ""):
        return Stream(_streamed(first, told), media_type=LINES)  # type: ignore[return-value]
    last = first
    async for line in told:
        last = line
    return Response(msgspec.convert(last, PreviewTold))


async def _streamed(first: dict, told: AsyncIterator[dict]) -> AsyncIterator[bytes]:
    yield msgspec.json.encode(first) + b"\n"
    try:
        async for line in told:
            yield msgspec.json.encode(line) + b"\n"
    except Problem as problem:
        yield msgspec.json.encode({"code": problem.code, "details": problem.details}) + b"\n"


routes: list = [Router("/api/simulation", route_handlers=[preview], tags=["simulation"])]
