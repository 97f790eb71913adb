"""Recognisers that fail, each in a way of its own: `url` is where one is found, `connected` how often it was."""

from __future__ import annotations

import asyncio

from aiohttp import web

HOWS = ("away", "dumb", "refuses", "closes", "hangs", "garbage")
GARBAGE = ("", "{", "[]", "null", '{"text": 5}', '{"text": {"a": [1]}}', '{"partial": null}', "x" * 2_000_000)


class OddEar:
    """`how`: away (nobody listens), dumb (takes the connection, answers nothing), refuses (an error), closes (at once),
    hangs (takes her sound, says nothing), garbage."""

    def __init__(self, how: str) -> None:
        self.how, self.connected, self.url = how, 0, "ws://127.0.0.1:9"
        self._over = asyncio.Event()

    async def __aenter__(self) -> OddEar:
        self._server: asyncio.Server | None = None
        self._runner: web.AppRunner | None = None
        if self.how == "dumb":
            self._server = await asyncio.start_server(self._dumb, "127.0.0.1", 0)
            self.url = f"ws://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        elif self.how != "away":
            application = web.Application()
            application.router.add_get("/", self._session)
            self._runner = web.AppRunner(application, shutdown_timeout=0.5)
            await self._runner.setup()
            site = web.TCPSite(self._runner, "127.0.0.1", 0)
            await site.start()
            self.url = f"ws://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._over.set()
        if self._server:
            self._server.close()
        if self._runner:
            await self._runner.cleanup()

    async def _dumb(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connected += 1
        await self._over.wait()
        writer.close()

    async def _session(self, request: web.Request) -> web.StreamResponse:
        self.connected += 1
        if self.how == "refuses":
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if self.how == "hangs":
            await self._over.wait()
        elif self.how == "garbage":
            await socket.send_bytes(bytes(range(256)))
            for text in GARBAGE:
                await socket.send_str(text)
            await self._over.wait()
        await socket.close()
        return socket
