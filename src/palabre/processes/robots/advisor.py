"""A machine that works as an advisor does: signs in over HTTP, hears its desk's socket, accepts, talks, hangs up."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import aiohttp

SECONDS_MAX = 15.0


class RefusedByServer(Exception):
    """`status` and body of an answer that was none."""


class AdvisorRobot:
    """`entities`: what the desk's socket said, kept as a page keeps it. Use as an asynchronous context."""

    def __init__(self, url: str, email: str, password: str) -> None:
        self.url, self.email, self.password = url.rstrip("/"), email, password
        self.entities: dict[str, dict[str, Any]] = {}
        self.me: dict[str, Any] = {}
        self._changed = asyncio.Condition()
        self._reader: asyncio.Task | None = None

    async def __aenter__(self) -> AdvisorRobot:
        # cookies of an address without a name; the demo's certificate is its own
        self.http = aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True), connector=aiohttp.TCPConnector(ssl=False)
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._reader:
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)
            await self.socket.close()
        await self.http.close()

    # -- over HTTP

    async def sign_in(self) -> None:
        self.me = await self.ask("POST", "/api/session", {"sign_in": self.email, "password": self.password})

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        """JSON of the answer, bytes of anything else, None of nothing. Raises RefusedByServer."""
        headers = {"X-CSRF": self.me.get("csrf", "")}
        async with self.http.request(method, self.url + path, json=body, headers=headers) as answer:
            data = await answer.read()
            if answer.status >= 300:
                raise RefusedByServer(f"{method} {path}: {answer.status} {data.decode(errors='replace')[:300]}")
            return json.loads(data) if data and answer.content_type == "application/json" else data or None

    async def telephone(self, contact: str = "") -> dict[str, Any]:
        """Credentials of a plain SIP telephone; `contact`: where it answers without registering."""
        return await self.ask("POST", "/api/desk/phone", {"kind": "sip", "contact": contact})

    async def change_status(self, status: str = "available") -> None:
        await self.ask("POST", "/api/desk/status", {"status": status})

    async def accept(self, offer: dict[str, Any]) -> None:
        await self.ask("POST", f"/api/desk/offers/{offer['offer']}/accept")

    async def hang_up(self, conversation: str) -> None:
        await self.ask("POST", f"/api/desk/conversations/{conversation}/hang-up")

    async def end_wrap_up(self, item: str) -> None:
        await self.ask("POST", f"/api/desk/work-items/{item}/wrap-up/end")

    async def write(self, conversation: str, text: str) -> None:
        await self.ask("POST", f"/api/conversations/{conversation}/messages", {"text": text})

    # -- over the desk's socket

    async def open_desk(self) -> None:
        """Returns with the first snapshot."""
        self.socket = await self.http.ws_connect(f"{self.url}/desk-ws", headers={"Origin": self.url})
        self._reader = asyncio.create_task(self._read())
        await self.until(lambda robot: "me" in robot.entities)

    async def _read(self) -> None:
        async for message in self.socket:
            if message.type == aiohttp.WSMsgType.TEXT:
                await self._hear(json.loads(message.data))

    async def _hear(self, said: dict[str, Any]) -> None:
        if said["kind"] == "snapshot":
            self.entities = said["entities"]
        elif said["kind"] == "changes":
            self.entities |= said["set"]
            for key in said["unset"]:
                self.entities.pop(key, None)
        for offer in self.of("offer"):
            if not offer["shown"]:
                await self.socket.send_json({"shown": offer["offer"]})
        async with self._changed:
            self._changed.notify_all()

    def of(self, kind: str, **fields: Any) -> list[dict[str, Any]]:
        found = [entity for key, entity in self.entities.items() if key.startswith(f"{kind}:")]
        return [e for e in found if all(e.get(k) == v for k, v in fields.items())]

    async def until(self, test: Callable[[AdvisorRobot], Any], seconds_max: float | None = SECONDS_MAX) -> Any:
        """What `test` gives once it is true. `seconds_max` None: however long that takes."""
        async with asyncio.timeout(seconds_max), self._changed:
            await self._changed.wait_for(lambda: test(self))
        return test(self)

    async def offered(self, channel: str, seconds_max: float = SECONDS_MAX) -> dict[str, Any]:
        return (await self.until(lambda robot: robot.of("offer", channel=channel), seconds_max))[0]
