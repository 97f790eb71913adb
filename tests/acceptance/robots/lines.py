"""Telephone calls of a load: through a menu to an advisor's telephone, by SIP and sound; what each was told or kept."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from typing import Any

from people import Person
from robots.installation import Installation
from robots.ledger import Ledger
from switchboard import Switchboard
from telephone import ADVISOR_HERTZ, AT_WORK, CALLER_HERTZ, Telephone

VOICE_ADVISORS = ("lea", "moussa")
AT_ONCE, PAUSE_SECONDS = 3, 2.0
RING_SECONDS_MAX, PATIENCE_SECONDS, DEAD_SECONDS = 14.0, 60.0, 8.0
SILENCE_SECONDS_MAX = 3.0  # of an advisor's tone within a talk
LOOK_SECONDS, PRESS_SECONDS, FRAME_SECONDS = 0.1, 3.0, 0.02


class Lines:
    """A number of its own; `phones`: those of VOICE_ADVISORS, by name. Use as an asynchronous context.

    `ended`: how each call ended, by the caller's number: talked, cut, apology, gave_up, dead, unanswered.
    `cuts`: (number, when) of talks that broke off; only a telephone exchange killed at that moment may do that.
    """

    def __init__(self, at: Installation, ledger: Ledger, seed: int) -> None:
        self.at, self.ledger, self.random = at, ledger, random.Random(seed)
        self.board = Switchboard(at, Person(at.url, *at.sign_in("nadia")))  # type: ignore[arg-type]
        self.board.able(*VOICE_ADVISORS)
        menu = {"kind": "menu", "prompts": ["which_voice"], "options": [{"key": "1", "exit": "go"}], "seconds": 20.0}
        exits = {"go": "wait", "silence": "bye", "wrong": "bye"}
        self.number = self.board.number(
            {"menu": menu | {"next": exits}, "wait": self.board.waits(), "bye": {"kind": "hang_up"}}
        ).number
        self.phones = {
            name: Telephone(self.board.centre, address=AT_WORK, hertz=ADVISOR_HERTZ) for name in VOICE_ADVISORS
        }
        self.ended: dict[str, str] = {}
        self.cuts: list[tuple[str, float]] = []
        self._calls = 0

    async def __aenter__(self) -> Lines:
        self._watch = asyncio.create_task(self._put_down_dead_lines())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._watch.cancel()
        await asyncio.gather(self._watch, return_exceptions=True)
        for phone in self.phones.values():
            phone.__exit__()

    async def _put_down_dead_lines(self) -> None:
        """As people do with a telephone in which nothing is heard any more: its exchange died without a word."""
        while True:
            await asyncio.sleep(0.5)
            for phone in self.phones.values():
                if phone.state == "talking" and quiet_seconds(phone) > DEAD_SECONDS / 2:
                    phone.hang_up(wait=False)

    async def keep_calling(self, until: float) -> None:
        """Callers come until the clock says so (monotonic); returns when the last has gone."""
        calls: set[asyncio.Task] = set()
        while time.monotonic() < until:
            calls = {c for c in calls if not c.done()}
            if len(calls) < AT_ONCE:
                calls.add(asyncio.create_task(self.call()))
            await asyncio.sleep(PAUSE_SECONDS)
        await asyncio.gather(*calls)

    async def call(self) -> str:
        """How it ended."""
        self._calls += 1
        caller = f"01994{self._calls:05}"
        with Telephone(self.board.centre, hertz=CALLER_HERTZ) as phone:
            phone.calls_number(self.number, caller)
            self.ended[caller] = await self._live(phone, caller)
        return self.ended[caller]

    async def _live(self, phone: Telephone, caller: str) -> str:
        if not await looked_for(lambda: phone.state != "ringing", RING_SECONDS_MAX) or phone.state == "over":
            return "unanswered"
        pressed, deadline = 0.0, time.monotonic() + PATIENCE_SECONDS
        while not await self._heard_for_a_while(phone):
            if phone.state == "over":
                return "apology"
            if quiet_seconds(phone) > DEAD_SECONDS or time.monotonic() > deadline:
                phone.hang_up(wait=False)
                return "dead" if quiet_seconds(phone) > DEAD_SECONDS else "gave_up"
            if time.monotonic() - pressed > PRESS_SECONDS:  # a menu that begins anew hears nothing of the first time
                pressed = time.monotonic()
                phone.sound.press("1")
            await asyncio.sleep(LOOK_SECONDS)
        return await self._talk(phone, caller)

    async def _heard_for_a_while(self, phone: Telephone) -> bool:
        """Her tone, and not a note of music that happens to be as high."""
        for _ in range(4):
            if not phone.hears(ADVISOR_HERTZ):
                return False
            await asyncio.sleep(LOOK_SECONDS)
        return phone.state == "talking"

    async def _talk(self, phone: Telephone, caller: str) -> str:
        end = heard = time.monotonic()
        end += self.random.uniform(2.0, 6.0)
        while (now := time.monotonic()) < end:
            heard = now if phone.hears(ADVISOR_HERTZ) else heard
            if phone.state == "over" or now - heard > SILENCE_SECONDS_MAX:
                self.cuts.append((caller, heard))
                phone.hang_up(wait=False)
                return "cut"
            await asyncio.sleep(LOOK_SECONDS)
        phone.hang_up(wait=False)
        return "talked"

    def told(self) -> dict[str, Any]:
        return dict(Counter(self.ended.values()))


def quiet_seconds(phone: Telephone) -> float:
    return phone.sound.quiet_frames * FRAME_SECONDS


async def looked_for(test: Any, seconds_max: float) -> bool:
    deadline = time.monotonic() + seconds_max
    while not test():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(LOOK_SECONDS)
    return True
