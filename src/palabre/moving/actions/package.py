"""An upload opened: its tables and its sounds. A zip is read from an unlinked file: of its sounds one at a time is in
memory, and nothing of it is ever written under a name of its own choosing.
"""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import IO

from palabre.foundations import limits
from palabre.foundations.ids import TenantId
from palabre.foundations.tables import Unreadable
from palabre.moving.actions.sounds import as_wav
from palabre.plumbing.services import Services
from palabre.plumbing.zips import lists_more_than

TABLES = (".csv", ".txt", ".tsv")
SOUNDS = (".wav", ".mp3")


class Package:
    """`tables`: (name, bytes) in the order of the names. `sound(name)`: a wav, None where it is not there."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._file, self._name = file, name
        file.seek(0)
        self._zip = _opened(file) if file.read(4) == b"PK\x03\x04" else None
        self._sounds = {_base(i.filename): i.filename for i in self._infos() if i.filename.lower().endswith(SOUNDS)}

    def _infos(self) -> list[zipfile.ZipInfo]:
        if self._zip is None:
            return []
        hidden = ("__macosx/", ".")
        return [i for i in self._zip.infolist() if not i.is_dir() and not i.filename.lower().startswith(hidden)
                and not _base(i.filename).startswith(".")]  # fmt: skip

    def tables(self) -> Iterator[tuple[str, bytes]]:
        """Raises Unreadable: too_long."""
        if self._zip is None:
            self._file.seek(0)
            yield self._name, _bounded(self._file)
            return
        for info in self._infos():
            if info.filename.lower().endswith(TABLES):
                with self._zip.open(info) as table:
                    yield info.filename, _bounded(table)

    def others(self) -> list[str]:
        """Names of files that are neither."""
        return [i.filename for i in self._infos() if not i.filename.lower().endswith((*TABLES, *SOUNDS))]

    def has_sound(self, name: str) -> bool:
        return _base(name) in self._sounds

    def sound(self, name: str) -> bytes | None:
        """As wav; None where it cannot be read."""
        if self._zip is None or not self.has_sound(name):
            return None
        info = self._zip.getinfo(self._sounds[_base(name)])
        if info.file_size > limits.PROMPT_BYTES_MAX:
            return None
        try:
            return as_wav(self._zip.read(info))
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
            return None  # cut, encrypted, or packed in a way nobody can unpack


class Sounds(Mapping[str, bytes]):
    """By the hash of the wav; read when asked for. `names`: hash → name in the package."""

    def __init__(self, package: Package, names: Mapping[str, str]) -> None:
        self._package, self._names = package, names

    def __getitem__(self, key: str) -> bytes:
        sound = self._package.sound(self._names[key])
        if sound is None:
            raise KeyError(key)
        return sound

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def hash_of(wav: bytes) -> str:
    return hashlib.sha256(wav).hexdigest()


async def fetched(services: Services, tenant: TenantId, blob: str) -> IO[bytes]:
    """The upload in a file without a name; the caller closes it."""
    file = tempfile.TemporaryFile()
    try:
        async for chunk in services.blobs.get(tenant, blob):
            file.write(chunk)
    except BaseException:
        file.close()
        raise
    return file


def _opened(file: IO[bytes]) -> zipfile.ZipFile:
    try:
        if lists_more_than(file, limits.MOVING_FILES_MAX):  # before all of it is read
            raise Unreadable("too_many_files")
        found = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, EOFError, ValueError):
        raise Unreadable("zip") from None
    infos = found.infolist()
    if len(infos) > limits.MOVING_FILES_MAX:
        raise Unreadable("too_many_files")
    if sum(i.file_size for i in infos) > limits.MOVING_UNPACKED_BYTES_MAX:
        raise Unreadable("too_long")
    return found


def _bounded(table: IO[bytes]) -> bytes:
    try:
        data = table.read(limits.MOVING_TABLE_BYTES_MAX + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
        raise Unreadable("zip") from None
    if len(data) > limits.MOVING_TABLE_BYTES_MAX:
        raise Unreadable("too_long")
    return data


def _base(name: str) -> str:
    return name.replace("\\", "/").rsplit("/", 1)[-1].casefold()
