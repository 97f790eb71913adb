"""Rows of feeds, credentials and announcements. Every statement names its tenant."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from psycopg.types.json import Jsonb

from palabre.plumbing.postgres import Transaction

Row = dict[str, Any]

# -- feeds


async def insert_feed(tx: Transaction, values: Row) -> None:
    await tx.execute(
        """insert into palabre.feed (tenant, id, name, document, changed_at)
           values (%(tenant)s, %(id)s, %(name)s, %(document)s, %(now)s)""",
        {"tenant": tx.scope.tenant, **values, "document": Jsonb(values["document"])},
    )


async def update_feed(tx: Transaction, values: Row) -> Row | None:
    """None where it was changed since `version`. What was read by the former description is forgotten."""
    return await tx.one(
        """update palabre.feed set name = %(name)s, document = %(document)s, changed_at = %(now)s,
             version = version + 1, next_at = 0, failures = 0, outcome = '', fetched_at = 0, items = '[]',
             fields = '{}', etag = '', modified = ''
           where tenant = %(tenant)s and id = %(id)s and version = %(version)s returning *""",
        {"tenant": tx.scope.tenant, **values, "document": Jsonb(values["document"])},
    )


async def feed(tx: Transaction, id: str, *, lock: bool = False) -> Row | None:
    sql = "select * from palabre.feed where tenant = %(tenant)s and id = %(id)s"
    return await tx.one(sql + (" for update" if lock else ""), {"tenant": tx.scope.tenant, "id": id})


async def feeds(tx: Transaction, after: str, limit: int) -> list[Row]:
    return await tx.all(
        """select * from palabre.feed where tenant = %(tenant)s and name > %(after)s
           order by name limit %(limit)s""",
        {"tenant": tx.scope.tenant, "after": after, "limit": limit},
    )


async def count_feeds(tx: Transaction) -> int:
    row = await tx.one(
        "select count(*)::int as feeds from palabre.feed where tenant = %(tenant)s", {"tenant": tx.scope.tenant}
    )
    return row["feeds"] if row else 0


async def feed_ids(tx: Transaction) -> frozenset[str]:
    rows = await tx.all(
        "select id::text from palabre.feed where tenant = %(tenant)s", {"tenant": tx.scope.tenant}
    )
    return frozenset(row["id"] for row in rows)


async def feed_names(tx: Transaction) -> dict[str, str]:
    rows = await tx.all(
        "select id::text, name from palabre.feed where tenant = %(tenant)s", {"tenant": tx.scope.tenant}
    )
    return {row["id"]: row["name"] for row in rows}


async def delete_feed(tx: Transaction, id: str) -> bool:
    cursor = await tx.execute(
        "delete from palabre.feed where tenant = %(tenant)s and id = %(id)s", {"tenant": tx.scope.tenant, "id": id}
    )
    return cursor.rowcount == 1


async def claim_due(tx: Transaction, now: int, until: int, limit: int) -> list[Row]:
    """Those due, which nobody else claims before `until`."""
    return await tx.all(
        """update palabre.feed set next_at = %(until)s where tenant = %(tenant)s and id in (
             select id from palabre.feed where tenant = %(tenant)s and next_at <= %(now)s
               and (document->>'enabled')::boolean
             order by next_at, id limit %(limit)s for update skip locked) returning *""",
        {"tenant": tx.scope.tenant, "now": now, "until": until, "limit": limit},
    )


async def keep_read(tx: Transaction, id: str, version: int, values: Row) -> None:
    """Read anew; nothing where the feed was changed meanwhile."""
    await tx.execute(
        """update palabre.feed set tried_at = %(now)s, outcome = 'read', fetched_at = %(now)s, failures = 0,
             items = %(items)s, fields = %(fields)s, etag = %(etag)s, modified = %(modified)s, next_at = %(next_at)s
           where tenant = %(tenant)s and id = %(id)s and version = %(version)s""",
        {"tenant": tx.scope.tenant, "id": id, "version": version, **values, "items": Jsonb(values["items"]),
         "fields": Jsonb(values["fields"])},
    )  # fmt: skip


async def keep_unchanged(tx: Transaction, id: str, version: int, now: int, next_at: int) -> None:
    """Asked, and what is kept still holds."""
    await tx.execute(
        """update palabre.feed set tried_at = %(now)s, outcome = 'unchanged', fetched_at = %(now)s, failures = 0,
             next_at = %(next_at)s
           where tenant = %(tenant)s and id = %(id)s and version = %(version)s""",
        {"tenant": tx.scope.tenant, "id": id, "version": version, "now": now, "next_at": next_at},
    )


async def keep_failed(tx: Transaction, id: str, version: int, now: int, next_at: int, outcome: str) -> None:
    await tx.execute(
        """update palabre.feed set tried_at = %(now)s, outcome = %(outcome)s, failures = failures + 1,
             next_at = %(next_at)s
           where tenant = %(tenant)s and id = %(id)s and version = %(version)s""",
        {"tenant": tx.scope.tenant, "id": id, "version": version, "now": now, "next_at": next_at,
         "outcome": outcome},
    )  # fmt: skip


# -- credentials


async def put_credential(tx: Transaction, values: Row) -> None:
    await tx.execute(
        """insert into palabre.credential (tenant, name, host, header, sealed, changed_at)
           values (%(tenant)s, %(name)s, %(host)s, %(header)s, %(sealed)s, %(now)s)
           on conflict (tenant, name) do update set host = excluded.host, header = excluded.header,
             sealed = excluded.sealed, changed_at = excluded.changed_at""",
        {"tenant": tx.scope.tenant, **values},
    )


async def credentials(tx: Transaction, limit: int) -> list[Row]:
    return await tx.all(
        """select name, host, header, changed_at from palabre.credential where tenant = %(tenant)s
           order by name limit %(limit)s""",
        {"tenant": tx.scope.tenant, "limit": limit},
    )


async def credential_names(tx: Transaction) -> frozenset[str]:
    rows = await tx.all(
        "select name from palabre.credential where tenant = %(tenant)s", {"tenant": tx.scope.tenant}
    )
    return frozenset(row["name"] for row in rows)


async def credentials_named(tx: Transaction, names: Sequence[str]) -> list[Row]:
    return await tx.all(
        "select * from palabre.credential where tenant = %(tenant)s and name = any(%(names)s) order by name",
        {"tenant": tx.scope.tenant, "names": list(names)},
    )


async def delete_credential(tx: Transaction, name: str) -> bool:
    cursor = await tx.execute(
        "delete from palabre.credential where tenant = %(tenant)s and name = %(name)s",
        {"tenant": tx.scope.tenant, "name": name},
    )
    return cursor.rowcount == 1


# -- announcements


async def insert_announcement(tx: Transaction, values: Row) -> None:
    await tx.execute(
        """insert into palabre.announcement
             (tenant, id, target, subject, texts, hangs_up, begins_at, ends_at, made_by)
           values (%(tenant)s, %(id)s, %(target)s, %(subject)s, %(texts)s, %(hangs_up)s, %(now)s, %(ends_at)s,
             %(made_by)s)""",
        {"tenant": tx.scope.tenant, **values, "texts": Jsonb(values["texts"])},
    )


async def announcement(tx: Transaction, id: str) -> Row | None:
    return await tx.one(
        "select * from palabre.announcement where tenant = %(tenant)s and id = %(id)s for update",
        {"tenant": tx.scope.tenant, "id": id},
    )


async def change_announcement(tx: Transaction, id: str, withdrawn_at: int | None, ends_at: int) -> None:
    await tx.execute(
        """update palabre.announcement set withdrawn_at = %(withdrawn_at)s, ends_at = %(ends_at)s
           where tenant = %(tenant)s and id = %(id)s""",
        {"tenant": tx.scope.tenant, "id": id, "withdrawn_at": withdrawn_at, "ends_at": ends_at},
    )


async def announcements(tx: Transaction, key: tuple[int, str] | None, limit: int) -> list[Row]:
    """Newest first."""
    return await tx.all(
        """select * from palabre.announcement where tenant = %(tenant)s
             and (%(at)s::bigint is null or (begins_at, id) < (%(at)s, %(id)s::uuid))
           order by begins_at desc, id desc limit %(limit)s""",
        {"tenant": tx.scope.tenant, "at": key[0] if key else None, "id": key[1] if key else None, "limit": limit},
    )


async def said_now(tx: Transaction, subjects: Sequence[tuple[str, str]], now: int, limit: int) -> list[Row]:
    """Those for any of these (target, subject), oldest first."""
    return await tx.all(
        """select a.* from palabre.announcement a
           join jsonb_to_recordset(%(subjects)s) as s(target text, subject text)
             on s.target = a.target and s.subject = a.subject
           where a.tenant = %(tenant)s and a.withdrawn_at is null and a.ends_at > %(now)s
           order by a.begins_at, a.id limit %(limit)s""",
        {"tenant": tx.scope.tenant, "now": now, "limit": limit,
         "subjects": json.dumps([{"target": t, "subject": s} for t, s in subjects])},
    )  # fmt: skip
