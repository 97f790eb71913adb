"""What of the read tables lies in files: which days, which blobs, and how rows come out of PostgreSQL for them.

A file is one kind of row of one tenant and one day of UTC, in Parquet, among the tenant's blobs (encrypted there).
Whatever lies before `until` is read from files alone, were the rows still in the tables.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import msgspec

from palabre.foundations.clock import HOUR, Instant
from palabre.plumbing.postgres import Transaction
from palabre.reporting.model.rolls import ADDED, ADVISOR, GREATEST, TIMES

DAY = 24 * HOUR
_ROLL = "level, subject, partner, queue, slot"
_DAY = "tenant = %(tenant)s and {} >= %(day)s and {} < %(day)s + 86400000"
_CONTACT = """item, conversation, queue, kind, arrived, queued, first, resumed, answered, ended, end_reason, advisor,
 site, partner, offers, ring, talk, hold, wrap_up"""
_INTERVAL = """advisor, number, begun, ended, status, present, ringing, talking, holding, wrapping, site, partner"""

# kind: (table, columns, which rows of a day, their order: what is asked for together lies together)
KINDS: dict[str, tuple[str, str, str, str]] = {
    "roll_up": (
        "roll_up",
        f"{_ROLL}, {', '.join(ADDED)}, {GREATEST}",
        _DAY.format("slot", "slot") + f" and level <> '{ADVISOR}'",
        "level, queue, subject, slot",
    ),
    "roll_up_advisor": (
        "roll_up",
        f"{_ROLL}, {', '.join(ADDED)}, {GREATEST}",
        _DAY.format("slot", "slot") + f" and level = '{ADVISOR}'",
        "subject, slot",
    ),
    "roll_up_time": (
        "roll_up_time",
        f"{_ROLL}, {', '.join(TIMES)}",
        _DAY.format("slot", "slot"),
        "level, subject, slot",
    ),
    "contact": ("contact", _CONTACT, _DAY.format("queued", "queued"), "queue, queued"),
    "interval": (
        "advisor_interval",
        _INTERVAL,
        _DAY.format("begun", "begun") + " and ended is not null",
        "advisor, begun",
    ),
}

_UNTIL = "select until from palabre.roll_up_until where tenant = %(tenant)s"
_KEPT = """select day, kind, blob::text, rows, bytes from palabre.roll_up_file
 where tenant = %(tenant)s and day > %(begin)s - 86400000 and day < %(end)s order by day, kind"""
_FIRST = """select least((select min(slot) from palabre.roll_up where tenant = %(tenant)s),
 (select min(slot) from palabre.roll_up_time where tenant = %(tenant)s),
 (select min(queued) from palabre.contact where tenant = %(tenant)s)) as first"""
# what is still to change holds its day back; so does a reader that has not read all there is
_BUSY = """select (select count(*) from palabre.contact where tenant = %(tenant)s and queued < %(day)s + 86400000
   and (ended is null or coalesce(talk_from, hold_from, wrap_up_from) is not null)) as open,
 (select p.last_number - coalesce(r.number, 0) from palabre.partition_tenant t join palabre.partition p
   on p.id = t.partition left join palabre.reader r on r.partition = p.id and r.name = 'reporting'
   where t.tenant = %(tenant)s) as behind,
 exists (select from palabre.roll_up where tenant = %(tenant)s and slot >= %(day)s + 86400000) as later"""
_RECORD = """insert into palabre.roll_up_file (tenant, day, kind, blob, rows, bytes)
 values (%(tenant)s, %(day)s, %(kind)s, %(blob)s, %(rows)s, %(bytes)s)"""
_MOVE = """insert into palabre.roll_up_until (tenant, until) values (%(tenant)s, %(until)s)
 on conflict (tenant) do update set until = excluded.until"""


class Kept(msgspec.Struct, frozen=True):
    """`day`: its first instant, UTC."""

    day: Instant
    kind: str
    blob: str
    rows: int
    bytes: int


def kind_of(level: str, *, times: bool) -> str:
    return "roll_up_time" if times else "roll_up_advisor" if level == ADVISOR else "roll_up"


async def until(tx: Transaction) -> Instant:
    row = await tx.one(_UNTIL, {"tenant": tx.scope.tenant})
    return row["until"] if row else 0


async def kept(tx: Transaction, begin: Instant, end: Instant) -> list[Kept]:
    """Files of the days that meet [begin, end)."""
    rows = await tx.all(_KEPT, {"tenant": tx.scope.tenant, "begin": begin, "end": end})
    return [Kept(**row) for row in rows]


async def first_row(tx: Transaction) -> Instant | None:
    row = await tx.one(_FIRST, {"tenant": tx.scope.tenant})
    return row["first"] if row else None


async def busy(tx: Transaction, day: Instant) -> str:
    """Why this day may still change: `open` contacts, or a reader `behind` it; empty when it may not."""
    row = await tx.one(_BUSY, {"tenant": tx.scope.tenant, "day": day}) or {}
    if row["open"]:
        return "open"
    return "behind" if row["behind"] and not row["later"] else ""


async def csv_of(tx: Transaction, kind: str, day: Instant) -> AsyncIterator[bytes]:
    """The rows of one kind and day, with a head, as PostgreSQL writes them."""
    table, columns, where, order = KINDS[kind]
    chosen = {"tenant": tx.scope.tenant, "day": day}
    sql = f"copy (select {columns} from palabre.{table} where {where} order by {order}) to stdout (format csv, header)"
    async with tx.connection.cursor() as cursor, cursor.copy(sql, chosen) as rows:
        async for chunk in rows:
            yield bytes(chunk)


async def print_of(tx: Transaction, kind: str, day: Instant) -> tuple[int, int]:
    """(number, sum of hashes) of these rows: has anything changed since?"""
    table, _, where, _ = KINDS[kind]
    row = await tx.one(
        f"""select count(*) as n, coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text as print
         from palabre.{table} t where {where}""",
        {"tenant": tx.scope.tenant, "day": day},
    )
    return row["n"], row["print"]


async def record(tx: Transaction, day: Instant, kind: str, blob: str, rows: int, size: int) -> None:
    chosen = {"tenant": tx.scope.tenant, "day": day, "kind": kind, "blob": blob, "rows": rows, "bytes": size}
    await tx.execute(_RECORD, chosen)


async def drop_rows(tx: Transaction, day: Instant) -> None:
    """The rows of this day leave the tables."""
    for table, _, where, _ in KINDS.values():
        await tx.execute(f"delete from palabre.{table} where {where}", {"tenant": tx.scope.tenant, "day": day})


async def move_until(tx: Transaction, instant: Instant) -> None:
    await tx.execute(_MOVE, {"tenant": tx.scope.tenant, "until": instant})


async def sweep_before(tx: Transaction, instant: Instant, rows: int) -> None:
    """Rows that came back below `until` (the tables were emptied and filled again) count nowhere: away with them."""
    for table, column in (("roll_up", "slot"), ("roll_up_time", "slot"), ("contact", "queued")):
        await tx.execute(
            f"""delete from palabre.{table} where tenant = %(tenant)s and ctid = any(array(select ctid
             from palabre.{table} where tenant = %(tenant)s and {column} < %(until)s limit %(rows)s))""",
            {"tenant": tx.scope.tenant, "until": instant, "rows": rows},
        )


async def outlived(tx: Transaction, before: Instant, limit: int) -> list[Kept]:
    """Files of days before this instant, oldest first."""
    rows = await tx.all(
        """select day, kind, blob::text, rows, bytes from palabre.roll_up_file
         where tenant = %(tenant)s and day < %(before)s order by day, kind limit %(limit)s""",
        {"tenant": tx.scope.tenant, "before": before, "limit": limit},
    )
    return [Kept(**row) for row in rows]


async def forget(tx: Transaction, one: Kept) -> None:
    await tx.execute(
        "delete from palabre.roll_up_file where tenant = %(tenant)s and day = %(day)s and kind = %(kind)s",
        {"tenant": tx.scope.tenant, "day": one.day, "kind": one.kind},
    )


async def drop_days(tx: Transaction, before: Instant) -> None:
    """Daily sums past the longest retention."""
    for table, column in (("roll_up_day", "slot"), ("roll_up_time_day", "slot"), ("roll_up_day_made", "begun")):
        await tx.execute(
            f"delete from palabre.{table} where tenant = %(tenant)s and {column} < %(before)s",
            {"tenant": tx.scope.tenant, "before": before},
        )


async def unreferenced(tx: Transaction, kind: str, limit: int) -> list[str]:
    """Blobs of this kind that no day names: what a cut left between the blob and its record."""
    rows = await tx.all(
        """select b.id::text from palabre.blob b where b.tenant = %(tenant)s and b.kind = %(kind)s
         and b.erased_at is null and b.created_at < now() - interval '1 hour' and not exists (
           select from palabre.roll_up_file f where f.tenant = b.tenant and f.blob = b.id) limit %(limit)s""",
        {"tenant": tx.scope.tenant, "kind": kind, "limit": limit},
    )
    return [row["id"] for row in rows]


async def zone_of_tenant(tx: Transaction) -> str:
    row = await tx.one("select time_zone from palabre.tenant where tenant = %(tenant)s", {"tenant": tx.scope.tenant})
    return row["time_zone"] if row else "UTC"
