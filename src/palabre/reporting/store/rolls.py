"""Roll-ups written: what a batch adds, days made of quarters of an hour. Role projector, one writer a tenant."""

from __future__ import annotations

import msgspec

from palabre.foundations.clock import Instant
from palabre.plumbing.postgres import Transaction
from palabre.reporting.model.rolls import ADDED, GREATEST, TIMES, Key, Rolls, Sums

# a reader's batch, the making of a day and the archive of one wait for each other
_LOCK = "select pg_advisory_xact_lock(7262252, hashtext(%(tenant)s::text))"
_STRIKE = """delete from palabre.roll_up_day_made
 where tenant = %(tenant)s and ended > %(first)s and begun <= %(last)s"""
_COUNT_DAYS = """select zone, begun, ended from palabre.roll_up_day_made
 where tenant = %(tenant)s and begun >= %(begin)s and ended <= %(end)s order by begun"""


def _added(table: str, names: tuple[str, ...]) -> str:
    return ", ".join(f"{n} = nullif(coalesce({table}.{n}, 0) + coalesce(excluded.{n}, 0), 0)" for n in names)


def _add(table: str, names: tuple[str, ...], more: str = "") -> str:
    return f"""insert into palabre.{table}
 select * from jsonb_populate_recordset(null::palabre.{table}, %(rows)s::jsonb) r where r.tenant = %(tenant)s::uuid
 on conflict (tenant, level, subject, partner, queue, slot) do update set {_added(table, names)}{more}"""


_ADD_COHORTS = _add("roll_up", ADDED, f", {GREATEST} = greatest(roll_up.{GREATEST}, excluded.{GREATEST})")
_ADD_TIMES = _add("roll_up_time", TIMES)


def _make(table: str, names: tuple[str, ...], more: str = "") -> tuple[str, str]:
    columns = ", ".join((*names, GREATEST) if more else names)
    summed = ", ".join(f"nullif(sum({n}), 0)" for n in names)
    empty = f"delete from palabre.{table}_day where tenant = %(tenant)s and slot >= %(begin)s and slot < %(end)s"
    fill = f"""insert into palabre.{table}_day (tenant, level, subject, partner, queue, slot, {columns})
 select tenant, level, subject, partner, queue, %(begin)s, {summed}{more} from palabre.{table}
 where tenant = %(tenant)s and slot >= %(begin)s and slot < %(end)s group by tenant, level, subject, partner, queue"""
    return empty, fill


_MAKE_DAY = (*_make("roll_up", ADDED, f", max({GREATEST})"), *_make("roll_up_time", TIMES))
_MADE = """insert into palabre.roll_up_day_made (tenant, zone, begun, ended)
 values (%(tenant)s, %(zone)s, %(begin)s, %(end)s) on conflict do nothing"""
_OTHER_ZONES = "delete from palabre.roll_up_day_made where tenant = %(tenant)s and zone <> %(zone)s"


async def lock(transaction: Transaction) -> None:
    """Until the end of this transaction nobody else writes this tenant's roll-ups."""
    await transaction.execute(_LOCK, {"tenant": transaction.scope.tenant})


async def add(transaction: Transaction, rolls: Rolls) -> None:
    """What a batch changed; days made of it are struck out, to be made again."""
    cohorts, times = rolls.changed()
    slots = [key.slot for key in (*cohorts, *times)]
    if not slots:
        return
    tenant = transaction.scope.tenant
    await transaction.execute(_STRIKE, {"tenant": tenant, "first": min(slots), "last": max(slots)})
    for sql, several in ((_ADD_COHORTS, cohorts), (_ADD_TIMES, times)):
        if several:
            await transaction.execute(sql, {"tenant": tenant, "rows": _rows(tenant, several)})


def _rows(tenant: str, several: dict[Key, Sums]) -> str:
    # in the order of their keys: two readers of one table never wait for each other in a circle
    rows = [{"tenant": tenant, **key._asdict(), **several[key]} for key in sorted(several)]
    return msgspec.json.encode(rows).decode()


async def days_made(transaction: Transaction, begin: Instant, end: Instant) -> list[tuple[str, Instant, Instant]]:
    """(zone, begin, end) of the days within [begin, end) whose daily sums hold."""
    found = await transaction.all(_COUNT_DAYS, {"tenant": transaction.scope.tenant, "begin": begin, "end": end})
    return [(row["zone"], row["begun"], row["ended"]) for row in found]


async def make_day(transaction: Transaction, zone: str, begin: Instant, end: Instant) -> None:
    """The daily sums of [begin, end), from the quarters of an hour. The caller holds the lock."""
    chosen = {"tenant": transaction.scope.tenant, "zone": zone, "begin": begin, "end": end}
    await transaction.execute(_OTHER_ZONES, chosen)
    for sql in (*_MAKE_DAY, _MADE):
        await transaction.execute(sql, chosen)
