"""What other rooms may read of the state. Nothing here changes it."""
from __future__ import annotations

from palabre.foundations.clock import Instant
from palabre.foundations.ids import AdvisorId, QueueId, WorkItemId
from palabre.routing.model.matching import pressing
from palabre.routing.model.shares import Attained, attained
from palabre.routing.model.state import TALKING, WAITING, Advisor, Item, State


def waiting(state: State, queue: QueueId, now: Instant | None = None) -> list[Item]:
    """Items waiting, ringing or with somebody reserved, the next to be served first; with `now`, those past three
    targets precede by age."""
    items = state.lines.get(queue, {}).values()
    if now is None:
        return sorted(items, key=lambda i: (i.key, i.since, i.number))
    return sorted((i for i in items if i.place), key=lambda i: pressing(i, now), reverse=True)


def position(state: State, item: WorkItemId, now: Instant | None = None) -> int:
    """1 for the next to be served in its queue; 0 when it rings, is called back, is answered or ended."""
    known = state.items.get(item)
    if known is None or known.id not in state.lines.get(known.queue, {}) or known.state != WAITING:
        return 0
    before = [i for i in waiting(state, known.queue, now) if i.state == WAITING]
    return before.index(known) + 1


def positions(state: State, queue: QueueId, now: Instant | None = None) -> dict[WorkItemId, int]:
    """Of everybody who waits in a queue, at the price of one."""
    items = [i for i in waiting(state, queue, now) if i.state == WAITING]
    return {item.id: place for place, item in enumerate(items, 1)}


def longest_since(state: State, queue: QueueId) -> Instant | None:
    """When the one who waits longest entered."""
    return min((i.since for i in state.lines.get(queue, {}).values()), default=None)


def able(state: State, queue: QueueId) -> list[Advisor]:
    """Advisors whom some ring of the queue admits, signed in or not."""
    classes = state.classes.get(queue)
    mask = classes[-1].able if classes else 0
    return [a for a in state.advisors.values() if a.profile and a.profile.bit & mask]


def queues_of(state: State, advisor: AdvisorId) -> list[QueueId]:
    """Those whose work she can be offered, signed in or not."""
    her = state.advisors.get(advisor)
    if her is None or her.profile is None:
        return []
    return sorted(q for q, classes in state.classes.items() if classes and her.profile.bit & classes[-1].able)


def advisors_available(state: State, queue: QueueId) -> int:
    """Able, serving and with nothing in hand."""
    return sum(1 for a in able(state, queue) if a.serving and not a.units and not a.reserved)


def shares(state: State, queue: QueueId, now: Instant) -> list[Attained]:
    """What each share asked for, attained and could have attained within the queue's window."""
    return attained(state, state.queues[queue], now) if queue in state.queues else []


def talking(state: State, queue: QueueId) -> int:
    return sum(1 for i in state.items.values() if i.queue == queue and i.state == TALKING)
