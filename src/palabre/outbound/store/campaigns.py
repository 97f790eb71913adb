"""Rows of calling campaigns, lists and imports. Every statement names its tenant."""

from __future__ import annotations

from typing import Any

from psycopg.types.json import Jsonb

from palabre.plumbing.postgres import Transaction

Row = dict[str, Any]


async def insert_campaign(tx: Transaction, values: Row) -> None:
    await tx.execute(
        """insert into palabre.calling_campaign (tenant, id, name, list, queue, mode, country, entry, language,
             ceiling_permille, ring_seconds, preview_seconds, lines_max, attempts_max, retries, message, created_by,
             created_at, changed_at)
           values (%(tenant)s, %(id)s, %(name)s, %(list)s, %(queue)s, %(mode)s, %(country)s, %(entry)s, %(language)s,
             %(ceiling_permille)s, %(ring_seconds)s, %(preview_seconds)s, %(lines_max)s, %(attempts_max)s, %(retries)s,
             %(message)s, %(created_by)s, %(now)s, %(now)s)""",
        {"tenant": tx.scope.tenant, **values, "retries": Jsonb(values["retries"])},
    )


async def update_campaign(tx: Transaction, values: Row) -> Row | None:
    return await tx.one(
        """update palabre.calling_campaign set name = %(name)s, mode = %(mode)s, entry = %(entry)s,
             language = %(language)s, ceiling_permille = %(ceiling_permille)s, ring_seconds = %(ring_seconds)s,
             preview_seconds = %(preview_seconds)s, lines_max = %(lines_max)s, attempts_max = %(attempts_max)s,
             retries = %(retries)s, message = %(message)s, queue = %(queue)s, country = %(country)s,
             changed_at = %(now)s, version = version + 1
           where tenant = %(tenant)s and id = %(id)s returning *""",
        {"tenant": tx.scope.tenant, **values, "retries": Jsonb(values["retries"])},
    )


async def set_state(tx: Transaction, id: str, state: str, now: int) -> Row | None:
    return await tx.one(
        """update palabre.calling_campaign set state = %(state)s, changed_at = %(now)s, version = version + 1
           where tenant = %(tenant)s and id = %(id)s and state <> 'stopped' returning *""",
        {"tenant": tx.scope.tenant, "id": id, "state": state, "now": now},
    )


async def campaign(tx: Transaction, id: str, *, lock: bool = False) -> Row | None:
    sql = "select * from palabre.calling_campaign where tenant = %(tenant)s and id = %(id)s"
    return await tx.one(sql + (" for update" if lock else ""), {"tenant": tx.scope.tenant, "id": id})


async def campaigns(tx: Transaction, limit: int) -> list[Row]:
    return await tx.all(
        """select * from palabre.calling_campaign where tenant = %(tenant)s
           order by state = 'stopped', created_at desc, id limit %(limit)s""",
        {"tenant": tx.scope.tenant, "limit": limit},
    )


async def counts(tx: Transaction, campaign: str, list: str, now: int) -> Row:
    """Of its list, by what is to be done with each."""
    row = await tx.one(
        """select count(*)::int as contacts,
             count(*) filter (where state = 'waiting')::int as waiting,
             count(*) filter (where state = 'waiting' and next_at > %(now)s)::int as later,
             count(*) filter (where state = 'taken')::int as taken,
             count(*) filter (where state = 'over')::int as over
           from palabre.calling_contact where tenant = %(tenant)s and list = %(list)s and state <> 'removed'""",
        {"tenant": tx.scope.tenant, "list": list, "now": now},
    )
    return row or {}


async def refusals(tx: Transaction, list: str) -> dict[str, int]:
    rows = await tx.all(
        """select refusal, count(*)::int as held from palabre.calling_contact
           where tenant = %(tenant)s and list = %(list)s and state = 'waiting' and refusal <> '' group by refusal""",
        {"tenant": tx.scope.tenant, "list": list},
    )
    return {r["refusal"]: r["held"] for r in rows}


async def outcomes(tx: Transaction, campaign: str) -> dict[str, int]:
    rows = await tx.all(
        """select outcome, count(*)::int as made from palabre.calling_attempt
           where tenant = %(tenant)s and campaign = %(campaign)s and outcome <> 'refusal' group by outcome""",
        {"tenant": tx.scope.tenant, "campaign": campaign},
    )
    return {r["outcome"]: r["made"] for r in rows}


async def zones(tx: Transaction, list: str, limit: int) -> list[Row]:
    """zone, contacts: who is still to be called, by the zones of their numbers, the most first."""
    return await tx.all(
        """select zone, count(*)::int as contacts from palabre.calling_contact
           where tenant = %(tenant)s and list = %(list)s and state in ('waiting', 'taken')
           group by zone order by count(*) desc, zone limit %(limit)s""",
        {"tenant": tx.scope.tenant, "list": list, "limit": limit},
    )


# -- lists and imports


async def insert_list(tx: Transaction, id: str, name: str, now: int) -> None:
    await tx.execute(
        """insert into palabre.calling_list (tenant, id, name, created_at)
           values (%(tenant)s, %(id)s, %(name)s, %(now)s)""",
        {"tenant": tx.scope.tenant, "id": id, "name": name, "now": now},
    )


async def lists(tx: Transaction, limit: int) -> list[Row]:
    return await tx.all(
        """select l.*, (select count(*)::int from palabre.calling_contact c
             where c.tenant = l.tenant and c.list = l.id and c.state <> 'removed') as contacts
           from palabre.calling_list l where l.tenant = %(tenant)s order by l.created_at desc, l.id limit %(limit)s""",
        {"tenant": tx.scope.tenant, "limit": limit},
    )


async def get_list(tx: Transaction, id: str) -> Row | None:
    return await tx.one(
        "select * from palabre.calling_list where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id},
    )


async def insert_import(tx: Transaction, values: Row) -> None:
    await tx.execute(
        """insert into palabre.calling_import
             (tenant, id, list, file_name, imported_by, imported_at, lines, accepted, report)
           values (%(tenant)s, %(id)s, %(list)s, %(file_name)s, %(by)s, %(now)s, %(lines)s, %(accepted)s,
             %(report)s)""",
        {"tenant": tx.scope.tenant, **values, "report": Jsonb(values["report"])},
    )


async def imports(tx: Transaction, list: str | None, limit: int) -> list[Row]:
    return await tx.all(
        """select * from palabre.calling_import
           where tenant = %(tenant)s and list is not distinct from %(list)s::uuid
           order by imported_at desc, id limit %(limit)s""",
        {"tenant": tx.scope.tenant, "list": list, "limit": limit},
    )


async def get_import(tx: Transaction, id: str) -> Row | None:
    return await tx.one(
        "select * from palabre.calling_import where tenant = %(tenant)s and id = %(id)s for update",
        {"tenant": tx.scope.tenant, "id": id},
    )


async def mark_undone(tx: Transaction, id: str, now: int) -> None:
    await tx.execute(
        "update palabre.calling_import set undone_at = %(now)s where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id, "now": now},
    )
