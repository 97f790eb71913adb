"""A load: advisors who work, visitors who come without end, and somebody who kills."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from typing import Any

from robots.advisor import AdvisorRobot
from robots.installation import Installation
from robots.ledger import Ledger
from robots.lines import Lines
from robots.pulse import Pulse
from robots.visitor import VisitorRobot

KILLED = ("front", "core", "voice", "postgres", "nats", "asterisk")
CHAT_ADVISORS = ("awa", "paul", "karim", "ines", "moussa")  # those of the demo who serve chats
ALL_ADVISORS = (*CHAT_ADVISORS, "lea")
STORY_SECONDS_MAX = 150.0
EXCHANGES_MAX = 4
# "flow": her word came just after the end, and a machine asks again what it is about; she has nothing to add
ENDS, LOOK_BACK_SECONDS = ("over", "closed", "flow"), 1.0
STORIES_AT_ONCE_MAX = 30  # on a slow machine the queue would grow until nobody's patience lasts
WORK_ROUNDS_MAX = 4  # until everybody has been served once more


class Day:
    """`run(seconds)` loads, while `harm` does what it does; then nobody new comes, and all stories go to their end.

    `url`: the address that the robot of this place in the row goes through. `every`: seconds between two visitors.
    """

    def __init__(
        self,
        at: Installation,
        seed: int,
        *,
        advisors: tuple[str, ...],
        every: float = 1.0,
        url: Callable[[int], str] | None = None,
        prefix: str = "v",
        calls: bool = False,
    ) -> None:
        self.at, self.seed, self.random = at, seed, random.Random(seed)
        self.names, self.every, self.prefix = advisors, every, prefix
        self.url = url or (lambda place: at.url)
        self.ledger = Ledger()
        self.lines = Lines(at, self.ledger, seed) if calls else None
        self.advisors: list[AdvisorRobot] = []
        self.killed: list[tuple[float, str]] = []
        self.stuck: list[str] = []
        self.pulse = Pulse(at)
        self.calm_at = self.ended_at = 0.0  # seconds of the day: when the harm ended, and when nobody new came
        self._stories: set[asyncio.Task] = set()

    async def run(self, seconds: float, harm: Coroutine[Any, Any, None]) -> None:
        self.began = time.monotonic()
        async with AsyncExitStack() as stack:
            watching = asyncio.create_task(self.pulse.watch(self.began))
            stack.callback(watching.cancel)
            if self.lines:
                await stack.enter_async_context(self.lines)
            for place, name in enumerate(self.names):
                sign_in, password = self.at.sign_in(name)
                phone = self.lines.phones.get(name) if self.lines else None
                contact = phone.contact if phone else ""
                robot = AdvisorRobot(self.url(place), sign_in, password, self.ledger, name=name, contact=contact)
                self.advisors.append(await stack.enter_async_context(robot))
            harming = asyncio.create_task(harm)
            harming.add_done_callback(lambda _: setattr(self, "calm_at", time.monotonic() - self.began))
            if self.lines:
                self._stories.add(asyncio.create_task(self.lines.keep_calling(self.began + seconds)))
            number = 0
            while time.monotonic() - self.began < seconds or not harming.done():
                if sum(not s.done() for s in self._stories) >= STORIES_AT_ONCE_MAX:
                    await asyncio.sleep(self.every)
                    continue
                number += 1
                fate, exchanges = self.random.random(), self.random.randint(1, EXCHANGES_MAX)
                self._stories.add(asyncio.create_task(self._story(number, fate, exchanges)))
                await asyncio.sleep(self.random.expovariate(1 / self.every))
            await harming
            self.ended_at = time.monotonic() - self.began
            await asyncio.gather(*self._stories)
            await self._everybody_gets_work()
            self.live = [{k: v for k, v in r.entities.items() if k != "me"} for r in self.advisors]

    async def kill_at_random(self, seconds: float, every: float) -> None:
        """Each of them in a random order, then again in another one."""
        turn: list[str] = []
        while True:
            pause = every * self.random.uniform(0.6, 1.4)
            if time.monotonic() - self.began + pause > seconds:
                return
            await asyncio.sleep(pause)
            turn = turn or self.random.sample(KILLED, len(KILLED))
            name = turn.pop()
            if self.at.kill(name):
                self.killed.append((round(time.monotonic() - self.began, 2), name))

    async def _story(self, number: int, fate: float, exchanges: int) -> None:
        name = f"{self.prefix}{number}"
        address = f"127.0.{1 + number // 250}.{1 + number % 250}"
        url = self.url(number % max(len(self.names), 1))
        robot = VisitorRobot(url, self.at.told["widget_key"], self.ledger, name, address=address)
        try:
            async with asyncio.timeout(STORY_SECONDS_MAX), robot:
                await self._live(robot, fate, exchanges)
        except TimeoutError:
            last = [m["text"] for m in robot.messages][-3:]
            self.stuck.append(f"{name} ({robot.conversation}): {robot.state}, {last}, {robot.refused[-3:]}")

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
        await robot.until(lambda r: r.state in ENDS, STORY_SECONDS_MAX)
        while robot.state in ENDS:
            if robot.state != "closed":
                await robot.close()
            await asyncio.sleep(LOOK_BACK_SECONDS)
            if robot.state == "closed":
                break

    async def _everybody_gets_work(self) -> None:
        """Nobody is stuck: visitors come until each advisor has been served once more."""
        before = {robot.name: robot.served for robot in self.advisors}
        number, rounds = 20_000, 0  # rounds and no clock: a story of another that is stuck takes a round's whole time
        while waits := [r for r in self.advisors if r.served == before[r.name]]:
            if rounds == WORK_ROUNDS_MAX:
                self.stuck += [f"no work for {r.name}: {r.entities}" for r in waits]
                break
            rounds += 1
            stories = [asyncio.create_task(self._story(number + i, 0.5, 1)) for i in range(3 * len(self.advisors))]
            if self.lines:
                stories += [asyncio.create_task(self.lines.call()) for _ in self.lines.phones]
            number += len(stories)
            await asyncio.gather(*stories)

    def told(self) -> dict[str, Any]:
        calls = {"calls": self.lines.told()} if self.lines else {}
        counts = {**self.ledger.counts(), **calls, "stuck": len(self.stuck), "pulse": self.pulse.told()}
        return {"seed": self.seed, "killed": self.killed, **counts}
