"""A tenant's stream as other processes read it: by definer functions that take the tenant (role web or projector).
What is read across tenants (`behind`) only the role projector may."""

from __future__ import annotations

from collections.abc import AsyncIterator

from palabre.foundations.ids import TenantId
from palabre.foundations.problems import NotFound
from palabre.plumbing.postgres import Database

READ_BATCHES = 500

_BEHIND = """select t.tenant::text as tenant, p.id as partition, p.last_number > coalesce(r.number, 0) as behind
 from palabre.partition_tenant t join palabre.partition p on p.id = t.partition
 left join palabre.reader r on r.partition = p.id and r.name = %(reader)s order by p.id"""


async def stream_of(database: Database, tenant: TenantId) -> tuple[int, int]:
    """(partition, last committed number) of a tenant."""
    async with database.connection() as connection:
        row = await (
            await connection.execute(
                "select partition, last_number from palabre.stream_of(%(tenant)s)", {"tenant": tenant}
            )
        ).fetchone()
    if row is None:
        raise NotFound(what="tenant")
    return row["partition"], row["last_number"]


async def snapshot_of(database: Database, tenant: TenantId) -> bytes | None:
    async with database.connection() as connection:
        row = await (
            await connection.execute("select state from palabre.stream_snapshot(%(tenant)s)", {"tenant": tenant})
        ).fetchone()
    return row["state"] if row else None


async def kept_state(database: Database, tenant: TenantId, before: int) -> bytes | None:
    """The last snapshot kept that holds no fact from `before` on."""
    params = {"tenant": tenant, "before": before}
    async with database.connection() as connection:
        row = await (
            await connection.execute("select state from palabre.stream_kept_state(%(tenant)s, %(before)s)", params)
        ).fetchone()
    return row["state"] if row else None


async def read(
    database: Database, tenant: TenantId, past: int, *, batches: int = READ_BATCHES
) -> AsyncIterator[tuple[int, int, bytes]]:
    """(first, last, entries) of each batch that holds a fact past a number."""
    while True:
        async with database.connection() as connection:
            sql = "select last_number, facts, entries from palabre.stream_read(%(tenant)s, %(past)s, %(batches)s)"
            rows = await (
                await connection.execute(sql, {"tenant": tenant, "past": past, "batches": batches})
            ).fetchall()
        for row in rows:
            past = row["last_number"]
            yield past - row["facts"] + 1, past, row["entries"]
        if len(rows) < batches:
            return


async def tenants(database: Database) -> list[tuple[TenantId, int]]:
    """Every tenant and its partition."""
    async with database.connection() as connection:
        rows = await (
            await connection.execute("select tenant::text as tenant, partition from palabre.tenants_with_streams()")
        ).fetchall()
    return [(TenantId(r["tenant"]), r["partition"]) for r in rows]


async def behind(database: Database, reader: str) -> list[tuple[TenantId, int, bool]]:
    """Every tenant and its partition; True where this reader has not come to its end."""
    async with database.connection() as connection:
        rows = await (await connection.execute(_BEHIND, {"reader": reader})).fetchall()
    return [(TenantId(r["tenant"]), r["partition"], r["behind"]) for r in rows]
