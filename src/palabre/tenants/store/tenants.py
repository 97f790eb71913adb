"""SQL of tenants, partners and sites."""

from __future__ import annotations

from typing import Any

from palabre.plumbing.postgres import Transaction

_TABLES = {"partner": ("name", "names_visible", "active"), "site": ("name", "partner", "kind", "time_zone", "active")}


async def insert_tenant(tx: Transaction, row: dict[str, Any]) -> None:
    await tx.execute(
        """insert into palabre.tenant (tenant, name, language, country, time_zone, created_at)
           values (%(tenant)s, %(name)s, %(language)s, %(country)s, %(time_zone)s, %(now)s)""",
        {**row, "tenant": tx.scope.tenant},
    )


async def create_partition(tx: Transaction) -> int:
    row = await tx.one("select palabre.create_partition(%(tenant)s) as partition", {"tenant": tx.scope.tenant})
    return row["partition"]


async def read_tenant(tx: Transaction) -> dict | None:
    return await tx.one(
        """select t.tenant, t.name, t.language, t.country, t.time_zone, t.settings, t.version, p.partition
           from palabre.tenant t left join palabre.partition_tenant p on p.tenant = t.tenant
             where t.tenant = %(tenant)s""",
        {"tenant": tx.scope.tenant},
    )


async def lock_tenant(tx: Transaction) -> None:
    """One at a time: what must be decided on all rows of a tenant (last administrator, next version of the rules)."""
    await tx.execute("select 1 from palabre.tenant where tenant = %(tenant)s for update", {"tenant": tx.scope.tenant})


async def update_tenant(tx: Transaction, row: dict[str, Any]) -> bool:
    cursor = await tx.execute(
        """update palabre.tenant set name = %(name)s, language = %(language)s, country = %(country)s,
           time_zone = %(time_zone)s, version = version + 1 where tenant = %(tenant)s and version = %(version)s""",
        {**row, "tenant": tx.scope.tenant},
    )
    return cursor.rowcount == 1


async def insert_place(tx: Transaction, table: str, row: dict[str, Any]) -> None:
    columns = _TABLES[table]
    names, values = ", ".join(columns), ", ".join(f"%({c})s" for c in columns)
    await tx.execute(
        f"insert into palabre.{table} (tenant, id, created_at, {names}) values (%(tenant)s, %(id)s, %(now)s, {values})",
        {**row, "tenant": tx.scope.tenant},
    )


async def update_place(tx: Transaction, table: str, row: dict[str, Any]) -> bool:
    sets = ", ".join(f"{c} = %({c})s" for c in _TABLES[table])
    cursor = await tx.execute(
        f"""update palabre.{table} set {sets}, version = version + 1
            where tenant = %(tenant)s and id = %(id)s and version = %(version)s""",
        {**row, "tenant": tx.scope.tenant},
    )
    return cursor.rowcount == 1


async def read_place(tx: Transaction, table: str, id: str) -> dict | None:
    columns = ", ".join(_TABLES[table])
    return await tx.one(
        f"select id::text, version, {columns} from palabre.{table} where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id},
    )


async def list_places(tx: Transaction, table: str, after: str | None, limit: int) -> list[dict]:
    """By id, hence by age: a tenant has a few dozen."""
    columns = ", ".join(_TABLES[table])
    return await tx.all(
        f"""select id::text, version, {columns} from palabre.{table}
            where tenant = %(tenant)s and (%(after)s::uuid is null or id > %(after)s::uuid)
              order by id limit %(limit)s""",
        {"tenant": tx.scope.tenant, "after": after, "limit": limit},
    )
