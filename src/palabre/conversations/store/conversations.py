"""Rows of conversations and their segments. Life (state, segments) is written by the reader of the stream alone."""

from __future__ import annotations

from typing import Any

from psycopg import AsyncConnection

from palabre.plumbing.postgres import Transaction

COLUMNS = """id::text, channel, customer::text, address_kind, address_value, entry, state, opened_at, alive_at,
  customer_left_at, closed_at, closed_reason, repaired, previous::text, lives, messages,
  outcome, outcome_by::text, outcome_at"""

_INSERT = """insert into conversation (tenant, id, channel, customer, address_kind, address_value, single, entry,
  opened_at, previous)
values (%(tenant)s, %(id)s, %(channel)s, %(customer)s, %(kind)s, %(value)s, %(single)s, %(entry)s,
  %(now)s, %(previous)s)
on conflict (tenant, channel, address_kind, address_value) where single and state <> 'closed' do nothing
returning id::text"""

_OPEN_OF_ADDRESS = f"""select {COLUMNS} from conversation where tenant = %(tenant)s and channel = %(channel)s
and address_kind = %(kind)s and address_value = %(value)s and single and state <> 'closed' for update"""

_LAST_OF_ADDRESS = """select id::text, customer::text from conversation
where tenant = %(tenant)s and channel = %(channel)s and address_kind = %(kind)s
  and address_value = %(value)s and single order by opened_at desc, id desc limit 1"""

_OPEN_SEGMENT = """insert into segment (tenant, id, conversation, kind, owner, subject, opened_at)
select %(tenant)s, %(id)s, c.id, %(kind)s, %(owner)s, %(subject)s, %(at)s from conversation c
where c.tenant = %(tenant)s and c.id = %(conversation)s on conflict (tenant, id) do nothing"""


async def insert(tx: Transaction, values: dict[str, Any]) -> bool:
    """False where an open one of the same address came first."""
    return await tx.one(_INSERT, {"tenant": tx.scope.tenant, **values}) is not None


async def open_of_address(tx: Transaction, channel: str, kind: str, value: str) -> dict | None:
    """The open conversation of an address, locked until the transaction ends."""
    return await tx.one(_OPEN_OF_ADDRESS, {"tenant": tx.scope.tenant, "channel": channel, "kind": kind, "value": value})


async def last_of_address(tx: Transaction, channel: str, kind: str, value: str) -> dict | None:
    return await tx.one(_LAST_OF_ADDRESS, {"tenant": tx.scope.tenant, "channel": channel, "kind": kind, "value": value})


async def get(tx: Transaction, conversation: str, *, lock: bool = False) -> dict | None:
    sql = f"select {COLUMNS} from conversation where tenant = %(tenant)s and id = %(id)s" + (
        " for update" if lock else ""
    )
    return await tx.one(sql, {"tenant": tx.scope.tenant, "id": conversation})


async def mark_open(tx: Transaction, conversation: str, at: int) -> None:
    await tx.execute(
        """update conversation set state = 'open', alive_at = %(at)s
        where tenant = %(tenant)s and id = %(id)s and state = 'opening'""",
        {"tenant": tx.scope.tenant, "id": conversation, "at": at},
    )


async def mark_left(tx: Transaction, conversation: str, at: int | None) -> None:
    await tx.execute(
        "update conversation set customer_left_at = %(at)s where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": conversation, "at": at},
    )


async def mark_closed(tx: Transaction, conversation: str, reason: str, at: int) -> None:
    await tx.execute(
        """update conversation set state = 'closed', closed_at = %(at)s, closed_reason = %(reason)s
        where tenant = %(tenant)s and id = %(id)s and state <> 'closed'""",
        {"tenant": tx.scope.tenant, "id": conversation, "reason": reason, "at": at},
    )


async def reopen(tx: Transaction, conversation: str, repaired: str) -> None:
    """Open again; with `repaired`, no longer the one conversation of its address."""
    await tx.execute(
        """update conversation set state = 'open', closed_at = null, closed_reason = '', customer_left_at = null,
          repaired = %(repaired)s, lives = lives + 1, single = single and %(repaired)s = ''
        where tenant = %(tenant)s and id = %(id)s""",
        {"tenant": tx.scope.tenant, "id": conversation, "repaired": repaired},
    )


async def mark_repaired(tx: Transaction, conversation: str, what: str) -> None:
    await tx.execute(
        "update conversation set repaired = %(what)s where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": conversation, "what": what},
    )


async def set_customer(tx: Transaction, conversation: str, customer: str) -> None:
    await tx.execute(
        "update conversation set customer = %(customer)s where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": conversation, "customer": customer},
    )


async def open_segment(tx: Transaction, values: dict[str, Any]) -> None:
    """Nothing where the conversation has no row: a stream replayed after an erasure stays readable."""
    await tx.execute(_OPEN_SEGMENT, {"tenant": tx.scope.tenant, **values})


async def close_segment(tx: Transaction, segment: str, reason: str, at: int) -> None:
    await tx.execute(
        """update segment set closed_at = %(at)s, reason = %(reason)s
        where tenant = %(tenant)s and id = %(id)s and closed_at is null""",
        {"tenant": tx.scope.tenant, "id": segment, "reason": reason, "at": at},
    )


async def segments(tx: Transaction, conversations: list[str]) -> list[dict]:
    return await tx.all(
        """select id, conversation::text, kind, owner, subject, opened_at, closed_at, reason from segment
        where tenant = %(tenant)s and conversation = any(%(ids)s::uuid[]) order by opened_at, id""",
        {"tenant": tx.scope.tenant, "ids": conversations},
    )


async def last_talked(tx: Transaction, conversation: str, since: int) -> str | None:
    """Who talked last with the customer of this conversation, in another one."""
    row = await tx.one(
        """select s.owner from conversation mine
           join conversation c on c.tenant = mine.tenant and c.customer = mine.customer and c.id <> mine.id
           join segment s on s.tenant = c.tenant and s.conversation = c.id and s.kind = 'talk'
           where mine.tenant = %(tenant)s and mine.id = %(id)s and s.opened_at >= %(since)s
           order by s.opened_at desc limit 1""",
        {"tenant": tx.scope.tenant, "id": conversation, "since": since},
    )
    return row["owner"] if row else None


async def took_part(tx: Transaction, conversation: str, people: list[str]) -> bool:
    row = await tx.one(
        """select 1 as yes from segment where tenant = %(tenant)s and conversation = %(id)s and owner = any(%(people)s)
        and kind in ('ring', 'talk', 'hold', 'consult', 'wrap_up') limit 1""",
        {"tenant": tx.scope.tenant, "id": conversation, "people": people},
    )
    return row is not None


async def opening_across_tenants(connection: AsyncConnection, before: int, rows_max: int) -> list[dict]:
    found = await connection.execute(
        """select tenant::text, conversation::text, opened_at, outbox_waits
        from palabre.conversations_opening(%(before)s, %(rows)s)""",
        {"before": before, "rows": rows_max},
    )
    return await found.fetchall()
