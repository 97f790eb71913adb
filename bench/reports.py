"""Report screens on a tenant of 100 million conversations: each kind of report, as the API makes and encodes it.

    ./palabre bench reports [--json] [--runs 5] [--conversations 100000000]

What a report reads are roll-ups, so these are generated, as the reader would have written them for a year of that many
conversations: 4,500 advisors, 40 queues, 5 sites, 3 partners, 14 hours a day. In PostgreSQL the sums of every civil day
of the year (of each advisor too) and the quarters of an hour of the last 31 days (of each advisor of the last one); in
files, encrypted, the quarters of 31 days as they lie 92 days back (of each advisor too). Not generated: contacts, which
no report reads, and quarters that no screen reads, for it reads 31 days of them at most. Goal: one second for any
screen, its first time too, when files are read and decrypted.
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
from palabre.reporting.store.long_memory import of_process
from palabre.tenants.actions.tenants import create_tenant
from palabre.tenants.model.permissions import everything

GOAL_SECONDS = 1.0
DAYS, RECENT, SHOWN, OF_ADVISORS = 365, 92, 31, 1
OLD = 31  # days in files
ADVISORS, QUEUES, SITES, PARTNERS = 4_500, 40, 5, 3
OPENS, QUARTERS = 7, 56  # hours of the day, quarters of an hour worked
LAST = date(2026, 10, 31)
ZONE = "UTC"

# {n}: how many were offered in this row; waits lie in fourteen buckets, as a calm queue has them
SHARES = {0: 46, 1: 9, 2: 6, 3: 5, 4: 4, 6: 4, 8: 4, 10: 4, 12: 3, 15: 3, 19: 3, 23: 1, 25: 1, 28: 1}
_VALUES = {
    "offered": "{n}", "first_offered": "{n}", "answered": "greatest(1, ({n} * 94) / 100)",
    "abandoned": "({n} * 6) / 100",
    "answered_waited": "({n} * 50) / 100", "handled": "greatest(1, ({n} * 94) / 100)", "offers": "{n}",
    "wait_sum": "{n}::bigint * 14000", "wait_from_arrival_sum": "{n}::bigint * 26000",
    "talk_sum": "{n}::bigint * 180000", "hold_sum": "{n}::bigint * 9000", "wrap_up_sum": "{n}::bigint * 30000",
    "ring_sum": "{n}::bigint * 5000", "abandoned_wait_sum": "{n}::bigint * 2400", GREATEST: "200000::bigint",
    **{f"a{bucket}": f"nullif(({{n}} * {share}) / 100, 0)" for bucket, share in SHARES.items() if bucket},
}  # fmt: skip
# every answered one lies in a bucket: who is left over did not wait
_LATER = " + ".join(f"({{n}} * {share}) / 100" for bucket, share in SHARES.items() if bucket)
_VALUES["a0"] = f"nullif({_VALUES['answered']} - ({_LATER}), 0)"


def rows_of(n: str) -> str:
    """Values of every column, `n` an SQL expression."""
    return ", ".join(_VALUES.get(name, "null").format(n=n) for name in (*ADDED, GREATEST))


MOVE = """copy (select * replace (slot - {} as slot) from read_parquet('{into}')) to '{out}'
 (format parquet, compression zstd, row_group_size 60000, use_tmp_file false)"""
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
             select %s, id, '{table} ' || n, 0{kind[1]}
             from unnest(%s::uuid[]) with ordinality as u(id, n)""", (t, several))  # fmt: skip
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
            fill(run, world, "roll_up_day", level, subjects, queues, day, days(world))
            recent = quarters(world.end - SHOWN * DAY, world.end)
            fill(run, world, "roll_up", level, subjects, queues, max(1, day // QUARTERS), recent)
    each = max(1, per_day // ADVISORS)
    fill(run, world, "roll_up_day", "advisor", world.advisors, [ALL], each, days(world))
    last = quarters(world.end - OF_ADVISORS * DAY, world.end)
    fill(run, world, "roll_up", "advisor", world.advisors, [ALL], max(1, each // QUARTERS), last)
    run("""insert into palabre.roll_up_day_made (tenant, zone, begun, ended)
         select %s, %s, d, d + %s from generate_series(%s::bigint, %s::bigint, %s::bigint) d""",
        (t, ZONE, DAY, world.begin, world.end - 1, DAY))  # fmt: skip
    run("insert into palabre.roll_up_until (tenant, until) values (%s, %s)", (t, world.until))


def quarters(begin: int, end: int) -> str:
    """Of the hours worked, of each day."""
    return f"""(select d + {OPENS} * 3600000 + q * {SLOT}
     from generate_series({begin}::bigint, {end - 1}::bigint, {DAY}) d, generate_series(0, {QUARTERS - 1}) q)"""


def days(world: World) -> str:
    return f"(select d from generate_series({world.begin}::bigint, {world.end - 1}::bigint, {DAY}) d)"


def fill(run, world: World, table: str, level: str, subjects: list, queues: list, n: int, slots: str) -> None:
    chance = "abs(hashint8(s.slot + hashtext(subject::text)::bigint + hashtext(queue::text)))"
    amount = f"greatest(1, ({n} * (60 + {chance} % 80)) / 100)"
    partner = "subject" if level == "partner" else f"'{ALL}'::uuid"
    run(f"""insert into palabre.{table} (tenant, level, subject, partner, queue, slot, {COLUMNS})
         select '{world.tenant}', '{level}', subject, {partner}, queue, slot, {rows_of("m")}
         from (select subject, queue, s.slot, {amount} as m from unnest(%s::uuid[]) subject, unnest(%s::uuid[]) queue,
           {slots} as s(slot)) x""".replace("% 80", "%% 80"), (subjects, queues))


def fill_times(run, world: World, table: str, level: str, subjects: list, people: int, slots: str, lasts: int) -> None:
    partner = "subject" if level == "partner" else f"'{ALL}'::uuid"
    run(f"""insert into palabre.{table}
           (tenant, level, subject, partner, queue, slot, signed_in_sum, busy_sum, idle_sum)
         select '{world.tenant}', '{level}', subject, {partner}, '{ALL}', s.slot, {people * lasts}::bigint,
           {people * lasts * 70 // 100}::bigint, {people * lasts * 20 // 100}::bigint
         from unnest(%s::uuid[]) subject, {slots} as s(slot)""", (subjects,))


def furnish_times(connection: psycopg.Connection, world: World) -> None:
    recent = quarters(world.end - SHOWN * DAY, world.end)
    of = [("tenant", [ALL], ADVISORS), ("site", world.sites, ADVISORS // SITES), ("partner", world.partners, 300)]
    for level, subjects, people in of:
        fill_times(connection.execute, world, "roll_up_time_day", level, subjects, people, days(world), QUARTERS * SLOT)
        fill_times(connection.execute, world, "roll_up_time", level, subjects, people, recent, SLOT)
    whole = QUARTERS * SLOT
    fill_times(connection.execute, world, "roll_up_time_day", "advisor", world.advisors, 1, days(world), whole)


async def remember(services, world: World, projector: Database) -> tuple[int, int]:
    """Files of the days before `until`, as the projector writes them: one day's rows, moved back by whole days.

    Returns (files, bytes).
    """
    memory, scope, files_, size = of_process(services.settings), Scope(world.tenant), 0, 0
    source = world.end - DAY
    for kind, several in (("roll_up", OLD), ("roll_up_time", OLD), ("roll_up_advisor", OLD)):
        async with projector.transaction(scope) as tx:
            csv = b"".join([chunk async for chunk in csv_of(tx, kind, source)])
        rows, made = csv.count(b"\n") - 1, await memory.parquet(csv)
        for n in range(1, several + 1):
            day = world.until - n * DAY
            data = await memory.write(MOVE.format(source - day, into="{into}", out="{out}"), made)
            blob = await services.blobs.put(world.tenant, data, kind=KIND, content_type=CONTENT_TYPE)
            async with projector.transaction(scope) as tx:
                await record(tx, day, kind, blob.id, rows, blob.bytes)
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
        assert table.rows, name
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
            sql = "select sum(offered) from palabre.roll_up_day where level = 'tenant' and queue = %s"
            count = connection.execute(sql, (ALL,)).fetchone()[0]
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
