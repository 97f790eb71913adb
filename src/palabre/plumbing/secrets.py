"""Secrets and the keys of tenants: AES-256-GCM under a data key per tenant, wrapped by a master key kept apart."""

from __future__ import annotations

import base64
import hmac
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from palabre.foundations.ids import TenantId
from palabre.foundations.problems import Problem
from palabre.foundations.scope import Scope
from palabre.plumbing.postgres import Database, Transaction

NONCE_BYTES = 12
SEALED = "sealed:"  # how a sealed text begins, where settings hold one


class NotOpened(Problem):
    """The secret was sealed under another key, for another purpose or tenant, or was changed."""

    code, status = "secrets.not_opened", 500


def master_key(path: Path) -> bytes:
    """32 bytes, made at first use and readable by us alone. Keep a copy elsewhere: without it nothing sealed opens."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = path.read_bytes()
        if len(key) != 32:
            raise ValueError(f"{path} is not a key of 32 bytes") from None
        return key
    with os.fdopen(handle, "wb") as file:
        key = os.urandom(32)
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key


def seal_bytes(key: bytes, plain: bytes, bound_to: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())


def open_bytes(key: bytes, sealed: bytes, bound_to: str) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to.encode())
    except InvalidTag:
        raise NotOpened(purpose=bound_to.split(":", 1)[0]) from None


def seal_text(key: bytes, plain: str, purpose: str) -> str:
    """For settings: a password that stands in a file of the system without being readable there."""
    return SEALED + base64.urlsafe_b64encode(seal_bytes(key, plain.encode(), purpose)).decode().rstrip("=")


def open_text(key: bytes, text: str, purpose: str) -> str:
    """What was sealed; a text that was not is given back as it is. Raises NotOpened."""
    if not text.startswith(SEALED):
        return text
    try:
        return open_bytes(key, base64.urlsafe_b64decode(text.removeprefix(SEALED) + "==="), purpose).decode()
    except ValueError:  # not of our making at all
        raise NotOpened(purpose=purpose) from None


class Secrets:
    """Data keys are read once per process and tenant."""

    def __init__(self, database: Database, master: bytes) -> None:
        self._database, self._master = database, master
        self._keys: dict[TenantId, bytes] = {}

    def shared(self, purpose: str) -> str:
        """The same word in every process of the installation, kept nowhere: HMAC-SHA256 of the master key, in hex."""
        return hmac.digest(self._master, f"shared:{purpose}".encode(), "sha256").hex()

    async def key(self, tenant: TenantId, transaction: Transaction | None = None) -> bytes:
        """The tenant's data key, made when it has none. Give the transaction you are in, if any."""
        if tenant not in self._keys:
            if transaction:
                self._keys[tenant] = await self._read_or_make(transaction)
            else:
                async with self._database.transaction(Scope(tenant)) as own:
                    self._keys[tenant] = await self._read_or_make(own)
        return self._keys[tenant]

    async def _read_or_make(self, transaction: Transaction) -> bytes:
        tenant = transaction.scope.tenant
        fresh = seal_bytes(self._master, os.urandom(32), f"tenant_key:{tenant}")
        await transaction.execute(
            "insert into palabre.tenant_key (tenant, wrapped) values (%(tenant)s, %(wrapped)s) on conflict do nothing",
            {"tenant": tenant, "wrapped": fresh},
        )
        row = await transaction.one(
            "select wrapped from palabre.tenant_key where tenant = %(tenant)s", {"tenant": tenant}
        )
        return open_bytes(self._master, row["wrapped"], f"tenant_key:{tenant}")

    async def seal(self, tenant: TenantId, purpose: str, plain: bytes, transaction: Transaction | None = None) -> bytes:
        return seal_bytes(await self.key(tenant, transaction), plain, f"{purpose}:{tenant}")

    async def open(
        self, tenant: TenantId, purpose: str, sealed: bytes, transaction: Transaction | None = None
    ) -> bytes:
        return open_bytes(await self.key(tenant, transaction), sealed, f"{purpose}:{tenant}")
