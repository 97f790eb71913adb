"""Raw files that nobody will ever read: what a crash left of a voice message, a reel that no note names.

Never one that is being written: Asterisk is asked, and what was written to in the last minute is left in peace.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from pathlib import Path

from palabre.channels.voice.drivers.ari import AriError
from palabre.channels.voice.drivers.driver import Driver
from palabre.plumbing.identity import now_ms

log = logging.getLogger("palabre.voice")

QUIET_MS = 60_000
AT_ONCE_MAX = 200
RAW = ("rec-", "msg-")


async def sweep(node: Driver, known: Collection[str]) -> int:
    """How many went. `known`: names of files that somebody will read."""
    found, gone = await asyncio.to_thread(_found, node.place.recordings, frozenset(known)), 0
    for path in found:
        if not await _is_written(node, path.stem):
            log.warning("a raw file of a crash erased", extra={"file": path.name})
            await asyncio.to_thread(path.unlink, True)
            gone += 1
    node.counted["leftovers"] += gone
    return gone


def _found(folder: Path, known: frozenset[str]) -> list[Path]:
    if not folder.is_dir():
        return []
    raw = (p for p in folder.glob("*.wav") if p.name.startswith(RAW) and p.stem not in known)
    return [p for p in sorted(raw) if _is_quiet(p)][:AT_ONCE_MAX]


def _is_quiet(path: Path) -> bool:
    try:
        return path.lstat().st_mtime_ns // 1_000_000 < now_ms() - QUIET_MS
    except FileNotFoundError:
        return False


async def _is_written(node: Driver, name: str) -> bool:
    try:
        await node.ari.ask("GET", "recordings", "live", name)
    except AriError as error:
        if error.status == 404:
            return False
        raise
    return True
