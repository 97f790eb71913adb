"""Deadlines: one heap of (instant, kind, number, id, other id), rebuilt from the state, stale ones passed over.

At one instant kinds come in the order of their number, so that a wrap-up that ends serves the customer whose longest
wait is over, not the other way round.
"""
from __future__ import annotations

from heapq import heapify, heappop, heappush

from palabre.foundations.clock import Instant
from palabre.foundations.ids import AdvisorId, QueueId
from palabre.routing.model.state import SOUGHT, WRAP_UP, Advisor, Item, Offer, SkillChange, State

WRAP_UP_END, PRESENCE_END, NOT_SHOWN, MISSED, RING = range(5)
PREFERENCE_END, REFUSAL_END, RESERVATION_END, CHANGE_END, WITHHELD_END, LONGEST_WAIT = range(5, 11)
SPARE = 1024

Timer = tuple[Instant, int, int, str, str]


def watch_ring(state: State, item: Item) -> None:
    rings = state.queues[item.queue].rings if item.queue in state.queues else ()
    if item.ring + 1 < len(rings):
        heappush(state.timers, (ring_opens(state, item), RING, item.number, item.id, ""))


def ring_opens(state: State, item: Item) -> Instant:
    """When the ring after its present one opens."""
    return item.since + round(state.queues[item.queue].rings[item.ring + 1].after_seconds * 1000)


def watch_offer(state: State, offer: Offer) -> None:
    if offer.shown:
        heappush(state.timers, (offer.deadline, MISSED, offer.number, offer.id, ""))
    else:
        heappush(state.timers, (offer.shown_by, NOT_SHOWN, offer.number, offer.id, ""))


def watch_preference(state: State, item: Item) -> None:
    if item.holding:
        heappush(state.timers, (item.preferred_until, PREFERENCE_END, item.number, item.id, ""))


def watch_withheld(state: State, advisor: Advisor, queue: QueueId) -> None:
    heappush(state.timers, (advisor.withheld[queue], WITHHELD_END, 0, advisor.id, queue))


def watch_change(state: State, change: SkillChange) -> None:
    heappush(state.timers, (change.until, CHANGE_END, change.number, change.id, ""))


def watch_refusal(state: State, item: Item, advisor: AdvisorId) -> None:
    heappush(state.timers, (item.refused[advisor], REFUSAL_END, item.number, item.id, advisor))


def watch_wrap_up(state: State, item: Item) -> None:
    heappush(state.timers, (item.wrap_up_deadline, WRAP_UP_END, item.number, item.id, ""))


def watch_presence(state: State, advisor: Advisor) -> None:
    if advisor.presence_deadline:
        heappush(state.timers, (advisor.presence_deadline, PRESENCE_END, 0, advisor.id, ""))


def watch_reservation(state: State, advisor: Advisor) -> None:
    heappush(state.timers, (advisor.reserved_until, RESERVATION_END, 0, advisor.id, advisor.reserved))


def rebuild(state: State) -> None:
    """From primary data alone: after a snapshot, new rules, or when stale ones outnumber the rest."""
    state.timers = []
    for item in state.items.values():
        if item.state in SOUGHT:
            state.timers.append((item.deadline, LONGEST_WAIT, item.number, item.id, ""))
            watch_ring(state, item)
            watch_preference(state, item)
            for advisor in item.refused or ():
                watch_refusal(state, item, advisor)
        elif item.state == WRAP_UP:
            watch_wrap_up(state, item)
    for offer in state.offers.values():
        watch_offer(state, offer)
    for advisor in state.advisors.values():
        if advisor.presence_deadline:
            watch_presence(state, advisor)
        if advisor.reserved:
            watch_reservation(state, advisor)
        for queue in advisor.withheld:
            watch_withheld(state, advisor, queue)
    for change in state.changes.values():
        watch_change(state, change)
    heapify(state.timers)
    state.turns = [(a.hours_turn, a.id) for a in state.advisors.values() if a.hours_turn]
    heapify(state.turns)
    state.timers_max = 4 * len(state.timers) + SPARE + len(state.advisors) // 4  # the more there is to walk, the rarer


def is_alive(state: State, timer: Timer) -> bool:
    """Whether something still hangs on it."""
    at, kind, _, id, other = timer
    if kind == NOT_SHOWN:
        return (offer := state.offers.get(id)) is not None and not offer.shown
    if kind == MISSED:
        return id in state.offers
    if kind in (PRESENCE_END, RESERVATION_END):
        advisor = state.advisors.get(id)
        if advisor is None:
            return False
        if kind == RESERVATION_END:
            return advisor.reserved == other and advisor.reserved_until == at
        return not advisor.present and advisor.presence_deadline == at and bool(advisor.talks)
    if kind == WITHHELD_END:
        return id in state.advisors and state.advisors[id].withheld.get(other) == at
    if kind == CHANGE_END:
        return id in state.changes and state.changes[id].until == at
    item = state.items.get(id)
    if item is None:
        return False
    if kind == WRAP_UP_END:
        return item.state == WRAP_UP and item.wrap_up_deadline == at
    if item.state not in SOUGHT:
        return False
    if kind == RING:
        rings = state.queues[item.queue].rings if item.queue in state.queues else ()
        return item.ring + 1 < len(rings) and ring_opens(state, item) == at
    if kind == PREFERENCE_END:
        return item.holding
    if kind == REFUSAL_END:
        return (item.refused or {}).get(other) == at
    return True


def deadline(state: State) -> Instant | None:
    """The next instant at which something is due."""
    timers = state.timers
    while timers and not is_alive(state, timers[0]):
        heappop(timers)
    turn = _turn(state)
    if not timers:
        return turn
    return timers[0][0] if turn is None else min(turn, timers[0][0])


def _turn(state: State) -> Instant | None:
    """When somebody's contact hours begin or end next."""
    while turns := state.turns:
        at, id = turns[0]
        if (her := state.advisors.get(id)) and her.hours_turn == at:
            return at
        heappop(turns)
    return None


def turned(state: State, now: Instant) -> AdvisorId | None:
    """The next whose contact hours began or ended by `now`: they come before everything else that is due."""
    at = _turn(state)
    return state.turns[0][1] if at is not None and at <= now else None


def due(state: State, now: Instant) -> Timer | None:
    """Take the next timer that has come by `now` and still matters."""
    timers = state.timers
    while timers and timers[0][0] <= now:
        timer = heappop(timers)
        if is_alive(state, timer):
            return timer
    return None
