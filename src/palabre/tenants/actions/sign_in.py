"""Sign-in: e-mail address and password, perhaps six digits, across tenants. Unknown and wrong look and last alike."""

from __future__ import annotations

import hashlib

import msgspec

from palabre.foundations.ids import TenantId
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Database, Transaction
from palabre.plumbing.secrets import Secrets
from palabre.tenants.actions import passwords, sessions, totp
from palabre.tenants.actions.audit import record
from palabre.tenants.model import throttle
from palabre.tenants.model.words import email_key
from palabre.tenants.problems import SignInRefused, SignInThrottled, TenantNeeded, TotpNeeded
from palabre.tenants.store import people
from palabre.tenants.store import sessions as store

NOBODY = Scope(TenantId(""))  # before we know who: no tenant's row is seen
COMPARISONS_MIN = 2  # so that time does not tell how many organisations know an address


class Attempt(msgspec.Struct, frozen=True):
    """`network`: from where, as far as one attacker holds it. `device`: what the person may recognise it by."""

    email: str
    password: str
    totp: str = ""
    tenant: TenantId | None = None
    network: str = ""
    device: str = ""


async def sign_in(database: Database, secrets: Secrets, attempt: Attempt) -> sessions.NewSession:
    """A session, or SignInRefused, SignInThrottled, TotpNeeded, TenantNeeded. Each try is counted before it is
    looked at."""
    account, network = _key("account", email_key(attempt.email)), _key("network", attempt.network)
    await _count(database, account, network)
    async with database.transaction(NOBODY) as tx:
        candidates = await store.candidates(tx, email_key(attempt.email))
    fitting = await _fitting(attempt.password, candidates)
    chosen = _choose(fitting, attempt)
    async with database.transaction(Scope(TenantId(chosen["tenant"]))) as tx:
        session = await _begin(tx, secrets, chosen, attempt)
        await store.forgive_attempts(tx, account, network)
    return session


def _key(kind: str, text: str) -> bytes:
    return hashlib.sha256(f"{kind}:{text}".encode()).digest()


async def _count(database: Database, account: bytes, network: bytes) -> None:
    """Refuse while one of them must wait; else count a failure ahead, so that tries at once are all counted."""
    now = now_ms()
    rules = ((account, throttle.ACCOUNT), (network, throttle.NETWORK))
    async with database.transaction(NOBODY) as tx:
        seen = await store.lock_attempts(tx, [account, network], now)
        waits = [
            throttle.retry_after_seconds(rule, seen[key]["failures"], seen[key]["last_at"], now) for key, rule in rules
        ]
        if any(waits):
            raise SignInThrottled(retry_after_seconds=max(waits))
        for key, _ in rules:
            await store.count_attempt(
                tx, key, throttle.failures_now(seen[key]["failures"], seen[key]["last_at"], now) + 1, now
            )
        await store.forget_attempts(tx, now - throttle.FORGOTTEN_AFTER)


async def _fitting(password: str, candidates: list[dict]) -> list[dict]:
    fitting = [c for c in candidates if await passwords.fits(password, c["password_hash"])]
    for _ in range(COMPARISONS_MIN - len(candidates)):
        await passwords.fits(password, passwords.NOBODY)
    return fitting


def _choose(fitting: list[dict], attempt: Attempt) -> dict:
    if attempt.tenant:
        fitting = [c for c in fitting if c["tenant"] == attempt.tenant]
    if not fitting:
        raise SignInRefused()
    if len(fitting) > 1:
        raise TenantNeeded(tenants=[{"id": c["tenant"], "name": c["tenant_name"]} for c in fitting])
    if fitting[0]["totp_enabled"] and not attempt.totp:
        raise TotpNeeded()
    return fitting[0]


async def _begin(tx: Transaction, secrets: Secrets, chosen: dict, attempt: Attempt) -> sessions.NewSession:
    person = await people.read_secrets(tx, chosen["person"])
    if person is None or person["password_hash"] != chosen["password_hash"]:
        raise SignInRefused()  # closed, or another password, since we looked
    if person["totp_enabled_at"] and not await totp.spend(tx, secrets, person, attempt.totp):
        raise SignInRefused()
    session = await sessions.begin(tx, person, attempt.device)
    own = Transaction(session.signed.scope, tx.connection)
    await record(own, "tenants.sign_in", f"person:{person['id']}", session=session.signed.session)
    return session
