"""A work item's life: entering a queue, being answered, ending. Higher rooms may call the public functions."""
from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from palabre.foundations.clock import Instant, after, seconds_between
from palabre.foundations.decision import Decision
from palabre.foundations.ids import AdvisorId, ConversationId, QueueId, WorkItemId
from palabre.routing import facts
from palabre.routing.facts import QueueRules
from palabre.routing.model.offering import end_offer, free_reserved, match, place, state_of
from palabre.routing.model.preferring import lost_until
from palabre.routing.model.state import LOST, OFFERED, SOUGHT, TALKING, WAITING, Advisor, Item, State

CONSULTED = "consulted"
PRIORITY_TARGETS_MAX = 3  # more starves the others (ROUTING.md, Order)


def is_open(rules: QueueRules, at: Instant) -> bool:
    if rules.open is None:
        return True
    index = bisect_right(rules.open, (at, float("inf"))) - 1
    return index >= 0 and at < rules.open[index][1]


def refusal(state: State, rules: QueueRules, now: Instant) -> str:
    """Why nobody may enter this queue now; empty when one may."""
    if not is_open(rules, now):
        return "closed"
    if len(state.lines[rules.queue]) >= rules.length_max:
        return "full"
    if not state.classes[rules.queue][-1].able & state.peopled:
        return "nobody"
    return ""


def enter_queue(
    d: Decision, rules: QueueRules, conversation: ConversationId, kind: str, arrived: Instant, *,
    since: Instant | None = None, priority_seconds: float = 0.0, ahead_seconds: float = 0.0, interrupted: bool = False,
    reserve_seconds: float = 0.0, wait_seconds: float = 0.0, preferred: AdvisorId | None = None,
    preferred_until: Instant = 0, preferred_why: str = "", passed: tuple[QueueId, ...] = (), seek: bool = True,
) -> Item:
    """A new item, offered at once where somebody able is free (the caller places it when `seek` is False).

    `priority_seconds`: queue's and item's together, capped here.
    """
    state, id = state_of(d), WorkItemId(d.next_id())
    priority = max(0.0, min(priority_seconds, PRIORITY_TARGETS_MAX * rules.target_seconds))
    d.emit(facts.WorkItemQueued(
        d.now, id, conversation, rules.queue, kind, d.now if since is None else since, priority, arrived or d.now,
        after(d.now, wait_seconds or rules.wait_seconds_max), interrupted, ahead_seconds, reserve_seconds,
        preferred, preferred_until, preferred_why, passed,
    ))
    item = state.items[id]
    open_rings(d, item)
    if seek:
        place(d, item)
    return item


def open_rings(d: Decision, item: Item) -> None:
    """All rings whose time has come."""
    rings = state_of(d).queues[item.queue].rings
    waited = seconds_between(item.since, d.now)
    while item.ring + 1 < len(rings) and rings[item.ring + 1].after_seconds <= waited:
        d.emit(facts.RingOpened(d.now, item.id, item.ring + 1))


def wait_again(d: Decision, items: Sequence[Item], freed: Sequence[Advisor] = ()) -> None:
    """Items whose offer ended: somebody else at once, unless their time or their queue is over. Then who is free."""
    freed, items = list(freed), list(items)
    for item in list(items):
        if item.state == WAITING and (item.place is None or item.deadline <= d.now or item.only):
            freed += stop_waiting(d, item, items)
    match(d, items, freed)


def stop_waiting(d: Decision, item: Item, overflowed: list[Item]) -> list[Advisor]:
    """Its queue is gone, or its longest wait is over: to the overflow queue where that takes it, else to its flow.

    Returns who has room again; `overflowed` is given the new item. Both are the caller's to match together: who has
    just been freed may be owed something more urgent than it.
    """
    state = state_of(d)
    if item.place is None:
        return _end(d, item, "queue_removed")
    if item.only:
        return _end(d, item, "not_taken")
    rules = state.queues[item.queue]
    other = state.queues.get(rules.overflow) if rules.overflow and rules.overflow not in item.passed else None
    if other is None or refusal(state, other, d.now):
        return _end(d, item, "longest_wait")
    freed = _end(d, item, "overflowed")
    waited = seconds_between(item.since, d.now)
    overflowed.append(enter_queue(
        d, other, item.conversation, item.kind, item.arrived, priority_seconds=other.priority_seconds + waited,
        reserve_seconds=item.reserve_ms / 1000, passed=(*item.passed, item.queue), seek=False))
    return freed


