"""Asking the owner of a tenant's partition.

A command has an id and a deadline; it counts once however often it is sent. What is asked in one turn of the loop for
one partition travels in one message, and so do the answers: the bus carries messages, not commands.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import msgspec
from nats.aio.msg import Msg

from palabre.foundations import limits
from palabre.foundations.decision import Command, Room
from palabre.foundations.ids import TenantId
from palabre.foundations.problems import Busy
from palabre.plumbing.bus import Bus
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.partition import streams
from palabre.plumbing.partition.wire import Answer, CommandCodec, command_subject, decode_answers, encode, reply_of
from palabre.plumbing.postgres import Database

TRY_SECONDS = 1.0  # without an answer: asked again, with the same id
NOBODY_SECONDS = 0.05  # when the bus says that nobody listens
MESSAGE_BYTES_MAX = 500_000


class Commander:
    def __init__(self, database: Database, bus: Bus, rooms: Sequence[Room]) -> None:
        self._database, self._bus, self._codec = database, bus, CommandCodec(rooms)
        self._partitions: dict[TenantId, int] = {}
        self._asked: dict[str, asyncio.Future[Answer]] = {}
        self._leaving: dict[str, list[msgspec.Raw]] = {}
        self._inbox = ""
        self._opening: asyncio.Lock = asyncio.Lock()
        self._nobody = asyncio.Event()
        self._tasks: set[asyncio.Task] = set()

    async def partition_of(self, tenant: TenantId) -> int:
        if tenant not in self._partitions:
            self._partitions[tenant] = (await streams.stream_of(self._database, tenant))[0]
        return self._partitions[tenant]

    async def ask(
        self,
        tenant: TenantId,
        command: Command,
        *,
        id: str | None = None,
        seconds_max: float = limits.COMMAND_SECONDS_MAX,
    ) -> Any:
        """The reply. Raises the Problem it was refused with, or Busy when nobody answers in time (it may have been done)."""
        deadline = now_ms() + round(seconds_max * 1000)
        id = id or new_id()
        subject = command_subject(await self.partition_of(tenant))
        if not self._inbox:
            await self._open()
        one = self._codec.encode(id, deadline, command)
        answered = self._asked.get(id)
        if answered is None or answered.done():
            answered = self._asked[id] = asyncio.get_running_loop().create_future()
        try:
            while (left := (deadline - now_ms()) / 1000) > 0:
                self._send(subject, one)
                if (answer := await self._heard(answered, min(TRY_SECONDS, left))) is not None:
                    return reply_of(answer)
            raise Busy()
        finally:
            if self._asked.get(id) is answered:
                del self._asked[id]

    async def _heard(self, answered: asyncio.Future[Answer], seconds: float) -> Answer | None:
        """The answer, or None when it is time to ask again."""
        done, _ = await asyncio.wait({answered}, timeout=seconds if not self._nobody.is_set() else NOBODY_SECONDS)
        if done:
            return answered.result()
        self._nobody.clear()
        return None

    async def _open(self) -> None:
        async with self._opening:
            if not self._inbox:
                inbox = f"_INBOX.{new_id().replace('-', '')}"
                await self._bus.subscribe(inbox, self._on_answers)
                await self._bus.flush()
                self._inbox = inbox

    def _send(self, subject: str, one: msgspec.Raw) -> None:
        waiting = self._leaving.get(subject)
        if waiting is None:
            self._leaving[subject] = [one]
            task = asyncio.ensure_future(self._leave(subject))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        else:
            waiting.append(one)

    async def _leave(self, subject: str) -> None:
        """Runs in the loop's next turn: everything asked in this one goes together."""
        waiting, size, message = self._leaving.pop(subject), 0, []
        for one in waiting:
            if message and size + len(one) > MESSAGE_BYTES_MAX:
                await self._bus.publish(subject, encode(message), self._inbox)
                size, message = 0, []
            message.append(one)
            size += len(one)
        await self._bus.publish(subject, encode(message), self._inbox)

    async def _on_answers(self, message: Msg) -> None:
        if message.headers and message.headers.get("Status") == "503":
            self._nobody.set()
            return
        for id, answer in decode_answers(message.data):
            asked = self._asked.get(id)
            if asked is not None and not asked.done():
                asked.set_result(answer)
