"""Keep children running: what dies comes back, ever more slowly, at the same address;
what was started last ends first.
"""

import asyncio
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from palabre.plumbing.engines.problems import EngineEnded, EngineRefused
from palabre.plumbing.engines.spawn import shorten

LOOK_SECONDS = 0.02
BACKOFF_SECONDS_MIN, BACKOFF_SECONDS_MAX = 0.1, 5.0
LOGS_SECONDS = 60.0  # between two looks at how long logs have grown
STEADY_SECONDS = 10.0  # who lived that long starts again at once


class Part(Protocol):
    """What can be supervised: engines and our own processes (plumbing.engines.engine.Engine)."""

    name: str
    ready_seconds_max: float

    @property
    def child(self): ...
    @property
    def log(self) -> Path: ...
    def launch(self) -> None: ...
    def look(self) -> bool: ...
    def stop(self) -> int: ...


class Supervisor:
    """`say` is told in words what happens. All parts are launched from the thread this runs in: the main one."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._parts: list[Part] = []
        self._watchers: dict[str, asyncio.Task] = {}
        self._stopping = False
        self.restarts: dict[str, int] = {}

    async def start(self, *parts: Part) -> None:
        """Launch them together; returns when all are ready. Raises EngineRefused for one that is not."""
        for part in parts:
            part.launch()
            self._parts.append(part)
        await asyncio.gather(*(self._ready_first(part) for part in parts))
        for part in parts:
            self._watchers[part.name] = asyncio.create_task(self._watch(part), name=f"watch {part.name}")
        if "logs" not in self._watchers:
            self._watchers["logs"] = asyncio.create_task(self._keep_logs_short(), name="watch logs")

    async def stop(self) -> None:
        """The last started ends first."""
        self._stopping = True
        for watcher in self._watchers.values():
            watcher.cancel()
        await asyncio.gather(*self._watchers.values(), return_exceptions=True)
        for part in reversed(self._parts):
            await asyncio.to_thread(part.stop)

    async def _keep_logs_short(self) -> None:
        """Of all parts, while they run: whoever is up for months fills no disk."""
        while True:
            await asyncio.sleep(LOGS_SECONDS)
            for log in {part.log for part in self._parts}:
                await asyncio.to_thread(shorten, log)

    async def _ready_first(self, part: Part) -> None:
        """The first start: orphans of a killed predecessor may hold memory or a port for a moment."""
        began = time.monotonic()
        while True:
            try:
                return await self._until_ready(part)
            except EngineEnded as why:
                if time.monotonic() - began > STEADY_SECONDS:
                    raise EngineRefused(str(why)) from None
                await asyncio.sleep(BACKOFF_SECONDS_MIN)
                part.launch()

    async def _until_ready(self, part: Part) -> None:
        deadline = time.monotonic() + part.ready_seconds_max
        while not part.look():
            if time.monotonic() > deadline:
                raise EngineRefused(f"{part.name} does not answer after {part.ready_seconds_max:.0f} s", "read its log")
            await asyncio.sleep(LOOK_SECONDS)

    async def _watch(self, part: Part) -> None:
        pause = BACKOFF_SECONDS_MIN
        while True:
            up_since = time.monotonic()
            code = await exited(part.child)
            gone_at = time.monotonic()
            if gone_at - up_since >= STEADY_SECONDS:
                pause = BACKOFF_SECONDS_MIN
            self.restarts[part.name] = self.restarts.get(part.name, 0) + 1
            self._say(f"{part.name} left ({_left_by(code)}), starting it again")
            await asyncio.sleep(pause)
            pause = min(pause * 2, BACKOFF_SECONDS_MAX)
            try:
                part.launch()
                await self._until_ready(part)
                self._say(f"{part.name} is back after {time.monotonic() - gone_at:.1f} s")
            except (EngineEnded, EngineRefused, OSError) as why:
                self._say(str(why).splitlines()[0])
                if part.child and part.child.poll() is None:
                    await asyncio.to_thread(part.stop)


async def exited(child) -> int:
    """Wait for this child without asking again and again; returns its exit code (negative: the signal)."""
    if child.poll() is not None:
        return child.returncode
    descriptor, gone = os.pidfd_open(child.pid), asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(descriptor, gone.set)
    try:
        await gone.wait()
    finally:
        loop.remove_reader(descriptor)
        os.close(descriptor)
    return child.wait()


def _left_by(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"code {code}"