def _end(d: Decision, item: Item, reason: str) -> list[Advisor]:
    """End what waits or rings; returns the advisors who have room again, to be served."""
    state, freed = state_of(d), []
    if item.state == OFFERED:
        freed.append(state.advisors[item.advisor])
        end_offer(d, state.offers[item.offer], "rescinded", reason)
    if advisor := free_reserved(d, item):
        freed.append(advisor)
    d.emit(facts.WorkItemEnded(d.now, item.id, item.conversation, reason))
    return freed


def finish(
    d: Decision, item: Item, reason: str = "handled", taken_by: AdvisorId | None = None
) -> list[Advisor]:
    """Her part ends: wrap-up begins where the queue has one, else she has room again."""
    state = state_of(d)
    advisor, seconds = state.advisors[item.advisor], state.rules(item.queue).wrap_up_seconds
    if reason == CONSULTED:
        seconds = 0.0  # she was asked, the customer is another's
    if seconds > 0:
        deadline = after(d.now, seconds)
        d.emit(facts.WrapUpStarted(d.now, item.id, item.conversation, advisor.id, deadline))
    d.emit(facts.WorkItemEnded(d.now, item.id, item.conversation, reason, taken_by))
    return [] if seconds > 0 else [advisor]


def end_item(d: Decision, item: Item, reason: str, taken_by: AdvisorId | None = None) -> list[Advisor]:
    """Whatever its state but wrap-up, which only its advisor shortens."""
    if item.state == TALKING:
        return finish(d, item, "handled" if reason in ("abandoned", "cancelled") else reason, taken_by)
    if item.state not in SOUGHT:
        return []
    if reason == "abandoned" and not item.interrupted:
        waited = seconds_between(item.since, d.now)
        if waited < state_of(d).rules(item.queue).short_abandon_seconds:
            reason = "short_abandoned"
    return _end(d, item, reason)


def end_all(d: Decision, conversation: ConversationId, reason: str) -> None:
    """The customer is gone or the conversation closed: everything of it that waits, rings or talks ends."""
    freed: list[Advisor] = []
    for item in list(state_of(d).conversations.get(conversation, ())):
        if item.reserve_ms:
            continue  # waits without its customer
        freed += end_item(d, item, reason)
    match(d, (), freed)


def interrupt(d: Decision, items: Sequence[Item], reason: str) -> tuple[list[Item], list[Advisor]]:
    """Her part was cut: the customers return with their original arrival, before the head of this moment, once.

    Returns the new items and the advisors free of a customer who is gone, for `wait_again`.
    """
    again, freed = [], []
    for item in items:
        if item.queue in state_of(d).queues and is_customer_there(d, item.conversation):
            again.append(_return_to_queue(d, item, reason))
        else:
            freed += finish(d, item)
    return again, freed


def _return_to_queue(d: Decision, item: Item, reason: str) -> Item:
    state = state_of(d)
    d.emit(facts.WorkItemInterrupted(d.now, item.id, item.conversation, item.advisor, reason))
    ahead = item.ahead_ms if item.interrupted else ahead_of_head(state, item)
    lost = {"preferred": item.advisor, "preferred_until": lost_until(d.now), "preferred_why": LOST}
    return enter_queue(
        d, state.queues[item.queue], item.conversation, item.kind, item.arrived, since=item.since,
        priority_seconds=item.priority_ms / 1000, ahead_seconds=ahead / 1000, interrupted=True, passed=item.passed,
        seek=False,
        **(lost if reason == LOST else {}),
    )


def ahead_of_head(state: State, item: Item) -> int:
    """Milliseconds of age that put it before whoever heads its queue; equal to who was interrupted before."""
    order = item.since
    for other in state.lines[item.queue].values():
        if other.state == WAITING:
            passing = 0 if other.interrupted else 1
            order = min(order, other.order - passing, other.key + item.priority_ms - passing)
    return item.since - order


def is_customer_there(d: Decision, conversation: ConversationId) -> bool:
    conversations = d.world.states.get("conversations")
    if conversations is None:
        return True
    known = conversations.conversations.get(conversation)
    return known is not None and known.present
