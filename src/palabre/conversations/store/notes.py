"""Rows of notes, wrap-up codes and attachments."""

from __future__ import annotations

from psycopg.types.json import Jsonb

from palabre.foundations import limits
from palabre.plumbing.postgres import Transaction


async def insert_note(tx: Transaction, note: str, conversation: str, author: str, text: str, now: int) -> None:
    await tx.execute(
        """insert into note (tenant, id, conversation, author, text, created_at)
        values (%(tenant)s, %(id)s, %(conversation)s, %(author)s, %(text)s, %(now)s)""",
        {
            "tenant": tx.scope.tenant,
            "id": note,
            "conversation": conversation,
            "author": author,
            "text": text,
            "now": now,
        },
    )


async def notes(tx: Transaction, conversations: list[str], limit: int = limits.PAGE_ROWS_MAX) -> list[dict]:
    return await tx.all(
        """select id::text, conversation::text, author::text, text, created_at from note
        where tenant = %(tenant)s and conversation = any(%(ids)s::uuid[]) order by created_at, id limit %(limit)s""",
        {"tenant": tx.scope.tenant, "ids": conversations, "limit": limit},
    )


async def attach(
    tx: Transaction, attachment: str, conversation: str, kind: str, seconds: float | None, now: int
) -> None:
    await tx.execute(
        """insert into attachment (tenant, id, conversation, kind, seconds, created_at)
        values (%(tenant)s, %(id)s, %(conversation)s, %(kind)s, %(seconds)s, %(now)s)
        on conflict (tenant, id) do nothing""",
        {
            "tenant": tx.scope.tenant,
            "id": attachment,
            "conversation": conversation,
            "kind": kind,
            "seconds": seconds,
            "now": now,
        },
    )


async def attachments(tx: Transaction, conversations: list[str], limit: int = limits.PAGE_ROWS_MAX) -> list[dict]:
    return await tx.all(
        """select id::text, conversation::text, kind, seconds, created_at from attachment
        where tenant = %(tenant)s and conversation = any(%(ids)s::uuid[]) order by created_at, id limit %(limit)s""",
        {"tenant": tx.scope.tenant, "ids": conversations, "limit": limit},
    )


async def set_outcome(tx: Transaction, conversation: str, code: str | None, by: str | None, now: int) -> None:
    await tx.execute(
        """update conversation set outcome = %(code)s, outcome_by = %(by)s, outcome_at = %(now)s
        where tenant = %(tenant)s and id = %(id)s""",
        {"tenant": tx.scope.tenant, "id": conversation, "code": code, "by": by, "now": now},
    )


async def outcome_codes(tx: Transaction, *, retired: bool = False) -> list[dict]:
    return await tx.all(
        """select code, labels, position, retired_at from outcome_code
        where tenant = %(tenant)s and (retired_at is null or %(retired)s) order by position, code limit %(limit)s""",
        {"tenant": tx.scope.tenant, "retired": retired, "limit": limits.PAGE_ROWS_MAX},
    )


async def put_outcome_code(
    tx: Transaction, code: str, labels: dict[str, str], position: int, retired_at: int | None
) -> None:
    await tx.execute(
        """insert into outcome_code (tenant, code, labels, position, retired_at)
        values (%(tenant)s, %(code)s, %(labels)s, %(position)s, %(retired_at)s)
        on conflict (tenant, code) do update set labels = excluded.labels, position = excluded.position,
          retired_at = excluded.retired_at""",
        {
            "tenant": tx.scope.tenant,
            "code": code,
            "labels": Jsonb(labels),
            "position": position,
            "retired_at": retired_at,
        },
    )
