"""Which process a partition is to go to: wishes, the balance between those that serve, and the release. Role router."""

from __future__ import annotations

from typing import Any

import msgspec

from palabre.plumbing.postgres import Database

STEADY_SECONDS = 5.0  # a process that began just now is given nothing: it may be one that does not stay

_OTHERS = """select r.name from palabre.router_process r left join palabre.partition p on p.owner = r.name
 where r.name <> %(name)s and r.serving and r.lease_until > now() group by r.name order by count(p.id), r.name"""
_WISHES = """select p.id, p.going_to, coalesce(r.serving and r.lease_until > now(), false) as lives
 from palabre.partition p left join palabre.router_process r on r.name = p.going_to
 where p.owner = %(name)s and p.going_to <> '' order by p.id"""
_FORGET = "update palabre.partition set going_to = '' where id = %(partition)s and going_to = %(going_to)s"
_RELEASE = """update palabre.partition set epoch = epoch + 1, owner = %(to)s, going_to = ''
 where id = %(partition)s and epoch = %(epoch)s and owner = %(name)s returning id"""
# One step of evening out: from who has most to who has least, the shortest stream first; what a person placed stays.
# Whoever asks at the same moment finds the same step, so that it is taken once.
_STEP = """
with serving as (select name from palabre.router_process where serving and lease_until > now()
                    and began_at < now() - make_interval(secs => %(steady)s)),
 load as (select s.name, count(p.id) as has from serving s left join palabre.partition p on p.moved_to is null
             and s.name = coalesce(nullif(p.going_to, ''), p.owner) group by s.name),
 step as (select m.name as giver, l.name as taker, m.has - l.has as between
            from (select * from load order by has desc, name limit 1) m,
                 (select * from load order by has, name limit 1) l)
update palabre.partition p set going_to = step.taker from step where step.between > 1 and p.id =
 (select q.id from palabre.partition q where q.owner = step.giver and q.going_to = '' and q.moved_to is null
     and (%(all)s or not q.placed) order by q.last_number, q.id limit 1)
returning p.id, step.giver, step.taker"""
_UNPLACE = "update palabre.partition set placed = false where placed"
_LIST = """select p.id as partition, t.tenant::text as tenant, coalesce(p.owner, '') as owner, p.epoch,
  p.last_number as number, p.going_to, p.placed, coalesce(r.serving and r.lease_until > now(), false) as lives,
  (select count(*) from palabre.outbox o where o.tenant = t.tenant) as outbox,
  coalesce((select max(p.last_number - q.number) from palabre.reader q where q.partition = p.id), 0) as behind,
  coalesce(t.parked_why, '') as parked
 from palabre.partition p join palabre.partition_tenant t on t.partition = p.id
 left join palabre.router_process r on r.name = p.owner where p.moved_to is null order by p.id"""
_PROCESSES = """select r.name, r.serving and r.lease_until > now() as lives, r.serving,
  extract(epoch from now() - r.began_at)::float8 as seconds,
  (select count(*) from palabre.partition p where p.owner = r.name and p.moved_to is null) as partitions
 from palabre.router_process r order by r.name"""
_MOVE = """update palabre.partition set going_to = case when owner = %(to)s then '' else %(to)s end, placed = true
 where id = (select partition from palabre.partition_tenant where tenant = %(tenant)s) returning id"""


class Row(msgspec.Struct):
    """A partition as `./palabre partitions` shows it. `outbox`: facts told and not yet numbered. `behind`: of the
    slowest reader, in facts. `lives`: its owner serves."""

    partition: int
    tenant: str
    owner: str
    epoch: int
    number: int
    going_to: str
    placed: bool
    lives: bool
    outbox: int
    behind: int
    parked: str


async def others(database: Database, name: str) -> list[str]:
    """Those that serve, without this one; who owns least first."""
    return [row["name"] for row in await _all(database, _OTHERS, name=name)]


async def wishes(database: Database, name: str) -> list[tuple[int, str]]:
    """(partition, process it is to move to) of what this process owns; wishes for one that is gone are dropped."""
    found = []
    for row in await _all(database, _WISHES, name=name):
        if row["lives"] and row["going_to"] != name:
            found.append((row["id"], row["going_to"]))
        else:
            await _run(database, _FORGET, partition=row["id"], going_to=row["going_to"])
    return found


async def release(database: Database, name: str, partition: int, epoch: int, to: str) -> bool:
    """Fence ourselves and name the next owner. False where another process owns it already."""
    return bool(await _all(database, _RELEASE, name=name, partition=partition, epoch=epoch, to=to))


async def step(database: Database, *, steady_seconds: float = STEADY_SECONDS, all: bool = False) -> dict | None:
    """{id, giver, taker} of one move that evens out, now wished for; None where it is even."""
    rows = await _all(database, _STEP, steady=steady_seconds, all=all)
    return rows[0] if rows else None


async def unplace(database: Database) -> None:
    """What people placed may be moved by the balance again."""
    await _run(database, _UNPLACE)


async def listed(database: Database) -> list[Row]:
    return [msgspec.convert(row, Row) for row in await _all(database, _LIST)]


async def processes(database: Database) -> list[dict[str, Any]]:
    """{name, lives, serving, seconds since it began, partitions}."""
    return await _all(database, _PROCESSES)


async def move(database: Database, tenant: str, to: str) -> bool:
    """Wish that this tenant's partition move; False where there is no such tenant."""
    return bool(await _all(database, _MOVE, tenant=tenant, to=to))


async def _all(database: Database, sql: str, **params: Any) -> list[dict]:
    async with database.connection() as connection:
        return await (await connection.execute(sql, params)).fetchall()


async def _run(database: Database, sql: str, **params: Any) -> None:
    async with database.connection() as connection:
        await connection.execute(sql, params)
