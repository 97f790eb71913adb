"""What facts about work items and offers do to the state."""
from __future__ import annotations

from heapq import heappush
from typing import Any

from palabre.foundations.clock import Instant
from palabre.routing import facts
from palabre.routing.model import timers
from palabre.routing.model.indices import forget_if_done
from palabre.routing.model.lines import enter, freshen, leave
from palabre.routing.model.shares import count, share_of
from palabre.routing.model.state import (
    CUT_OFF,
    GONE,
    LOST,
    MISSED,
    OFFERED,
    ONLY,
    PUSHED_ASIDE,
    SOUGHT,
    TALKING,
    WAITING,
    WRAP_UP,
    Advisor,
    Item,
    Offer,
    State,
)

DECLINED_MS = 60_000  # not offered again to her, unless nobody else able is present


def _queued(state: State, fact: facts.WorkItemQueued, number: int) -> None:
    rules = state.queues[fact.queue]
    priority, ahead = round(fact.priority_seconds * 1000), round(fact.ahead_seconds * 1000)
    order = fact.since - ahead
    item = Item(
        fact.item, number, fact.conversation, fact.queue, fact.kind, fact.since, fact.arrived, fact.deadline,
        priority, ahead, fact.interrupted, rules.channel, rules.units, order=order,
        reserve_ms=round(fact.reserve_seconds * 1000), key=order - priority, place=state.classes[fact.queue][0],
    )
    if fact.preferred_until:
        item.preferred, item.preferred_until = fact.preferred, fact.preferred_until
        item.holding, item.only = fact.preferred_why != LOST, fact.preferred_why == ONLY
        timers.watch_preference(state, item)
    item.passed, item.deferrable = fact.passed, item.place.deferrable
    add_item(state, item)
    enter(state, item)
    heappush(state.timers, (fact.deadline, timers.LONGEST_WAIT, number, fact.item, ""))
    timers.watch_ring(state, item)
    if len(state.timers) > state.timers_max:
        timers.rebuild(state)


def add_item(state: State, item: Item) -> None:
    """Into every index but the heaps."""
    state.items[item.id] = item
    state.conversations.setdefault(item.conversation, []).append(item)
    if item.state in SOUGHT:
        state.lines.setdefault(item.queue, {})[item.id] = item
        if item.refused:
            state.declined[item.id] = item


def _leave_line(state: State, item: Item) -> None:
    del state.lines[item.queue][item.id]
    if item.refused:
        del state.declined[item.id]
        item.refused = None


def _remove(state: State, item: Item) -> None:
    item.state = GONE                            # its entries in heaps are stale from here
    del state.items[item.id]
    _forget_conversation(state, item)


def _forget_conversation(state: State, item: Item) -> None:
    items = state.conversations[item.conversation]
    items.remove(item)
    if not items:
        del state.conversations[item.conversation]


def _preference_ended(state: State, fact: facts.PreferenceEnded, number: int) -> None:
    """Only of what waits: an offer ends it too."""
    item = state.items[fact.item]
    leave(state, item)
    item.preferred_until, item.holding = 0, False
    if item.place:
        enter(state, item)


def _ring_opened(state: State, fact: facts.RingOpened, number: int) -> None:
    item = state.items[fact.item]
    if item.state == WAITING:
        leave(state, item)
    item.ring = fact.ring
    item.place = state.classes[item.queue][fact.ring]
    if item.state == WAITING:
        enter(state, item)
    timers.watch_ring(state, item)


def _offer_made(state: State, fact: facts.OfferMade, number: int) -> None:
    item, advisor = state.items[fact.item], state.advisors[fact.advisor]
    if item.state == WAITING:
        leave(state, item)
    item.state, item.offer, item.advisor = OFFERED, fact.offer, fact.advisor
    if item.holding:
        item.preferred_until, item.holding = 0, False
    offer = Offer(
        fact.offer, number, fact.item, fact.conversation, fact.queue, fact.advisor, fact.at, fact.deadline,
        fact.shown_by, fact.auto_accept, possible=fact.possible,
    )
    state.now = fact.at
    if fact.possible:
        offer.share = share_of(state.queues[fact.queue], advisor)
        count(state, state.queues[fact.queue], offer, 1)
    state.offers[fact.offer] = advisor.offers[fact.offer] = offer
    take_units(state, advisor, item)
    freshen(state, advisor)
    timers.watch_offer(state, offer)


def take_units(state: State, advisor: Advisor, item: Item) -> None:
    if item.deferrable:
        state.aside[advisor.id] = advisor
    advisor.used[item.channel] = advisor.used.get(item.channel, 0) + item.units
    advisor.units += item.units


def _give_units(state: State, advisor: Advisor, item: Item) -> None:
    advisor.used[item.channel] -= item.units
    advisor.units -= item.units
    if item.deferrable:
        set_aside(state, advisor)
    freshen(state, advisor)


