"""Preferred advisors: whom a customer waits for alone for a time; whom the customer of a lost advisor is given first.

For her, what prefers her is at least at its target: it precedes whatever has less than that by waiting and priority.
"""
from __future__ import annotations

from palabre.foundations.clock import SECOND, Instant, after
from palabre.foundations.decision import Decision
from palabre.foundations.ids import AdvisorId, QueueId
from palabre.routing import facts
from palabre.routing.facts import QueueRules
from palabre.routing.model.lines import has_room
from palabre.routing.model.order import is_kept_from, is_past_target, pressing
from palabre.routing.model.state import ONLY, WHOLE, Advisor, Item, State

LOST_SECONDS = 60  # for which the customer of a lost advisor is hers first
WHYS = ("last", "named", "account_manager", ONLY)


def preferred_until(state: State, rules: QueueRules, id: AdvisorId | None, seconds: float, now: Instant) -> Instant:
    """For how long a new item waits for her alone; 0 where she takes nothing now, or could never take it."""
    her = state.advisors.get(id) if id else None
    if her is None or not her.serving or not state.classes[rules.queue][-1].able & her.profile.bit:
        return 0
    seconds = seconds or rules.preferred_seconds
    return after(now, seconds) if seconds > 0 else 0


def can_take(state: State, id: AdvisorId, rules: QueueRules, now: Instant) -> bool:
    """She alone is asked, at once or not at all."""
    her = state.advisors.get(id)
    if her is None or her.reserved or not preferred_until(state, rules, id, 1.0, now):
        return False
    return has_room(her, rules.channel, rules.units)


def may_be_asked(state: State, id: AdvisorId, first: QueueId, now: Instant) -> tuple[QueueId, str]:
    """By which queue of calls she is asked by name, `first` before the others; why not: not_able, unavailable."""
    her = state.advisors.get(id)
    if her is None or her.removed or her.profile is None:
        return first, "not_able"
    names = sorted(state.queues, key=lambda queue: (queue != first, queue))
    able = [q for q in names if state.queues[q].channel == WHOLE and state.classes[q][-1].able & her.profile.bit]
    if not able:
        return first, "not_able"
    return able[0], "" if can_take(state, id, state.queues[able[0]], now) else "unavailable"


def lost_until(now: Instant) -> Instant:
    return now + LOST_SECONDS * SECOND


def pressing_for(item: Item, advisor: Advisor, now: Instant) -> tuple:
    """How urgent a waiting item is to her."""
    value = pressing(item, now)
    if item.preferred_until <= now or item.preferred != advisor.id or value[0] == 1 or value[1] > 1:
        return value
    return value[0], 1.0, 1, *value[1:]


def pressing_now(state: State, item: Item, now: Instant) -> tuple:
    """How urgent it is to whom it would be given now."""
    if item.preferred_until > now and (her := first_choice(state, item, now)):
        return pressing_for(item, her, now)
    return pressing(item, now)


def may_have(state: State, item: Item, advisor: Advisor) -> bool:
    """By the rings that are open; her whom it waits for alone, by any ring."""
    place = state.classes[item.queue][-1] if item.holding else item.place
    return bool(place.able & advisor.profile.bit)


def first_choice(state: State, item: Item, now: Instant) -> Advisor | None:
    """Her whom it prefers, if she can take it now."""
    her = state.advisors.get(item.preferred)
    if her is None or not her.serving or her.reserved or not may_have(state, item, her):
        return None
    if not has_room(her, item.channel, item.units) or is_kept_from(state, her, item, now):
        return None
    return her


def more_urgent(state: State, advisor: Advisor, best: Item | None, now: Instant, owed: bool = False) -> Item | None:
    """`best` of what waits for anybody, or what prefers her where that is more urgent to her. `owed`: of what is past
    its target and does not fit yet."""
    value = best and pressing_for(best, advisor, now)
    for item in advisor.preferring.values():
        if item.preferred_until <= now or not item.place or not may_have(state, item, advisor):
            continue
        if has_room(advisor, item.channel, item.units) is owed or is_kept_from(state, advisor, item, now):
            continue
        if owed and (item.place.deferrable or item.reserved_by or not is_past_target(item, now)):
            continue
        if best is None or pressing_for(item, advisor, now) > value:
            best, value = item, pressing_for(item, advisor, now)
    return best


def wait_no_more(d: Decision, advisor: Advisor, reason: str = "unavailable") -> list[Item]:
    """She takes nothing now: what waited for her alone waits for everybody, to be placed by the caller."""
    held = sorted((i for i in advisor.preferring.values() if i.holding), key=lambda i: i.number)
    for item in held:
        end_preference(d, item, reason)
    return held


def end_preference(d: Decision, item: Item, reason: str) -> None:
    d.emit(facts.PreferenceEnded(d.now, item.id, item.conversation, item.preferred, reason))
