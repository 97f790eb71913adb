"""A machine that writes as a visitor of a web page does: the chat widget's socket and nothing else."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Callable
from typing import Any

import aiohttp

SECONDS_MAX = 15.0


class VisitorRobot:
    """`messages`: what is on its screen, in order. Use as an asynchronous context."""

    def __init__(self, url: str, widget: str) -> None:
        self.url, self.widget = url.rstrip("/"), widget
        self.messages: list[dict[str, Any]] = []
        self.state: dict[str, Any] = {}
        self._numbers = itertools.count(1)
        self._changed = asyncio.Condition()

    async def __aenter__(self) -> VisitorRobot:
        self.http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=False))
        self.socket = await self.http.ws_connect(f"{self.url}/chat-ws/{self.widget}")
        await self.socket.send_json({"kind": "hello", "language": "fr"})
        self._reader = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._reader.cancel()
        await asyncio.gather(self._reader, return_exceptions=True)
        await self.socket.close()
        await self.http.close()

    async def _read(self) -> None:
        async for message in self.socket:
            if message.type != aiohttp.WSMsgType.TEXT:
                continue
            said = json.loads(message.data)
            if said["kind"] == "message":
                self.messages.append(said["message"])
            elif said["kind"] == "state":
                self.state = said
            async with self._changed:
                self._changed.notify_all()

    async def until(self, test: Callable[[VisitorRobot], Any], seconds_max: float = SECONDS_MAX) -> Any:
        async with asyncio.timeout(seconds_max), self._changed:
            await self._changed.wait_for(lambda: test(self))
        return test(self)

    async def write(self, text: str) -> None:
        await self.socket.send_json({"kind": "message", "id": f"robot-{next(self._numbers):06}", "text": text})

    async def press_first_button(self) -> None:
        """Of the last message that shows buttons, once there is one."""
        shown = (await self.until(lambda robot: [m for m in robot.messages if m["data"].get("options")]))[-1]
        button = shown["data"]["options"][0]
        asked = {"message": shown["id"], "option": button["key"], "text": button["label"]}
        await self.socket.send_json({"kind": "choice", "id": f"robot-{next(self._numbers):06}", **asked})

    async def close(self) -> None:
        await self.socket.send_json({"kind": "close"})
