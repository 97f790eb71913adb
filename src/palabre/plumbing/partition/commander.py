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
from palabre.plumbing.partition.wire import (
    Answer,
    CommandCodec,
    command_subject,
    decode_answers,
    encode,
    partition_in,
    refusal,
    reply_of,
)
from palabre.plumbing.postgres import Database

TRY_SECONDS = 1.0  # without an answer: asked again, with the same id
SWEEP_SECONDS = 0.1
NOBODY_SECONDS = 0.05  # when the bus, or who was asked, says that nobody owns it
MESSAGE_BYTES_MAX = 500_000
_BUSY = refusal(Busy())


class _Asked:
    """One command on its way. `deadline`, `sent`: milliseconds of our clock."""

    __slots__ = ("answered", "deadline", "one", "sent", "subject")

    def __init__(self, answered: asyncio.Future[Answer], subject: str, one: msgspec.Raw, deadline: int) -> None:
        self.answered, self.subject, self.one, self.deadline, self.sent = answered, subject, one, deadline, 0


class Commander:
    def __init__(self, database: Database, bus: Bus, rooms: Sequence[Room]) -> None:
        self._database, self._bus, self._codec = database, bus, CommandCodec(rooms)
        self._partitions: dict[TenantId, int] = {}
        self._asked: dict[str, _Asked] = {}
        self._leaving: dict[str, list[msgspec.Raw]] = {}
        self._inbox = ""
        self._opening, self._looking = asyncio.Lock(), asyncio.Lock()
        self._unowned: set[str] = set()  # subjects where nobody was found, to be asked again soon
        self._nobody = asyncio.Event()
        self._sweeper: asyncio.Task | None = None
        self._tasks: set[asyncio.Task] = set()

    async def partition_of(self, tenant: TenantId) -> int:
        """Looked up once, however many ask at once: a burst at a process's start would empty the pool."""
        if tenant not in self._partitions:
            async with self._looking:
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
        """The reply. Raises the Problem it was refused with, or Busy when nobody answers in time (it may be done)."""
        partition = await self.partition_of(tenant)
        if not self._inbox:
            await self._open()
        return reply_of(await asyncio.shield(self.begin(partition, command, id or new_id(), seconds_max)))

    def begin(self, partition: int, command: Command, id: str, seconds_max: float) -> asyncio.Future[Answer]:
        """Ask without waiting: the answer comes by the future. Only once `ask` has been used, or `open` awaited."""
        known = self._asked.get(id)
        if known is not None:
            return known.answered
        deadline = now_ms() + round(seconds_max * 1000)
        answered: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        asked = _Asked(answered, command_subject(partition), self._codec.encode(id, deadline, command), deadline)
        self._asked[id] = asked
        self._send(asked)
        if self._sweeper is None or self._sweeper.done():
            self._sweeper = asyncio.ensure_future(self._sweep())
        return answered

    async def _sweep(self) -> None:
        """What is not answered in time is asked again, and given up at its deadline. Ends when nothing is asked."""
        while self._asked:
            await self._pause()
            unowned, self._unowned = self._unowned, set()
            self._nobody.clear()
            now = now_ms()
            for id, asked in list(self._asked.items()):
                if now >= asked.deadline:
                    del self._asked[id]
                    _settle(asked.answered, _BUSY)
                elif asked.subject in unowned or now - asked.sent >= TRY_SECONDS * 1000:
                    self._send(asked)

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(SWEEP_SECONDS):  # wait_for of 3.11 may swallow a cancellation
                await self._nobody.wait()
            await asyncio.sleep(NOBODY_SECONDS)
        except TimeoutError:
            pass

    async def _ask_again(self) -> None:
        """The bus is back: what was on its way may be lost."""
        self._unowned.update(asked.subject for asked in self._asked.values())
        self._nobody.set()

    async def open(self) -> None:
        if not self._inbox:
            await self._open()

    async def _open(self) -> None:
        async with self._opening:
            if not self._inbox:
                inbox = f"_INBOX.{new_id().replace('-', '')}"
                await self._bus.subscribe(f"{inbox}.*", self._on_answers)
                await self._bus.flush()
                self._bus.on_return.append(self._ask_again)
                self._inbox = inbox

    def _send(self, asked: _Asked) -> None:
        asked.sent = now_ms()
        waiting = self._leaving.get(asked.subject)
        if waiting is None:
            self._leaving[asked.subject] = [asked.one]
            task = asyncio.ensure_future(self._leave(asked.subject))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        else:
            waiting.append(asked.one)

    async def _leave(self, subject: str) -> None:
        """Runs in the loop's next turn: everything asked in this one goes together."""
        waiting, size, message = self._leaving.pop(subject), 0, []
        inbox = f"{self._inbox}.{partition_in(subject)}"
        for one in waiting:
            if message and size + len(one) > MESSAGE_BYTES_MAX:
                await self._bus.publish(subject, encode(message), inbox)
                size, message = 0, []
            message.append(one)
            size += len(one)
        await self._bus.publish(subject, encode(message), inbox)

    async def _on_answers(self, message: Msg) -> None:
        if not message.data:
            self._unowned.add(command_subject(partition_in(message.subject)))
            self._nobody.set()
            return
        for id, answer in decode_answers(message.data):
            asked = self._asked.pop(id, None)
            if asked is not None:
                _settle(asked.answered, answer)


def _settle(answered: asyncio.Future[Answer], answer: Answer) -> None:
    if not answered.done():
        answered.set_result(answer)
