"""What every hand is given, and what it has to be able to do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

import msgspec

from palabre.moving.model.judging import About, Thing
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services


class Left(Exception):
    """It is not taken away: `reason` a code of words.REASONS, `what` more of it."""

    def __init__(self, reason: str, what: str = "") -> None:
        super().__init__(reason, what)
        self.reason, self.what = reason, what


class Work(msgspec.Struct):
    """One import being applied or undone. `later`: what can be written once everything else is (a queue's overflow).
    `sounds`: recordings that came with it, by name."""

    services: Services
    tx: Transaction
    about: About
    imported: str
    sounds: Mapping[str, bytes] = {}
    later: list[Callable[[], Awaitable[None]]] = []

    async def finish(self) -> None:
        for one in self.later:
            await one()
        self.later.clear()


class Hand(Protocol):
    """How one kind is read and written, by its own room's public actions."""

    async def present(self, tx: Transaction, keys: Sequence[str]) -> dict[str, Thing]:
        """Those of these keys that are there."""

    async def write(self, work: Work, there: Thing | None, fields: dict[str, str]) -> None:
        """The whole of it: `fields` has every column that it is to have. `there`: as it stands now; None: a new one."""

    async def take_away(self, work: Work, there: Thing) -> None:
        """As though it had never come. Raises Left, Problem."""
