"""SQL of sign-in: candidates, attempts, sessions, tokens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from palabre.plumbing.postgres import Transaction


async def candidates(tx: Transaction, email_key: str) -> list[dict]:
    """People of all tenants with this address: the one look across, by a function of role sign_in."""
    return await tx.all(
        """select tenant::text, tenant_name, person::text, partner::text, password_hash, totp_enabled
           from palabre.sign_in_candidates(%(key)s)""",
        {"key": email_key},
    )


async def lock_attempts(tx: Transaction, keys: Sequence[bytes], now: int) -> dict[bytes, dict]:
    """The counters of these keys, made where missing, locked in one order until the end of the transaction."""
    await tx.execute(
        """insert into palabre.sign_in_attempt (key, last_at) select unnest(%(keys)s::bytea[]), %(now)s
           on conflict do nothing""",
        {"keys": sorted(keys), "now": now},
    )
    rows = await tx.all(
        "select key, failures, last_at from palabre.sign_in_attempt where key = any (%(keys)s) order by key for update",
        {"keys": list(keys)},
    )
    return {bytes(row["key"]): row for row in rows}


async def count_attempt(tx: Transaction, key: bytes, failures: int, now: int) -> None:
    await tx.execute(
        "update palabre.sign_in_attempt set failures = %(failures)s, last_at = %(now)s where key = %(key)s",
        {"key": key, "failures": failures, "now": now},
    )


async def forgive_attempts(tx: Transaction, account: bytes, network: bytes) -> None:
    """A success clears the account and takes its own count back from the network."""
    await tx.execute("delete from palabre.sign_in_attempt where key = %(account)s", {"account": account})
    await tx.execute(
        "update palabre.sign_in_attempt set failures = greatest(failures - 1, 0) where key = %(network)s",
        {"network": network},
    )


async def forget_attempts(tx: Transaction, before: int) -> None:
    await tx.execute("delete from palabre.sign_in_attempt where last_at < %(before)s", {"before": before})


async def insert_session(tx: Transaction, row: dict[str, Any]) -> None:
    await tx.execute(
        """insert into palabre.session (tenant, id, person, token_hash, csrf, device, created_at, seen_at,
          idle_until, until)
           values (%(tenant)s, %(id)s, %(person)s, %(token_hash)s, %(csrf)s, %(device)s, %(now)s, %(now)s,
             %(idle_until)s,
             %(until)s)""",
        {**row, "tenant": tx.scope.tenant},
    )


async def find_session(tx: Transaction, token_hash: bytes, now: int) -> dict | None:
    return await tx.one(
        """select s.id::text, s.person::text, s.csrf, s.seen_at, p.partner::text, p.roles, p.language
           from palabre.session s join palabre.person p on p.tenant = s.tenant and p.id = s.person
           where s.tenant = %(tenant)s and s.token_hash = %(hash)s and s.until > %(now)s
             and s.idle_until > %(now)s and p.active limit 1""",
        {"tenant": tx.scope.tenant, "hash": token_hash, "now": now},
    )


async def touch_session(tx: Transaction, session: str, now: int, idle_until: int) -> None:
    await tx.execute(
        """update palabre.session set seen_at = %(now)s, idle_until = %(idle)s where tenant = %(tenant)s
          and id = %(session)s""",
        {"tenant": tx.scope.tenant, "session": session, "now": now, "idle": idle_until},
    )


async def list_sessions(tx: Transaction, person: str, now: int, limit: int) -> list[dict]:
    return await tx.all(
        """select id::text, device, created_at, seen_at, until from palabre.session
           where tenant = %(tenant)s and person = %(person)s and until > %(now)s and idle_until > %(now)s
           order by seen_at desc limit %(limit)s""",
        {"tenant": tx.scope.tenant, "person": person, "now": now, "limit": limit},
    )


async def signed_out(tx: Transaction, people: Sequence[str], now: int) -> list[str]:
    """Of these people, those of this tenant who hold neither a session nor a token, or whose account is closed."""
    rows = await tx.all(
        """select p.id::text from palabre.person p
           where p.tenant = %(tenant)s and p.id = any(%(people)s::uuid[]) and (not p.active or not (
             exists (select from palabre.session s where s.tenant = p.tenant and s.person = p.id
                       and s.until > %(now)s and s.idle_until > %(now)s)
             or exists (select from palabre.api_token t where t.tenant = p.tenant and t.person = p.id
                       and t.until > %(now)s and t.ended_at is null)))""",
        {"tenant": tx.scope.tenant, "people": list(people), "now": now},
    )
    return [row["id"] for row in rows]


async def over(tx: Transaction, sessions: Sequence[str], now: int) -> list[str]:
    """Of these, those by which nobody is signed in any more."""
    rows = await tx.all(
        """select wanted.id::text from unnest(%(sessions)s::uuid[]) as wanted (id) where not exists (
             select from palabre.session s join palabre.person p on p.tenant = s.tenant and p.id = s.person
             where s.tenant = %(tenant)s and s.id = wanted.id and s.until > %(now)s and s.idle_until > %(now)s
               and p.active)""",
        {"tenant": tx.scope.tenant, "sessions": list(sessions), "now": now},
    )
    return [row["id"] for row in rows]


async def end_sessions(tx: Transaction, person: str, *, only: str | None = None, but: str | None = None) -> list[str]:
    """Ids of those ended: all of hers, only one, or all but one; and whatever of hers is over."""
    rows = await tx.all(
        """delete from palabre.session where tenant = %(tenant)s and person = %(person)s
             and (%(only)s::uuid is null or id = %(only)s)
               and (%(but)s::uuid is null or id <> %(but)s) returning id::text""",
        {"tenant": tx.scope.tenant, "person": person, "only": only, "but": but},
    )
    return [row["id"] for row in rows]


async def end_sessions_of(tx: Transaction, people: Sequence[str]) -> None:
    """All of theirs."""
    await tx.execute(
        "delete from palabre.session where tenant = %(tenant)s and person = any (%(people)s::uuid[])",
        {"tenant": tx.scope.tenant, "people": list(people)},
    )


async def forget_sessions(tx: Transaction, person: str, now: int) -> None:
    await tx.execute(
        """delete from palabre.session where tenant = %(tenant)s and person = %(person)s and least(until,
          idle_until) < %(now)s""",
        {"tenant": tx.scope.tenant, "person": person, "now": now},
    )


async def insert_token(tx: Transaction, row: dict[str, Any]) -> None:
    await tx.execute(
        """insert into palabre.api_token (tenant, id, person, name, token_hash, permissions, created_at, until)
           values (%(tenant)s, %(id)s, %(person)s, %(name)s, %(token_hash)s, %(permissions)s, %(now)s, %(until)s)""",
        {**row, "tenant": tx.scope.tenant},
    )


async def find_token(tx: Transaction, token_hash: bytes, now: int) -> dict | None:
    return await tx.one(
        """select t.id::text, t.person::text, t.permissions, t.used_at, p.partner::text, p.roles, p.language
           from palabre.api_token t join palabre.person p on p.tenant = t.tenant and p.id = t.person
           where t.tenant = %(tenant)s and t.token_hash = %(hash)s and t.until > %(now)s
             and t.ended_at is null and p.active limit 1""",
        {"tenant": tx.scope.tenant, "hash": token_hash, "now": now},
    )


async def touch_token(tx: Transaction, token: str, now: int) -> None:
    await tx.execute(
        "update palabre.api_token set used_at = %(now)s where tenant = %(tenant)s and id = %(token)s",
        {"tenant": tx.scope.tenant, "token": token, "now": now},
    )


async def list_tokens(tx: Transaction, person: str, limit: int) -> list[dict]:
    return await tx.all(
        """select id::text, name, permissions, created_at, until, used_at from palabre.api_token
           where tenant = %(tenant)s and person = %(person)s and ended_at is null order by id desc limit %(limit)s""",
        {"tenant": tx.scope.tenant, "person": person, "limit": limit},
    )


async def end_token(tx: Transaction, person: str, token: str, now: int) -> bool:
    cursor = await tx.execute(
        """update palabre.api_token set ended_at = %(now)s
           where tenant = %(tenant)s and id = %(token)s and person = %(person)s and ended_at is null""",
        {"tenant": tx.scope.tenant, "token": token, "person": person, "now": now},
    )
    return cursor.rowcount == 1
