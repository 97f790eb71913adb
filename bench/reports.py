"""Report screens on a tenant of 100 million conversations: each kind of report, as the API makes and encodes it.

    ./palabre bench reports [--json] [--runs 5] [--conversations 100000000]

What a report reads are roll-ups, so these are generated, as the reader would have written them for a year of that many
conversations: 4,500 advisors, 40 queues, 5 sites, 3 partners, 14 hours a day. In PostgreSQL the sums of every civil day of
the year (of each advisor too) and the quarters of an hour of the last 92 days; in files, encrypted, the quarters of the
days before. Not generated: contacts, which no report reads, and the quarters of each advisor before the last week, which
stand on the disk beside what is read. Goal: one second for any screen, its first time too (files read and decrypted).
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import msgspec
import psycopg
from _machine import Row, machine, report

from palabre.foundations import limits
from palabre.foundations.scope import Scope
from palabre.plumbing.blobs import Blobs
from palabre.plumbing.engines import postgres_roles
from palabre.plumbing.engines.postgres import SUPERUSER, Postgres
from palabre.plumbing.identity import new_id
from palabre.plumbing.migrate import migrate
from palabre.plumbing.postgres import Database
from palabre.plumbing.secrets import Secrets, master_key
from palabre.plumbing.settings import Settings
from palabre.reporting.actions.exports import export
from palabre.reporting.actions.keeping import CONTENT_TYPE, KIND
from palabre.reporting.actions.reports import Asked, make_report
from palabre.reporting.model.rolls import ADDED, ALL, GREATEST, SLOT
from palabre.reporting.store.files import DAY, csv_of, record
from palabre.reporting.store.long_memory import of_process, parquet_of
from palabre.tenants.actions.tenants import create_tenant
from palabre.tenants.model.permissions import everything

GOAL_SECONDS = 1.0
DAYS, RECENT, ADVISOR_QUARTERS = 365, 92, 7
ADVISORS, QUEUES, SITES, PARTNERS = 4_500, 40, 5, 3
OPENS, QUARTERS = 7, 56  # hours of the day, quarters of an hour worked
LAST = date(2026, 10, 31)
ZONE = "UTC"

# {n}: how many were offered in this row; waits lie in fourteen buckets, as a calm queue has them
SHARES = {0: 46, 1: 9, 2: 6, 3: 5, 4: 4, 6: 4, 8: 4, 10: 4, 12: 3, 15: 3, 19: 3, 23: 1, 25: 1, 28: 1}
_VALUES = {
    "offered": "{n}", "first_offered": "{n}", "answered": "({n} * 94) / 100", "abandoned": "({n} * 6) / 100",
    "answered_waited": "({n} * 50) / 100", "handled": "({n} * 94) / 100", "offers": "{n}",
    "wait_sum": "{n}::bigint * 14000", "wait_from_arrival_sum": "{n}::bigint * 26000",
    "talk_sum": "{n}::bigint * 180000", "hold_sum": "{n}::bigint * 9000", "wrap_up_sum": "{n}::bigint * 30000",
    "ring_sum": "{n}::bigint * 5000", "abandoned_wait_sum": "{n}::bigint * 2400", GREATEST: "200000::bigint",
    **{f"a{bucket}": f"nullif(({{n}} * {share}) / 100, 0)" for bucket, share in SHARES.items()},
}  # fmt: skip


def rows_of(n: str) -> str:
    """Values of every column, `n` an SQL expression."""
    return ", ".join(_VALUES.get(name, "null").format(n=n) for name in (*ADDED, GREATEST))


COLUMNS = ", ".join((*ADDED, GREATEST))


class World:
    def __init__(self, tenant: str, conversations: int) -> None:
        self.tenant, self.conversations = tenant, conversations
        self.queues, self.sites = ids(QUEUES), ids(SITES)
        self.partners, self.advisors = ids(PARTNERS), ids(ADVISORS)
        self.end = midnight(LAST + timedelta(days=1))
        self.begin = self.end - DAYS * DAY
        self.until = self.end - RECENT * DAY


def ids(n: int) -> list[str]:
    return [new_id() for _ in range(n)]


def midnight(day: date) -> int:
    return round(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)


def furnish(connection: psycopg.Connection, world: World) -> None:
    """Names, then roll-ups."""
    run = connection.execute
    t = world.tenant
    for table, several in (("partner", world.partners), ("site", world.sites)):
        kind = (", kind", ", 'office'") if table == "site" else ("", "")
        run(f"""insert into palabre.{table} (tenant, id, name, created_at{kind[0]})
             select %s, id, '{table} ' || n, 0{kind[1]} from unnest(%s::uuid[]) with ordinality as u(id, n)""", (t, several))
    run("""insert into palabre.queue (tenant, id, name, channel, rings, options, created_at)
         select %s, id, 'queue ' || n, case when n %% 4 = 0 then 'chat' else 'voice' end, '[]', '{}', 0
         from unnest(%s::uuid[]) with ordinality as u(id, n)""", (t, world.queues))
    run("""insert into palabre.person (tenant, id, email, email_key, name, name_key, roles, created_at)
         select %s, id, n || '@b.test', n || '@b.test', 'advisor ' || lpad(n::text, 5, '0'),
           'advisor ' || lpad(n::text, 5, '0'), '{advisor}', 0
         from unnest(%s::uuid[]) with ordinality as u(id, n)""", (t, world.advisors))
    per_day = world.conversations // DAYS
    owners = [("tenant", [ALL], 1), ("site", world.sites, SITES), ("partner", world.partners, SITES)]
    for level, subjects, parts in owners:
        for queues, share in (([ALL], 1), (world.queues, QUEUES)):
            day = max(1, per_day // parts // share)
            fill(run, world, "roll_up_day", level, subjects, queues, day, f"generate_series({world.begin}, {world.end - 1}, {DAY})")
            fill(run, world, "roll_up", level, subjects, queues, max(1, day // QUARTERS), quarters(world.until, world.end))
    each = max(1, per_day // ADVISORS)
    fill(run, world, "roll_up_day", "advisor", world.advisors, [ALL], each, f"generate_series({world.begin}, {world.end - 1}, {DAY})")
    week = quarters(world.end - ADVISOR_QUARTERS * DAY, world.end)
    fill(run, world, "roll_up", "advisor", world.advisors, [ALL], max(1, each // QUARTERS), week)
    run("""insert into palabre.roll_up_day_made (tenant, zone, begun, ended)
         select %s, %s, d, d + %s from generate_series(%s::bigint, %s::bigint, %s::bigint) d""",
        (t, ZONE, DAY, world.begin, world.end - 1, DAY))  # fmt: skip
    run("insert into palabre.roll_up_until (tenant, until) values (%s, %s)", (t, world.until))


def quarters(begin: int, end: int) -> str:
    """Of the hours worked, of each day."""
    return f"""(select d + {OPENS} * 3600000 + q * {SLOT} from generate_series({begin}::bigint, {end - 1}::bigint, {DAY}) d,
     generate_series(0, {QUARTERS - 1}) q)"""


def fill(run, world: World, table: str, level: str, subjects: list, queues: list, n: int, slots: str) -> None:
    slots = slots if slots.startswith("(") else f"(select s::bigint from {slots} s)"
    amount = f"greatest(1, ({n} * (60 + abs(hashint8(s.slot)) % 80)) / 100)"
    partner = "subject" if level == "partner" else f"'{ALL}'::uuid"
    run(f"""insert into palabre.{table} (tenant, level, subject, partner, queue, slot, {COLUMNS})
         select '{world.tenant}', '{level}', subject, {partner}, queue, slot, {rows_of("m")}
         from (select subject, queue, s.slot, {amount} as m from unnest(%s::uuid[]) subject, unnest(%s::uuid[]) queue,
           {slots} as s(slot)) x""".replace("% 80", "%% 80"), (subjects, queues))


def fill_times(run, world: World, table: str, level: str, subjects: list, people: int, slots: str, lasts: int) -> None:
    partner = "subject" if level == "partner" else f"'{ALL}'::uuid"
    run(f"""insert into palabre.{table} (tenant, level, subject, partner, queue, slot, signed_in_sum, busy_sum, idle_sum)
         select '{world.tenant}', '{level}', subject, {partner}, '{ALL}', s.slot, {people * lasts}::bigint,
           {people * lasts * 70 // 100}::bigint, {people * lasts * 20 // 100}::bigint
         from unnest(%s::uuid[]) subject, {slots} as s(slot)""", (subjects,))


def furnish_times(connection: psycopg.Connection, world: World) -> None:
    days = f"(select d from generate_series({world.begin}::bigint, {world.end - 1}::bigint, {DAY}) d)"
    recent = quarters(world.until, world.end)
    of = [("tenant", [ALL], ADVISORS), ("site", world.sites, ADVISORS // SITES), ("partner", world.partners, 300)]
    for level, subjects, people in of:
        fill_times(connection.execute, world, "roll_up_time_day", level, subjects, people, days, QUARTERS * SLOT)
        fill_times(connection.execute, world, "roll_up_time", level, subjects, people, recent, SLOT)
    fill_times(connection.execute, world, "roll_up_time_day", "advisor", world.advisors, 1, days, QUARTERS * SLOT)


async def remember(services, world: World, projector: Database) -> tuple[int, int]:
    """Files of the days before `until`, as the projector writes them: one day's rows, moved back by whole days.

    Of each advisor only the 31 days before it: no screen reads more. Returns (files, bytes).
    """
    memory, scope, files_, size = of_process(services.settings), Scope(world.tenant), 0, 0
    source = world.end - DAY
    for kind, days in (("roll_up", DAYS - RECENT), ("roll_up_time", DAYS - RECENT), ("roll_up_advisor", 31)):
        async with projector.transaction(scope) as tx:
            csv = b"".join([chunk async for chunk in csv_of(tx, kind, source)])
        head = csv[: csv.index(b"\n")].decode()
        for n in range(1, days + 1):
            day = world.until - n * DAY
            moved = parquet_of(head).replace("select *", f"select * replace (slot - {source - day} as slot)", 1)
            data = await memory.write(moved, csv)
            blob = await services.blobs.put(world.tenant, data, kind=KIND, content_type=CONTENT_TYPE)
            async with projector.transaction(scope) as tx:
                await record(tx, day, kind, blob.id, csv.count(b"\n") - 1, blob.bytes)
            files_, size = files_ + 1, size + blob.bytes
    return files_, size


def screens(world: World) -> dict[str, Asked]:
    """What people look at: the last day, month and year, and what lies in files alone."""

    def asked(by: str, each: str, first: date, last: date = LAST, **more) -> Asked:
        return Asked(by, each, first, last, ZONE, **more)

    month, year = LAST - timedelta(days=30), LAST - timedelta(days=DAYS - 1)
    old = LAST - timedelta(days=RECENT)
    before, queue, advisor = old - timedelta(days=30), world.queues[7], world.advisors[2_000]
    return {
        "day by quarter of an hour": asked("time", "interval", LAST),
        "day by queue": asked("queue", "period", LAST),
        "month by day": asked("time", "day", month),
        "month by queue": asked("queue", "period", month),
        "year by day, all queues": asked("time", "day", year),
        "year by queue": asked("queue", "period", year),
        "year by channel and day": asked("channel", "day", year),
        "year by site": asked("site", "period", year),
        "year by partner": asked("partner", "period", year),
        "year of 100 advisors (a page)": asked("advisor", "period", year),
        "year of one advisor by day": asked("time", "day", year, advisor=advisor),
        "one queue, 31 days by quarter": asked("time", "interval", month, queue=queue),
        "old: one queue, 31 days by quarter": asked("time", "interval", before, old, queue=queue),
        "old: all queues, 31 days by quarter": asked("queue", "interval", before, old),
        "old: one advisor, 31 days by quarter": asked("time", "interval", before, old, advisor=advisor),
    }


async def measure(services, world: World, runs: int, now: int) -> list[Row]:
    scope, rows = everything(world.tenant), []
    for name, asked in screens(world).items():
        values = []
        for _ in range(runs + 1):
            begun = time.perf_counter()
            table = await make_report(services, scope, asked, now=now, limit=limits.PAGE_ROWS)
            msgspec.json.encode(table)
            values.append(time.perf_counter() - begun)
        assert table.rows and table.total.values[0], name
        if name.startswith("old"):  # files read and decrypted
            rows.append(Row(f"{name}, first time", "s", values[:1], goal=GOAL_SECONDS))
        rows.append(Row(name, "s", values[1:], goal=GOAL_SECONDS))
    year = screens(world)["year by day, all queues"]
    for kind in ("csv", "xlsx", "parquet"):
        begun = time.perf_counter()
        file = await export(services, scope, year, now=now, kind=kind, comma=True)
        size = sum([len(chunk) async for chunk in file.chunks])
        assert size > 10_000
        rows.append(Row(f"export of the year by day, {kind}", "s", [time.perf_counter() - begun]))
    return rows


async def bench(postgres: Postgres, folder: Path, conversations: int, runs: int) -> tuple[list[Row], dict]:
    dsn = {role: postgres.dsn(role, "reports") for role in ("owner", "web", "projector", SUPERUSER)}
    owner, web, projector = [await Database.open(dsn[r], size_max=4) for r in ("owner", "web", "projector")]
    try:
        password = "une phrase de passe longue"
        founded = await create_tenant(owner, "Bench", administrator_name="A", administrator_email="a@b.test",
                                      administrator_password=password, time_zone=ZONE)  # fmt: skip
        world = World(founded.tenant, conversations)
        begun = time.perf_counter()
        with psycopg.connect(dsn[SUPERUSER], autocommit=True) as connection:
            connection.execute("set synchronous_commit = off")
            furnish(connection, world)
            furnish_times(connection, world)
            connection.execute("vacuum analyze")
            size = connection.execute("select pg_database_size('reports')").fetchone()[0]
            count = connection.execute("select sum(offered) from palabre.roll_up_day where level = 'tenant' and queue = %s",
                                       (ALL,)).fetchone()[0]  # fmt: skip
        secrets = Secrets(web, master_key(folder / "master.key"))
        services = SimpleNamespace(database=web, settings=Settings(), blobs=Blobs(web, secrets, folder / "blobs"))
        number, written = await remember(services, world, projector)
        told = {
            "conversations_generated": count,
            "database_megabytes": round(size / 1e6), "files": number, "files_megabytes": round(written / 1e6),
            "generated_in_seconds": round(time.perf_counter() - begun),
        }  # fmt: skip
        return await measure(services, world, runs, midnight(LAST) + 20 * 3_600_000), told
    finally:
        of_process(Settings()).close()
        for pool in (owner, web, projector):
            await pool.close()


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--json", action="store_true")
    asked.add_argument("--runs", type=int, default=5)
    asked.add_argument("--conversations", type=int, default=100_000_000)
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="palabre-bench-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        postgres = Postgres(folder / "postgres", flags={"max_wal_size": "8GB"})
        try:
            postgres.start()
            postgres.provision()
            with psycopg.connect(postgres.dsn(SUPERUSER, "postgres"), autocommit=True) as connection:
                postgres_roles.make_database(connection, "reports", "template0")
            with psycopg.connect(postgres.dsn(SUPERUSER, "reports")) as connection:
                postgres_roles.provision_schema(connection)
            migrate(postgres.dsn("owner", "reports"))
            of_machine = machine(postgres.dsn("owner", "reports"))
            rows, told = asyncio.run(bench(postgres, folder, chosen.conversations, chosen.runs))
        finally:
            postgres.stop()
    return report("report screens on a year of conversations", of_machine, rows, chosen.json, **told)


if __name__ == "__main__":
    sys.exit(main())
