"""Reading the outbox: a transaction whole or not at all, ordered by its first row. Rows go in the fenced commit."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from palabre.plumbing.postgres import Database

TRANSACTIONS_MAX = 500

_READ = """
with t as (select tenant, transaction, min(id) as first from palabre.outbox where tenant = any(%(tenants)s::uuid[])
            group by tenant, transaction order by min(id) limit %(limit)s)
select o.tenant::text as tenant, t.first,
    array_agg(o.id order by o.id) as rows, array_agg(o.fact order by o.id) as facts
  from palabre.outbox o join t using (tenant, transaction) group by o.tenant, t.first order by t.first"""


class Told(msgspec.Struct):
    """The facts of one committed transaction, in the order they were told."""

    tenant: str
    rows: list[int]
    facts: list[bytes]


async def read(database: Database, tenants: Sequence[str]) -> list[Told]:
    async with database.connection() as connection:
        params = {"tenants": list(tenants), "limit": TRANSACTIONS_MAX}
        rows = await (await connection.execute(_READ, params)).fetchall()
    return [Told(r["tenant"], r["rows"], r["facts"]) for r in rows]
