"""The limit beside which `voice` is told: an Asterisk and the least Stasis() application that does the same calls.

It answers, and puts the caller in a holding bridge with music: no database, no flow, no queue, nothing kept.
"""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from _machine import tree_cpu
from robots import sipp

from palabre.channels.voice.wiring import Ari, AriError, Event
from palabre.plumbing.engines.asterisk import ARI_USER, Asterisk, AsteriskWish
from palabre.plumbing.engines.asterisk_sip import Trunk

ADDRESS, RTP = "127.0.0.4", (12_000, 14_399)  # as many ports as ours is given
NUMBER = "0199005998"


class Bare:
    """`start()`, `stop()`."""

    name = "a bare Stasis() application"

    def __init__(self, folder: Path, callers: str) -> None:
        self.asterisk = Asterisk(folder, AsteriskWish(app="bare", address=ADDRESS, rtp=RTP), say=lambda _: None)
        self.asterisk.choose_ports()
        self.asterisk.with_trunks(Trunk("callers", callers))
        self._in_bridge: set[str] = set()
        self._reached, self._left = 0, 0
        self._tasks: set[asyncio.Task] = set()

    @property
    def centre(self) -> tuple[str, int]:
        return ADDRESS, self.asterisk.sip_port

    async def start(self) -> None:
        await asyncio.to_thread(self.asterisk.start)
        self.callers = sipp.Sipp(self.asterisk.home / "callers", self.centre, NUMBER)
        self.ari = Ari(self.asterisk.ari_url, self.asterisk.password, "bare", ARI_USER)
        self.ari.listeners.append(self._on_event)
        await self.ari.ready()
        await self.ari.connect()
        await self.ari.ask("POST", "bridges", "hold", type="holding")
        await self.ari.ask("POST", "bridges", "hold", "moh")

    async def stop(self) -> None:
        await self.callers.stop()
        await self.ari.close()
        await asyncio.to_thread(self.asterisk.stop)

    def _on_event(self, event: Event) -> None:
        if event["type"] == "StasisStart":
            self._left += 1
            task = asyncio.create_task(self._take(event["channel"]["id"]))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        elif event["type"] == "StasisEnd":
            self._left -= 1
            self._in_bridge.discard(event["channel"]["id"])

    async def _take(self, channel: str) -> None:
        try:
            await self.ari.ask("POST", "channels", channel, "answer")
            await self.ari.ask("POST", "bridges", "hold", "addChannel", channel=channel)
            self._reached += 1
            self._in_bridge.add(channel)
        except AriError:
            pass  # she has put down

    # -- as of ours

    def reached(self) -> int:
        return self._reached

    def waiting(self) -> int:
        return len(self._in_bridge)

    def left(self) -> int:
        return self._left

    def cpu(self) -> dict[str, float]:
        """`voice`: this process, which also counts and looks after SIPp."""
        return {"asterisk": tree_cpu(self.asterisk.child.pid), "voice": time.process_time()}
