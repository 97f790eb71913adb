"""Each tenant's own music: a file for Asterisk, a class of its own in musiconhold.conf, played again at its end."""

from __future__ import annotations

import asyncio
import logging
import os
from pathlib import Path

from nats.aio.msg import Msg

from palabre.channels.voice.actions import music as music_actions
from palabre.channels.voice.drivers.driver import Driver
from palabre.foundations.ids import TenantId
from palabre.foundations.problems import Problem
from palabre.plumbing.engines.asterisk_files import MUSIC_FILE, music_classes

log = logging.getLogger("palabre.voice")

CHANGED_SUBJECT = "live.*.music"
DEFAULT = "default"


class HoldMusic:
    """`class_of` a tenant is what its customers hear where a flow names nothing else."""

    def __init__(self, node: Driver) -> None:
        self._node = node
        self._known: dict[TenantId, str] = {}
        self._lock = asyncio.Lock()

    async def listen(self) -> None:
        await self._node.services.bus.subscribe(CHANGED_SUBJECT, self._on_changed)

    async def _on_changed(self, message: Msg) -> None:
        try:
            await self.write()
        except Exception as error:  # the next minute does it
            log.warning("music not written", extra={"why": repr(error)[:200]})

    def class_of(self, tenant: TenantId) -> str:
        return f"tenant-{tenant}" if tenant in self._known else DEFAULT

    async def write(self) -> None:
        """As the rows say; Asterisk reads it anew where anything has changed."""
        if self._node.place.rescue_file is None:
            return  # an Asterisk whose configuration is not ours
        async with self._lock:
            wanted = await music_actions.musics(self._node.services)
            if wanted == self._known:
                return
            there = {t: b for t, b in wanted.items() if await self._fetched(t, b)}
            folders = {f"tenant-{t}": self._folder(t, b) for t, b in there.items()}
            file = self._node.place.rescue_file.parent / MUSIC_FILE
            await asyncio.to_thread(file.write_text, music_classes(folders))
            await self._node.ari.try_ask("PUT", "asterisk", "modules", "res_musiconhold.so")
            self._known = there
            self._node.sound.holding.begin_anew()
            log.info("music written", extra={"tenants": len(there)})

    def _folder(self, tenant: TenantId, blob: str) -> Path:
        return self._node.place.prompts / "music" / f"{tenant}-{blob}"

    async def _fetched(self, tenant: TenantId, blob: str) -> bool:
        """Its file stands in a folder of its own; a changed one in another, for what plays is never written over."""
        folder = self._folder(tenant, blob)
        if (folder / "music.wav").exists():
            return True
        try:
            data = await music_actions.read_music(self._node.services, tenant, blob)
        except Problem as problem:
            log.warning("music not read", extra={"code": problem.code})
            return False
        await asyncio.to_thread(_put, folder, data, self._node.place.owner)
        return True


def _put(folder: Path, data: bytes, owner: tuple[int, int] | None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / "music.part"
    part.write_bytes(data)
    if owner:
        for path in (folder.parent, folder, part):
            os.chown(path, *owner)
    part.rename(folder / "music.wav")
