"""Blobs: recordings, files, photos. Streamed, encrypted in chunks under the tenant's key, hashed, in a directory.

The row is written last, after the file is whole and synced: a row always has its file; a file without a row is swept.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import struct
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec

from palabre.foundations import limits
from palabre.foundations.ids import TenantId
from palabre.foundations.problems import NotFound, Problem
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import new_id
from palabre.plumbing.postgres import Database
from palabre.plumbing.secrets import Secrets, open_bytes, seal_bytes

CHUNK_BYTES = 256 * 1024


class Blob(msgspec.Struct, frozen=True):
    id: str
    bytes: int
    sha256: bytes
    kind: str
    content_type: str


class BlobTooLarge(Problem):
    code, status = "blobs.too_large", 413


class TenantFull(Problem):
    code, status = "blobs.tenant_full", 413


class Blobs:
    def __init__(
        self, database: Database, secrets: Secrets, folder: Path, *, tenant_bytes_max: int = 50 * 1024**3
    ) -> None:
        self._database, self._secrets, self._folder, self._tenant_bytes_max = (
            database,
            secrets,
            folder,
            tenant_bytes_max,
        )

    async def put(
        self,
        tenant: TenantId,
        chunks: AsyncIterator[bytes] | bytes,
        *,
        kind: str,
        content_type: str,
        bytes_max: int = limits.BLOB_BYTES_MAX,
    ) -> Blob:
        """Store and return what was stored; nothing is left of one that is refused."""
        id = new_id()
        key = await self._secrets.key(tenant)
        path = self._path(tenant, id)
        part = path.with_suffix(".part")
        digest, size, number = hashlib.sha256(), 0, 0
        await asyncio.to_thread(path.parent.mkdir, parents=True, exist_ok=True)
        try:
            with open(part, "xb", opener=lambda p, f: os.open(p, f, 0o600)) as file:
                async for chunk in _even(chunks):
                    size += len(chunk)
                    if size > bytes_max:
                        raise BlobTooLarge(bytes_max=bytes_max)
                    digest.update(chunk)
                    sealed = seal_bytes(key, chunk, f"blob:{tenant}:{id}:{number}")
                    number += 1
                    await asyncio.to_thread(file.write, struct.pack(">I", len(sealed)) + sealed)
                # the number of chunks is sealed last: a file cut short does not open
                end = seal_bytes(key, struct.pack(">I", number), f"blob:{tenant}:{id}:end")
                file.write(struct.pack(">I", 0) + end)
                await asyncio.to_thread(_sync, file)
            part.rename(path)
            blob = Blob(id, size, digest.digest(), kind, content_type)
            await self._insert(tenant, blob)
        except BaseException:
            part.unlink(missing_ok=True)
            path.unlink(missing_ok=True)
            raise
        return blob

    async def about(self, tenant: TenantId, id: str) -> Blob:
        async with self._database.transaction(Scope(tenant)) as transaction:
            row = await transaction.one(
                "select bytes, sha256, kind, content_type from palabre.blob where tenant = %(tenant)s and id = %(id)s and erased_at is null",
                {"tenant": tenant, "id": id},
            )
        if row is None:
            raise NotFound(what="blob")
        return Blob(id, row["bytes"], row["sha256"], row["kind"], row["content_type"])

    async def get(self, tenant: TenantId, id: str) -> AsyncIterator[bytes]:
        """The plain bytes, chunk by chunk; a changed or cut file raises before its end."""
        await self.about(tenant, id)
        key = await self._secrets.key(tenant)
        with open(self._path(tenant, id), "rb") as file:
            number = 0
            while length := struct.unpack(">I", await asyncio.to_thread(file.read, 4))[0]:
                sealed = await asyncio.to_thread(file.read, length)
                yield open_bytes(key, sealed, f"blob:{tenant}:{id}:{number}")
                number += 1
            end = open_bytes(key, file.read(), f"blob:{tenant}:{id}:end")
            if struct.unpack(">I", end)[0] != number:
                raise NotFound(what="blob")

    async def erase(self, tenant: TenantId, id: str) -> None:
        async with self._database.transaction(Scope(tenant)) as transaction:
            await transaction.execute(
                "update palabre.blob set erased_at = now() where tenant = %(tenant)s and id = %(id)s",
                {"tenant": tenant, "id": id},
            )
        self._path(tenant, id).unlink(missing_ok=True)

    def _path(self, tenant: TenantId, id: str) -> Path:
        return self._folder / str(tenant) / id[-2:] / id

    async def _insert(self, tenant: TenantId, blob: Blob) -> None:
        async with self._database.transaction(Scope(tenant)) as transaction:
            row = await transaction.one(
                "select coalesce(sum(bytes), 0)::bigint as bytes from palabre.blob where tenant = %(tenant)s and erased_at is null",
                {"tenant": tenant},
            )
            if row["bytes"] + blob.bytes > self._tenant_bytes_max:
                raise TenantFull(bytes_max=self._tenant_bytes_max)
            await transaction.execute(
                """insert into palabre.blob (tenant, id, kind, content_type, bytes, sha256)
                   values (%(tenant)s, %(id)s, %(kind)s, %(content_type)s, %(bytes)s, %(sha256)s)""",
                {"tenant": tenant, **msgspec.structs.asdict(blob)},
            )


async def _even(chunks: AsyncIterator[bytes] | bytes) -> AsyncIterator[bytes]:
    """The same bytes in pieces of CHUNK_BYTES at most."""
    if isinstance(chunks, bytes | bytearray | memoryview):
        for begin in range(0, len(chunks), CHUNK_BYTES):
            yield bytes(chunks[begin : begin + CHUNK_BYTES])
        return
    async for chunk in chunks:
        for begin in range(0, len(chunk), CHUNK_BYTES):
            yield chunk[begin : begin + CHUNK_BYTES]


def _sync(file) -> None:
    file.flush()
    os.fsync(file.fileno())
