"""Who is to be called back, when, and what is done when her place comes.

| when                                   | then                                                                     |
|----------------------------------------|--------------------------------------------------------------------------|
| requested, its time or next try come   | a work item with her kept place, for which an advisor is reserved first  |
| an advisor is reserved for it          | the customer is dialled                                                  |
| she answers                            | the reserved advisor has her; if that is over, she heads the queue       |
| she does not, or hangs up waiting      | another try at its distance, or the end: not reached                     |
| an advisor accepts                     | reached                                                                  |
"""

from __future__ import annotations

from palabre.callbacks import commands, facts
from palabre.callbacks.model import state as states
from palabre.callbacks.model.state import DIALLING, KIND, ON_LINE, PLANNED, QUEUED, Callback, State
from palabre.channels.voice import facts as voice_facts
from palabre.channels.voice.model import verbs as voice
from palabre.foundations import limits
from palabre.foundations.clock import after
from palabre.foundations.decision import Decision, Room
from palabre.foundations.ids import CallbackId, ConversationId, WorkItemId
from palabre.foundations.problems import Problem
from palabre.routing import commands as routing_commands
from palabre.routing import facts as routing_facts


def _state(d: Decision) -> State:
    return d.state("callbacks")


# -- into the queue


def _after_requested(d: Decision, fact: facts.CallbackRequested, number: int) -> None:
    _bring(d, fact.callback)


def _bring(d: Decision, id: CallbackId) -> None:
    """Its time has come: into the queue, with the place that was kept."""
    callback = _state(d).callbacks.get(id)
    if callback is None or callback.state != PLANNED or callback.next_at > d.now:
        return
    if callback.until <= d.now:
        return _end(d, id, "expired")
    if callback.queue not in d.state("routing").queues:
        return _end(d, id, "queue_removed")
    reply = d.perform(routing_commands.QueueWorkItem(
        ConversationId(id), callback.queue, KIND, arrived=callback.requested, since=min(callback.since, d.now),
        reserve_seconds=limits.CALLBACK_RESERVED_SECONDS, wait_seconds=(callback.until - d.now) / 1000,
    ))
    if "refused" in reply:  # closed, full: looked at again later, the place is kept
        again = after(d.now, limits.CALLBACK_REFUSED_SECONDS)
        d.emit(facts.CallbackTried(d.now, id, callback.tries, "refused", min(again, callback.until)))


# -- dialling


def _after_reserved(d: Decision, fact: routing_facts.AdvisorReserved, number: int) -> None:
    """Not at the very instant at which nobody is called any more: its end follows."""
    id = _state(d).items.get(fact.item) if fact.first else None
    callback = _state(d).callbacks[id] if id is not None else None
    if id is not None and callback and callback.state == QUEUED and callback.until > d.now:
        voice.dial(d, ConversationId(id), limits.CALLBACK_RING_SECONDS)


def _after_effect(d: Decision, fact: voice_facts.EffectEnded, number: int) -> None:
    id = _state(d).efforts.get(fact.effect)
    if fact.outcome == "done" and id is None:
        _nobody_wants(d, fact.detail)
    elif id is not None and fact.outcome == "done":
        _answered(d, id, ConversationId(fact.detail))
    elif id is not None:
        _not_reached(d, id, fact.detail or fact.outcome)


def _nobody_wants(d: Decision, detail: str) -> None:
    """She answered after her callback was cancelled or had expired."""
    call = d.state("voice").calls.get(detail)
    ours = call and call.outbound and call.purpose != "outbound"
    if call and ours and not d.state("routing").conversations.get(detail) and not call.legs:
        voice.release(d, ConversationId(detail))


def _answered(d: Decision, id: CallbackId, conversation: ConversationId) -> None:
    """The advisor reserved for her, or the head of the queue where the reservation is over meanwhile."""
    item = _state(d).callbacks[id].item
    try:
        d.perform(routing_commands.ReachCustomer(item or WorkItemId(""), conversation))
    except Problem:
        return _to_the_head(d, id, conversation)
    d.emit(facts.CallbackReached(d.now, id, conversation, item or WorkItemId("")))


