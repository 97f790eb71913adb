"""Instants and durations. Nobody here reads a clock: time is given."""

from __future__ import annotations

Instant = int  # milliseconds since 1970-01-01T00:00:00Z, no leap seconds

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE


def after(at: Instant, seconds: float) -> Instant:
    """The instant `seconds` after `at`, rounded to the millisecond."""
    return at + round(seconds * SECOND)


def seconds_between(begin: Instant, end: Instant) -> float:
    return (end - begin) / SECOND