def set_aside(state: State, advisor: Advisor) -> None:
    hers = (state.items[offer.item] for offer in advisor.offers.values())
    if not any(i.deferrable for some in (hers, advisor.talks.values(), advisor.wrap_ups.values()) for i in some):
        state.aside.pop(advisor.id, None)


def _offer_shown(state: State, fact: facts.OfferShown, number: int) -> None:
    offer = state.offers[fact.offer]
    offer.shown = True
    timers.watch_offer(state, offer)


def _offer_ended(state: State, fact: facts.OfferEnded, number: int) -> None:
    item, advisor = state.items[fact.item], state.advisors[fact.advisor]
    offer, state.now = state.offers.pop(fact.offer), fact.at
    del advisor.offers[fact.offer]
    item.offer = None
    if fact.end == "accepted":
        item.state, item.talk_since = TALKING, fact.at
        _leave_line(state, item)
        advisor.talks[item.id] = item
        return
    if offer.possible and item.queue in state.queues:
        count(state, state.queues[item.queue], offer, -1)
    item.state, item.advisor = WAITING, None
    if fact.end == "declined":
        item.refused = item.refused or {}
        item.refused[advisor.id] = fact.at + DECLINED_MS
        state.declined[item.id] = item
        timers.watch_refusal(state, item, advisor.id)
    elif fact.end == "timed_out":
        advisor.confirmed, advisor.doubt = False, MISSED
    elif fact.end == "withdrawn" and fact.reason == "not_shown":
        advisor.held = True
    _give_units(state, advisor, item)
    join_line(state, item)


def join_line(state: State, item: Item) -> None:
    """It waits again, by the rules of now."""
    if item.place:
        item.channel, item.units, item.deferrable = item.place.channel, item.place.units, item.place.deferrable
        enter(state, item)


def _customer_reached(state: State, fact: facts.CustomerReached, number: int) -> None:
    """The reservation is over; her offer follows in the same batch."""
    item, advisor, state.now = state.items[fact.item], state.advisors[fact.advisor], fact.at
    item.reserve_ms, item.reserved_by = 0, None
    advisor.reserved, advisor.reserved_until = None, 0
    if fact.conversation != item.conversation:
        _forget_conversation(state, item)
        item.conversation = fact.conversation
        state.conversations.setdefault(item.conversation, []).append(item)
    freshen(state, advisor)


def _end_talk(state: State, item: Item, at: Instant) -> None:
    """Her segment is over: idle counts from here."""
    advisor, state.now = state.advisors[item.advisor], at
    advisor.talks.pop(item.id, None)
    advisor.wrap_ups.pop(item.id, None)
    advisor.idle_since = at
    _give_units(state, advisor, item)
    forget_if_done(state, advisor)


def _item_ended(state: State, fact: facts.WorkItemEnded, number: int) -> None:
    item = state.items[fact.item]
    if item.state == WRAP_UP:
        item.ended, item.taken_by = fact.reason, fact.taken_by
        return
    if item.state == TALKING:
        _end_talk(state, item, fact.at)
    else:
        leave(state, item)
        _leave_line(state, item)
    _remove(state, item)


def _item_interrupted(state: State, fact: facts.WorkItemInterrupted, number: int) -> None:
    item = state.items[fact.item]
    if fact.reason not in (LOST, PUSHED_ASIDE):
        advisor = state.advisors[fact.advisor]
        advisor.confirmed, advisor.doubt = False, CUT_OFF
    _end_talk(state, item, fact.at)
    _remove(state, item)


def _wrap_up_started(state: State, fact: facts.WrapUpStarted, number: int) -> None:
    item, advisor = state.items[fact.item], state.advisors[fact.advisor]
    item.state, item.wrap_up_deadline = WRAP_UP, fact.deadline
    advisor.wrap_ups[item.id] = advisor.talks.pop(item.id)
    timers.watch_wrap_up(state, item)


def _wrap_up_extended(state: State, fact: facts.WrapUpExtended, number: int) -> None:
    item = state.items[fact.item]
    item.wrap_up_deadline, item.wrap_up_extended = fact.deadline, True
    timers.watch_wrap_up(state, item)


def _wrap_up_ended(state: State, fact: facts.WrapUpEnded, number: int) -> None:
    item = state.items[fact.item]
    _end_talk(state, item, fact.at)
    _remove(state, item)


def _nothing(state: State, fact: Any, number: int) -> None:
    """Counted elsewhere."""


EVOLVE = {
    facts.WorkItemQueued: _queued,
    facts.WorkItemRefused: _nothing,
    facts.PreferenceEnded: _preference_ended,
    facts.RingOpened: _ring_opened,
    facts.CustomerReached: _customer_reached,
    facts.OfferMade: _offer_made,
    facts.OfferShown: _offer_shown,
    facts.OfferEnded: _offer_ended,
    facts.WorkItemInterrupted: _item_interrupted,
    facts.WorkItemEnded: _item_ended,
    facts.WrapUpStarted: _wrap_up_started,
    facts.WrapUpExtended: _wrap_up_extended,
    facts.WrapUpEnded: _wrap_up_ended,
}
