"""What stands still and waits for a person."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Router, get, post

from palabre.foundations import limits
from palabre.foundations.scope import Scope
from palabre.plumbing.parked import OPEN
from palabre.plumbing.services import Services
from palabre.plumbing.web.pages import Cursor, Limit
from palabre.tenants.actions import parked
from palabre.tenants.actions.parked import Parked, ParkedFact, ParkedStream


class Reason(msgspec.Struct):
    reason: str


class StreamNow(msgspec.Struct):
    """`stream`: null where the owner decides again."""

    stream: ParkedStream | None


@get("/")
async def list_parked(
    services: Services, who: Scope, show: str = OPEN, after: Cursor = "", limit: Limit = limits.PAGE_ROWS
) -> Parked:
    """Of the caller's tenant, the oldest first. `show`: open (also what is being tried again), set_aside, done."""
    async with services.database.transaction(who) as tx:
        return await parked.list_parked(tx, state=show, after=after, limit=limit)


@post("/{entry:uuid}/retry", status_code=200)
async def retry_parked(entry: UUID, services: Services, who: Scope) -> ParkedFact:
    """Try it again, now; the answer waits some seconds for what comes of it."""
    return await parked.retry(services.database, who, str(entry))


@post("/{entry:uuid}/set-aside", status_code=200)
async def set_aside_parked(entry: UUID, data: Reason, services: Services, who: Scope) -> ParkedFact:
    """It will not be tried again; it stays in the list of what was set aside, with the reason."""
    async with services.database.transaction(who) as tx:
        return await parked.set_aside(tx, str(entry), data.reason)


@post("/stream/retry", status_code=200)
async def retry_stream(services: Services, who: Scope) -> StreamNow:
    """The owner tries again the fact that it stopped at."""
    return StreamNow(await parked.retry_stream(services.database, who))


@post("/stream/set-aside", status_code=200)
async def set_aside_stream(data: Reason, services: Services, who: Scope) -> StreamNow:
    """The owner goes on without what it stopped at, which stays in the list of what was set aside."""
    return StreamNow(await parked.set_aside_stream(services.database, who, data.reason))


router = Router(
    "/api/parked",
    route_handlers=[list_parked, retry_parked, set_aside_parked, retry_stream, set_aside_stream],
    tags=["operations"],
)
