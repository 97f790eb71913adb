"""Who waits and who is idle: heaps with lazy deletion, compacted when stale entries outnumber the live ones."""
from __future__ import annotations

from heapq import heapify, heappush

from palabre.routing.model.occupancy import turn_to
from palabre.routing.model.state import AVAILABLE, BUSY, IDLE, OFF, WAITING, WHOLE, Advisor, Item, State

STALE_MIN = 64  # entries below which a heap is left alone


def enter(state: State, item: Item) -> None:
    """A waiting item takes its place in its class."""
    if item.preferred_until:
        if her := state.advisors.get(item.preferred):
            her.preferring[item.id] = item
        if item.holding:
            return
    place = item.place
    assert place is not None
    heappush(place.by_key, (item.key, item.since, item.number, item))
    heappush(place.by_age, (item.order, item.since, item.number, item))
    place.live += 1
    state.nonempty |= place.bit
    if len(place.by_key) > STALE_MIN + 2 * place.live:
        for heap in (place.by_key, place.by_age):
            heap[:] = {e[2]: e for e in heap if e[3].state == WAITING and e[3].place is place}.values()
            heapify(heap)


def leave(state: State, item: Item) -> None:
    """It waits no more there; its entries die when they come to the top."""
    place = item.place
    if place is None:
        return
    if item.preferred_until:
        if her := state.advisors.get(item.preferred):
            her.preferring.pop(item.id, None)
        if item.holding:
            return
    place.live -= 1
    if not place.live:
        place.by_key.clear()
        place.by_age.clear()
        state.nonempty &= ~place.bit


def has_room(advisor: Advisor, channel: str, units: int) -> bool:
    """Whether so many units more of a channel fit beside what she has: a call fills her wholly."""
    if channel == WHOLE:
        return not advisor.units
    used = advisor.used
    return not used.get(WHOLE) and used.get(channel, 0) + units <= advisor.profile.capacity.get(channel, 0)


def freshen(state: State, advisor: Advisor) -> None:
    """Her place among the idle after anything about her changed; older entries die by their stamp."""
    advisor.stamp += 1
    profile = advisor.profile
    serving = advisor.status == AVAILABLE and advisor.present and advisor.confirmed and advisor.signed_in and not (
        advisor.held or advisor.removed or advisor.off_hours)
    if state.timed:
        doing = BUSY if advisor.units else IDLE if serving else OFF
        if doing != advisor.doing:
            turn_to(state, advisor, doing)
    if serving is not advisor.serving:
        advisor.serving = serving
        profile.serving += 1 if serving else -1
        state.serving = state.serving | profile.bit if profile.serving else state.serving & ~profile.bit
    if not serving or advisor.reserved or advisor.used.get(WHOLE):
        return
    for channel, most in profile.channels:
        if channel == WHOLE:
            if advisor.units:
                continue
        elif advisor.used.get(channel, 0) >= most:
            continue
        heap = profile.idle[channel]
        heappush(heap, (advisor.units, advisor.idle_since, advisor.id, advisor.stamp, advisor))
        state.idle[channel] = state.idle.get(channel, 0) | profile.bit
        if len(heap) > STALE_MIN + 2 * profile.size:
            heap[:] = [e for e in heap if e[4].stamp == e[3] and e[4].profile is profile]
            heapify(heap)