def _to_the_head(d: Decision, id: CallbackId, conversation: ConversationId) -> None:
    callback = _state(d).callbacks[id]
    asked = routing_commands.QueueWorkItem(
        conversation, callback.queue, KIND, arrived=callback.requested, since=callback.since)
    before = callback.item
    try:
        item = d.perform(asked).get("item")
    except Problem:
        item = None  # she has hung up again
    if item is None:
        voice.release(d, conversation)
        return _not_reached(d, id, "failed")
    d.emit(facts.CallbackReached(d.now, id, conversation, item))
    _cancel_item(d, before, "reached")


def _cancel_item(d: Decision, item: WorkItemId | None, reason: str) -> None:
    try:
        if item is not None:
            d.perform(routing_commands.CancelWorkItem(item, reason))
    except Problem:
        pass  # it ended by another way in this very batch


# -- the ends


def _not_reached(d: Decision, id: CallbackId, outcome: str) -> None:
    callback = _state(d).callbacks[id]
    item, tries = callback.item, callback.tries
    again = after(d.now, callback.distances[tries - 1]) if 0 < tries <= len(callback.distances) else 0
    again = again if again < callback.until else 0
    d.emit(facts.CallbackTried(d.now, id, tries, outcome, again))
    if not again:
        _end(d, id, "not_reached")
    _cancel_item(d, item, "not_reached")


def _after_offer_ended(d: Decision, fact: routing_facts.OfferEnded, number: int) -> None:
    id = _state(d).items.get(fact.item) if fact.end == "accepted" else None
    if id is not None and _state(d).callbacks[id].state == ON_LINE:
        _end(d, id, "reached")


def _after_item(d: Decision, fact: routing_facts.WorkItemEnded, number: int) -> None:
    id = _state(d).items.get(fact.item)
    callback = _state(d).callbacks[id] if id is not None else None
    if id is None or callback is None or callback.item is not None:
        return
    if callback.state == ON_LINE:  # she answered, and hung up or was sent away before anybody had her
        _not_reached(d, id, "abandoned" if "abandoned" in fact.reason else fact.reason)
    elif callback.state in (QUEUED, DIALLING):
        _end(d, id, "queue_removed" if fact.reason == "queue_removed" else "expired")


def _end(d: Decision, id: CallbackId, outcome: str) -> None:
    callback = _state(d).callbacks[id]
    in_time = outcome == "reached" and d.now <= callback.promised
    d.emit(facts.CallbackEnded(d.now, id, callback.queue, outcome, in_time, callback.requested))


def _cancel(d: Decision, command: commands.CancelCallback) -> bool:
    callback = _state(d).callbacks.get(command.callback)
    if callback is None or callback.state == ON_LINE:
        return False
    item = callback.item
    _end(d, command.callback, command.reason)
    _cancel_item(d, item, "cancelled")
    return True


# -- time


def _tick(d: Decision) -> None:
    """What is done about one sets its next instant later, or ends it."""
    state = _state(d)
    for _ in range(limits.CALLBACKS_DUE_MAX):
        at = states.deadline(state)
        if at is None or at > d.now:
            return
        _come(d, state.timers[0][1])


def _come(d: Decision, id: CallbackId) -> None:
    callback: Callback | None = _state(d).callbacks.get(id)
    if callback is None:
        return
    if callback.state == PLANNED and callback.until > d.now:
        return _bring(d, id)
    item = callback.item
    _end(d, id, "expired")
    _cancel_item(d, item, "cancelled")


ROOM = Room(
    name="callbacks",
    new_state=lambda world: State(),
    evolve=states.EVOLVE,
    commands={commands.CancelCallback: _cancel},
    follow={
        facts.CallbackRequested: _after_requested,
        routing_facts.AdvisorReserved: _after_reserved,
        routing_facts.OfferEnded: _after_offer_ended,
        routing_facts.WorkItemEnded: _after_item,
        voice_facts.EffectEnded: _after_effect,
    },
    deadline=states.deadline,
    tick=_tick,
    dump=states.dump,
    load=states.load,
)
