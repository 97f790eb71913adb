"""Rows of messages. A message gets its number when both sides may see it: a held one has none yet."""

from __future__ import annotations

from typing import Any

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from palabre.plumbing.postgres import Transaction

COLUMNS = """id::text, conversation::text, number, direction, author::text, kind, text, data, provider_id, status,
  created_at, held_until, sent_at, delivered_at, read_at"""

_INSERT = f"""insert into message (tenant, id, conversation, number, direction, author, kind, text, data, provider_id,
  status, created_at, held_until, sent_at)
values (%(tenant)s, %(id)s, %(conversation)s, %(number)s, %(direction)s, %(author)s, %(kind)s, %(text)s, %(data)s,
  %(provider_id)s, %(status)s, %(now)s, %(held_until)s, %(sent_at)s)
returning {COLUMNS}"""

_PAGE = f"""select {COLUMNS} from message where tenant = %(tenant)s and conversation = %(conversation)s
  and (number > %(after)s or (number is null and status in ('queued', 'failed') and %(held)s))
order by number nulls last, created_at limit %(limit)s"""

_LAST_PAGE = f"""select * from (select {COLUMNS} from message
  where tenant = %(tenant)s and conversation = %(conversation)s and number < %(before)s
  order by number desc limit %(limit)s) last order by number"""

_RELEASE = f"""update message set status = 'sent', number = %(number)s, sent_at = %(now)s
where tenant = %(tenant)s and id = %(id)s and status = 'queued' returning {COLUMNS}"""

_FORWARD = """update message set status = %(status)s,
  delivered_at = coalesce(delivered_at, case when %(status)s in ('delivered', 'read') then %(now)s end),
  read_at = coalesce(read_at, case when %(status)s = 'read' then %(now)s end)
where tenant = %(tenant)s and conversation = %(conversation)s and direction = 'out' and number <= %(number)s
  and palabre.message_rank(status) < palabre.message_rank(%(status)s)"""


async def next_number(tx: Transaction, conversation: str) -> int | None:
    """The next place in an open conversation (its row stays locked, so places come in order); None when closed."""
    row = await tx.one(
        """update conversation set messages = messages + 1
        where tenant = %(tenant)s and id = %(id)s and state <> 'closed' returning messages""",
        {"tenant": tx.scope.tenant, "id": conversation},
    )
    return row["messages"] if row else None


async def insert(tx: Transaction, values: dict[str, Any]) -> dict:
    values = {"author": None, "data": {}, "provider_id": None, "held_until": None, "sent_at": None, **values}
    row = await tx.one(_INSERT, {"tenant": tx.scope.tenant, **values, "data": Jsonb(values["data"])})
    assert row is not None
    return row


async def get(tx: Transaction, message: str, *, lock: bool = False, skip_locked: bool = False) -> dict | None:
    sql = f"select {COLUMNS} from message where tenant = %(tenant)s and id = %(id)s"
    sql += " for update skip locked" if skip_locked else " for update" if lock else ""
    return await tx.one(sql, {"tenant": tx.scope.tenant, "id": message})


async def of_provider(tx: Transaction, provider_id: str) -> dict | None:
    return await tx.one(
        f"select {COLUMNS} from message where tenant = %(tenant)s and provider_id = %(provider_id)s",
        {"tenant": tx.scope.tenant, "provider_id": provider_id},
    )


async def page(tx: Transaction, conversation: str, after: int, limit: int, *, held: bool = False) -> list[dict]:
    """Messages with a number greater than `after`, in order; with `held` those held or failed come last."""
    return await tx.all(
        _PAGE, {"tenant": tx.scope.tenant, "conversation": conversation, "after": after, "limit": limit, "held": held}
    )


async def page_before(tx: Transaction, conversation: str, before: int, limit: int) -> list[dict]:
    """The last `limit` messages with a number below `before`, in order."""
    return await tx.all(
        _LAST_PAGE, {"tenant": tx.scope.tenant, "conversation": conversation, "before": before, "limit": limit}
    )


async def last_sent_by_flow(tx: Transaction, conversation: str) -> dict | None:
    return await tx.one(
        f"""select {COLUMNS} from message where tenant = %(tenant)s and conversation = %(conversation)s
        and direction = 'out' and author is null order by number desc nulls last limit 1""",
        {"tenant": tx.scope.tenant, "conversation": conversation},
    )


async def release(tx: Transaction, message: str, number: int, now: int) -> dict | None:
    """From held to sent: None where somebody else was first, or it was undone."""
    return await tx.one(_RELEASE, {"tenant": tx.scope.tenant, "id": message, "number": number, "now": now})


async def held_of(tx: Transaction, conversation: str) -> list[dict]:
    """In the order in which they were written."""
    return await tx.all(
        """select id::text from message where tenant = %(tenant)s and conversation = %(conversation)s
        and status = 'queued' order by held_until, created_at""",
        {"tenant": tx.scope.tenant, "conversation": conversation},
    )


async def end_held(tx: Transaction, message: str, status: str) -> bool:
    """From held to undone or failed, without ever having been sent; an undone text is not kept."""
    cursor = await tx.execute(
        """update message set status = %(status)s, text = case when %(status)s = 'undone' then '' else text end
        where tenant = %(tenant)s and id = %(id)s and status = 'queued'""",
        {"tenant": tx.scope.tenant, "id": message, "status": status},
    )
    return cursor.rowcount == 1


async def forward(tx: Transaction, conversation: str, number: int, status: str, now: int) -> int:
    """Delivered or read up to `number`: statuses move forward only. Returns how many moved."""
    cursor = await tx.execute(
        _FORWARD,
        {"tenant": tx.scope.tenant, "conversation": conversation, "number": number, "status": status, "now": now},
    )
    return cursor.rowcount


async def move(tx: Transaction, message: str, conversation: str, number: int) -> None:
    await tx.execute(
        """update message set conversation = %(conversation)s, number = %(number)s, late = false
        where tenant = %(tenant)s and id = %(id)s""",
        {"tenant": tx.scope.tenant, "id": message, "conversation": conversation, "number": number},
    )


async def mark_late(tx: Transaction, message: str, late: bool) -> None:
    """It reached the stream after its conversation's end."""
    await tx.execute(
        "update message set late = %(late)s where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": message, "late": late},
    )


async def late(tx: Transaction, conversation: str) -> list[dict]:
    return await tx.all(
        """select id::text from message where tenant = %(tenant)s and conversation = %(conversation)s and late
        order by number""",
        {"tenant": tx.scope.tenant, "conversation": conversation},
    )


async def due_across_tenants(connection: AsyncConnection, now: int, rows_max: int) -> list[dict]:
    found = await connection.execute(
        "select tenant::text, message::text from palabre.messages_due(%(now)s, %(rows)s)",
        {"now": now, "rows": rows_max},
    )
    return await found.fetchall()
