"""The fairest among equals where a queue has shares or asks for the least occupied: fewest units in use, then the share
most behind, then the least occupied today where asked, then the longest idle, then by id."""
from __future__ import annotations

from collections.abc import Iterator

from palabre.foundations.clock import Instant
from palabre.routing.facts import QueueRules
from palabre.routing.model.lines import has_room
from palabre.routing.model.occupancy import occupied_today
from palabre.routing.model.order import is_kept_from
from palabre.routing.model.shares import behind, share_of, totals
from palabre.routing.model.state import Advisor, Item, Profile, State

Key = tuple[int, int, int, Instant, str]


def fairest(state: State, item: Item, mask: int, now: Instant) -> Advisor | None:
    """Of the profiles in `mask`, which one rank makes equal."""
    rules = state.queues[item.queue]
    order = behind(rules, *totals(state, rules, now)) if rules.shares else {}
    keyed = ((_key(state, rules, order, p, a, now), a) for p, a in _free(state, item, mask, now))
    return min(keyed, key=lambda one: one[0], default=(None, None))[1]


def _key(state: State, rules: QueueRules, order: dict, one: Advisor | Profile, advisor: Advisor, now: Instant) -> Key:
    share = order[share_of(rules, one)] if order else 0
    occupied = occupied_today(state, advisor, now) if rules.fairness == "least_occupied" else 0
    return advisor.units, share, occupied, advisor.idle_since, advisor.id


def fairness_of(state: State, advisor: Advisor, item: Item, now: Instant) -> tuple[int, int]:
    """How far her share is beyond what is asked, and how occupied she was today; zeros where the queue asks neither."""
    rules = state.queues[item.queue]
    order = behind(rules, *totals(state, rules, now)) if rules.shares else {}
    return _key(state, rules, order, advisor, advisor, now)[1:3]


def _free(state: State, item: Item, mask: int, now: Instant) -> Iterator[tuple[Profile, Advisor]]:
    """All who may take it now, in no order."""
    while mask:
        low = mask & -mask
        mask ^= low
        profile = state.profiles[low.bit_length() - 1]
        for entry in profile.idle[item.channel]:
            advisor = entry[4]
            if advisor.stamp == entry[3] and has_room(advisor, item.channel, item.units):
                if not is_kept_from(state, advisor, item, now):
                    yield profile, advisor


def possible_shares(state: State, item: Item, advisor: Advisor, now: Instant) -> tuple[str, ...]:
    """Shares of this queue with somebody free and equal to her but for the share: she is about to be offered it."""
    rules, profile = state.queues[item.queue], advisor.profile
    mask = next((group for group in item.place.groups if group & profile.bit), 0)
    found = {share_of(rules, profile)}
    for other, her in _free(state, item, mask & state.idle.get(item.channel, 0), now):
        if her.units == advisor.units:
            found.add(share_of(rules, other))
    return tuple(sorted(found))
