"""Recordings, what marks them, by what rules they are made, how long they are kept."""

from __future__ import annotations

from typing import Any

from palabre.plumbing.postgres import Transaction

Row = dict[str, Any]


async def insert_recording(tx: Transaction, values: Row) -> bool:
    """False when this conversation's recording is kept already."""
    cursor = await tx.execute(
        """insert into palabre.recording
             (tenant, id, conversation, effect, blob, seconds, sha256, sha512, bytes, peaks, silences, began_at)
           values (%(tenant)s, %(id)s, %(conversation)s, %(effect)s, %(blob)s, %(seconds)s, %(sha256)s, %(sha512)s,
             %(bytes)s, %(peaks)s, %(silences)s::jsonb, %(began_at)s)
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
           where tenant = %(tenant)s and conversation = %(conversation)s and erased_at is null
           order by began_at limit %(limit)s""",
        {"tenant": tx.scope.tenant, "conversation": conversation, "limit": limit},
    )


_ADVISORS = "('talk', 'hold', 'consult')"


_SEARCH = f"""select r.id, r.conversation, r.seconds, r.began_at, c.customer, c.address_value as number, c.entry,
    r.held_at is not null as held, r.erased_at, r.bytes,
    coalesce((select array_agg(distinct s.owner) from palabre.segment s where s.tenant = r.tenant
      and s.conversation = r.conversation and s.kind = 'queue'), '{{}}') as queues,
    coalesce((select array_agg(distinct s.owner) from palabre.segment s where s.tenant = r.tenant
      and s.conversation = r.conversation and s.kind in {_ADVISORS}), '{{}}') as advisors
  from palabre.recording r join palabre.conversation c on c.tenant = r.tenant and c.id = r.conversation
  where r.tenant = %(tenant)s
    and (%(recording)s::uuid is null or r.id = %(recording)s::uuid)
    and (%(recording)s::uuid is not null or r.erased_at is null)
    and (%(conversation)s::uuid is null or r.conversation = %(conversation)s::uuid)
    and (%(since)s::bigint is null or r.began_at >= %(since)s)
    and (%(until)s::bigint is null or r.began_at < %(until)s)
    and (%(seconds_min)s::float8 is null or r.seconds >= %(seconds_min)s)
    and (%(held)s::boolean is null or (r.held_at is not null) = %(held)s)
    and (%(number)s::text is null or c.address_value like '%%' || %(number)s || '%%')
    and (%(queue)s::text is null or exists (select from palabre.segment s where s.tenant = r.tenant
      and s.conversation = r.conversation and s.kind = 'queue' and s.owner = %(queue)s))
    and (%(advisor)s::text is null or exists (select from palabre.segment s where s.tenant = r.tenant
      and s.conversation = r.conversation and s.kind in {_ADVISORS} and s.owner = %(advisor)s))
    and (%(before_at)s::bigint is null or (r.began_at, r.id) < (%(before_at)s, %(before_id)s::uuid))
  order by r.began_at desc, r.id desc limit %(limit)s"""


_SEARCHED = ("recording", "conversation", "since", "until", "seconds_min", "held", "number", "queue", "advisor")


async def search_recordings(tx: Transaction, filters: Row, before: tuple[int, str] | None, limit: int) -> list[Row]:
    """Newest first; None is any."""
    at, id = before or (None, None)
    values = {name: filters.get(name) for name in _SEARCHED}
    return await tx.all(
        _SEARCH, {"tenant": tx.scope.tenant, "before_at": at, "before_id": id, "limit": limit, **values})


async def pieces_of(tx: Transaction, conversation: str, limit: int) -> list[Row]:
    return await tx.all(
        """select kind, owner, opened_at, closed_at from palabre.segment
           where tenant = %(tenant)s and conversation = %(conversation)s order by opened_at limit %(limit)s""",
        {"tenant": tx.scope.tenant, "conversation": conversation, "limit": limit},
    )


async def hold_recording(tx: Transaction, id: str, at: int | None) -> None:
    await tx.execute(
        "update palabre.recording set held_at = %(at)s where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id, "at": at},
    )


async def recordings_due(tx: Transaction, before: int, limit: int) -> list[Row]:
    return await tx.all(
        """select * from palabre.recording where tenant = %(tenant)s and began_at < %(before)s
             and erased_at is null and held_at is null order by began_at limit %(limit)s for update skip locked""",
        {"tenant": tx.scope.tenant, "before": before, "limit": limit},
    )


