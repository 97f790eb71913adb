"""Rows of numbers, lines, phones and recordings. Every statement names its tenant, but the definer functions."""

from __future__ import annotations

from typing import Any

import psycopg

from palabre.plumbing.postgres import Transaction

Row = dict[str, Any]

# -- looks across tenants, by the functions of migration 0006


async def find_number(connection: psycopg.AsyncConnection, number: str) -> Row | None:
    return await _one(connection, "select * from palabre.find_phone_number(%(number)s)", number=number)


async def find_web_entry(connection: psycopg.AsyncConnection, key: str) -> Row | None:
    return await _one(connection, "select * from palabre.find_web_entry(%(key)s)", key=key)


async def find_ticket(connection: psycopg.AsyncConnection, digest: bytes, now: int) -> Row | None:
    return await _one(
        connection, "select * from palabre.find_phone_ticket(%(digest)s, %(now)s)", digest=digest, now=now
    )


async def phones_alive(connection: psycopg.AsyncConnection, now: int) -> list[Row]:
    return await (await connection.execute("select * from palabre.phones_alive(%(now)s)", {"now": now})).fetchall()


async def rescue_numbers(connection: psycopg.AsyncConnection) -> list[Row]:
    return await (await connection.execute("select * from palabre.rescue_numbers()")).fetchall()


async def known_lines(connection: psycopg.AsyncConnection, node: str, lines: list[str]) -> set[str]:
    cursor = await connection.execute(
        "select known_lines as line from palabre.known_lines(%(node)s, %(lines)s)", {"node": node, "lines": lines}
    )
    return {row["line"] for row in await cursor.fetchall()}


async def _one(connection: psycopg.AsyncConnection, sql: str, **params: Any) -> Row | None:
    return await (await connection.execute(sql, params)).fetchone()


# -- numbers


async def numbers(tx: Transaction, limit: int) -> list[Row]:
    return await tx.all(
        "select * from palabre.phone_number where tenant = %(tenant)s order by number limit %(limit)s",
        {"tenant": tx.scope.tenant, "limit": limit},
    )


async def insert_number(tx: Transaction, values: Row) -> bool:
    """False when the number is somebody's already."""
    cursor = await tx.execute(
        """insert into palabre.phone_number
             (tenant, id, number, name, flow, language, rescue_number, web_key, created_at)
           values (%(tenant)s, %(id)s, %(number)s, %(name)s, %(flow)s, %(language)s, %(rescue_number)s, %(web_key)s,
             %(now)s)
           on conflict do nothing""",
        {"tenant": tx.scope.tenant, **values},
    )
    return cursor.rowcount == 1


async def update_number(tx: Transaction, id: str, values: Row) -> Row | None:
    return await tx.one(
        """update palabre.phone_number set name = coalesce(%(name)s, name), flow = coalesce(%(flow)s::uuid, flow),
             language = coalesce(%(language)s, language), rescue_number = coalesce(%(rescue_number)s, rescue_number)
           where tenant = %(tenant)s and id = %(id)s returning *""",
        {"tenant": tx.scope.tenant, "id": id, **values},
    )


async def delete_number(tx: Transaction, id: str) -> bool:
    cursor = await tx.execute(
        "delete from palabre.phone_number where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id},
    )
    return cursor.rowcount == 1


# -- lines


async def insert_line(tx: Transaction, values: Row) -> bool:
    """False when this channel of this Asterisk has its conversation already."""
    cursor = await tx.execute(
        """insert into palabre.call_line (tenant, conversation, node, line, number, arrived_at, reconstructed)
           values (%(tenant)s, %(conversation)s, %(node)s, %(line)s, %(number)s, %(now)s, %(reconstructed)s)
           on conflict do nothing""",
        {"tenant": tx.scope.tenant, **values},
    )
    return cursor.rowcount == 1


async def line_of(tx: Transaction, conversation: str) -> Row | None:
    return await tx.one(
        """select l.*, coalesce(n.language, 'fr') as language, n.flow from palabre.call_line l
           left join palabre.phone_number n on n.tenant = l.tenant and n.number = l.number
           where l.tenant = %(tenant)s and l.conversation = %(conversation)s""",
        {"tenant": tx.scope.tenant, "conversation": conversation},
    )


# -- phones


