"""Copies of engines' programs that nobody runs from any more: an upgrade leaves the version before behind."""

import os
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

UNUSED_SECONDS = 24 * 3_600  # another installation may have chosen one and not yet started it


def mark_used(copy: Path) -> Path:
    """It is chosen for a start just now. (Its account may run it without owning it: then nothing is marked.)"""
    try:
        os.utime(copy)
    except PermissionError:
        pass
    return copy


def forget_unused(folder: Path, keep: Path, *, seconds: float = UNUSED_SECONDS) -> list[Path]:
    """Remove the copies in `folder` but `keep`, those that a process runs from and those chosen within `seconds`."""
    if not folder.is_dir():
        return []
    running, gone = set(executables()), []
    for copy in sorted(folder.iterdir()):
        old = time.time() - copy.stat().st_mtime > seconds
        used = any(program.is_relative_to(copy) for program in running)
        if copy.is_dir() and copy != keep and old and not used:
            shutil.rmtree(copy, ignore_errors=True)
            gone.append(copy)
    return gone


def executables() -> Iterable[Path]:
    """Of all processes that we may look at; an Asterisk's is its prefix's own loader."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            yield Path(os.readlink(process / "exe").removesuffix(" (deleted)"))
        except OSError:
            continue
