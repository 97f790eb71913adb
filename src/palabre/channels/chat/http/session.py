"""One widget's socket: what it asks goes to rows and to the owner; what it shows comes from rows, as facts wake it."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import msgspec
from litestar import WebSocket

from palabre.channels.chat import actions
from palabre.channels.chat.actions import Visitor, Widget
from palabre.channels.chat.http import protocol
from palabre.channels.chat.http.hub import Hub, Room
from palabre.channels.chat.http.state import Standing, standing
from palabre.channels.chat.model import secret_subject
from palabre.channels.chat.problems import SecretNotAwaited
from palabre.conversations.actions.messages import forward_messages
from palabre.conversations.commands import CustomerLeaves
from palabre.foundations.clock import HOUR
from palabre.foundations.ids import ConversationId
from palabre.foundations.problems import Problem
from palabre.foundations.scope import Scope
from palabre.plumbing.bus import BusSilent
from palabre.plumbing.identity import now_ms
from palabre.tenants.actions.people import names

log = logging.getLogger("palabre.chat")

SHOWN_MS = 12 * HOUR  # a conversation closed longer ago is not shown again
SEND_SECONDS_MAX = 10.0  # a widget that does not read is let go; it comes back and resumes
SECRET_SECONDS_MAX = 3.0
ERROR_PAUSE_SECONDS = 1.0


class Session:
    """`run` until the socket ends. All that is sent goes through `_send`, one at a time."""

    def __init__(
        self, hub: Hub, room: Room, socket: WebSocket, widget: Widget, visitor: Visitor, hello: protocol.Hello
    ) -> None:
        self.hub, self.room, self.socket, self.widget, self.visitor, self.hello = (
            hub,
            room,
            socket,
            widget,
            visitor,
            hello,
        )
        self.scope = Scope(widget.tenant, permissions=frozenset({"people.names"}))
        self.conversation: ConversationId | None = None
        self.number, self.closed = 0, False
        self._standing: Standing | None = None
        self._secret: str | None = None
        self._woken, self._rows = asyncio.Event(), True
        self._sending = asyncio.Lock()

    # -- woken by the hub

    def wake(self, rows: bool) -> None:
        self._rows = self._rows or rows
        self._woken.set()

    def hear_typing(self, author: str | None, on: bool) -> None:
        asyncio.get_running_loop().create_task(self._quietly({"kind": "typing", "on": on}))

    # -- the two loops

    async def run(self) -> None:
        self.room.join(self.visitor.id, self)
        writer = asyncio.create_task(self._write())
        try:
            await self._welcome()
            while True:
                await self._handle(await self.socket.receive_data("text"))
        finally:
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)
            self.room.part(self.visitor.id, self)
            if self.conversation:
                self.room.part(self.conversation, self)
                await self._heard()

    async def _write(self) -> None:
        while True:
            await self._woken.wait()
            self._woken.clear()
            rows, self._rows = self._rows, False
            try:
                if rows:
                    await self._pull()
                await self._tell_standing()
            except (TimeoutError, RuntimeError):  # it does not read, or has gone
                await self.socket.close(1013)
                return
            except Exception as error:
                log.warning("widget not told", extra={"why": repr(error)[:300]})
                await asyncio.sleep(ERROR_PAUSE_SECONDS)
                self.wake(True)

    # -- to the widget

    async def _welcome(self) -> None:
        greeting = self.widget.greetings.get(self.hello.language.split("-")[0], "") or self.widget.greetings.get(
            "fr", ""
        )
        await self._send(
            {"kind": "welcome", "token": self.visitor.token, "name": self.widget.name, "greeting": greeting}
        )
        self.wake(True)

    async def _pull(self) -> None:
        """What was written since; the messages of a new conversation follow its name."""
        async with self.hub.services.database.transaction(self.scope) as tx:
            current = await actions.current_conversation(tx, self.visitor.id)
            if current is None or (current["state"] == "closed" and now_ms() - current["closed_at"] > SHOWN_MS):
                return
            switched = current["id"] != self.conversation
            number = self._known(current["id"]) if switched else self.number
            found = await actions.messages_since(tx, current["id"], number)
            if found:
                await actions.touch(tx, current["id"])
        self.closed = current["state"] == "closed"
        if switched:  # only now: where the rows could not be read, it is told of its conversation the next time
            self._switch(current["id"], number)
            await self._send({"kind": "conversation", "conversation": current["id"], "last": self.number})
            self._standing = None
            self.wake(True)  # what came between the look and the joining woke nobody
        for message in found:
            if message.number and message.number > self.number:
                await self._send({"kind": "message", "message": protocol.shown(message, self.visitor.id)})
                self.number = message.number
        if current["secret"] != self._secret:
            self._secret = current["secret"]
            await self._send({"kind": "secret", "message": self._secret})

    def _known(self, conversation: ConversationId) -> int:
        """Up to which number the widget holds what it turns to."""
        held = self.conversation is None and conversation == self.hello.conversation
        return self.hello.last if held else 0

    def _switch(self, conversation: ConversationId, number: int) -> None:
        if self.conversation:
            self.room.part(self.conversation, self)
        self.conversation, self.number = conversation, number
        self.room.join(conversation, self)

    async def _tell_standing(self) -> None:
        if self.conversation is None:
            return
        now = standing(self.room.follower.world, self.conversation, self.hub.position, closed=self.closed)
        if now != self._standing:
            name = await self._advisor_name(now.advisor)
            self._standing = now
            await self._send({"kind": "state", "state": now.state, "position": now.position, "advisor": name})

    async def _advisor_name(self, advisor: str | None) -> str:
        """Her first name, where it may be told."""
        if advisor is None:
            return ""
        async with self.hub.services.database.transaction(self.scope) as tx:
            found = await names(tx, [advisor])
        return found[0].name.split(" ")[0] if found else ""

    async def _send(self, what: dict[str, Any]) -> None:
        async with self._sending, asyncio.timeout(SEND_SECONDS_MAX):
            await self.socket.send_text(protocol.encode(what).decode())

    async def _quietly(self, what: dict[str, Any]) -> None:
        try:
            await self._send(what)
        except Exception:
            return  # its reader will notice that it has gone

    # -- from the widget

    async def _handle(self, data: str | bytes) -> None:
        client = ""
        try:
            asked = protocol.decode(data)
            client = getattr(asked, "id", "")
            await _HANDLERS[type(asked)](self, asked)
        except Problem as problem:
            await self._send({"kind": "refused", "id": client, "code": problem.code, "details": problem.details})
        except (TimeoutError, RuntimeError):
            raise
        except Exception as error:
            log.warning("widget not served", extra={"why": type(error).__name__})
            await self._send({"kind": "refused", "id": client, "code": "unavailable", "details": {}})

    async def _on_said(self, asked: protocol.Said) -> None:
        await self._receive(asked.id, asked.text)

    async def _on_chosen(self, asked: protocol.Chosen) -> None:
        await self._receive(asked.id, asked.text, {"message": asked.message, "option": asked.option})

    async def _receive(self, client: str, text: str, choice: dict | None = None) -> None:
        self.hub.rates.messages.check(self.visitor.id, now_ms())
        if choice is None and (question := await self._secret_question()):
            return await self._pass_secret(client, question, text)
        async with self.hub.services.database.transaction(self.scope) as tx:
            await actions.receive(tx, self.widget, self.visitor.id, self.hello.language, client, text, choice=choice)
        for session in list(self.room.sessions.get(self.visitor.id, ())):
            session.wake(True)

    async def _on_secret(self, asked: protocol.Secret) -> None:
        self.hub.rates.messages.check(self.visitor.id, now_ms())
        question = await self._secret_question()
        if question is None or question != asked.message:
            raise SecretNotAwaited()
        await self._pass_secret(asked.id, question, asked.value)

    async def _secret_question(self) -> str | None:
        if self.conversation is None:
            return None
        async with self.hub.services.database.transaction(self.scope) as tx:
            return await actions.awaited_secret(tx, self.conversation)

    async def _pass_secret(self, client: str, question: str, value: str) -> None:
        """From this socket to the step that asked, in memory; only that it was answered is written."""
        assert self.conversation is not None
        try:
            await self.hub.services.bus.request(
                secret_subject(self.widget.tenant, self.conversation), value.encode(), SECRET_SECONDS_MAX
            )
        except BusSilent:
            raise SecretNotAwaited() from None
        async with self.hub.services.database.transaction(self.scope) as tx:
            await actions.receive_secret(tx, self.conversation, self.visitor.id, client, question)
        self.wake(True)

    async def _on_typing(self, asked: protocol.Typing) -> None:
        if self.conversation:
            await self.hub.tell_typing(self.widget.tenant, self.conversation, asked.on)

    async def _on_read(self, asked: protocol.Read) -> None:
        if self.conversation is None:
            return
        status = "read" if asked.seen else "delivered"
        async with self.hub.services.database.transaction(self.scope) as tx:
            moved = await forward_messages(tx, self.conversation, min(asked.number, self.number), status)
        if moved:
            await self.hub.services.bus.publish(
                f"live.{self.widget.tenant}.receipt",
                msgspec.json.encode(
                    {"conversation": self.conversation, "number": min(asked.number, self.number), "status": status}
                ),
            )

    async def _on_close(self, asked: protocol.Close) -> None:
        if self.conversation:
            await self.hub.services.commander.ask(self.widget.tenant, CustomerLeaves(self.conversation, "closed"))

    async def _on_beat(self, asked: protocol.Beat) -> None:
        await self._send({"kind": "beat"})

    async def _on_hello(self, asked: protocol.Hello) -> None:
        """A second one says nothing new."""

    async def _heard(self) -> None:
        try:
            async with self.hub.services.database.transaction(self.scope) as tx:
                await actions.hear(tx, [self.conversation] if self.conversation else [])
        except Exception as error:
            log.warning("presence not written", extra={"why": type(error).__name__})


_HANDLERS = {
    protocol.Hello: Session._on_hello,
    protocol.Said: Session._on_said,
    protocol.Chosen: Session._on_chosen,
    protocol.Secret: Session._on_secret,
    protocol.Typing: Session._on_typing,
    protocol.Read: Session._on_read,
    protocol.Close: Session._on_close,
    protocol.Beat: Session._on_beat,
}
