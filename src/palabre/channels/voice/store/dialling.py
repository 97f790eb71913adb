"""What is dialled outside: plan, rates, the day, refusals."""

from __future__ import annotations

from typing import Any

import psycopg

from palabre.plumbing.postgres import Transaction

Row = dict[str, Any]


async def dial_plan(tx: Transaction) -> Row:
    """Locked: whoever asks for a call counts after whoever asked before."""
    await tx.execute(
        "insert into palabre.dial_plan (tenant) values (%(tenant)s) on conflict do nothing",
        {"tenant": tx.scope.tenant},
    )
    row = await tx.one(
        """select d.*, t.country, t.time_zone from palabre.dial_plan d join palabre.tenant t on t.tenant = d.tenant
           where d.tenant = %(tenant)s for update of d""",
        {"tenant": tx.scope.tenant},
    )
    return row or {}


async def dial_plan_seen(tx: Transaction) -> Row | None:
    """As it is written; None: the usual one."""
    return await tx.one("select * from palabre.dial_plan where tenant = %(tenant)s", {"tenant": tx.scope.tenant})


async def home(tx: Transaction) -> Row:
    row = await tx.one(
        "select country, time_zone from palabre.tenant where tenant = %(tenant)s", {"tenant": tx.scope.tenant}
    )
    return row or {"country": "", "time_zone": "UTC"}


async def dial_rates(tx: Transaction, limit: int) -> list[Row]:
    return await tx.all(
        "select * from palabre.dial_rate where tenant = %(tenant)s order by destination limit %(limit)s",
        {"tenant": tx.scope.tenant, "limit": limit},
    )


async def dial_use(tx: Transaction, day: str, now: int) -> Row:
    """calls up; micros of this day: of those ended, and of those up as they stand (a minute at least); spent: the same,
    of those up only what is spent by now."""
    row = await tx.one(
        """select count(d.channel)::int as calls, (e.before + coalesce(sum(d.call_micros + d.minute_micros
             * greatest(60000, %(now)s - d.began_at) / 60000), 0))::bigint as micros,
             (e.before + coalesce(sum(d.call_micros + d.minute_micros * (%(now)s - d.answered_at) / 60000)
               filter (where d.answered_at is not null), 0))::bigint as spent
           from (select coalesce(sum(s.micros), 0) as before from palabre.dial_day s
             where s.tenant = %(tenant)s and s.day = %(day)s::date) e
           left join palabre.dialled d on d.tenant = %(tenant)s and d.ended_at is null group by e.before""",
        {"tenant": tx.scope.tenant, "day": day, "now": now},
    )
    return row or {"calls": 0, "micros": 0, "spent": 0}


async def dialled_by_trunk(tx: Transaction) -> dict[str, int]:
    rows = await tx.all(
        """select trunk, count(*)::int as calls from palabre.dialled
           where tenant = %(tenant)s and ended_at is null group by trunk""",
        {"tenant": tx.scope.tenant},
    )
    return {r["trunk"]: r["calls"] for r in rows}


async def insert_dialled(tx: Transaction, values: Row) -> None:
    """A repeat finds the first."""
    await tx.execute(
        """insert into palabre.dialled (tenant, channel, node, trunk, purpose, kind, beginning, began_at, seen_at,
             call_micros, minute_micros)
           values (%(tenant)s, %(channel)s, %(node)s, %(trunk)s, %(purpose)s, %(kind)s, %(beginning)s, %(now)s,
             %(now)s, %(call)s, %(minute)s) on conflict do nothing""",
        {"tenant": tx.scope.tenant, **values},
    )


async def update_dialled(tx: Transaction, channel: str, trunk: str, answered_at: int | None, now: int) -> None:
    await tx.execute(
        """update palabre.dialled set trunk = %(trunk)s, answered_at = coalesce(answered_at, %(answered)s),
             seen_at = %(now)s where tenant = %(tenant)s and channel = %(channel)s and ended_at is null""",
        {"tenant": tx.scope.tenant, "channel": channel, "trunk": trunk, "answered": answered_at, "now": now},
    )


async def end_dialled(tx: Transaction, channel: str, answered_at: int | None, now: int) -> Row | None:
    """The call as it was; None: it has ended before."""
    return await tx.one(
        """update palabre.dialled set ended_at = %(now)s, answered_at = coalesce(answered_at, %(answered)s)
           where tenant = %(tenant)s and channel = %(channel)s and ended_at is null returning *""",
        {"tenant": tx.scope.tenant, "channel": channel, "answered": answered_at, "now": now},
    )


