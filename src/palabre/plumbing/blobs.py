"""Blobs: recordings, files, photos. Streamed, encrypted in chunks under the tenant's key, hashed; in a directory or S3.

A file that may lie there without a row is on record first (`blob_unsettled`) and off it in the row's own commit: a row
always has its file, and what an interrupted put or erasure left is found without listing the storage.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Collection, Coroutine
from pathlib import Path
from typing import Any

import msgspec

from palabre.foundations import limits
from palabre.foundations.ids import TenantId
from palabre.foundations.problems import NotFound, Problem
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import new_id
from palabre.plumbing.postgres import Database, Transaction
from palabre.plumbing.secrets import Secrets
from palabre.plumbing.storage.directory import Directory
from palabre.plumbing.storage.port import BlobsUnavailable, Missing, Storage
from palabre.plumbing.storage.sealing import BlobTooLarge as BlobTooLarge
from palabre.plumbing.storage.sealing import Cut, Sealed, opened

log = logging.getLogger("palabre.blobs")

PUT_SECONDS_MAX = 1_800  # well within SWEEP_SECONDS: what is swept is nobody's
SWEEP_SECONDS = 3_600
SWEEP_FILES_MAX = 500  # of one tenant at one start
CLEAN_SECONDS = 20.0

_ABOUT = """select bytes, sha256, kind, content_type from palabre.blob
 where tenant = %(tenant)s and id = %(id)s and erased_at is null"""
_HASHES = """select id::text, encode(sha256, 'hex') as sha256 from palabre.blob
 where tenant = %(tenant)s and id = any(%(ids)s::uuid[]) and erased_at is null"""
_STORED = """select coalesce(sum(bytes), 0)::bigint as bytes from palabre.blob
 where tenant = %(tenant)s and erased_at is null"""
_UNSETTLE = "insert into palabre.blob_unsettled (tenant, id) values (%(tenant)s, %(id)s)"
_SETTLE = "delete from palabre.blob_unsettled where tenant = %(tenant)s and id = %(id)s returning id"
_HOLD = "select id from palabre.blob_unsettled where tenant = %(tenant)s and id = %(id)s for update"
_LEFT = """select id::text as id from palabre.blob_unsettled
 where tenant = %(tenant)s and since < now() - make_interval(secs => %(seconds)s) order by since limit %(files)s"""
_ERASE = """with e as (update palabre.blob set erased_at = coalesce(erased_at, now())
                where tenant = %(tenant)s and id = %(id)s returning tenant, id)
