"""Who owns what: leases of processes, partitions to claim, snapshots, parked tenants. Role router."""

from __future__ import annotations

from palabre.foundations.ids import TenantId
from palabre.foundations.scope import Scope
from palabre.plumbing import parked
from palabre.plumbing.postgres import Database, Line

_HOLD = "select pg_try_advisory_lock(hashtextextended(%(name)s, 0)) as held"
_RENEW = """insert into palabre.router_process (name, lease_until, serving)
 select %(name)s, now() + make_interval(secs => %(seconds)s), %(serving)s
  where pg_try_advisory_lock(hashtextextended(%(name)s, 0))
 on conflict (name) do update set lease_until = excluded.lease_until, serving = excluded.serving,
  began_at = case when router_process.lease_until < now() then now() else router_process.began_at end
 returning name"""
# what was nobody's when it was looked for is taken by one process alone: the row is locked while it changes hands
_CLAIM = """
with free as (
 select p.id, greatest(0, extract(epoch from now() - r.lease_until) + %(seconds)s) * 1000 as away
   from palabre.partition p left join palabre.router_process r on r.name = p.owner and r.name <> %(name)s
  where p.moved_to is null and p.id <> all(%(mine)s::int[])
    and exists (select from palabre.partition_tenant t where t.partition = p.id)
    and (p.owner is null or p.owner = %(name)s or r.lease_until is null or r.lease_until < now()
         or (not r.serving and %(steady)s))
  order by p.owner is distinct from %(name)s, p.id limit %(most)s for update of p skip locked),
 took as (update palabre.partition p set owner = %(name)s, going_to = '', placed = placed and p.owner = %(name)s
            from free where p.id = free.id returning p.id, free.away)
select took.id, took.away, t.tenant::text as tenant
  from took join palabre.partition_tenant t on t.partition = took.id order by took.id"""
_SHARE = """select ceil(count(*)::numeric / greatest((select count(*) from palabre.router_process
   where serving and lease_until > now()), 1))::int as share from palabre.partition where moved_to is null"""
_AWAY = """select greatest(0, extract(epoch from now() - lease_until) + %(seconds)s) * 1000 as away
 from palabre.router_process where name = %(name)s"""
_EPOCHS = "select id, epoch from palabre.partition where id = any(%(partitions)s)"
_RENAME = """update palabre.partition p set owner = %(name)s
 from unnest(%(partitions)s::int[], %(epochs)s::bigint[]) as u(id, epoch) where p.id = u.id and p.epoch = u.epoch"""
_SNAPSHOT = "select state from palabre.snapshot where partition = %(partition)s"
_SAVE = """insert into palabre.snapshot (partition, number, state) values (%(partition)s, %(number)s, %(state)s)
 on conflict (partition) do update set number = excluded.number, state = excluded.state, made_at = now()
 where palabre.snapshot.number <= excluded.number
    or palabre.snapshot.number > (select last_number from palabre.partition where id = %(partition)s)"""
_UNPARK = """update palabre.partition_tenant set parked_at = null, parked_why = null
 where tenant = %(tenant)s and starts_with(parked_why, %(beginning)s)"""
_ASKED = """select tenant::text as tenant, asked, asked_reason from palabre.partition_tenant
 where tenant = any(%(tenants)s::uuid[]) and asked <> ''"""
_ANSWERED = "update palabre.partition_tenant set asked = '', asked_reason = '' where tenant = %(tenant)s"
_STOPPED_AT = """select id, fact from palabre.outbox where tenant = %(tenant)s
 and transaction = (select transaction from palabre.outbox where tenant = %(tenant)s and id = %(row)s) order by id"""
_TAKE_OUT = "delete from palabre.outbox where tenant = %(tenant)s and id = any(%(rows)s)"
_PARK = "update palabre.partition_tenant set parked_at = now(), parked_why = %(why)s where tenant = %(tenant)s"


async def hold(line: Line, name: str) -> bool:
    """Whether this session has the name to itself, for as long as the session lasts."""
    row = await line.one(_HOLD, {"name": name})
    return row is not None and row["held"]


