"""The form of a stored blob: sealed chunks, each behind its length, then a zero and the sealed number of chunks."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import AsyncIterator

from palabre.foundations.problems import Problem
from palabre.plumbing.secrets import open_bytes, seal_bytes

CHUNK_BYTES = 256 * 1024
SEAL_BYTES_MAX = 64  # what sealing adds, at most
_length = struct.Struct(">I")


class BlobTooLarge(Problem):
    code, status = "blobs.too_large", 413


class Cut(Exception):
    """The stored bytes end early, go on too long, or are not of this form."""


class Sealed:
    """Seals what passes; afterwards `bytes` and `digest` tell what it was."""

    def __init__(self, key: bytes, bound_to: str, bytes_max: int) -> None:
        self._key, self._bound_to, self._bytes_max = key, bound_to, bytes_max
        self.bytes, self.digest = 0, hashlib.sha256()

    async def frames(self, chunks: AsyncIterator[bytes] | bytes) -> AsyncIterator[bytes]:
        number = 0
        async for chunk in _even(chunks):
            self.bytes += len(chunk)
            if self.bytes > self._bytes_max:
                raise BlobTooLarge(bytes_max=self._bytes_max)
            self.digest.update(chunk)
            sealed = seal_bytes(self._key, chunk, f"{self._bound_to}:{number}")
            number += 1
            yield _length.pack(len(sealed)) + sealed
        # the number of chunks is sealed last: a file cut short does not open
        yield _length.pack(0) + seal_bytes(self._key, _length.pack(number), f"{self._bound_to}:end")


async def opened(key: bytes, bound_to: str, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The plain chunks. Raises Cut, or NotOpened for bytes that were changed."""
    stored, number = _Stored(pieces), 0
    while length := _length.unpack(await stored.take(_length.size))[0]:
        if length > CHUNK_BYTES + SEAL_BYTES_MAX:
            raise Cut("no such length")
        yield open_bytes(key, await stored.take(length), f"{bound_to}:{number}")
        number += 1
    end = open_bytes(key, await stored.rest(), f"{bound_to}:end")
    if _length.unpack(end)[0] != number:
        raise Cut("chunks are missing")


class _Stored:
    """The storage's pieces, taken in other lengths."""

    def __init__(self, pieces: AsyncIterator[bytes]) -> None:
        self._pieces, self._held = pieces, bytearray()

    async def take(self, length: int) -> bytes:
        while len(self._held) < length:
            try:
                self._held += await anext(self._pieces)
            except StopAsyncIteration:
                raise Cut("ends early") from None
        taken = bytes(self._held[:length])
        del self._held[:length]
        return taken

    async def rest(self) -> bytes:
        async for piece in self._pieces:
            self._held += piece
            if len(self._held) > CHUNK_BYTES + SEAL_BYTES_MAX:
                raise Cut("goes on too long")
        return bytes(self._held)


async def _even(chunks: AsyncIterator[bytes] | bytes) -> AsyncIterator[bytes]:
    """The same bytes in pieces of CHUNK_BYTES at most."""
    if isinstance(chunks, bytes | bytearray | memoryview):
        for begin in range(0, len(chunks), CHUNK_BYTES):
            yield bytes(chunks[begin : begin + CHUNK_BYTES])
        return
    async for chunk in chunks:
        for begin in range(0, len(chunk), CHUNK_BYTES):
            yield chunk[begin : begin + CHUNK_BYTES]
