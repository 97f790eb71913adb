"""Which instant the speaking clock tells: far enough ahead to be said, and a round one."""

from __future__ import annotations

from palabre.foundations.clock import SECOND, Instant

ROUND_SECONDS = 5
STROKES = 3            # one a second, the last one at the instant told
SAYING_SECONDS = 6     # usually enough for hours, minutes and seconds


def instant_told(now: Instant, saying_seconds: float = SAYING_SECONDS) -> Instant:
    """The first round instant whose strokes can all be heard after it is said."""
    earliest = now + round((saying_seconds + STROKES - 1) * SECOND)
    step = ROUND_SECONDS * SECOND
    return -(-earliest // step) * step


def first_stroke(told: Instant) -> Instant:
    return told - (STROKES - 1) * SECOND
