"""The order of what waits.

Urgency = (waited + priority) / target, compared across queues and channels at the instant of choice. An item that
waited beyond three times its target precedes everything below that, oldest first. Ties by arrival. Deferrable work
comes after everything that is not, until it is overdue.
"""
from __future__ import annotations

from palabre.foundations.clock import Instant
from palabre.routing.model.state import Advisor, Item, State

Pressing = tuple[int, float, int, int]


def pressing(item: Item, now: Instant) -> Pressing:
    """How urgent a waiting item is: greater goes first, whatever its queue or channel."""
    place = item.place
    if now - item.order > place.overdue_ms:
        return 1, -item.order, -item.since, -item.number
    return -1 if place.deferrable else 0, (now - item.key) / place.target_ms, -item.since, -item.number


def is_kept_from(state: State, advisor: Advisor, item: Item, now: Instant) -> bool:
    """She declined it lately, or it is deferrable work that she is too occupied for."""
    if item.place.deferrable and advisor.withheld.get(item.queue, 0) > now:
        return True
    return bool(item.refused) and refuses(state, advisor, item, now)


def is_past_target(item: Item, now: Instant) -> bool:
    return now - item.order > item.place.target_ms


def refuses(state: State, advisor: Advisor, item: Item, now: Instant) -> bool:
    """She declined it lately, and somebody else able is present."""
    return item.refused.get(advisor.id, 0) > now and not is_alone(state, advisor, item)


def is_alone(state: State, advisor: Advisor, item: Item) -> bool:
    """Nobody else who is able (busy or not) is present."""
    able = item.place.able & state.serving
    return not able & ~advisor.profile.bit and advisor.serving and advisor.profile.serving == 1
