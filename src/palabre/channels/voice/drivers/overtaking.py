"""Effects that ring a telephone for long, in their order for each name, and the end that may overtake them.

An end that waited its turn would let the telephone ring to its time-out. Each is answered once whatever becomes of it:
what an end overtakes is "gone", and what is being told by then is told.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from palabre.channels.voice.drivers.driver import Driver
from palabre.foundations.facts import Fact
from palabre.foundations.ids import TenantId

Answer = tuple[str, str] | None
GONE = ("gone", "")


@dataclass(eq=False)
class _Effect:
    task: asyncio.Task | None = None
    doing: asyncio.Task | None = None  # what an end cuts short; never the telling of what became of it
    ended: bool = False

    def end(self) -> None:
        if not self.ended:
            self.ended = True
            if self.doing:
                self.doing.cancel()


class Overtaking:
    def __init__(self, node: Driver) -> None:
        self._node = node
        self._going: dict[str, list[_Effect]] = {}

    def begin(self, name: str, tenant: TenantId, effect: Fact, work: Callable[[], Awaitable[Answer]]) -> None:
        """After those of this name that were begun before; it answers by itself. `work`: gives outcome and detail."""
        going = self._going.setdefault(name, [])
        one, before = _Effect(), going[-1].task if going else None
        going.append(one)
        one.task = self._node.spawn(self._answer(tenant, effect, one, work, before))
        one.task.add_done_callback(lambda _: self._forget(name, one))

    async def end(self, name: str) -> None:
        """Nothing of this name goes on, nor begins: until all are answered."""
        going = list(self._going.get(name, ()))
        for one in going:
            one.end()
        if going:
            await asyncio.wait({one.task for one in going if one.task})

    def _forget(self, name: str, one: _Effect) -> None:
        self._going[name].remove(one)
        if not self._going[name]:
            del self._going[name]

    async def _answer(
        self, tenant: TenantId, effect: Fact, one: _Effect, work: Callable[[], Awaitable[Answer]],
        before: asyncio.Task | None,
    ) -> None:  # fmt: skip
        if before:
            await asyncio.wait({before})
        answer: Answer = GONE
        if not one.ended:
            one.doing = self._node.spawn(self._node.effects.answered(tenant, effect, work()))
            await asyncio.wait({one.doing})
            answer = GONE if one.doing.cancelled() else one.doing.result()
        if answer:
            await self._node.effects.report(tenant, effect.effect, *answer)
