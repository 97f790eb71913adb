"""An advisor's line: its quality, the telephone it rings at, music, insults."""

from __future__ import annotations

from typing import Any

import psycopg

from palabre.plumbing.postgres import Transaction

Row = dict[str, Any]


async def put_quality(tx: Transaction, values: Row) -> None:
    await tx.execute(
        """insert into palabre.line_quality as q (tenant, conversation, line, line_end, advisor, source, codec, mos,
             rating, word, mos_least, packets, lost_share, jitter_ms, round_trip_ms, began_at, seen_at)
           select %(tenant)s, c.id, %(line)s, %(end)s, %(advisor)s, %(source)s, %(codec)s, %(mos)s, %(rating)s,
             %(word)s, %(mos)s, %(packets)s, %(lost_share)s, %(jitter_ms)s, %(round_trip_ms)s, %(now)s, %(now)s
           from palabre.conversation c where c.tenant = %(tenant)s and c.id = %(conversation)s
           on conflict (tenant, conversation, line) do update set codec = excluded.codec, mos = excluded.mos,
             rating = excluded.rating, word = excluded.word, mos_least = least(q.mos_least, excluded.mos),
             packets = excluded.packets, lost_share = excluded.lost_share, jitter_ms = excluded.jitter_ms,
             round_trip_ms = excluded.round_trip_ms, seen_at = excluded.seen_at""",
        {"tenant": tx.scope.tenant, **values},
    )


async def qualities(tx: Transaction, conversation: str, limit: int) -> list[Row]:
    return await tx.all(
        """select * from palabre.line_quality where tenant = %(tenant)s and conversation = %(conversation)s
           order by began_at, line limit %(limit)s""",
        {"tenant": tx.scope.tenant, "conversation": conversation, "limit": limit},
    )


async def telephone_choices(connection: psycopg.AsyncConnection) -> list[Row]:
    """Of all tenants, but browsers."""
    return await (await connection.execute("select * from palabre.telephone_choices()")).fetchall()


async def telephone_choice(tx: Transaction, person: str) -> Row | None:
    return await tx.one(
        "select * from palabre.telephone_choice where tenant = %(tenant)s and person = %(person)s",
        {"tenant": tx.scope.tenant, "person": person},
    )


async def put_telephone_choice(tx: Transaction, person: str, kind: str, number: str, now: int) -> None:
    await tx.execute(
        """insert into palabre.telephone_choice (tenant, person, kind, number, changed_at)
           values (%(tenant)s, %(person)s, %(kind)s, %(number)s, %(now)s)
           on conflict (tenant, person) do update set kind = excluded.kind, number = excluded.number,
             changed_at = excluded.changed_at""",
        {"tenant": tx.scope.tenant, "person": person, "kind": kind, "number": number, "now": now},
    )


async def hold_musics(connection: psycopg.AsyncConnection) -> list[Row]:
    """Of all tenants: which file each one's customers hear."""
    return await (await connection.execute("select * from palabre.hold_musics()")).fetchall()


async def hold_music(tx: Transaction) -> Row | None:
    return await tx.one(
        "select * from palabre.hold_music where tenant = %(tenant)s", {"tenant": tx.scope.tenant}
    )


async def put_hold_music(tx: Transaction, values: Row) -> None:
    await tx.execute(
        """insert into palabre.hold_music (tenant, blob, name, seconds, sha256, changed_at)
           values (%(tenant)s, %(blob)s, %(name)s, %(seconds)s, %(sha256)s, %(now)s)
           on conflict (tenant) do update set blob = excluded.blob, name = excluded.name, seconds = excluded.seconds,
             sha256 = excluded.sha256, changed_at = excluded.changed_at""",
        {"tenant": tx.scope.tenant, **values},
    )


async def delete_hold_music(tx: Transaction) -> Row | None:
    return await tx.one(
        "delete from palabre.hold_music where tenant = %(tenant)s returning *", {"tenant": tx.scope.tenant}
    )


async def abuse_rule(tx: Transaction) -> Row | None:
    return await tx.one(
        "select * from palabre.abuse_rule where tenant = %(tenant)s", {"tenant": tx.scope.tenant}
    )


async def put_abuse_rule(tx: Transaction, pause_minutes: int, prompt: str, now: int) -> None:
    await tx.execute(
        """insert into palabre.abuse_rule (tenant, pause_minutes, prompt, changed_at)
           values (%(tenant)s, %(pause_minutes)s, %(prompt)s, %(now)s)
           on conflict (tenant) do update set pause_minutes = excluded.pause_minutes, prompt = excluded.prompt,
             changed_at = excluded.changed_at""",
        {"tenant": tx.scope.tenant, "pause_minutes": pause_minutes, "prompt": prompt, "now": now},
    )


async def insert_abuse(tx: Transaction, values: Row) -> None:
    await tx.execute(
        """insert into palabre.abuse_report (tenant, effect, conversation, advisor, reported_at, pause_minutes)
           values (%(tenant)s, %(effect)s, %(conversation)s, %(advisor)s, %(now)s, %(pause_minutes)s)
           on conflict do nothing""",
        {"tenant": tx.scope.tenant, **values},
    )


async def see_abuse(tx: Transaction, effect: str, person: str, now: int) -> bool:
    cursor = await tx.execute(
        """update palabre.abuse_report set seen_at = %(now)s, seen_by = %(person)s
           where tenant = %(tenant)s and effect = %(effect)s and seen_at is null""",
        {"tenant": tx.scope.tenant, "effect": effect, "person": person, "now": now},
    )
    return cursor.rowcount == 1


async def was_abuse(tx: Transaction, conversation: str) -> bool:
    row = await tx.one(
        "select effect from palabre.abuse_report where tenant = %(tenant)s and conversation = %(conversation)s limit 1",
        {"tenant": tx.scope.tenant, "conversation": conversation},
    )
    return row is not None


async def count_bad(tx: Transaction, advisor: str, since: int, below: float) -> int:
    """Calls of hers since then in which her own line was worse than that."""
    row = await tx.one(
        """select count(distinct conversation)::int as calls from palabre.line_quality
           where tenant = %(tenant)s and advisor = %(advisor)s and line_end = 'advisor' and seen_at > %(since)s
             and mos < %(below)s""",
        {"tenant": tx.scope.tenant, "advisor": advisor, "since": since, "below": below},
    )
    return row["calls"] if row else 0
