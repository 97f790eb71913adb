"""A visitor of a web page: writes by the widget's wire, resumes by number, sends again what was not acknowledged."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Callable
from typing import Any

import aiohttp
from robots.ledger import Ledger

PAUSE_SECONDS = 0.3
AGAIN_SECONDS = 2.0
SILENCE_SECONDS_MAX = 8.0
GONE = (aiohttp.ClientError, ConnectionError, TimeoutError, OSError)


class VisitorRobot:
    """`address`: its own on the loopback, for bounds are kept by network. Use as an asynchronous context."""

    def __init__(self, url: str, widget: str, ledger: Ledger, name: str, *, address: str = "127.0.0.1") -> None:
        self.url, self.widget, self.ledger, self.name, self.address = url.rstrip("/"), widget, ledger, name, address
        self.token, self.conversation, self.last = "", "", 0
        self.state, self.secret = "", None
        self.messages: list[dict[str, Any]] = []
        self.refused: list[str] = []
        self.sockets = 0
        self.socket: aiohttp.ClientWebSocketResponse | None = None
        self._unacknowledged: dict[str, dict[str, Any]] = {}
        self._changed = asyncio.Condition()

    async def __aenter__(self) -> VisitorRobot:
        connector = aiohttp.TCPConnector(local_addr=(self.address, 0))
        self.http = aiohttp.ClientSession(connector=connector)
        self._keeper = asyncio.create_task(self._keep())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._keeper.cancel()
        await asyncio.gather(self._keeper, return_exceptions=True)
        await self.http.close()

    async def _keep(self) -> None:
        while True:
            try:
                await self._follow()
            except GONE:
                pass
            self.socket = None
            await asyncio.sleep(PAUSE_SECONDS)

    async def _follow(self) -> None:
        address = f"{self.url.replace('http', 'ws', 1)}/chat-ws/{self.widget}"
        async with self.http.ws_connect(address, timeout=aiohttp.ClientWSTimeout(ws_close=1.0)) as socket:
            hello = {"kind": "hello", "language": "fr", "token": self.token}
            if self.conversation:
                hello |= {"conversation": self.conversation, "last": self.last}
            await socket.send_json(hello)
            beat = asyncio.create_task(self._beat(socket))
            try:
                while True:
                    message = await socket.receive(SILENCE_SECONDS_MAX)
                    if message.type != aiohttp.WSMsgType.TEXT:
                        return
                    await self._hear(json.loads(message.data), socket)
            finally:
                beat.cancel()

    async def _beat(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        while True:
            await asyncio.sleep(AGAIN_SECONDS)
            await socket.send_json({"kind": "beat"})
            for said in list(self._unacknowledged.values()):
                await socket.send_json(said)

    async def _hear(self, said: dict[str, Any], socket: aiohttp.ClientWebSocketResponse) -> None:
        kind = said["kind"]
        if kind == "welcome":
            self.token = said["token"] or self.token
            self.socket, self.sockets = socket, self.sockets + 1
            for waiting in list(self._unacknowledged.values()):
                await socket.send_json(waiting)
        elif kind == "conversation":
            self._enter(said["conversation"], said["last"])
        elif kind == "message":
            self._read(said["message"])
        elif kind == "state":
            self.state = said["state"]
        elif kind == "secret":
            self.secret = said["message"]
        elif kind == "refused":
            self.refused.append(said["code"])
        async with self._changed:
            self._changed.notify_all()

    def _enter(self, conversation: str, last: int) -> None:
        if conversation != self.conversation:
            self.conversation, self.last = conversation, 0
            self.ledger.conversations.setdefault(self.name, []).append(conversation)
        if last != self.last:
            self.ledger.wrong.append(f"{self.name}: resumed at {last}, holds {self.last}")

    def _read(self, message: dict[str, Any]) -> None:
        if message["number"] <= self.last:
            self.ledger.wrong.append(f"{self.name}: {message['number']} came after {self.last}")
        self.last = message["number"]
        self.messages.append(message)
        self.ledger.seen_by_visitor.setdefault(self.name, []).append(
            (self.conversation, message["number"], message["text"])
        )
        if said := self._unacknowledged.pop(message["client"] or "", None):
            if said["kind"] == "message":
                self.ledger.visitor_said.setdefault(self.name, []).append(said["text"])

    # -- what she does

    async def write(self, text: str, *, twice: bool = False) -> None:
        """Returns once it is acknowledged; sent again after each cut."""
        await self._send({"kind": "message", "id": uuid.uuid4().hex, "text": text}, twice)

    async def press(self, question: dict[str, Any], position: int = 0) -> None:
        button = question["data"]["options"][position]
        asked = {"message": question["id"], "option": button["key"], "text": button["label"]}
        await self._send({"kind": "choice", "id": uuid.uuid4().hex, **asked})

    async def tell_secret(self, value: str) -> None:
        asked = {"kind": "secret", "id": uuid.uuid4().hex, "message": self.secret, "value": value}
        await self._send(asked)

    async def _send(self, said: dict[str, Any], twice: bool = False) -> None:
        self._unacknowledged[said["id"]] = said
        for _ in range(2 if twice else 1):
            await self._quietly(said)
        await self.until(lambda robot: said["id"] not in robot._unacknowledged, 60.0)

    async def _quietly(self, said: dict[str, Any]) -> None:
        try:
            if self.socket:
                await self.socket.send_json(said)
        except GONE:
            pass  # sent again with the next socket

    async def close(self) -> None:
        """Ends the conversation; said until it is heard."""
        async with asyncio.timeout(60.0):
            while self.state != "closed":
                await self._quietly({"kind": "close"})
                await asyncio.sleep(0.5)

    # -- what she looks at

    def question(self) -> dict[str, Any] | None:
        """The last message with buttons."""
        return next((m for m in reversed(self.messages) if m["data"].get("options")), None)

    def answers(self) -> list[str]:
        return [m["text"] for m in self.messages if m["from"] == "advisor"]

    async def until(self, test: Callable[[VisitorRobot], Any], seconds_max: float = 30.0) -> Any:
        async with asyncio.timeout(seconds_max), self._changed:
            await self._changed.wait_for(lambda: test(self))
        return test(self)
