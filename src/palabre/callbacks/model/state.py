"""What the partition knows of callbacks under way, and what facts do to it."""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import Any

import msgspec

from palabre.callbacks import facts
from palabre.channels.voice import facts as voice_facts
from palabre.foundations.clock import Instant
from palabre.foundations.decision import World
from palabre.foundations.ids import CallbackId, ConversationId, EffectId, QueueId, WorkItemId
from palabre.routing import facts as routing_facts

PLANNED, QUEUED, DIALLING, ON_LINE = "planned", "queued", "dialling", "on_line"
KIND = "callback"


class Callback(msgspec.Struct):
    """`next_at`: when something is due; 0: nothing. `item`: the one that stands for it, of all its `items`.

    `conversation`: once she is on the line.
    """

    queue: QueueId
    since: Instant
    promised: Instant
    until: Instant
    distances: tuple[int, ...]
    requested: Instant
    state: str
    next_at: Instant
    tries: int = 0
    item: WorkItemId | None = None
    items: list[WorkItemId] = []
    effect: EffectId | None = None
    conversation: ConversationId | None = None


class State:
    """All but `callbacks` are indices. `timers`: a heap of (instant, callback), stale entries passed over."""

    def __init__(self) -> None:
        self.callbacks: dict[CallbackId, Callback] = {}
        self.items: dict[WorkItemId, CallbackId] = {}
        self.efforts: dict[EffectId, CallbackId] = {}
        self.lines: dict[ConversationId, CallbackId] = {}
        self.timers: list[tuple[Instant, CallbackId]] = []


def _watch(state: State, id: CallbackId, at: Instant) -> None:
    state.callbacks[id].next_at = at
    if at:
        heappush(state.timers, (at, id))


def deadline(state: State) -> Instant | None:
    while timers := state.timers:
        at, id = timers[0]
        if (callback := state.callbacks.get(id)) and callback.next_at == at:
            return at
        heappop(timers)
    return None


def _requested(state: State, fact: facts.CallbackRequested, number: int) -> None:
    due = fact.due or fact.at
    state.callbacks[fact.callback] = Callback(
        fact.queue, fact.since, fact.promised, fact.until, fact.distances, fact.at, PLANNED, due)
    _watch(state, fact.callback, due)


def _queued(state: State, fact: routing_facts.WorkItemQueued, number: int) -> None:
    if fact.kind != KIND:
        return
    id = CallbackId(fact.conversation)
    callback = state.callbacks.get(id)
    if callback is None:
        return
    if callback.state == PLANNED:
        callback.state = QUEUED
        _watch(state, id, callback.until)
    _stand(state, id, fact.item)


def _stand(state: State, id: CallbackId, item: WorkItemId) -> None:
    callback = state.callbacks[id]
    callback.item = item
    if item not in state.items:
        callback.items = [*callback.items, item]
        state.items[item] = id


def _dialled(state: State, fact: voice_facts.DialRequested, number: int) -> None:
    id = CallbackId(fact.conversation)
    if callback := state.callbacks.get(id):
        callback.state, callback.effect, callback.tries = DIALLING, fact.effect, callback.tries + 1
        state.efforts[fact.effect] = id
        _watch(state, id, callback.until)


def _tried(state: State, fact: facts.CallbackTried, number: int) -> None:
    callback = state.callbacks[fact.callback]
    _forget_effort(state, callback)
    callback.state = PLANNED
    _watch(state, fact.callback, fact.again)


def _forget_effort(state: State, callback: Callback) -> None:
    state.efforts.pop(callback.effect, None)
    state.lines.pop(callback.conversation, None)
    callback.effect = callback.conversation = None


def _reached(state: State, fact: facts.CallbackReached, number: int) -> None:
    callback = state.callbacks[fact.callback]
    _forget_effort(state, callback)
    callback.state, callback.conversation = ON_LINE, fact.conversation
    state.lines[fact.conversation] = fact.callback
    _stand(state, fact.callback, fact.item)
    _watch(state, fact.callback, 0)


def _item_over(state: State, fact: routing_facts.WorkItemEnded, number: int) -> None:
    id = state.items.get(fact.item)
    if id is not None and state.callbacks[id].item == fact.item:
        state.callbacks[id].item = None


def _ended(state: State, fact: facts.CallbackEnded, number: int) -> None:
    callback = state.callbacks[fact.callback]
    _forget_effort(state, callback)
    for item in callback.items:
        del state.items[item]
    del state.callbacks[fact.callback]


EVOLVE = {
    facts.CallbackRequested: _requested,
    facts.CallbackTried: _tried,
    facts.CallbackReached: _reached,
    facts.CallbackEnded: _ended,
    routing_facts.WorkItemQueued: _queued,
    routing_facts.WorkItemEnded: _item_over,
    voice_facts.DialRequested: _dialled,
}


def dump(state: State) -> dict[str, Any]:
    return {"callbacks": msgspec.to_builtins(state.callbacks)}


def load(world: World, data: dict[str, Any]) -> State:
    state = State()
    state.callbacks = msgspec.convert(data["callbacks"], dict[CallbackId, Callback])
    for id, callback in state.callbacks.items():
        state.items.update(dict.fromkeys(callback.items, id))
        if callback.effect:
            state.efforts[callback.effect] = id
        if callback.conversation:
            state.lines[callback.conversation] = id
    state.timers = [(c.next_at, i) for i, c in state.callbacks.items() if c.next_at]
    heapify(state.timers)
    return state
