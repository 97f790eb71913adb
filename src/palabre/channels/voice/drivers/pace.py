"""Whether a recording has fallen behind the clock.

Asterisk writes a frame each 20 ms; a machine that starves it misses some of these ticks, and the file has none of
them. It gives its file away in pieces of 32 KiB, about two seconds, and the file system notes when: each piece is a
mark of how far the file had come at which instant, to the frame, whoever looks and however late.
"""

from __future__ import annotations

import os
from pathlib import Path

from palabre.channels.voice.drivers.waves import HEADER_BYTES, RATE

TICK = RATE // 50
TICK_BYTES = 2 * TICK


class Pace:
    """Of one file. `late`: samples by which it began after it was said to, at most a tick; negative: before."""

    def __init__(self) -> None:
        self.late, self._known = 0.0, False

    def missing(self, samples: int, seconds: float) -> int:
        """Ticks, where the file has come to so many samples after so many seconds."""
        behind = seconds * RATE - samples
        self.late = max(-TICK, min(behind, self.late if self._known else TICK))
        self._known = True
        return max(0, round((behind - self.late) / TICK))


def look(path: Path) -> tuple[int, int] | None:
    """Samples of the last frame that the file has some of, and when it came to it, ms since 1970; None: nothing yet."""
    try:
        told = os.stat(path)
    except OSError:
        return None
    frames = -(-(told.st_size - HEADER_BYTES) // TICK_BYTES)
    return (frames * TICK, told.st_mtime_ns // 1_000_000) if frames > 0 else None
