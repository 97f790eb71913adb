"""A server of the world outside, as feeds and HTTP steps meet it: it answers what the test says, and keeps what it was
asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aiohttp import web

Handler = Callable[[web.Request], web.StreamResponse]


class ToldServer:
    """`answers`: path → (status, body, headers). `asked`: (method, path as it was sent, headers, body), in turn."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, bytes, dict[str, str]]] = {}
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.silent: set[str] = set()  # paths never answered
        self.port = 0
        self._closing = asyncio.Event()

    async def __aenter__(self) -> ToldServer:
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(application, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = site._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closing.set()
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def say(self, path: str, body: str | bytes, status: int = 200, **headers: str) -> None:
        told = body.encode() if isinstance(body, str) else body
        self.answers[path] = (status, told, {k.replace("_", "-"): v for k, v in headers.items()})

    async def _answer(self, request: web.Request) -> web.Response:
        self.asked.append((request.method, request.raw_path, dict(request.headers), await request.read()))
        path = request.raw_path.partition("?")[0]
        if path in self.silent:
            await self._closing.wait()
        status, body, headers = self.answers.get(path, (404, b"", {}))
        if request.headers.get("If-None-Match", "-") == headers.get("ETag"):
            return web.Response(status=304)
        return web.Response(status=status, body=body, headers=headers)