async def renew(line: Line, name: str, seconds: float, serving: bool = True) -> bool:
    """False where another session holds the name. `serving`: it is to be asked, and to be given partitions."""
    return await line.one(_RENEW, {"name": name, "seconds": seconds, "serving": serving}) is not None


async def claim(
    database: Database, name: str, seconds: float, *, mine: list[int], most: int, steady: bool
) -> list[tuple[int, TenantId, int]]:
    """(partition, tenant, milliseconds since another owner was last heard of), now this process's.

    `mine`: what it holds already. `steady`: it has served for a while, and may take from those that serve no more.
    """
    params = {"name": name, "seconds": seconds, "mine": mine, "most": most, "steady": steady}
    async with database.connection() as connection:
        rows = await (await connection.execute(_CLAIM, params)).fetchall()
    return [(r["id"], TenantId(r["tenant"]), int(r["away"] or 0)) for r in rows]


async def share(database: Database) -> int:
    """How many partitions each process that serves would own, were they shared out evenly."""
    async with database.connection() as connection:
        row = await (await connection.execute(_SHARE)).fetchone()
    return row["share"] if row else 0


async def away_ms(database: Database, name: str, seconds: float) -> int:
    """Milliseconds since a process of this name last renewed its lease; 0 where it never did."""
    async with database.connection() as connection:
        row = await (await connection.execute(_AWAY, {"name": name, "seconds": seconds})).fetchone()
    return int(row["away"]) if row else 0


async def epochs(database: Database, partitions: list[int]) -> dict[int, int]:
    async with database.connection() as connection:
        rows = await (await connection.execute(_EPOCHS, {"partitions": partitions})).fetchall()
    return {r["id"]: r["epoch"] for r in rows}


async def rename(database: Database, name: str, epochs: dict[int, int]) -> None:
    """What we own still is owned under this name from here on."""
    async with database.connection() as connection:
        params = {"name": name, "partitions": list(epochs), "epochs": list(epochs.values())}
        await connection.execute(_RENAME, params)


async def snapshot(database: Database, partition: int) -> bytes | None:
    async with database.connection() as connection:
        row = await (await connection.execute(_SNAPSHOT, {"partition": partition})).fetchone()
    return row["state"] if row else None


async def save_snapshot(database: Database, partition: int, number: int, state: bytes) -> None:
    async with database.connection() as connection:
        await connection.execute(_SAVE, {"partition": partition, "number": number, "state": state})


async def unpark(database: Database, tenant: str, beginning: str) -> None:
    """Of what was parked for a reason that begins so."""
    async with database.connection() as connection:
        await connection.execute(_UNPARK, {"tenant": tenant, "beginning": beginning})


async def park(database: Database, tenant: str, why: str) -> None:
    async with database.connection() as connection:
        await connection.execute(_PARK, {"tenant": tenant, "why": why})


async def asked(database: Database, tenants: list[str]) -> list[tuple[str, str, str]]:
    """(tenant, retry | set_aside, reason): what somebody wants done about these parked ones."""
    async with database.connection() as connection:
        rows = await (await connection.execute(_ASKED, {"tenants": tenants})).fetchall()
    return [(r["tenant"], r["asked"], r["asked_reason"]) for r in rows]


async def answered(database: Database, tenant: str) -> None:
    async with database.connection() as connection:
        await connection.execute(_ANSWERED, {"tenant": tenant})


async def set_aside(database: Database, tenant: TenantId, partition: int, row: int, why: str, reason: str) -> None:
    """The transaction of this outbox row leaves the outbox for the parked list, whole; nothing of it is lost."""
    async with database.transaction(Scope(tenant)) as tx:
        told = await tx.all(_STOPPED_AT, {"tenant": tenant, "row": row})
        for one in told:
            await parked.park(
                tx, parked.OWNER, partition, one["id"], one["fact"], why, 1, outcome=parked.SET_ASIDE, reason=reason
            )
        await tx.execute(_TAKE_OUT, {"tenant": tenant, "rows": [one["id"] for one in told]})
