"""The core of a laptop: router, projector and worker in one process."""

from __future__ import annotations

import asyncio

from palabre.plumbing.settings import Settings
from palabre.processes import worker
from palabre.processes.projector import main as project
from palabre.processes.router import main as route
from palabre.processes.runner import Life


async def main(settings: Settings, life: Life) -> None:
    """Ready when all three are; one that ends by itself ends the process, which its supervisor starts again."""
    routing, projecting = asyncio.Event(), asyncio.Event()
    tasks = [asyncio.create_task(route(settings, routing.set)), asyncio.create_task(project(settings, projecting.set))]
    working = asyncio.create_task(worker.main(settings, _Both(life, routing, projecting)))  # type: ignore[arg-type]
    stopping = asyncio.create_task(life.stopping())
    try:
        ended, _ = await asyncio.wait({*tasks, working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        for task in ended:
            task.result()
    finally:
        # the worker first, for it asks the router; the router last, with its snapshot
        for group in ([working], [tasks[1]], [tasks[0]]):
            for task in group:
                task.cancel()
            await asyncio.gather(*group, return_exceptions=True)
        stopping.cancel()


class _Both:
    """The worker's life: it is ready last, so its word is the process's."""

    def __init__(self, life: Life, *others: asyncio.Event) -> None:
        self._life, self._others = life, others
        self._tasks: set[asyncio.Task] = set()

    def ready(self) -> None:
        task = asyncio.create_task(self._when_all())
        self._tasks.add(task)

    async def _when_all(self) -> None:
        for event in self._others:
            await event.wait()
        self._life.ready()

    async def stopping(self) -> None:
        await self._life.stopping()
