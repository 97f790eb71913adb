"""A load: advisors who work, visitors who come without end, and somebody who kills."""

from __future__ import annotations

import asyncio
import random
import time
from contextlib import AsyncExitStack
from typing import Any

from robots.advisor import AdvisorRobot
from robots.installation import Installation
from robots.ledger import Ledger
from robots.visitor import VisitorRobot

KILLED = ("front", "core", "voice", "postgres", "nats", "asterisk")
STORY_SECONDS_MAX = 150.0
EXCHANGES_MAX = 4


class Day:
    """`run(seconds)` loads and kills; then nobody new comes, and all stories go to their end."""

    def __init__(self, at: Installation, seed: int, *, advisors: tuple[str, ...], every: float, kill_every: float) -> None:
        self.at, self.seed, self.random = at, seed, random.Random(seed)
        self.names, self.every, self.kill_every = advisors, every, kill_every
        self.ledger = Ledger()
        self.advisors: list[AdvisorRobot] = []
        self.killed: list[tuple[float, str]] = []
        self.stuck: list[str] = []
        self._stories: set[asyncio.Task] = set()

    async def run(self, seconds: float) -> None:
        async with AsyncExitStack() as stack:
            for name in self.names:
                sign_in, password = self.at.sign_in(name)
                robot = AdvisorRobot(self.at.url, sign_in, password, self.ledger, name=name)
                self.advisors.append(await stack.enter_async_context(robot))
            began = time.monotonic()
            killer = asyncio.create_task(self._kill(began, seconds))
            number = 0
            while time.monotonic() - began < seconds:
                number += 1
                task = asyncio.create_task(self._story(number, self.random.random(), self.random.randint(1, EXCHANGES_MAX)))
                self._stories.add(task)
                await asyncio.sleep(self.random.expovariate(1 / self.every))
            await killer
            await asyncio.gather(*self._stories)
            await self._everybody_gets_work()

    async def _kill(self, began: float, seconds: float) -> None:
        while True:
            pause = self.kill_every * self.random.uniform(0.6, 1.4)
            if time.monotonic() - began + pause > seconds:
                return
            await asyncio.sleep(pause)
            name = self.random.choice(KILLED)
            if self.at.kill(name):
                self.killed.append((round(time.monotonic() - began, 2), name))

    async def _story(self, number: int, fate: float, exchanges: int) -> None:
        name = f"v{number}"
        address = f"127.0.{1 + number // 250}.{1 + number % 250}"
        robot = VisitorRobot(self.at.url, self.at.told["widget_key"], self.ledger, name, address=address)
        try:
            async with asyncio.timeout(STORY_SECONDS_MAX), robot:
                await self._live(robot, fate, exchanges)
        except TimeoutError:
            self.stuck.append(f"{name} ({robot.conversation}): {robot.state}, {[m['text'] for m in robot.messages][-3:]}, {robot.refused}")

    async def _live(self, robot: VisitorRobot, fate: float, exchanges: int) -> None:
        await robot.until(lambda r: r.token, STORY_SECONDS_MAX)
        await robot.write(f"{robot.name}-0", twice=fate < 0.3)
        await robot.press(await robot.until(lambda r: r.question(), STORY_SECONDS_MAX))
        if fate < 0.1:  # gives up in the queue
            return await robot.close()
        await robot.until(lambda r: r.state in ("talking", "over", "closed"), STORY_SECONDS_MAX)
        for exchange in range(1, exchanges + 1):
            if robot.state != "talking":
                break
            await robot.write(f"{robot.name}-{exchange}", twice=fate > 0.7)
            await asyncio.sleep(0.5)
        await robot.until(lambda r: r.state in ("over", "closed"), STORY_SECONDS_MAX)
        if robot.state == "over":
            await robot.close()

    async def _everybody_gets_work(self) -> None:
        """Nobody is stuck: visitors come until each advisor has been served once more."""
        before = {robot.name: robot.served for robot in self.advisors}
        number, deadline = 100_000, time.monotonic() + 60.0
        while waits := [r.name for r in self.advisors if r.served == before[r.name]]:
            if time.monotonic() > deadline:
                self.stuck.append(f"no work for {waits}: {[r.entities.get('me') for r in self.advisors]}")
                break
            stories = [asyncio.create_task(self._story(number + i, 0.5, 1)) for i in range(3 * len(self.advisors))]
            number += len(stories)
            await asyncio.gather(*stories)

    def told(self) -> dict[str, Any]:
        return {"seed": self.seed, "killed": self.killed, **self.ledger.counts(), "stuck": len(self.stuck)}
