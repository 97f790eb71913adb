"""Sessions of browsers, tokens of programs: only hashes are kept, and each names its tenant, so none is looked for."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

import msgspec

from palabre.foundations import limits
from palabre.foundations.clock import HOUR, MINUTE, after
from palabre.foundations.ids import PartnerId, PersonId, TenantId, is_uuid
from palabre.foundations.problems import Forbidden, Invalid, NotFound
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import new_id, new_token, now_ms
from palabre.plumbing.postgres import Database, Transaction
from palabre.plumbing.web.who import NotSignedIn
from palabre.tenants.actions.audit import record
from palabre.tenants.model.people import Signed
from palabre.tenants.model.permissions import permissions_of
from palabre.tenants.model.words import clean_name
from palabre.tenants.store import sessions as store

_TOUCHED_EVERY = MINUTE
_TOKEN_PREFIX = "plb"


class NewSession(msgspec.Struct, frozen=True):
    """`cookie`: its value, known to the browser alone."""

    cookie: str
    signed: Signed


class Session(msgspec.Struct, frozen=True):
    """`current`: the one that asks."""

    id: str
    device: str
    created_at: int
    seen_at: int
    until: int
    current: bool = False


class ApiToken(msgspec.Struct, frozen=True):
    """`token`: the secret, shown at its making only. Instants in milliseconds."""

    id: str
    name: str
    permissions: list[str]
    created_at: int
    until: int
    used_at: int | None = None
    token: str | None = None


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


async def begin(tx: Transaction, person: dict, device: str) -> NewSession:
    """`person`: from store.read_secrets. Her sessions that are over go at the same time."""
    now, token, csrf, id = now_ms(), new_token(), new_token(), new_id()
    await store.forget_sessions(tx, person["id"], now)
    await store.insert_session(
        tx,
        {
            "id": id,
            "person": person["id"],
            "token_hash": _hash(token),
            "csrf": csrf,
            "device": device[:120],
            "now": now,
            "idle_until": after(now, limits.SESSION_IDLE_SECONDS),
            "until": after(now, limits.SESSION_SECONDS_MAX),
        },
    )
    return NewSession(f"{tx.scope.tenant}.{token}", Signed(_scope(tx.scope.tenant, person), session=id, csrf=csrf))


def _scope(tenant: TenantId, row: dict, only: Sequence[str] | None = None) -> Scope:
    permissions = permissions_of(row["roles"])
    return Scope(
        tenant,
        PersonId(row.get("person") or row["id"]),
        PartnerId(row["partner"]) if row["partner"] else None,
        permissions if only is None else permissions & frozenset(only),
        row["language"],
    )


async def by_cookie(database: Database, cookie: str) -> Signed:
    """Who holds this cookie. Raises NotSignedIn."""
    tenant, _, token = cookie.partition(".")
    if not is_uuid(tenant):
        raise NotSignedIn()
    now = now_ms()
    async with database.transaction(Scope(TenantId(tenant))) as tx:
        row = await store.find_session(tx, _hash(token), now)
        if row is None:
            raise NotSignedIn()
        if now - row["seen_at"] >= _TOUCHED_EVERY:
            await store.touch_session(tx, row["id"], now, after(now, limits.SESSION_IDLE_SECONDS))
    return Signed(_scope(TenantId(tenant), row), session=row["id"], csrf=row["csrf"])


async def by_token(database: Database, bearer: str) -> Signed:
    """Whose program holds this token: her permissions, less those it was not given. Raises NotSignedIn."""
    prefix, _, rest = bearer.partition("_")
    tenant, _, token = rest.partition("_")
    if prefix != _TOKEN_PREFIX or not is_uuid(tenant):
        raise NotSignedIn()
    now = now_ms()
    async with database.transaction(Scope(TenantId(tenant))) as tx:
        row = await store.find_token(tx, _hash(token), now)
        if row is None:
            raise NotSignedIn()
        if now - (row["used_at"] or 0) >= _TOUCHED_EVERY:
            await store.touch_token(tx, row["id"], now)
    return Signed(_scope(TenantId(tenant), row, row["permissions"]), token=row["id"])


def check_csrf(signed: Signed, given: str) -> bool:
    return signed.csrf is not None and hmac.compare_digest(signed.csrf.encode(), given.encode())


async def end_session(tx: Transaction, session: str) -> None:
    """Sign-out of the one that asks."""
    await store.end_sessions(tx, _person(tx), only=session)
    await record(tx, "tenants.sign_out", f"person:{tx.scope.person}", session=session)


async def end_other_sessions(tx: Transaction, session: str | None) -> list[str]:
    """Sign-out everywhere but here (everywhere when `session` is None). Ids of those ended."""
    ended = await store.end_sessions(tx, _person(tx), but=session)
    await record(tx, "tenants.sign_out_others", f"person:{tx.scope.person}", sessions=len(ended))
    return ended


async def signed_out(tx: Transaction, people: Sequence[str]) -> list[str]:
    """Of these people, those who could ask for nothing now: no session, no token, or a closed account."""
    return await store.signed_out(tx, people, now_ms())


async def over(tx: Transaction, ids: Sequence[str]) -> list[str]:
    """Of these sessions, those that are over: ended, run out, or of a closed account."""
    return await store.over(tx, ids, now_ms())


async def ids_of_person(tx: Transaction, person: PersonId) -> list[str]:
    """Of her sessions that live."""
    return [row["id"] for row in await store.list_sessions(tx, person, now_ms(), limits.PAGE_ROWS_MAX)]


async def list_sessions(tx: Transaction, current: str | None) -> list[Session]:
    rows = await store.list_sessions(tx, _person(tx), now_ms(), limits.PAGE_ROWS)
    return [Session(**row, current=row["id"] == current) for row in rows]


async def create_token(tx: Transaction, *, name: str, permissions: Sequence[str], days: int) -> ApiToken:
    """A token with a part of her permissions; the secret is in the answer and nowhere else."""
    tx.scope.require("tokens.own")
    if missing := set(permissions) - tx.scope.permissions:
        raise Forbidden(permission=sorted(missing)[0])
    if not 1 <= days <= limits.API_TOKEN_DAYS_MAX:
        raise Invalid(field="days", reason="out_of_bounds")
    if len(await store.list_tokens(tx, _person(tx), limits.API_TOKENS_PER_PERSON)) >= limits.API_TOKENS_PER_PERSON:
        raise Invalid(field="name", reason="too_many_tokens")
    now, secret = now_ms(), new_token()
    made = ApiToken(
        new_id(),
        clean_name(name),
        sorted(set(permissions)),
        now,
        now + days * 24 * HOUR,
        token=f"{_TOKEN_PREFIX}_{tx.scope.tenant}_{secret}",
    )
    await store.insert_token(
        tx,
        {
            "id": made.id,
            "person": _person(tx),
            "name": made.name,
            "token_hash": _hash(secret),
            "permissions": made.permissions,
            "now": now,
            "until": made.until,
        },
    )
    await record(tx, "tenants.create_token", f"token:{made.id}", permissions=made.permissions)
    return made


async def list_tokens(tx: Transaction) -> list[ApiToken]:
    return [ApiToken(**row) for row in await store.list_tokens(tx, _person(tx), limits.API_TOKENS_PER_PERSON)]


async def end_token(tx: Transaction, token: str) -> None:
    if not await store.end_token(tx, _person(tx), token, now_ms()):
        raise NotFound(what="token")
    await record(tx, "tenants.end_token", f"token:{token}")


def _person(tx: Transaction) -> PersonId:
    if tx.scope.person is None:
        raise NotSignedIn()
    return tx.scope.person
