"""Rows of voice messages."""

from __future__ import annotations

from typing import Any

from palabre.plumbing.postgres import Transaction

Row = dict[str, Any]


async def insert(tx: Transaction, values: Row) -> bool:
    """False when this one is kept already."""
    cursor = await tx.execute(
        """insert into palabre.voice_message
             (tenant, id, conversation, queue, customer, number, blob, seconds, sha256, peaks, left_at)
           values (%(tenant)s, %(id)s, %(conversation)s, %(queue)s, %(customer)s, %(number)s, %(blob)s, %(seconds)s,
             %(sha256)s, %(peaks)s, %(left_at)s)
           on conflict do nothing""",
        {"tenant": tx.scope.tenant, **values},
    )
    return cursor.rowcount == 1


async def page(
    tx: Transaction, *, queues: list[str] | None, done: bool | None, before: tuple[int, str] | None, limit: int
) -> list[Row]:
    """Newest first; `queues` None: of all."""
    at, id = before or (None, None)
    return await tx.all(
        """select * from palabre.voice_message where tenant = %(tenant)s and erased_at is null
             and (%(queues)s::uuid[] is null or queue = any(%(queues)s::uuid[]))
             and (%(done)s::boolean is null or (done_at is not null) = %(done)s)
             and (%(at)s::bigint is null or (left_at, id) < (%(at)s, %(id)s::uuid))
           order by left_at desc, id desc limit %(limit)s""",
        {"tenant": tx.scope.tenant, "queues": queues, "done": done, "at": at, "id": id, "limit": limit},
    )


async def get(tx: Transaction, id: str) -> Row | None:
    return await tx.one(
        "select * from palabre.voice_message where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id},
    )


async def set_done(tx: Transaction, id: str, at: int | None, person: str | None) -> None:
    await tx.execute(
        """update palabre.voice_message set done_at = %(at)s, done_by = %(person)s
           where tenant = %(tenant)s and id = %(id)s""",
        {"tenant": tx.scope.tenant, "id": id, "at": at, "person": person},
    )


async def hold(tx: Transaction, id: str, at: int | None) -> None:
    await tx.execute(
        "update palabre.voice_message set held_at = %(at)s where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id, "at": at},
    )


async def erase(tx: Transaction, id: str, now: int) -> None:
    """But for its bytes."""
    await tx.execute(
        """update palabre.voice_message set erased_at = %(now)s, number = '', peaks = ''
           where tenant = %(tenant)s and id = %(id)s and erased_at is null""",
        {"tenant": tx.scope.tenant, "id": id, "now": now},
    )


async def set_callback(tx: Transaction, id: str, callback: str) -> None:
    await tx.execute(
        "update palabre.voice_message set callback = %(callback)s where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id, "callback": callback},
    )


async def erase_before(tx: Transaction, before: int, now: int, limit: int) -> list[Row]:
    """Those left before it, erased but for their bytes."""
    return await tx.all(
        """update palabre.voice_message set erased_at = %(now)s, number = '', peaks = ''
           where tenant = %(tenant)s and id in (select id from palabre.voice_message where tenant = %(tenant)s
             and left_at < %(before)s and erased_at is null and held_at is null order by left_at limit %(limit)s)
           returning id, conversation""",
        {"tenant": tx.scope.tenant, "before": before, "now": now, "limit": limit},
    )


async def erase_of_customer(tx: Transaction, customer: str, now: int) -> None:
    await tx.execute(
        """update palabre.voice_message set erased_at = coalesce(erased_at, %(now)s), number = '', peaks = ''
           where tenant = %(tenant)s and customer = %(customer)s and held_at is null""",
        {"tenant": tx.scope.tenant, "customer": customer, "now": now},
    )


async def gone(tx: Transaction, limit: int) -> list[Row]:
    """Erased, but for their bytes."""
    return await tx.all(
        """select id, blob from palabre.voice_message where tenant = %(tenant)s and erased_at is not null
             and blob is not null limit %(limit)s""",
        {"tenant": tx.scope.tenant, "limit": limit},
    )


async def drop_blob(tx: Transaction, id: str) -> None:
    await tx.execute(
        "update palabre.voice_message set blob = null where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id},
    )