async def recordings_of_customer(tx: Transaction, customer: str, limit: int) -> list[Row]:
    return await tx.all(
        """select r.* from palabre.recording r
           join palabre.conversation c on c.tenant = r.tenant and c.id = r.conversation
           where r.tenant = %(tenant)s and c.customer = %(customer)s and r.erased_at is null and r.held_at is null
           order by r.began_at limit %(limit)s""",
        {"tenant": tx.scope.tenant, "customer": customer, "limit": limit},
    )


async def erase_recording(tx: Transaction, id: str, now: int) -> None:
    await tx.execute(
        """update palabre.recording set erased_at = %(now)s, peaks = '', silences = '[]'
           where tenant = %(tenant)s and id = %(id)s""",
        {"tenant": tx.scope.tenant, "id": id, "now": now},
    )


async def recordings_gone(tx: Transaction, limit: int) -> list[Row]:
    """Erased, but for their bytes."""
    return await tx.all(
        """select id, blob from palabre.recording where tenant = %(tenant)s and erased_at is not null
             and blob is not null limit %(limit)s""",
        {"tenant": tx.scope.tenant, "limit": limit},
    )


async def drop_blob(tx: Transaction, id: str) -> None:
    await tx.execute(
        "update palabre.recording set blob = null where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id},
    )


async def recording_marks(tx: Transaction, conversation: str, limit: int) -> list[Row]:
    return await tx.all(
        """select id, at, person, note from palabre.recording_mark
           where tenant = %(tenant)s and conversation = %(conversation)s order by at, id limit %(limit)s""",
        {"tenant": tx.scope.tenant, "conversation": conversation, "limit": limit},
    )


async def insert_mark(tx: Transaction, values: Row) -> None:
    await tx.execute(
        """insert into palabre.recording_mark (tenant, id, conversation, at, person, note, created_at)
           values (%(tenant)s, %(id)s, %(conversation)s, %(at)s, %(person)s, %(note)s, %(now)s)""",
        {"tenant": tx.scope.tenant, **values},
    )


async def delete_mark(tx: Transaction, id: str, person: str) -> bool:
    cursor = await tx.execute(
        "delete from palabre.recording_mark where tenant = %(tenant)s and id = %(id)s and person = %(person)s",
        {"tenant": tx.scope.tenant, "id": id, "person": person},
    )
    return cursor.rowcount == 1


async def recording_rules(tx: Transaction, limit: int) -> list[Row]:
    return await tx.all(
        """select place, subject, mode, whole from palabre.recording_rule where tenant = %(tenant)s
           order by place, subject limit %(limit)s""",
        {"tenant": tx.scope.tenant, "limit": limit},
    )


async def put_recording_rule(tx: Transaction, values: Row) -> None:
    await tx.execute(
        """insert into palabre.recording_rule (tenant, place, subject, mode, whole, changed_at)
           values (%(tenant)s, %(place)s, %(subject)s, %(mode)s, %(whole)s, %(now)s)
           on conflict (tenant, place, subject)
             do update set mode = excluded.mode, whole = excluded.whole, changed_at = excluded.changed_at""",
        {"tenant": tx.scope.tenant, **values},
    )


async def delete_recording_rule(tx: Transaction, place: str, subject: str) -> bool:
    cursor = await tx.execute(
        """delete from palabre.recording_rule
           where tenant = %(tenant)s and place = %(place)s and subject = %(subject)s""",
        {"tenant": tx.scope.tenant, "place": place, "subject": subject},
    )
    return cursor.rowcount == 1


async def recording_days(tx: Transaction) -> int | None:
    row = await tx.one(
        "select days from palabre.recording_keeping where tenant = %(tenant)s", {"tenant": tx.scope.tenant}
    )
    return row["days"] if row else None


async def put_recording_days(tx: Transaction, days: int) -> None:
    await tx.execute(
        """insert into palabre.recording_keeping (tenant, days) values (%(tenant)s, %(days)s)
           on conflict (tenant) do update set days = excluded.days""",
        {"tenant": tx.scope.tenant, "days": days},
    )


async def hold_recordings(tx: Transaction, conversation: str, now: int) -> None:
    """Kept until somebody lifts it, whatever the retention says."""
    await tx.execute(
        """update palabre.recording set held_at = coalesce(held_at, %(now)s)
           where tenant = %(tenant)s and conversation = %(conversation)s and erased_at is null""",
        {"tenant": tx.scope.tenant, "conversation": conversation, "now": now},
    )
