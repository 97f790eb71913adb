"""Instants as others write them."""

from __future__ import annotations

import datetime

from palabre.foundations.clock import Instant

BILLION = 100_000_000_000  # seconds beyond it are milliseconds


def instant_of(value: object) -> Instant:
    """ISO 8601 (without a zone: UTC), seconds or milliseconds since 1970; 0 for anything else."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _of_number(float(value))
    text = str(value).strip()
    try:
        return _of_number(float(text))
    except ValueError:
        pass
    try:
        found = datetime.datetime.fromisoformat(text)
    except ValueError:
        return 0
    return round((found if found.tzinfo else found.replace(tzinfo=datetime.UTC)).timestamp() * 1_000)


def _of_number(value: float) -> Instant:
    if not 0 < value < 10 * BILLION * 10:
        return 0
    return round(value if value > BILLION else value * 1_000)