async def insert_phone(tx: Transaction, values: Row) -> None:
    await tx.execute(
        """insert into palabre.phone
             (tenant, id, kind, person, session, number, contact, secret, ticket, network, created_at, expires_at)
           values (%(tenant)s, %(id)s, %(kind)s, %(person)s, %(session)s, %(number)s, %(contact)s, %(secret)s,
             %(ticket)s, %(network)s, %(now)s, %(expires_at)s)""",
        {
            "tenant": tx.scope.tenant,
            "person": None,
            "session": None,
            "number": None,
            "contact": "",
            "ticket": None,
            "network": None,
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
             and session is not distinct from %(session)s::uuid and kind = %(kind)s
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
           where tenant = %(tenant)s and expires_at > %(now)s
             and (person = any(%(people)s::uuid[]) or session = any(%(sessions)s::uuid[]))""",
        {"tenant": tx.scope.tenant, "people": people, "sessions": sessions, "now": now},
    )


async def forget_phones(tx: Transaction, before: int) -> None:
    await tx.execute(
        "delete from palabre.phone where tenant = %(tenant)s and expires_at < %(before)s",
        {"tenant": tx.scope.tenant, "before": before},
    )


# -- recordings


async def insert_recording(tx: Transaction, values: Row) -> bool:
    """False when this talk's recording is kept already."""
    cursor = await tx.execute(
        """insert into palabre.recording (tenant, id, conversation, effect, blob, seconds, sha256, began_at)
           values (%(tenant)s, %(id)s, %(conversation)s, %(effect)s, %(blob)s, %(seconds)s, %(sha256)s, %(began_at)s)
           on conflict do nothing""",
        {"tenant": tx.scope.tenant, **values},
    )
    return cursor.rowcount == 1


async def recording(tx: Transaction, id: str) -> Row | None:
    return await tx.one(
        "select * from palabre.recording where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id},
    )


async def recording_of_effect(tx: Transaction, effect: str) -> Row | None:
    return await tx.one(
        "select id from palabre.recording where tenant = %(tenant)s and effect = %(effect)s limit 1",
        {"tenant": tx.scope.tenant, "effect": effect},
    )


async def recordings_of(tx: Transaction, conversation: str, limit: int) -> list[Row]:
    return await tx.all(
        """select id, conversation, seconds, began_at from palabre.recording
           where tenant = %(tenant)s and conversation = %(conversation)s order by began_at limit %(limit)s""",
        {"tenant": tx.scope.tenant, "conversation": conversation, "limit": limit},
    )


# -- customers we call


async def own_number(tx: Transaction, number: str) -> Row | None:
    """Number and language: this one of the tenant's, else its first."""
    return await tx.one(
        """select number, language from palabre.phone_number where tenant = %(tenant)s
           order by number <> %(number)s, created_at, number limit 1""",
        {"tenant": tx.scope.tenant, "number": number},
    )


async def insert_outbound(tx: Transaction, values: Row) -> None:
    await tx.execute(
        """insert into palabre.outbound_call (tenant, id, number, entry, language, created_at)
           values (%(tenant)s, %(id)s, %(number)s, %(entry)s, %(language)s, %(now)s) on conflict do nothing""",
        {"tenant": tx.scope.tenant, **values},
    )


async def outbound(tx: Transaction, id: str) -> Row | None:
    return await tx.one(
        "select * from palabre.outbound_call where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id},
    )


async def insert_attempt(tx: Transaction, values: Row) -> bool:
    """False when it was begun before."""
    cursor = await tx.execute(
        """insert into palabre.outbound_attempt (tenant, effect, id, node, conversation, attempted_at)
           values (%(tenant)s, %(effect)s, %(id)s, %(node)s, %(conversation)s, %(now)s) on conflict do nothing""",
        {"tenant": tx.scope.tenant, **values},
    )
    return cursor.rowcount == 1


async def attempt(tx: Transaction, effect: str) -> Row | None:
    return await tx.one(
        "select * from palabre.outbound_attempt where tenant = %(tenant)s and effect = %(effect)s",
        {"tenant": tx.scope.tenant, "effect": effect},
    )


async def erase_outbound(tx: Transaction, id: str) -> None:
    await tx.execute(
        "update palabre.outbound_call set number = '' where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id},
    )
