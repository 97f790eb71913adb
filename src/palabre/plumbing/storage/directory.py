"""Blobs in a directory: written beside, synced, then renamed, so that a name always has its whole file."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

from palabre.plumbing.storage.port import BlobsUnavailable, Missing

READ_BYTES = 256 * 1024


class Directory:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def write(self, name: str, pieces: AsyncIterator[bytes]) -> None:
        path = self._folder / name
        part = path.with_suffix(".part")
        try:
            await asyncio.to_thread(path.parent.mkdir, parents=True, exist_ok=True)
            with open(part, "xb", opener=lambda p, f: os.open(p, f, 0o600)) as file:  # noqa: ASYNC230
                async for piece in pieces:
                    await asyncio.to_thread(file.write, piece)
                await asyncio.to_thread(_settle, file, part, path)
        except OSError as error:
            raise BlobsUnavailable(why=type(error).__name__) from error

    async def read(self, name: str) -> AsyncIterator[bytes]:
        try:
            with open(self._folder / name, "rb") as file:  # noqa: ASYNC230
                while piece := await asyncio.to_thread(file.read, READ_BYTES):
                    yield piece
        except FileNotFoundError:
            raise Missing(name) from None

    async def remove(self, name: str) -> None:
        path = self._folder / name
        try:
            for one in (path, path.with_suffix(".part")):
                await asyncio.to_thread(one.unlink, missing_ok=True)
        except OSError as error:
            raise BlobsUnavailable(why=type(error).__name__) from error

    async def close(self) -> None:
        return None


def _settle(file, part: Path, path: Path) -> None:
    """The bytes, then the name, are on the disk before anything speaks of them."""
    file.flush()
    os.fsync(file.fileno())
    part.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
