"""What was answered lately, so that a command that arrives twice is answered twice and done once."""

from __future__ import annotations

import msgspec

from palabre.foundations.clock import MINUTE, Instant

REMEMBERED_MS = 5 * MINUTE
REMEMBERED_MAX = 200_000
Reply = tuple[Instant, msgspec.Raw]


class Remembered:
    """Replies by the command's id, for five minutes at least, or the last REMEMBERED_MAX / 2 at least.

    Two generations: the older one is dropped whole when the younger is full or old enough. To look for the oldest ones
    among all cost several per cent of an owner at its limit.
    """

    def __init__(self, replies: dict[str, Reply] | None = None) -> None:
        self._older: dict[str, Reply] = replies or {}
        self._younger: dict[str, Reply] = {}
        self._turn: Instant = 0  # when the younger generation is old enough

    def get(self, id: str) -> Reply | None:
        return self._younger.get(id) or self._older.get(id)

    def add(self, id: str, at: Instant, raw: msgspec.Raw) -> None:
        younger = self._younger
        if len(younger) >= REMEMBERED_MAX // 2 or at >= self._turn:
            if younger:
                self._older = younger
            self._younger = younger = {}
            self._turn = at + REMEMBERED_MS
        younger[id] = (at, raw)

    def since(self, instant: Instant) -> dict[str, Reply]:
        """For a snapshot: those given from then on."""
        return {
            id: reply for some in (self._older, self._younger) for id, reply in some.items() if reply[0] >= instant
        }

    def __len__(self) -> int:
        return len(self._older) + len(self._younger)
