"""Telephones of advisors and of web callers."""

from __future__ import annotations

from typing import Any

from palabre.plumbing.postgres import Transaction

Row = dict[str, Any]


async def insert_phone(tx: Transaction, values: Row) -> None:
    await tx.execute(
        """insert into palabre.phone
             (tenant, id, kind, person, session, number, contact, secret, ticket, network, created_at, expires_at,
              lasting)
           values (%(tenant)s, %(id)s, %(kind)s, %(person)s, %(session)s, %(number)s, %(contact)s, %(secret)s,
             %(ticket)s, %(network)s, %(now)s, %(expires_at)s, %(lasting)s)""",
        {
            "tenant": tx.scope.tenant,
            "person": None,
            "session": None,
            "number": None,
            "contact": "",
            "ticket": None,
            "network": None,
            "lasting": False,
            **values,
        },
    )


async def phone(tx: Transaction, id: str) -> Row | None:
    return await tx.one(
        "select * from palabre.phone where tenant = %(tenant)s and id = %(id)s", {"tenant": tx.scope.tenant, "id": id}
    )


async def phone_of_person(
    tx: Transaction, person: str, session: str | None, kind: str, contact: str, until: int
) -> Row | None:
    """Her newest credentials in this sign-in that hold beyond `until`."""
    return await tx.one(
        """select * from palabre.phone where tenant = %(tenant)s and person = %(person)s
             and session is not distinct from %(session)s::uuid and kind = %(kind)s and not lasting
             and contact = %(contact)s and expires_at > %(until)s order by created_at desc limit 1""",
        {"tenant": tx.scope.tenant, "person": person, "session": session, "kind": kind, "contact": contact,
         "until": until},
    )  # fmt: skip


async def web_calls_since(tx: Transaction, network: bytes, since: int) -> int:
    row = await tx.one(
        """select count(*)::int as calls from palabre.phone
           where tenant = %(tenant)s and network = %(network)s and created_at > %(since)s""",
        {"tenant": tx.scope.tenant, "network": network, "since": since},
    )
    return row["calls"] if row else 0


async def end_phones(tx: Transaction, people: list[str], sessions: list[str], now: int) -> None:
    """The credentials of these people, and those made in these sign-ins, are worth nothing from now on."""
    await tx.execute(
        """update palabre.phone set expires_at = %(now)s
           where tenant = %(tenant)s and expires_at > %(now)s and not lasting
             and (person = any(%(people)s::uuid[]) or session = any(%(sessions)s::uuid[]))""",
        {"tenant": tx.scope.tenant, "people": people, "sessions": sessions, "now": now},
    )


async def forget_phones(tx: Transaction, before: int) -> None:
    await tx.execute(
        "delete from palabre.phone where tenant = %(tenant)s and expires_at < %(before)s",
        {"tenant": tx.scope.tenant, "before": before},
    )


async def lasting_phone(tx: Transaction, person: str, now: int) -> Row | None:
    return await tx.one(
        """select * from palabre.phone where tenant = %(tenant)s and person = %(person)s and lasting
             and expires_at > %(now)s order by created_at desc limit 1""",
        {"tenant": tx.scope.tenant, "person": person, "now": now},
    )


async def end_lasting_phones(tx: Transaction, person: str, now: int) -> list[str]:
    """Ids of those that held until now."""
    rows = await tx.all(
        """update palabre.phone set expires_at = %(now)s where tenant = %(tenant)s and person = %(person)s and lasting
             and expires_at > %(now)s returning id""",
        {"tenant": tx.scope.tenant, "person": person, "now": now},
    )
    return [row["id"] for row in rows]


async def place_of_person(tx: Transaction, person: str, session: str, now: int) -> str:
    """The node where the telephone is registered that she would be rung at; '' none is told."""
    row = await tx.one(
        """select p.node from palabre.phone p
             left join palabre.telephone_choice c on c.tenant = p.tenant and c.person = p.person
           where p.tenant = %(tenant)s and p.person = %(person)s and p.expires_at > %(now)s and p.node is not null
           order by (p.lasting and c.kind = 'sip') is true desc, p.session::text is not distinct from %(session)s desc,
             p.created_at desc limit 1""",
        {"tenant": tx.scope.tenant, "person": person, "session": session, "now": now},
    )
    return row["node"] if row else ""


async def place_phone(tx: Transaction, id: str, node: str, teller: str) -> None:
    """Where it is registered; '' nowhere, unless another node has it meanwhile."""
    await tx.execute(
        """update palabre.phone set node = nullif(%(node)s, '') where tenant = %(tenant)s and id = %(id)s
             and (%(node)s <> '' or node = %(teller)s)""",
        {"tenant": tx.scope.tenant, "id": id, "node": node, "teller": teller},
    )
