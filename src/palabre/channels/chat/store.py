"""Rows of widgets, visitors and their presence."""

from __future__ import annotations

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from palabre.foundations import limits
from palabre.plumbing.postgres import Transaction

WIDGET = "id::text, key, name, greetings, origins, gone_seconds, silent_seconds, created_at, retired_at"


async def widget_of(connection: AsyncConnection, key: str) -> dict | None:
    """Across tenants: a key names its tenant before anybody has signed in."""
    found = await connection.execute(
        "select tenant::text, widget::text, name, greetings, origins from palabre.widget_of(%(key)s)", {"key": key}
    )
    return await found.fetchone()


async def widgets(tx: Transaction) -> list[dict]:
    return await tx.all(
        f"""select {WIDGET} from chat_widget where tenant = %(tenant)s and key not like 'trial-%%'
        order by name, id limit %(limit)s""",
        {"tenant": tx.scope.tenant, "limit": limits.PAGE_ROWS_MAX},
    )


async def widget(tx: Transaction, widget: str) -> dict | None:
    return await tx.one(
        f"select {WIDGET} from chat_widget where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": widget},
    )


async def put_widget(tx: Transaction, values: dict) -> None:
    await tx.execute(
        """insert into chat_widget (tenant, id, key, name, greetings, origins, gone_seconds, silent_seconds, created_at,
          retired_at)
        values (%(tenant)s, %(id)s, %(key)s, %(name)s, %(greetings)s, %(origins)s, %(gone_seconds)s,
          %(silent_seconds)s, %(created_at)s, %(retired_at)s)
        on conflict (tenant, id) do update set name = excluded.name, greetings = excluded.greetings,
          origins = excluded.origins, gone_seconds = excluded.gone_seconds, silent_seconds = excluded.silent_seconds,
          retired_at = excluded.retired_at""",
        {"tenant": tx.scope.tenant, **values, "greetings": Jsonb(values["greetings"])},
    )


async def visitor_of(tx: Transaction, token_hash: bytes) -> str | None:
    row = await tx.one(
        "select id::text from chat_visitor where tenant = %(tenant)s and token_hash = %(hash)s",
        {"tenant": tx.scope.tenant, "hash": token_hash},
    )
    return row["id"] if row else None


async def lock_visitor(tx: Transaction, visitor: str) -> None:
    """What she sends is taken one after the other, from however many tabs, until this transaction ends."""
    await tx.execute(
        "select 1 from chat_visitor where tenant = %(tenant)s and id = %(visitor)s for update",
        {"tenant": tx.scope.tenant, "visitor": visitor},
    )


async def insert_visitor(
    tx: Transaction, visitor: str, widget: str, token_hash: bytes, language: str, now: int
) -> None:
    await tx.execute(
        """insert into chat_visitor (tenant, id, widget, token_hash, language, created_at)
        values (%(tenant)s, %(id)s, %(widget)s, %(hash)s, %(language)s, %(now)s)""",
        {
            "tenant": tx.scope.tenant,
            "id": visitor,
            "widget": widget,
            "hash": token_hash,
            "language": language,
            "now": now,
        },
    )


async def begin_presence(tx: Transaction, conversation: str, visitor: str, language: str, now: int) -> None:
    await tx.execute(
        """insert into chat_presence (tenant, conversation, visitor, language, heard_at, active_at)
        values (%(tenant)s, %(conversation)s, %(visitor)s, %(language)s, %(now)s, %(now)s)
        on conflict (tenant, conversation) do update set heard_at = excluded.heard_at, active_at = excluded.active_at,
          language = excluded.language""",
        {"tenant": tx.scope.tenant, "conversation": conversation, "visitor": visitor, "language": language, "now": now},
    )


async def hear(tx: Transaction, conversations: list[str], now: int) -> None:
    await tx.execute(
        "update chat_presence set heard_at = %(now)s where tenant = %(tenant)s and conversation = any(%(ids)s::uuid[])",
        {"tenant": tx.scope.tenant, "ids": conversations, "now": now},
    )


async def touch(tx: Transaction, conversation: str, now: int) -> None:
    await tx.execute(
        """update chat_presence set heard_at = %(now)s, active_at = %(now)s
        where tenant = %(tenant)s and conversation = %(conversation)s""",
        {"tenant": tx.scope.tenant, "conversation": conversation, "now": now},
    )


async def last_conversation(tx: Transaction, visitor: str) -> dict | None:
    return await tx.one(
        """select conversation::text, secret::text from chat_presence
        where tenant = %(tenant)s and visitor = %(visitor)s order by conversation desc limit 1""",
        {"tenant": tx.scope.tenant, "visitor": visitor},
    )


async def presence(tx: Transaction, conversation: str) -> dict | None:
    return await tx.one(
        """select visitor::text, language, heard_at, active_at, secret::text from chat_presence
        where tenant = %(tenant)s and conversation = %(conversation)s""",
        {"tenant": tx.scope.tenant, "conversation": conversation},
    )


async def set_secret(tx: Transaction, conversation: str, message: str | None) -> None:
    """The question whose answer must not be kept; None: what comes is ordinary again."""
    await tx.execute(
        "update chat_presence set secret = %(message)s where tenant = %(tenant)s and conversation = %(conversation)s",
        {"tenant": tx.scope.tenant, "conversation": conversation, "message": message},
    )


async def presences(tx: Transaction, conversations: list[str]) -> list[dict]:
    """Who was heard when, with the bounds of the widget she came by."""
    return await tx.all(
        """select p.conversation::text, p.heard_at, p.active_at, w.gone_seconds, w.silent_seconds from chat_presence p
        join chat_visitor v on v.tenant = p.tenant and v.id = p.visitor
        join chat_widget w on w.tenant = v.tenant and w.id = v.widget
        where p.tenant = %(tenant)s and p.conversation = any(%(ids)s::uuid[])""",
        {"tenant": tx.scope.tenant, "ids": conversations},
    )