async def add_to_day(tx: Transaction, day: str, seconds: int, micros: int) -> None:
    await tx.execute(
        """insert into palabre.dial_day as d (tenant, day, calls, seconds, micros)
           values (%(tenant)s, %(day)s::date, 1, %(seconds)s, %(micros)s)
           on conflict (tenant, day) do update set calls = d.calls + 1, seconds = d.seconds + excluded.seconds,
             micros = d.micros + excluded.micros""",
        {"tenant": tx.scope.tenant, "day": day, "seconds": seconds, "micros": micros},
    )


async def mark_day(tx: Transaction, day: str, *, alarmed: bool, stopped: bool, now: int) -> list[str]:
    """alarmed, stopped: those that were not marked before."""
    before = await tx.one(
        "select alarmed_at, stopped_at from palabre.dial_day where tenant = %(tenant)s and day = %(day)s::date",
        {"tenant": tx.scope.tenant, "day": day},
    )
    wanted = {"alarmed": alarmed, "stopped": stopped}
    fresh = [what for what, is_so in wanted.items() if is_so and not (before and before[f"{what}_at"])]
    if fresh:
        await tx.execute(
            """insert into palabre.dial_day as d (tenant, day, alarmed_at, stopped_at)
               values (%(tenant)s, %(day)s::date, %(alarmed)s, %(stopped)s) on conflict (tenant, day) do update
               set alarmed_at = coalesce(d.alarmed_at, excluded.alarmed_at),
                 stopped_at = coalesce(d.stopped_at, excluded.stopped_at)""",
            {"tenant": tx.scope.tenant, "day": day, "alarmed": now if alarmed else None,
             "stopped": now if stopped else None},
        )  # fmt: skip
    return fresh


async def forget_marks(tx: Transaction, day: str) -> None:
    """The day's money is another sum: what was come to of the former one is over."""
    await tx.execute(
        """update palabre.dial_day set alarmed_at = null, stopped_at = null
           where tenant = %(tenant)s and day = %(day)s::date""",
        {"tenant": tx.scope.tenant, "day": day},
    )


async def count_refusal(tx: Transaction, values: Row) -> bool:
    """True where it is the first of its kind that day."""
    row = await tx.one(
        """insert into palabre.dial_refusal as r (tenant, day, code, kind, purpose, last_at)
           values (%(tenant)s, %(day)s::date, %(code)s, %(kind)s, %(purpose)s, %(now)s)
           on conflict (tenant, day, code, kind, purpose) do update set refusals = r.refusals + 1,
             last_at = excluded.last_at returning refusals""",
        {"tenant": tx.scope.tenant, **values},
    )
    return bool(row) and row["refusals"] == 1


async def refusals(tx: Transaction, day: str, limit: int) -> list[Row]:
    return await tx.all(
        """select code, kind, purpose, refusals, last_at from palabre.dial_refusal
           where tenant = %(tenant)s and day = %(day)s::date order by last_at desc limit %(limit)s""",
        {"tenant": tx.scope.tenant, "day": day, "limit": limit},
    )


async def trunks(tx: Transaction, limit: int) -> list[Row]:
    return await tx.all(
        "select * from palabre.trunk where tenant = %(tenant)s order by priority, created_at, id limit %(limit)s",
        {"tenant": tx.scope.tenant, "limit": limit},
    )


async def dialled_on(connection: psycopg.AsyncConnection, node: str) -> list[Row]:
    """Calls that this node has up, of all tenants, as rows say."""
    return await (await connection.execute("select * from palabre.dialled_on(%(node)s)", {"node": node})).fetchall()


async def put_dial_plan(tx: Transaction, values: Row) -> None:
    await tx.execute(
        """update palabre.dial_plan set countries = %(countries)s, classes = %(classes)s, opened = %(opened)s,
             closed = %(closed)s, calls_max = %(calls_max)s, day_micros_max = %(day_micros_max)s,
             call_seconds_max = %(call_seconds_max)s, currency = %(currency)s, version = version + 1
           where tenant = %(tenant)s""",
        {"tenant": tx.scope.tenant, **values},
    )


async def put_dial_rates(tx: Transaction, rows: list[Row]) -> None:
    """Exactly these."""
    tenant = {"tenant": tx.scope.tenant}
    await tx.execute("delete from palabre.dial_rate where tenant = %(tenant)s", tenant)
    for row in rows:
        await tx.execute(
            """insert into palabre.dial_rate (tenant, destination, call_micros, minute_micros)
               values (%(tenant)s, %(destination)s, %(call)s, %(minute)s) on conflict do nothing""",
            tenant | row,
        )


async def dial_day(tx: Transaction, day: str) -> Row | None:
    return await tx.one(
        "select * from palabre.dial_day where tenant = %(tenant)s and day = %(day)s::date",
        {"tenant": tx.scope.tenant, "day": day},
    )
