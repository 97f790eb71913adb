"""Sealed files, copied as they are: each once for all backups of a folder, each checked on its way back."""

from __future__ import annotations

import hashlib
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from palabre.plumbing.backup.manifest import BackupRefused, Kept
from palabre.plumbing.storage.directory import Directory
from palabre.plumbing.storage.port import Missing, Storage

Say = Callable[[int, int], None]  # done, of how many


async def copy_out(
    storage: Storage, names: list[str], folder: Path, known: dict[str, Kept], say: Say
) -> tuple[list[Kept], list[str]]:
    """Into `folder`, but for those `known` from earlier backups that lie there whole; and the names of those erased
    meanwhile."""
    place, kept, erased = Directory(folder), [], []
    for done, name in enumerate(names):
        say(done, len(names))
        old = known.get(name)
        if old and _size(folder / name) == old.bytes:
            kept.append(old)
            continue
        await place.remove(name)
        passing = Passing()
        try:
            await place.write(name, passing.through(storage.read(name)))
        except Missing:
            await place.remove(name)
            erased.append(name)
            continue
        kept.append(passing.kept(name))
    say(len(names), len(names))
    return kept, erased


async def copy_in(folder: Path, kept: list[Kept], storage: Storage, say: Say) -> None:
    """Back into a storage. Raises BackupRefused for one that is missing, cut or changed."""
    place = Directory(folder)
    for done, one in enumerate(kept):
        say(done, len(kept))
        passing = Passing()
        try:
            await storage.write(one.name, passing.through(place.read(one.name)))
        except Missing:
            raise BackupRefused(f"{folder / one.name} is missing") from None
        if passing.kept(one.name) != one:
            raise BackupRefused(f"{folder / one.name} was changed")
    say(len(kept), len(kept))


class Passing:
    """Counts and hashes what passes."""

    def __init__(self) -> None:
        self._bytes, self._digest = 0, hashlib.sha256()

    async def through(self, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        async for piece in pieces:
            self._bytes += len(piece)
            self._digest.update(piece)
            yield piece

    def kept(self, name: str) -> Kept:
        return Kept(name, self._bytes, self._digest.hexdigest())


def drop(folder: Path, wanted: set[str]) -> int:
    """Files that no backup names any more; returns how many went."""
    gone = 0
    for path in list(folder.rglob("*")):
        if path.is_file() and str(path.relative_to(folder)) not in wanted:
            path.unlink()
            gone += 1
    return gone


def _size(path: Path) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return -1
