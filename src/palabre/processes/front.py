"""The front: pages, API, the desk's sockets and the phone's relay on one port."""

from __future__ import annotations

import asyncio

import uvicorn

from palabre.desk.wiring import UVICORN
from palabre.plumbing.settings import Settings
from palabre.processes.api import application
from palabre.processes.opening import services
from palabre.processes.runner import Life

STARTED_POLL_SECONDS = 0.02
BACKLOG = 2048
# longer than clients (5) and proxies (60) keep a connection that nobody uses: closed by us in the moment in which they
# ask, the question is lost
KEPT_SECONDS = 65


class _Server(uvicorn.Server):
    """The runner has the signals."""

    def install_signal_handlers(self) -> None: ...

    def capture_signals(self):
        from contextlib import nullcontext

        return nullcontext()


async def main(settings: Settings, life: Life) -> None:
    """Serve until asked to stop; requests under way are finished, sockets closed with 1001."""
    async with services(settings) as made:
        server = _Server(_config(settings, application(made, settings)))
        serving = asyncio.create_task(server.serve())
        while not server.started and not serving.done():
            await asyncio.sleep(STARTED_POLL_SECONDS)
        if server.started:
            life.ready()
        stopping = asyncio.create_task(life.stopping())
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        server.should_exit = True
        await serving


def _config(settings: Settings, app) -> uvicorn.Config:
    secure = (
        {"ssl_certfile": settings.tls_certificate, "ssl_keyfile": settings.tls_key} if settings.tls_certificate else {}
    )
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="on",
        backlog=BACKLOG,
        timeout_keep_alive=KEPT_SECONDS,
        timeout_graceful_shutdown=5,
        **secure,
        **UVICORN,
    )
