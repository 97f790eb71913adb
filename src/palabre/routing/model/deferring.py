"""Deferrable work: given below a ceiling of occupation, and pushed aside by a call that nobody else is free for.

It keeps its place then; what is past three times its target is pushed aside no more.
"""
from __future__ import annotations

from palabre.foundations.clock import SECOND, Instant, after
from palabre.foundations.decision import Decision
from palabre.foundations.ids import WorkItemId
from palabre.routing import facts
from palabre.routing.model.occupancy import MILLION, occupied_lately
from palabre.routing.model.order import is_kept_from
from palabre.routing.model.preferring import may_have
from palabre.routing.model.state import PUSHED_ASIDE, WHOLE, Advisor, Item, State

LOOK_SECONDS = 60  # after which her occupation is looked at again


def withhold(d: Decision, advisor: Advisor, item: Item) -> bool:
    """Whether she is too occupied for this deferrable work: told as a fact, and looked at again at its deadline."""
    rules = d.world.states["routing"].queues[item.queue]
    if occupied_lately(advisor, d.now) < round(rules.deferrable_below * MILLION):
        return False
    d.emit(facts.DeferrableWithheld(d.now, advisor.id, item.queue, d.now + LOOK_SECONDS * SECOND))
    return True


def in_hand(advisor: Advisor, state: State) -> list[Item]:
    """What she has, oldest first."""
    items = [state.items[offer.item] for offer in advisor.offers.values()]
    return sorted([*items, *advisor.talks.values(), *advisor.wrap_ups.values()], key=lambda i: i.number)


def may_be_pushed(state: State, advisor: Advisor, now: Instant) -> bool:
    """All she has in hand is deferrable, not overdue, and no wrap-up."""
    return not advisor.wrap_ups and all(
        i.place and i.place.deferrable and now - i.order <= i.place.overdue_ms for i in in_hand(advisor, state))


def whom_to_push(state: State, item: Item, now: Instant) -> Advisor | None:
    """For a call: of those with nothing but deferrable work, by rank, then who has the least, then by id. She receives
    what is most urgent for her then."""
    if item.channel != WHOLE or item.place.deferrable:
        return None
    able = [
        a for a in state.aside.values()
        if a.serving and not a.reserved and (not item.holding or a.id == item.preferred) and may_have(state, item, a)
        and not is_kept_from(state, a, item, now) and may_be_pushed(state, a, now)
    ]
    groups = item.place.groups
    return min(able, default=None, key=lambda a: (
        next((n for n, group in enumerate(groups) if group & a.profile.bit), len(groups)), a.units, a.id))


def push_aside(d: Decision, advisor: Advisor) -> list[Item]:
    """Everything she has waits again with its arrival, to be placed by the caller."""
    state, again = d.world.states["routing"], []
    for item in in_hand(advisor, state):
        if item.offer:
            o = state.offers[item.offer]
            d.emit(facts.OfferEnded(d.now, o.id, o.item, o.conversation, o.advisor, "withdrawn", PUSHED_ASIDE))
            again.append(item)
        else:
            d.emit(facts.WorkItemInterrupted(d.now, item.id, item.conversation, advisor.id, PUSHED_ASIDE))
            again.append(_queue_again(d, state, item))
    return again


def _queue_again(d: Decision, state: State, item: Item) -> Item:
    id, wait = WorkItemId(d.next_id()), state.queues[item.queue].wait_seconds_max
    d.emit(facts.WorkItemQueued(
        d.now, id, item.conversation, item.queue, item.kind, item.since, item.priority_ms / 1000, item.arrived,
        after(d.now, wait), True, item.ahead_ms / 1000, passed=item.passed,
    ))
    return state.items[id]
