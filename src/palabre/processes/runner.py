"""Run roles in this process: gather them, tell when all are ready, end them in time when asked to stop.

A role is `palabre.processes.<role>` with one of
    async def main(settings: Settings, life: Life) -> None
        calls `life.ready()` once it serves, returns after `await life.stopping()`, within `stop_seconds`
    async def main(settings: Settings, ready: Callable[[], None]) -> None
        calls `ready()` once it serves, is cancelled at the end
"""

import asyncio
import importlib
import inspect
import signal
from collections.abc import Awaitable, Callable, Sequence

from palabre.plumbing import logs
from palabre.plumbing.health import Health
from palabre.plumbing.settings import Settings

ROLES = ("front", "core", "voice", "api", "gateway", "router", "projector", "worker")
RoleMain = Callable[[Settings, "Life"], Awaitable[None]]


class Life:
    """What a role is told, and tells, about its beginning and end."""

    def __init__(self, stop: asyncio.Event, health: Health, role: str) -> None:
        self._stop, self._health, self.role = stop, health, role

    def ready(self) -> None:
        """It serves. May be taken back by `not_ready` (no database, no owner)."""
        self._health.tell(self.role, True)

    def not_ready(self) -> None:
        self._health.tell(self.role, False)

    async def stopping(self) -> None:
        """Returns when this process is asked to stop."""
        await self._stop.wait()

    @property
    def is_stopping(self) -> bool:
        return self._stop.is_set()


def find(role: str) -> RoleMain:
    main = importlib.import_module(f"palabre.processes.{role}").main
    return _until_cancelled(main) if "ready" in inspect.signature(main).parameters else main


def _until_cancelled(main: Callable[[Settings, Callable[[], None]], Awaitable[None]]) -> RoleMain:
    async def lives(settings: Settings, life: Life) -> None:
        task = asyncio.create_task(main(settings, life.ready))
        stopping = asyncio.create_task(life.stopping())
        try:
            await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                task.cancel()
                await asyncio.wait({task})
            if not task.cancelled():
                task.result()
        finally:
            stopping.cancel()
            task.cancel()

    return lives


async def run(roles: Sequence[tuple[str, RoleMain]], settings: Settings) -> int:
    """Exit code: 0 when asked to stop, 1 when a role ended by itself."""
    log, stop = logs.named("runner"), asyncio.Event()
    loop = asyncio.get_running_loop()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(wanted, stop.set)
    health = Health([name for name, _ in roles])
    async with health.serving(settings.health_port):
        tasks = {asyncio.create_task(main(settings, Life(stop, health, name)), name=name) for name, main in roles}
        asked = asyncio.create_task(stop.wait())
        await asyncio.wait({*tasks, asked}, return_when=asyncio.FIRST_COMPLETED)
        was_asked = stop.is_set()
        stop.set()
        _, late = await asyncio.wait(tasks, timeout=settings.stop_seconds)
        for task in late:
            log.warning("role_cancelled", role_name=task.get_name())
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        failed = [t for t in tasks - late if not t.cancelled() and t.exception()]
        for task in failed:
            log.error("role_failed", task.exception(), role_name=task.get_name())
        if not was_asked and not failed:
            log.error("role_ended_by_itself")
    return 0 if was_asked and not failed else 1
