"""What stands still and waits for a person: facts that a reader could not handle, and a tenant whose stream stopped."""

from __future__ import annotations

import msgspec
from litestar import get

from palabre.foundations import limits
from palabre.foundations.scope import Scope
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services
from palabre.plumbing.web.pages import Cursor, Limit, Page, key_of, page_of

PERMISSION = "operations.view"

_PAGE = """select id::text as id, reader, partition, number, why, tries,
  (extract(epoch from parked_at) * 1000)::bigint as parked_at from parked
where tenant = %(tenant)s and done_at is null and (%(after)s::text is null or id > %(after)s::uuid)
order by id limit %(limit)s"""
_STREAM = """select parked_why as why, (extract(epoch from parked_at) * 1000)::bigint as parked_at
 from partition_tenant where tenant = %(tenant)s and parked_at is not null"""


class ParkedFact(msgspec.Struct):
    """`reader` gave up on the fact PARTITION.NUMBER after `tries`; `parked_at` in ms. Its content is not shown."""

    id: str
    reader: str
    partition: int
    number: int
    why: str
    tries: int
    parked_at: int


class ParkedStream(msgspec.Struct):
    """The owner met a fact that it cannot apply: it decides nothing for this tenant until somebody has looked."""

    why: str
    parked_at: int


class Parked(Page[ParkedFact]):
    stream: ParkedStream | None = None


@get("/api/parked", tags=["operations"])
async def list_parked(services: Services, who: Scope, after: Cursor = "", limit: Limit = limits.PAGE_ROWS) -> Parked:
    """Of the caller's tenant, the oldest first. `stream`: null while its facts are numbered as they should."""
    who.require(PERMISSION)
    key = key_of(after, tuple[str])
    async with services.database.transaction(who) as tx:
        given = {"tenant": who.tenant, "after": key[0] if key else None, "limit": limit + 1}
        page = page_of(await tx.all(_PAGE, given), limit, lambda row: ParkedFact(**row), "id")
        return Parked(page.rows, page.next, await _stream(tx, who))


async def _stream(tx: Transaction, who: Scope) -> ParkedStream | None:
    row = await tx.one(_STREAM, {"tenant": who.tenant})
    return ParkedStream(**row) if row else None
