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
from palabre.reporting.store.files import DAY, KINDS
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


async def remember(services, world: World, per_day: int) -> int:
    """The files of the days before `until`: the quarters of tenant and queues, sites, partners, and of each advisor."""
    memory = of_process(services.settings)
    head = KINDS["roll_up"][1].replace(" ", "")
    day = bytearray((head + "\n").encode())
    groups = [("tenant", [ALL], 1), ("site", world.sites, SITES), ("partner", world.partners, SITES)]
    values = {}
    for level, subjects, parts in groups:
        for queue in (ALL, *world.queues):
            n = max(1, per_day // parts // (1 if queue == ALL else QUEUES) // QUARTERS)
            values.setdefault(n, cells(n))
            for subject in subjects:
                partner = subject if level == "partner" else ALL
                for q in range(QUARTERS):
                    day += f"{level},{subject},{partner},{queue},@{OPENS * 3_600_000 + q * SLOT},{values[n]}\n".encode()
    written = 0
    async with services.database.transaction(everything(world.tenant)) as tx:
        pass
    template = bytes(day).decode()
    # a file's content differs by its slots alone: written once, moved by days through DuckDB's reading of the CSV
    for begin in range(world.begin, world.until, DAY):
        text = shifted(template, begin)
        data = await memory.write(parquet_of(head), text)
        blob = await services.blobs.put(world.tenant, data, kind=KIND, content_type=CONTENT_TYPE)
        services.files.append((begin, "roll_up", blob.id, len(template), blob.bytes))
        written += blob.bytes
    return written
