"""Who takes what: choices only. Nothing here changes the state, but for stale entries that leave their heaps."""
from __future__ import annotations

from heapq import heappop, heappush

from palabre.foundations.clock import Instant
from palabre.routing.model.fairness import fairest
from palabre.routing.model.lines import has_room
from palabre.routing.model.order import is_kept_from, is_past_target, pressing, refuses
from palabre.routing.model.preferring import first_choice, may_have, more_urgent, pressing_for
from palabre.routing.model.state import WAITING, WHOLE, Advisor, Item, State, WorkClass


def most_urgent(state: State, advisor: Advisor, now: Instant) -> Item | None:
    """Of everything that waits, she may take and fits her free capacity."""
    profile = advisor.profile
    mask = profile.mask & state.nonempty
    if advisor.withheld and mask & state.deferring:
        mask &= ~_withheld(state, advisor, now)
    if mask and advisor.units:
        mask &= _fitting(state, advisor)
    best = _best(state, advisor, mask, now) if mask else None
    return more_urgent(state, advisor, best, now) if advisor.preferring else best


def most_urgent_unfit(state: State, advisor: Advisor, now: Instant) -> Item | None:
    """Of what she may take when idle, is past its target, has nobody reserved, and does not fit her load."""
    mask = advisor.profile.mask & state.nonempty & ~state.deferring
    if not advisor.units:
        return None
    best = _best(state, advisor, mask, now, owed=True) if mask else None
    return more_urgent(state, advisor, best, now, owed=True) if advisor.preferring else best


def most_urgent_call(state: State, advisor: Advisor, now: Instant) -> Item | None:
    """Of the calls that she could take with nothing in hand."""
    mask, heads = advisor.profile.mask & state.nonempty & state.channel_mask.get(WHOLE, 0) & ~state.deferring, []
    while mask:
        low = mask & -mask
        mask ^= low
        if item := _head(state, state.by_bit[low.bit_length() - 1], advisor, now, owed=False):
            heads.append(item)
    heads += [
        i for i in advisor.preferring.values()
        if i.holding and i.place and i.channel == WHOLE and not i.place.deferrable and may_have(state, i, advisor)
        and not is_kept_from(state, advisor, i, now)
    ]
    return max(heads, key=lambda i: pressing_for(i, advisor, now), default=None)


def _withheld(state: State, advisor: Advisor, now: Instant) -> int:
    """Mask of the deferrable classes that she is given nothing of."""
    queues = (q for q, until in advisor.withheld.items() if until > now and q in state.classes)
    return sum(place.bit for queue in queues for place in state.classes[queue] if place.deferrable)


def _fitting(state: State, advisor: Advisor) -> int:
    """Mask of the classes of hers whose items fit her free capacity."""
    mask = 0
    for channel, _ in advisor.profile.channels:
        if has_room(advisor, channel, 1):
            mask |= state.channel_mask[channel]
    return mask


def _best(state: State, advisor: Advisor, mask: int, now: Instant, owed: bool = False) -> Item | None:
    best, best_pressing = None, None
    while mask:
        low = mask & -mask
        mask ^= low
        place = state.by_bit[low.bit_length() - 1]
        if advisor.units and has_room(advisor, place.channel, place.units) is owed:
            continue
        item = _head(state, place, advisor, now, owed)
        if item is not None:
            value = pressing(item, now)
            if best_pressing is None or value > best_pressing:
                best, best_pressing = item, value
    return best


def _head(state: State, place: WorkClass, advisor: Advisor, now: Instant, owed: bool) -> Item | None:
    """The first of a class for her: the oldest when it is overdue, else the most urgent."""
    heap = place.by_age
    while heap and (heap[0][3].state != WAITING or heap[0][3].place is not place):
        heappop(heap)
    if owed and not (heap and is_past_target(heap[0][3], now)):
        return None
    if heap and now - heap[0][0] > place.overdue_ms:
        found = _first(state, heap, place, advisor, now, owed)
        if found is None or now - found.order > place.overdue_ms:
            return found
    return _first(state, place.by_key, place, advisor, now, owed)


def _first(state: State, heap: list, place: WorkClass, advisor: Advisor, now: Instant, owed: bool) -> Item | None:
    aside, found = [], None
    while heap:
        item = heap[0][3]
        if item.state != WAITING or item.place is not place:
            heappop(heap)
        elif (owed and (item.reserved_by or not is_past_target(item, now))) or (
            item.refused and refuses(state, advisor, item, now)
        ):
            aside.append(heappop(heap))
        else:
            found = item
            break
    for entry in aside:
        heappush(heap, entry)
    return found


def whom(state: State, item: Item, now: Instant) -> Advisor | None:
    """Whom it prefers; then the earliest ring, then the band, then the fewest units in use, then by the queue's rule or
    the longest idle."""
    if item.preferred_until > now and ((her := first_choice(state, item, now)) or item.holding):
        return her
    place = item.place
    idle = state.idle.get(place.channel, 0)
    for group in place.groups:
        mask, best, best_entry = group & idle, None, None
        if place.by_rule:
            if mask and (best := fairest(state, item, mask, now)):
                return best
            continue
        while mask:
            low = mask & -mask
            mask ^= low
            entry = _idlest(state, low, item, now)
            if entry is not None and (best_entry is None or entry[:3] < best_entry):
                best, best_entry = entry[4], entry[:3]
        if best is not None:
            return best
    return None


def _idlest(state: State, bit: int, item: Item, now: Instant) -> tuple | None:
    """The first entry of a profile's idle heap that may take the item."""
    channel, units, place = item.channel, item.units, item.place
    heap = state.profiles[bit.bit_length() - 1].idle[channel]
    aside, found = [], None
    while heap:
        entry = heap[0]
        advisor = entry[4]
        if advisor.stamp != entry[3]:
            heappop(heap)
        elif not has_room(advisor, channel, units) or (
            (item.refused or place.deferrable) and is_kept_from(state, advisor, item, now)
        ):
            aside.append(heappop(heap))
        else:
            found = entry
            break
    for entry in aside:
        heappush(heap, entry)
    if not heap:
        state.idle[channel] &= ~bit
    return found
