"""5,000 advisors changed in one gesture: preview, apply and undo, beside one plain SQL transaction of the same rows.

    ./palabre bench bulk_changes [--runs 5] [--json] [--quick]

A sheet moves each to another site and gives her another level and another capacity; a list moves all to a partner. The
plain transaction writes the same rows and an entry of the audit for each, and asks nothing: no check, no lock, nothing
kept to undo it, no fact told. Goal: two seconds for the three together, so that nobody needs to be told how far it is.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import psycopg
from _machine import Others, Row, asking, interleaved, machine, report, run

from palabre.foundations import limits
from palabre.foundations.scope import Scope
from palabre.plumbing.engines.postgres import SUPERUSER, Postgres
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.migrate import migrate
from palabre.plumbing.postgres import Database
from palabre.routing.actions import advisors, bulk
from palabre.routing.actions.skills import create_skill
from palabre.routing.model.bulk import AdvisorChange
from palabre.tenants.actions.places import create_partner, create_site
from palabre.tenants.actions.tenants import create_tenant
from palabre.tenants.model.permissions import everything

GOAL_SECONDS = 2.0
STEPS = ("preview", "apply", "undo")
PEOPLE = """insert into palabre.person (tenant, id, email, email_key, name, name_key, roles, created_at)
 select %(tenant)s, id, id || '@bench.test', id || '@bench.test', 'Advisor ' || id, 'advisor ' || id, '{advisor}', 1
 from unnest(%(people)s::uuid[]) id"""
LEVELS = """insert into palabre.advisor_skill (tenant, person, skill, level)
 select %(tenant)s, p, %(skill)s, %(level)s from unnest(%(people)s::uuid[]) p
 on conflict (tenant, person, skill) do update set level = excluded.level"""
CAPACITIES = """insert into palabre.advisor_capacity (tenant, person, channel, conversations_max)
 select %(tenant)s, p, c, case c when 'chat' then %(chats)s else 1 end
 from unnest(%(people)s::uuid[]) p, unnest('{voice,chat}'::text[]) c
 on conflict (tenant, person, channel) do update set conversations_max = excluded.conversations_max"""
PLACES = """update palabre.person p set site = %(site)s, partner = %(partner)s, version = version + 1
 where tenant = %(tenant)s and id = any (%(people)s::uuid[])"""
AUDIT = """insert into palabre.audit (tenant, id, at, person, verb, subject, codes)
 select %(tenant)s, a.id, %(now)s, null, 'bench.change', 'person:' || p, jsonb_build_object('site', %(site)s::text)
 from unnest(%(people)s::uuid[], %(ids)s::uuid[]) a (p, id)"""


class Centre:
    """A tenant of so many advisors at no site, each with a level and capacities."""

    def __init__(self, web: Database, scope: Scope, people: list[str]) -> None:
        self.web, self.scope, self.people = web, scope, people

    async def furnish(self) -> None:
        async with self.web.transaction(self.scope) as tx:
            self.site = (await create_site(tx, name="Dakar")).id
            self.partner = (await create_partner(tx, name="Voix")).id
            self.skill = (await create_skill(tx, name="Anglais")).id
            values = {"tenant": self.scope.tenant, "people": self.people, "skill": self.skill, "level": 3, "chats": 3}
            for sql in (PEOPLE, LEVELS, CAPACITIES):
                await tx.execute(sql, values)
            written = await advisors.sheet(tx, "en")
        heading, *lines = written.splitlines()
        assert len(lines) == len(self.people)
        self.sheet = "\r\n".join([heading, *(self._moved(line) for line in lines)])

    def _moved(self, line: str) -> str:
        cells = line.split(";")  # e-mail, name, site, partner, hours, calls, chats, level
        cells[2], cells[6], cells[7] = "Dakar", "5", "7"
        return ";".join(cells)

    async def gesture(self, csv: str, people: list[str], change: AdvisorChange | None) -> dict[str, float]:
        """Seconds of each step, each in a transaction of its own and answered as over HTTP."""
        at, told = [time.perf_counter()], None
        async with self.web.transaction(self.scope) as tx:
            shown = await bulk.preview(tx, csv, people, change)
        msgspec.json.encode(shown)
        at.append(time.perf_counter())
        async with self.web.transaction(self.scope) as tx:
            told = await bulk.change_many(tx, csv, people, change, shown.token)
        at.append(time.perf_counter())
        async with self.web.transaction(self.scope) as tx:
            back = await bulk.undo(tx, told.id)
        at.append(time.perf_counter())
        assert told.advisors == len(self.people) and not back.left_alone
        return dict(zip(STEPS, (b - a for a, b in pairwise(at)), strict=True))

    async def plain(self, moved: dict[str, Any], *statements: str) -> dict[str, float]:
        """The same rows there (`apply`) and back (`undo`)."""
        there = {"site": None, "partner": None, "skill": self.skill, "level": 7, "chats": 5, **moved}
        back = {**there, "site": None, "partner": None, "level": 3, "chats": 3}
        told = {}
        for step, values in (("apply", there), ("undo", back)):
            ids = [new_id() for _ in self.people]
            begun = time.perf_counter()
            async with self.web.transaction(self.scope) as tx:
                for sql in (*statements, AUDIT):
                    given = {**values, "tenant": self.scope.tenant, "people": self.people, "ids": ids, "now": now_ms()}
                    await tx.execute(sql, given)
            told[step] = time.perf_counter() - begun
        return told


async def measure(centre: Centre, superuser: str, runs: int) -> list[Row]:
    others: dict[str, list[float]] = {}

    def measured(kind: str, work: Callable[[], Awaitable[dict[str, float]]]) -> Callable[[], Awaitable[dict]]:
        async def once() -> dict[str, float]:
            with psycopg.connect(superuser, autocommit=True) as connection:  # nobody takes the facts away here
                connection.execute("truncate palabre.outbox, palabre.bulk_change, palabre.audit")
                connection.execute("vacuum analyze")
            with Others() as taken:
                told = await work()
            others.setdefault(kind, []).append(taken.share)
            return told

        return once

    to_partner = AdvisorChange(partner=centre.partner)
    kinds = {
        "sheet": lambda: centre.gesture(centre.sheet, [], None),
        "sheet, plain": lambda: centre.plain({"site": centre.site}, PLACES, LEVELS, CAPACITIES),
        "list": lambda: centre.gesture("", centre.people, to_partner),
        "list, plain": lambda: centre.plain({"partner": centre.partner}, PLACES),
    }
    told = await interleaved({kind: measured(kind, work) for kind, work in kinds.items()}, runs)
    return [row for kind in ("sheet", "list") for row in rows_of(kind, told, others[kind])]


def rows_of(kind: str, told: dict[str, list[dict]], others: list[float]) -> list[Row]:
    def milliseconds(of: str, *steps: str) -> list[float]:
        return [sum(one.get(step, 0.0) for step in steps) * 1e3 for one in told[of]]

    peer, rows = f"{kind}, plain", []
    for step in STEPS:
        values = milliseconds(peer, step) if step != "preview" else []
        rows.append(Row(f"{kind}, {step}", "ms", milliseconds(kind, step), values, "plain SQL", others=others))
    whole = milliseconds(kind, *STEPS), milliseconds(peer, *STEPS)
    return [*rows, Row(f"{kind}, all three", "ms", *whole, "plain SQL", goal=GOAL_SECONDS * 1e3, others=others)]


async def bench(postgres: Postgres, number: int, runs: int) -> list[Row]:
    owner, web = [await Database.open(postgres.dsn(role), size_max=2) for role in ("owner", "web")]
    try:
        founded = await create_tenant(
            owner, "Bench", administrator_name="A", administrator_email="a@b.test",
            administrator_password="une phrase de passe longue")  # fmt: skip
        centre = Centre(web, everything(founded.tenant), sorted(new_id() for _ in range(number)))
        await centre.furnish()
        return await measure(centre, postgres.dsn(SUPERUSER), runs)
    finally:
        for pool in (owner, web):
            await pool.close()


def main() -> int:
    chosen = asking(__doc__, "two runs of 500: shows that it works, proves nothing").parse_args()
    number, runs = (500, 2) if chosen.quick else (limits.BULK_LINES_MAX, chosen.runs)
    with tempfile.TemporaryDirectory(prefix="palabre-bench-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        postgres = Postgres(folder / "postgres")
        try:
            postgres.start()
            postgres.provision()
            migrate(postgres.dsn("owner"))
            of_machine = machine(postgres.dsn("owner"))
            rows = run(bench(postgres, number, runs))
        finally:
            postgres.stop()
    return report(f"{number:,} advisors changed in one gesture", of_machine, rows, chosen.json)


if __name__ == "__main__":
    sys.exit(main())
