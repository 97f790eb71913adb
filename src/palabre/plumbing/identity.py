"""New ids and the present instant: the one door through which time and chance come in."""

from __future__ import annotations

import base64
import os
import time

from palabre.foundations.clock import Instant
from palabre.foundations.ids import uuid7

_ahead: int | None = None  # of the monotonic clock, in milliseconds; None: this machine's own clock is believed


def now_ms() -> Instant:
    """Of the clock that all nodes share (`timekeeping`), once this process keeps it."""
    return time.time_ns() // 1_000_000 if _ahead is None else time.monotonic_ns() // 1_000_000 + _ahead


def is_kept() -> bool:
    return _ahead is not None


def ahead_ms() -> int:
    """By which `now_ms` is ahead of the monotonic clock."""
    return (time.time_ns() - time.monotonic_ns()) // 1_000_000 if _ahead is None else _ahead


def keep(ahead: int | None) -> None:
    """From here on `now_ms` is the monotonic clock and so many milliseconds; None: this machine's clock again."""
    global _ahead
    _ahead = ahead


def new_id() -> str:
    return uuid7(now_ms(), os.urandom(10))


def new_token() -> str:
    """A secret nobody guesses (256 bits, URL-safe): cookies, API tokens."""
    return base64.urlsafe_b64encode(os.urandom(32)).decode().rstrip("=")
