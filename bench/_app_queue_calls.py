"""The same calls for both of `app_queue`: telephones of a second Asterisk call in, others answer as members.

Each call is taken as soon as it rings, talked through for TALK_SECONDS on average, and put down by the member.
`callers` keep the queue longer than it can be served, so that there is always somebody for whoever is free.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from _machine import tree_cpu

from palabre.channels.voice.wiring import AriError
from palabre.processes.robots.advisor import AdvisorRobot, RefusedByServer
from palabre.processes.robots.outside import CallRefused, Outside, Party

TALK_SECONDS = 1.0
ANSWER_SECONDS_MAX = 30.0
WARM_SECONDS_MAX = 90.0
IDLE_SECONDS = 4.0
NOBODY_SECONDS_MAX = 3_600.0  # while the other side has its turn
LOST = (AriError, TimeoutError, RefusedByServer, CallRefused, aiohttp.ClientError)


class Calls:
    """What was seen: seconds from putting down to the next ring, and to the next talk; calls that were talked through.

    Nothing counts before `begin`.
    """

    def __init__(self, outside: Outside) -> None:
        self.outside, self.chance = outside, random.Random(1)
        self.begin()

    def begin(self) -> None:
        self.to_ring: list[float] = []
        self.to_talk: list[float] = []
        self.done, self.lost, self.begun = 0, 0, time.perf_counter()

    def told(self) -> dict:
        spent = time.perf_counter() - self.begun
        return {
            "rate": self.done / spent, "done": self.done, "lost": self.lost, "to_ring": self.to_ring,
            "to_talk": self.to_talk, "seconds": spent,
        }  # fmt: skip

    async def caller(self, number: str) -> None:
        """Somebody who calls again whenever her call is over."""
        while True:
            party = self.outside.dial(number)
            try:
                await party.answered(ANSWER_SECONDS_MAX)
                await party.gone
            except LOST:
                self.lost += 1
                await asyncio.sleep(TALK_SECONDS)
            finally:
                await party.hang_up()

    async def member(self, rings: Callable[[], Awaitable], answers: Callable[[Any], Awaitable]) -> None:
        """`rings`: what calls her, once it does. `answers`: her leg of it, once it is up."""
        free = 0.0
        while True:
            called = await rings()
            rang = time.perf_counter()
            try:
                leg = await answers(called)
                talks = time.perf_counter()
                await asyncio.sleep(TALK_SECONDS * self.chance.uniform(0.5, 1.5))  # in step with nobody's clock
                if free > self.begun:
                    self.to_ring.append(rang - free)
                    self.to_talk.append(talks - free)
                self.done, free = self.done + 1, time.perf_counter()
                await leg.hang_up()
            except LOST:
                self.lost, free = self.lost + 1, 0.0

    async def queue_member(self, user: str) -> None:
        """Of app_queue: her telephone rings."""
        self.outside.expect_ring(user)

        async def answers(leg: Party) -> Party:
            await leg.answer()
            return leg

        await self.member(lambda: self.outside.rings(user, NOBODY_SECONDS_MAX), answers)

    async def advisor(self, user: str, url: str, sign_in: tuple[str, str], ready: asyncio.Event) -> None:
        """Of Palabre: her desk rings; accepting it calls her telephone, which is up at once."""
        seen: set[str] = set()
        async with AdvisorRobot(url, *sign_in) as robot:
            await robot.sign_in()
            self.outside.expect_ring(user)
            await robot.telephone(self.outside.contact(user))
            await robot.open_desk()
            await robot.change_status()
            ready.set()

            def new(robot: AdvisorRobot) -> list[dict]:
                return [one for one in robot.of("offer", channel="voice") if one["offer"] not in seen]

            async def rings() -> dict:
                offer = (await robot.until(new, NOBODY_SECONDS_MAX))[0]
                seen.add(offer["offer"])
                return offer

            async def answers(offer: dict) -> Party:
                await robot.accept(offer)
                return await self.outside.answers(user, ANSWER_SECONDS_MAX)

            await self.member(rings, answers)


class Side:
    """One of the two: its members wait, its callers come for a run and leave. `pids`: whose CPU counts, by name."""

    def __init__(self, calls: Calls, number: str, callers: int, pids: Callable[[], dict]) -> None:
        self.calls, self.number, self.callers, self.pids = calls, number, callers, pids
        self.members: list[asyncio.Task] = []

    async def take(self, seconds: float, warm: int) -> dict:
        """What happens within so many seconds, once `warm` calls were talked through. `idle`: CPU milliseconds a second
        before; `cpu`: of a call beyond that; `shares`: of it, by process."""
        before = self._cpu()
        await self._pass(IDLE_SECONDS)
        idle = {name: (now - before[name]) / IDLE_SECONDS for name, now in self._cpu().items()}
        calling = [asyncio.create_task(self.calls.caller(self.number)) for _ in range(self.callers)]
        try:
            self.calls.begin()
            async with asyncio.timeout(WARM_SECONDS_MAX):
                while self.calls.done < warm:
                    await self._pass(0.1)
            self.calls.begin()
            before = self._cpu()
            await self._pass(seconds)
            told = self.calls.told()
            spent = {name: now - before[name] - idle[name] * told["seconds"] for name, now in self._cpu().items()}
            each = {name: max(value, 0.0) / max(told["done"], 1) * 1e3 for name, value in spent.items()}
            return told | {"cpu": sum(each.values()), "idle": sum(idle.values()) * 1e3, "shares": each}
        finally:
            for task in calling:
                task.cancel()
            await asyncio.gather(*calling, return_exceptions=True)
            await asyncio.sleep(TALK_SECONDS * 2)  # those who talk end by themselves

    def _cpu(self) -> dict[str, float]:
        return {name: sum(map(tree_cpu, pids)) for name, pids in self.pids().items()}

    async def _pass(self, seconds: float) -> None:
        """Or raise what ended a member."""
        done, _ = await asyncio.wait(self.members, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()

    async def close(self) -> None:
        for task in self.members:
            task.cancel()
        await asyncio.gather(*self.members, return_exceptions=True)
