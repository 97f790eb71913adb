"""What is said in a wait, and when: the place, comfort messages, each at its own distances, never two at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import msgspec

from palabre.flows.model.faults import Fault
from palabre.flows.model.step import Identifier, Prompts, Said, Seconds

PLACE = -1  # index of the place and the estimate among what is said


class Comfort(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Said `after_seconds` of wait, then every `every_seconds` (0: once)."""

    prompts: Annotated[Prompts, msgspec.Meta(min_length=1)]
    after_seconds: Seconds = 20.0
    every_seconds: Annotated[float, msgspec.Meta(ge=0, le=86_400)] = 0.0


class WaitKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A digit typed while waiting leaves the queue by `exit`: to be called back, to leave a message."""

    key: Annotated[str, msgspec.Meta(pattern=r"^[0-9*#]$")]
    exit: Identifier


def said_in(comfort: Iterable[Comfort]) -> Iterable[Said]:
    return (prompt for message in comfort for prompt in message.prompts)


def faults_of_keys(keys: Iterable[WaitKey], exits: Iterable[str]) -> Iterable[Fault]:
    typed = [one.key for one in keys]
    yield from (Fault("key_twice", what=key) for key in sorted({k for k in typed if typed.count(k) > 1}))
    yield from (Fault("exit_reserved", what=one.exit) for one in keys if one.exit in exits)


class Schedule:
    """`place`: first and following distance in seconds of the place (None: it is never said). Times are seconds of any
    one clock. A distance is counted from the end of the former saying, so that nothing piles up."""

    def __init__(self, place: tuple[float, float] | None, comfort: Iterable[Comfort], now: float) -> None:
        self._every = {i: c.every_seconds for i, c in enumerate(comfort)}
        self._next = {i: now + c.after_seconds for i, c in enumerate(comfort)}
        if place:
            self._every[PLACE], self._next[PLACE] = place[1], now + place[0]

    def due(self, now: float) -> int | None:
        """What is to be said now: the longest due, the place first where two are."""
        found = min(self._next.items(), key=lambda one: (one[1], one[0]), default=None)
        return found[0] if found and found[1] <= now else None

    def said(self, index: int, now: float) -> None:
        if every := self._every[index]:
            self._next[index] = now + every
        else:
            del self._next[index]

    def wait(self, now: float) -> float | None:
        """Seconds until the next; None: nothing more is said."""
        return max(0.0, min(self._next.values()) - now) if self._next else None
