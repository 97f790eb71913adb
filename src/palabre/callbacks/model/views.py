"""What other rooms may read of callbacks."""

from __future__ import annotations

from palabre.callbacks.model.state import ON_LINE, Callback, State
from palabre.foundations.ids import CallbackId, QueueId, WorkItemId


def pending_of(state: State, queue: QueueId) -> list[tuple[CallbackId, Callback]]:
    """Of one queue, the place kept earliest first."""
    found = [(i, c) for i, c in state.callbacks.items() if c.queue == queue and c.state != ON_LINE]
    return sorted(found, key=lambda pair: (pair[1].since, pair[0]))


def callback_of(state: State, item: WorkItemId) -> CallbackId | None:
    """Whose callback a work item is."""
    return state.items.get(item)