insert into palabre.blob_unsettled (tenant, id) select tenant, id from e on conflict do nothing"""


class Blob(msgspec.Struct, frozen=True):
    id: str
    bytes: int
    sha256: bytes
    kind: str
    content_type: str


class TenantFull(Problem):
    code, status = "blobs.tenant_full", 413


class TooLate(Problem):
    """It took longer than PUT_SECONDS_MAX, and was swept meanwhile."""

    code, status = "blobs.too_late", 503


class Blobs:
    """`place`: a storage, or the folder of one."""

    def __init__(
        self, database: Database, secrets: Secrets, place: Storage | Path, *, tenant_bytes_max: int = 50 * 1024**3
    ) -> None:
        self._database, self._secrets, self._tenant_bytes_max = database, secrets, tenant_bytes_max
        self._storage: Storage = Directory(place) if isinstance(place, Path) else place

    async def put(
        self,
        tenant: TenantId,
        chunks: AsyncIterator[bytes] | bytes,
        *,
        kind: str,
        content_type: str,
        bytes_max: int = limits.BLOB_BYTES_MAX,
    ) -> Blob:
        """Store and return what was stored; nothing is left of one that is refused or cut."""
        id = new_id()
        sealed = Sealed(await self._secrets.key(tenant), f"blob:{tenant}:{id}", bytes_max)
        await self._unsettle(tenant, id)
        try:
            async with asyncio.timeout(PUT_SECONDS_MAX):
                await self._storage.write(name_of(tenant, id), sealed.frames(chunks))
            blob = Blob(id, sealed.bytes, sealed.digest.digest(), kind, content_type)
            await self._insert(tenant, blob)
        except BaseException as error:
            if isinstance(error, TooLate):  # off the record already, and certainly without a row
                await in_peace(self._storage.remove(name_of(tenant, id)), CLEAN_SECONDS)
            refused = isinstance(error, Problem) and not isinstance(error, BlobsUnavailable)
            await in_peace(self._drop(tenant, id, settle=refused), CLEAN_SECONDS)
            if isinstance(error, TimeoutError):
                raise TooLate(seconds_max=PUT_SECONDS_MAX) from error
            raise
        return blob

    async def about(self, tenant: TenantId, id: str) -> Blob:
        async with self._database.transaction(Scope(tenant)) as transaction:
            row = await transaction.one(
                _ABOUT,
                {"tenant": tenant, "id": id},
            )
        if row is None:
            raise NotFound(what="blob")
        return Blob(id, row["bytes"], row["sha256"], row["kind"], row["content_type"])

    async def hashes(self, tx: Transaction, ids: Collection[str]) -> dict[str, str]:
        """Id → sha256 of the plain bytes, as hexadecimal digits; those that are gone are left out."""
        rows = await tx.all(_HASHES, {"tenant": tx.scope.tenant, "ids": list(ids)}) if ids else ()
        return {row["id"]: row["sha256"] for row in rows}

    async def get(self, tenant: TenantId, id: str) -> AsyncIterator[bytes]:
        """The plain bytes, chunk by chunk; a changed or cut file raises before its end."""
        await self.about(tenant, id)
        key = await self._secrets.key(tenant)
        try:
            async for chunk in opened(key, f"blob:{tenant}:{id}", self._storage.read(name_of(tenant, id))):
                yield chunk
        except (Missing, Cut):
            raise NotFound(what="blob") from None

    async def erase(self, tenant: TenantId, id: str) -> None:
        """Once this returns the bytes are gone. Raises BlobsUnavailable: then it is done by a later sweep."""
        async with self._database.transaction(Scope(tenant)) as transaction:
            await transaction.execute(_ERASE, {"tenant": tenant, "id": id})
        await self._drop(tenant, id)

    async def sweep(self, tenant: TenantId, *, seconds: int = SWEEP_SECONDS, files_max: int = SWEEP_FILES_MAX) -> int:
        """Remove what puts and erasures interrupted longer ago than `seconds` left; returns how many names were."""
        async with self._database.transaction(Scope(tenant)) as transaction:
            rows = await transaction.all(_LEFT, {"tenant": tenant, "seconds": seconds, "files": files_max})
        for row in rows:
            await self._drop(tenant, row["id"])
        return len(rows)

    async def close(self) -> None:
        await self._storage.close()

    async def _unsettle(self, tenant: TenantId, id: str) -> None:
        async with self._database.transaction(Scope(tenant)) as transaction:
            await transaction.execute(_UNSETTLE, {"tenant": tenant, "id": id})

    async def _drop(self, tenant: TenantId, id: str, *, settle: bool = True) -> None:
        """Only while it is on record: a put whose commit was in doubt, and came through, keeps its file.

        What was cut may still be on its way to the storage: it stays on record, and a sweep removes it once more.
        """
        async with self._database.transaction(Scope(tenant)) as transaction:
            if await transaction.one(_HOLD, {"tenant": tenant, "id": id}) is None:
                return
            await self._storage.remove(name_of(tenant, id))
            if settle:
                await transaction.execute(_SETTLE, {"tenant": tenant, "id": id})

    async def _insert(self, tenant: TenantId, blob: Blob) -> None:
        async with self._database.transaction(Scope(tenant)) as transaction:
            if await transaction.one(_SETTLE, {"tenant": tenant, "id": blob.id}) is None:
                raise TooLate(seconds_max=PUT_SECONDS_MAX)
            row = await transaction.one(
                _STORED,
                {"tenant": tenant},
            )
            if row["bytes"] + blob.bytes > self._tenant_bytes_max:
                raise TenantFull(bytes_max=self._tenant_bytes_max)
            await transaction.execute(
                """insert into palabre.blob (tenant, id, kind, content_type, bytes, sha256)
                   values (%(tenant)s, %(id)s, %(kind)s, %(content_type)s, %(bytes)s, %(sha256)s)""",
                {"tenant": tenant, **msgspec.structs.asdict(blob)},
            )


def name_of(tenant: TenantId, id: str) -> str:
    return f"{tenant}/{id[-2:]}/{id}"


async def in_peace(work: Coroutine[Any, Any, None], seconds: float) -> None:
    """Finish this though we are cancelled, for a bounded time; what it does not manage is left to the sweep."""

    async def bounded() -> None:
        async with asyncio.timeout(seconds):
            await work

    task = asyncio.ensure_future(bounded())
    try:
        await asyncio.shield(task)
    except Exception as error:
        log.warning("left to the sweep", extra={"why": repr(error)[:200]})
