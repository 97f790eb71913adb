"""New ids and the present instant: the one door through which time and chance come in."""

from __future__ import annotations

import base64
import os
import time

from palabre.foundations.clock import Instant
from palabre.foundations.ids import uuid7


def now_ms() -> Instant:
    return time.time_ns() // 1_000_000


def new_id() -> str:
    return uuid7(now_ms(), os.urandom(10))


def new_token() -> str:
    """A secret nobody guesses (256 bits, URL-safe): cookies, API tokens."""
    return base64.urlsafe_b64encode(os.urandom(32)).decode().rstrip("=")
