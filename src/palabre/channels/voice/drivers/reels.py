"""What one recording is made of: reels, each two files begun together, one after the other as long as the call lasts.

A snoop keeps what it was given and could not write yet, so that a file which has missed some ticks, or whose speaker's
clock is quick, tells the rest later and later; a new one begins with what is said now. So reels are short, the next one
begins before the last ends, and each is laid where the clock says.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from palabre.channels.voice.drivers.stereo import Stretch

SIDES = {"left": "in", "right": "out"}  # of the customer's channel
Change = tuple[int, list[str]]


class Note(msgspec.Struct):
    """What is being recorded. `began`: instant of each side's first sample, ms; 0 until Asterisk said so.

    `changes`: from when on, ms, nothing is kept, and why; without a reason all is. The last one holds now.
    `later`: when the reels after the first began.
    """

    tenant: str
    conversation: str
    effect: str
    began: dict[str, int]
    changes: list[Change] = []
    later: list[dict[str, int]] = []

    @property
    def silent(self) -> list[str]:
        return self.changes[-1][1] if self.changes else []

    @property
    def reel(self) -> int:
        """The one that runs."""
        return len(self.later)

    def name(self, side: str, reel: int | None = None) -> str:
        return f"rec-{self._of(side, reel)}"

    def snoop(self, side: str, reel: int | None = None) -> str:
        return f"snoop-{self._of(side, reel)}"

    def _of(self, side: str, reel: int | None) -> str:
        number = self.reel if reel is None else reel
        return f"{self.effect}-{side}" + (f"-{number}" if number else "")

    def begins(self, side: str) -> list[int]:
        return [began[side] for began in (self.began, *self.later)]

    def names(self) -> list[str]:
        return [self.name(side, reel) for reel in range(self.reel + 1) for side in SIDES]


def stretches(note: Note, side: str, folder: Path, ended: dict[str, int], late: dict[str, float]) -> list[Stretch]:
    """Where each file of this side lies. `ended`: ms, `late`: samples, of the files of which it is known."""
    first, found = min((b for b in note.began.values() if b), default=0), []
    for reel, began in enumerate(note.begins(side)):
        name = note.name(side, reel)
        lasted = (ended[name] - began) / 1000 if ended.get(name) and began else 0.0
        at = max(0.0, (began - first) / 1000 + late.get(name, 0.0)) if began else 0.0
        found.append(Stretch(folder / f"{name}.wav", at, lasted))
    return found
