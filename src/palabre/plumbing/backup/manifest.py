"""What a backup says of itself; written last, so that a folder without one is no backup."""

from __future__ import annotations

import hashlib
import hmac
import os
from pathlib import Path

import msgspec

FORMAT = "palabre.backup.1"
NAME = "manifest.json"
ROWS = "rows.sealed"
BLOBS = "blobs"


class BackupRefused(Exception):
    """Not a backup of ours, cut or changed, or it does not fit the place it is to go to. One line."""


class Kept(msgspec.Struct, array_like=True):
    """One sealed file. `sha256`: of the sealed bytes, in hexadecimal."""

    name: str
    bytes: int
    sha256: str


class Manifest(msgspec.Struct, kw_only=True):
    """`made_at`: milliseconds. `tables`: rows of each. `partitions`: last number of each. `key`: which master key, by a
    keyed hash of a fixed word. `erased`: blobs that were erased between the snapshot and their copying."""

    id: str
    made_at: int
    version: str
    revision: str
    key: str
    tables: dict[str, int]
    partitions: dict[int, int]
    rows: Kept
    blobs: list[Kept]
    erased: list[str] = []
    format: str = FORMAT


def key_mark(master: bytes) -> str:
    """Tells two master keys apart and says nothing of either."""
    return hmac.new(master, b"palabre backup", hashlib.sha256).hexdigest()[:16]


def write(folder: Path, manifest: Manifest) -> None:
    part = folder / f"{NAME}.part"
    with open(part, "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        file.flush()
        os.fsync(file.fileno())
    part.rename(folder / NAME)


def read(folder: Path) -> Manifest:
    """Of one backup. Raises BackupRefused."""
    try:
        manifest = msgspec.json.decode((folder / NAME).read_bytes(), type=Manifest)
    except FileNotFoundError:
        raise BackupRefused(f"{folder} holds no backup, or one that was not finished") from None
    except (OSError, msgspec.MsgspecError) as why:
        raise BackupRefused(f"{folder / NAME} cannot be read: {why}") from None
    if manifest.format != FORMAT:
        raise BackupRefused(f"{folder} is of another form ({manifest.format}); this palabre reads {FORMAT}")
    return manifest


def whole(folder: Path) -> list[Path]:
    """The finished backups of a folder, the oldest first."""
    return sorted(path.parent for path in folder.glob(f"*/{NAME}"))


def newest(folder: Path) -> Path:
    """`folder` itself where it is one backup, else the newest in it. Raises BackupRefused."""
    if (folder / NAME).exists():
        return folder
    if made := whole(folder):
        return made[-1]
    raise BackupRefused(f"{folder} holds no finished backup")
