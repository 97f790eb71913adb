"""Rows of workstation tests and of incidents on the line. Every statement names its tenant."""

from __future__ import annotations

from datetime import date
from typing import Any

from psycopg.types.json import Jsonb

from palabre.plumbing.postgres import Transaction

Row = dict[str, Any]


async def insert_test(tx: Transaction, id: str, person: str, now: int, on: date, measured: Any, judged: Any) -> None:
    await tx.execute(
        """insert into palabre.workstation_test (tenant, id, person, tested_at, tested_on, measured, judged)
           values (%(tenant)s, %(id)s, %(person)s, %(now)s, %(on)s, %(measured)s, %(judged)s)""",
        {"tenant": tx.scope.tenant, "id": id, "person": person, "now": now, "on": on, "measured": Jsonb(measured),
         "judged": Jsonb(judged)},
    )  # fmt: skip


async def tests_of(tx: Transaction, person: str, limit: int) -> list[Row]:
    """Newest first."""
    return await tx.all(
        """select * from palabre.workstation_test where tenant = %(tenant)s and person = %(person)s
           order by tested_at desc, id desc limit %(limit)s""",
        {"tenant": tx.scope.tenant, "person": person, "limit": limit},
    )


async def forget_tests(tx: Transaction, person: str, keep: int) -> None:
    await tx.execute(
        """delete from palabre.workstation_test where tenant = %(tenant)s and id in (
             select id from palabre.workstation_test where tenant = %(tenant)s and person = %(person)s
             order by tested_at desc, id desc offset %(keep)s)""",
        {"tenant": tx.scope.tenant, "person": person, "keep": keep},
    )


async def people_tested(tx: Transaction, after: str | None, limit: int) -> list[Row]:
    """Who has ever tested hers, by id."""
    return await tx.all(
        """select distinct person::text from palabre.workstation_test
           where tenant = %(tenant)s and (%(after)s::uuid is null or person > %(after)s)
           order by person limit %(limit)s""",
        {"tenant": tx.scope.tenant, "after": after, "limit": limit},
    )


async def insert_incident(tx: Transaction, id: str, person: str, words: str, now: int) -> None:
    await tx.execute(
        """insert into palabre.line_incident (tenant, id, person, words, told_at)
           values (%(tenant)s, %(id)s, %(person)s, %(words)s, %(now)s)""",
        {"tenant": tx.scope.tenant, "id": id, "person": person, "words": words, "now": now},
    )


async def count_open(tx: Transaction, person: str) -> int:
    row = await tx.one(
        """select count(*)::int as open from palabre.line_incident
           where tenant = %(tenant)s and person = %(person)s and closed_at is null""",
        {"tenant": tx.scope.tenant, "person": person},
    )
    return row["open"] if row else 0


async def incidents_of(tx: Transaction, person: str, limit: int) -> list[Row]:
    """Newest first."""
    return await tx.all(
        """select * from palabre.line_incident where tenant = %(tenant)s and person = %(person)s
           order by told_at desc, id desc limit %(limit)s""",
        {"tenant": tx.scope.tenant, "person": person, "limit": limit},
    )


async def open_incidents(tx: Transaction, key: tuple[int, str] | None, limit: int) -> list[Row]:
    """Of everybody; those told longest ago first."""
    return await tx.all(
        """select * from palabre.line_incident where tenant = %(tenant)s and closed_at is null
             and (%(at)s::bigint is null or (told_at, id) > (%(at)s, %(id)s::uuid))
           order by told_at, id limit %(limit)s""",
        {"tenant": tx.scope.tenant, "at": key[0] if key else None, "id": key[1] if key else None, "limit": limit},
    )


async def close_incident(tx: Transaction, id: str, answer: str, now: int, by: str | None) -> Row | None:
    """None where there is none, or it is closed."""
    return await tx.one(
        """update palabre.line_incident set answer = %(answer)s, closed_at = %(now)s, closed_by = %(by)s
           where tenant = %(tenant)s and id = %(id)s and closed_at is null returning *""",
        {"tenant": tx.scope.tenant, "id": id, "answer": answer, "now": now, "by": by},
    )
