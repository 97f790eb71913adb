"""Two of the facts from the times of a week's work itself."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

SOON_SECONDS, PAUSE_SECONDS = 15.0, 300.0


class Contact(NamedTuple):
    """Seconds on any clock: begun with the customer, over with its wrap-up. Chats may lie over one another."""

    begun: float
    over: float


def soon(contacts: Sequence[Contact]) -> float | None:
    """Share of contacts begun within 15 s of the end of what went before; None without two."""
    runs = sorted(contacts)
    if len(runs) < 2:
        return None
    found, busy_until = 0, runs[0].over
    for _, contact in pairwise(runs):
        found += contact.begun - busy_until < SOON_SECONDS
        busy_until = max(busy_until, contact.over)
    return found / (len(runs) - 1)


def longest_run(contacts: Sequence[Contact]) -> float | None:
    """Minutes from the first to the last of contacts between which no five minutes were free; None without any."""
    longest, begun, busy_until = None, 0.0, float("-inf")
    for contact in sorted(contacts):
        if contact.begun - busy_until >= PAUSE_SECONDS:
            begun = contact.begun
        busy_until = max(busy_until, contact.over)
        longest = max(longest or 0.0, busy_until - begun)
    return None if longest is None else longest / 60
