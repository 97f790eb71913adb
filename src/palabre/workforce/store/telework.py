"""Rows of agreements on work from home. Every statement names its tenant; a partner's supervisor sees her own people
alone, for each statement goes through their rows."""

from __future__ import annotations

from typing import Any

from psycopg.types.json import Jsonb

from palabre.plumbing.postgres import Transaction

Row = dict[str, Any]


async def insert_agreement(tx: Transaction, id: str, person: str, state: str, document: Any, now: int) -> None:
    """Raises UniqueViolation where one of hers is open already."""
    await tx.execute(
        """insert into palabre.telework_agreement (tenant, id, person, state, document, asked_at, changed_at)
           values (%(tenant)s, %(id)s, %(person)s, %(state)s, %(document)s, %(now)s, %(now)s)""",
        {"tenant": tx.scope.tenant, "id": id, "person": person, "state": state, "document": Jsonb(document),
         "now": now},
    )  # fmt: skip


async def update_agreement(tx: Transaction, id: str, state: str, document: Any, now: int) -> None:
    await tx.execute(
        """update palabre.telework_agreement set state = %(state)s, document = %(document)s, changed_at = %(now)s
           where tenant = %(tenant)s and id = %(id)s""",
        {"tenant": tx.scope.tenant, "id": id, "state": state, "document": Jsonb(document), "now": now},
    )


async def agreement(tx: Transaction, id: str, person: str | None = None) -> Row | None:
    """Held until the transaction ends. `person`: hers alone."""
    return await tx.one(
        """select a.* from palabre.telework_agreement a
           join palabre.person p on p.tenant = a.tenant and p.id = a.person
           where a.tenant = %(tenant)s and a.id = %(id)s
             and (%(person)s::uuid is null or a.person = %(person)s) for update of a""",
        {"tenant": tx.scope.tenant, "id": id, "person": person},
    )


async def agreements_of(tx: Transaction, person: str, limit: int) -> list[Row]:
    """Newest first."""
    return await tx.all(
        """select * from palabre.telework_agreement where tenant = %(tenant)s and person = %(person)s
           order by asked_at desc, id desc limit %(limit)s""",
        {"tenant": tx.scope.tenant, "person": person, "limit": limit},
    )


async def signed_of(tx: Transaction, person: str) -> list[Row]:
    return await tx.all(
        """select * from palabre.telework_agreement
           where tenant = %(tenant)s and person = %(person)s and state = 'signed' order by asked_at desc limit 10""",
        {"tenant": tx.scope.tenant, "person": person},
    )


async def agreements(tx: Transaction, states: list[str], key: tuple[int, str] | None, limit: int) -> list[Row]:
    """Those asked longest ago first."""
    return await tx.all(
        """select a.* from palabre.telework_agreement a
           join palabre.person p on p.tenant = a.tenant and p.id = a.person
           where a.tenant = %(tenant)s and a.state = any(%(states)s)
             and (%(at)s::bigint is null or (a.asked_at, a.id) > (%(at)s, %(id)s::uuid))
           order by a.asked_at, a.id limit %(limit)s""",
        {"tenant": tx.scope.tenant, "states": states, "at": key[0] if key else None, "id": key[1] if key else None,
         "limit": limit},
    )  # fmt: skip


async def keep_beyond(tx: Transaction, id: str, person: str, now: int) -> None:
    """She said herself that she works outside the hours agreed."""
    await tx.execute(
        """insert into palabre.telework_beyond (tenant, id, person, said_at)
           values (%(tenant)s, %(id)s, %(person)s, %(now)s)""",
        {"tenant": tx.scope.tenant, "id": id, "person": person, "now": now},
    )


async def signed(tx: Transaction, limit: int) -> list[Row]:
    """Of everybody; those that have ended long ago are left out."""
    return await tx.all(
        """select person, document from palabre.telework_agreement
           where tenant = %(tenant)s and state = 'signed'
             and (document->>'ends_on' is null or (document->>'ends_on')::date > now()::date - 2)
           order by person limit %(limit)s""",
        {"tenant": tx.scope.tenant, "limit": limit},
    )


async def said_beyond(tx: Transaction, since: dict[str, int]) -> set[str]:
    """Who of these said so since her instant."""
    rows = await tx.all(
        """select distinct b.person::text from palabre.telework_beyond b
           join unnest(%(people)s::uuid[], %(since)s::bigint[]) as s(person, since) on s.person = b.person
           where b.tenant = %(tenant)s and b.said_at >= s.since""",
        {"tenant": tx.scope.tenant, "people": list(since), "since": list(since.values())},
    )
    return {row["person"] for row in rows}
