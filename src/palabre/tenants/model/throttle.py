"""How long a wrong sign-in makes one wait: doubling, bounded, forgotten after a day. Pure."""

from __future__ import annotations

import msgspec

from palabre.foundations.clock import HOUR, SECOND, Instant


class Throttle(msgspec.Struct, frozen=True):
    """`free`: failures without a wait; `wait_seconds_max`: so that nobody can lock another out for long."""

    free: int
    wait_seconds_max: int


ACCOUNT = Throttle(free=4, wait_seconds_max=300)
NETWORK = Throttle(free=20, wait_seconds_max=120)  # an office of a hundred people stands behind one address
FORGOTTEN_AFTER = 24 * HOUR


def failures_now(failures: int, last_at: Instant, now: Instant) -> int:
    return 0 if now - last_at >= FORGOTTEN_AFTER else failures


def retry_after_seconds(throttle: Throttle, failures: int, last_at: Instant, now: Instant) -> int:
    """Whole seconds before the next try counts; 0: now."""
    over = failures_now(failures, last_at, now) - throttle.free
    if over < 0:
        return 0
    wait = min(2 ** min(over, 20), throttle.wait_seconds_max) * SECOND
    return max(0, -(-(last_at + wait - now) // SECOND))
