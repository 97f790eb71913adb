"""A widget without a screen: it speaks the chat's protocol over a real socket and keeps what it is told."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import websockets

from palabre.plumbing.identity import new_id

if TYPE_CHECKING:
    from chat_rig import ChatRig

SECONDS_MAX = 10.0
KEY = "w_essai"


class Visitor:
    """What it holds comes from the socket alone."""

    def __init__(self, rig: ChatRig, token: str = "", **hello: Any) -> None:
        self.rig, self.token, self.hello = rig, token, {"language": "fr", **hello}
        self.messages: list[dict] = []
        self.frames: list[dict] = []
        self.conversation = ""
        self.state: dict = {}
        self.closed: int | None = None
        self._heard = asyncio.Condition()

    async def connect(self, key: str = KEY, **headers: str) -> Visitor:
        self.closed = None
        self.socket = await websockets.connect(
            f"ws://127.0.0.1:{self.rig.port}/chat-ws/{key}", additional_headers=headers, compression=None
        )
        self._task = asyncio.create_task(self._read())
        last = max((m["number"] for m in self.messages), default=0)
        with suppress(websockets.ConnectionClosed):          # refused before it could say who it is
            await self.send("hello", token=self.token, conversation=self.conversation, last=last, **self.hello)
        return self

    async def _read(self) -> None:
        try:
            async for text in self.socket:
                self._take(json.loads(text))
                async with self._heard:
                    self._heard.notify_all()
        except websockets.ConnectionClosed:
            pass
        self.closed = self.socket.close_code
        async with self._heard:
            self._heard.notify_all()

    def _take(self, frame: dict) -> None:
        self.frames.append(frame)
        match frame["kind"]:
            case "welcome":
                self.token = frame["token"] or self.token
            case "conversation":
                if frame["conversation"] != self.conversation or not frame["last"]:
                    self.messages.clear()
                self.conversation = frame["conversation"]
            case "message":
                self.messages.append(frame["message"])
            case "state":
                self.state = frame

    async def send(self, kind: str, **more: Any) -> None:
        await self.socket.send(json.dumps({"kind": kind, **more}))

    async def say(self, text: str, id: str = "") -> None:
        await self.send("message", id=id or new_id(), text=text)

    async def press(self, label: str) -> None:
        message = next(m for m in reversed(self.messages) if m["type"] == "options")
        option = next(o for o in message["data"]["options"] if o["label"] == label)
        await self.send("choice", id=new_id(), message=message["id"], option=option["key"], text=label)

    async def until(self, test, seconds_max: float = SECONDS_MAX) -> None:
        try:
            async with asyncio.timeout(seconds_max), self._heard:
                await self._heard.wait_for(lambda: test(self))
        except TimeoutError:
            raise AssertionError(f"not seen; frames: {self.frames[-12:]}") from None

    async def reads(self, text: str) -> dict:
        """The message containing `text`, once it came."""
        await self.until(lambda v: any(text in m["text"] for m in v.messages))
        return next(m for m in self.messages if text in m["text"])

    async def is_told(self, state: str) -> dict:
        await self.until(lambda v: v.state.get("state") == state)
        return self.state

    @property
    def texts(self) -> list[str]:
        return [m["text"] for m in self.messages]

    async def leave(self) -> None:
        await self.socket.close()
        await asyncio.gather(self._task, return_exceptions=True)
