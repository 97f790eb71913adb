"""Customers: who comes when, waits how long at most, needs how long, and comes back or not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from palabre.conversations.commands import CloseConversation, CustomerLeaves
from palabre.conversations.facts import ConversationOpened
from palabre.foundations.clock import Instant
from palabre.routing import commands, facts
from palabre.simulation.model.engine import Engine


class Caller(msgspec.Struct, gc=False):
    """One customer's mind, drawn before she comes: so the same customers meet whatever rules are compared.

    Milliseconds; -1: none. `patience`: of waiting, from entering the queue. `service`: of talk. `wrap_up`: of the
    advisor's work after it (-1: as long as the queue's rules give). `answer`: until the desk's first accept.
    `again`: after giving up she calls again so much later. `before`: with the machine, before the queue. `back`: she
    would rather be called back where that is offered, and picks up so much after each dialling; -1: she does not.
    """

    at: Instant
    queue: str
    service: int
    patience: int = -1
    wrap_up: int = -1
    answer: int = 0
    again: int = -1
    before: int = 0
    priority_seconds: float = 0.0
    channel: str = "voice"
    back: tuple[int, ...] = ()


class Customers:
    """Brings callers to the door in their order of `at`, and lives their conversations. `coming`: those inside, by id.

    `come` counts who came; `given_up` those who hung up waiting. `cases`: by work item, for the work after the talk.
    """

    def __init__(self, engine: Engine, callers: Iterable[Caller]) -> None:
        self.engine = engine
        self.coming: dict[str, Caller] = {}
        self.waiting: dict[str, Caller] = {}
        self.cases: dict[str, Caller] = {}
        self.come = self.given_up = 0
        self.would_rather: Callable[[str, Caller], bool] | None = None  # whether she leaves to be called back
        self._callers: Iterator[Caller] = iter(callers)
        self._opens = "conversations" in engine.world.states
        engine.hear(facts.OfferEnded, self._offer_ended)
        engine.hear(facts.WorkItemQueued, self._queued)
        engine.hear(facts.WorkItemEnded, self._item_ended)
        self._next()

    def _next(self) -> None:
        caller = next(self._callers, None)
        if caller is not None:
            self.engine.at(caller.at, self._arrive, caller)

    def _arrive(self, caller: Caller) -> None:
        self._next()
        self.enter(caller)

    def enter(self, caller: Caller) -> None:
        """Comes in now; through the machine first where she has `before`."""
        self.come += 1
        id = f"c{self.come}"
        self.coming[id] = caller
        if self._opens:
            self.engine.tell((ConversationOpened(0, id, caller.channel, None, ""),))
        if caller.before > 0:
            self.engine.after(caller.before, self._queue, id, caller, self.engine.now)
        else:
            self._queue(id, caller, self.engine.now)

    def _queue(self, id: str, caller: Caller, arrived: Instant) -> None:
        if caller.back and self.would_rather is not None and self.would_rather(id, caller):
            return
        self.waiting[id] = caller
        asked = commands.QueueWorkItem(id, caller.queue, "first", caller.priority_seconds, arrived)
        reply = self.engine.send(asked)
        if reply is None or "refused" in reply:
            self.leave(id, "refused")
        else:
            self.be_patient(id)

    def be_patient(self, id: str) -> None:
        """From now on, if somebody has her wait."""
        caller = self.waiting.get(id)
        if caller is not None and caller.patience >= 0:
            self.engine.after(caller.patience, self._lose_patience, id)

    def join(self, id: str, caller: Caller) -> None:
        """She is on a line by another way: called back."""
        self.coming[id] = self.waiting[id] = caller

    def _lose_patience(self, id: str) -> None:
        if id in self.waiting:
            self.given_up += 1
            caller = self.coming[id]
            self.leave(id, "hung_up")
            if caller.again >= 0:
                self.engine.after(caller.again, self.enter, msgspec.structs.replace(caller, again=-1))

    def leave(self, id: str, reason: str) -> None:
        self.waiting.pop(id, None)
        self.coming.pop(id, None)
        if self._opens:
            self.engine.send(CustomerLeaves(id, reason))
            self.engine.send(CloseConversation(id, "abandoned"))
            return
        for item in list(self.engine.world["routing"].conversations.get(id, ())):
            self.engine.send(commands.CancelWorkItem(item.id, "abandoned"))

    # -- what she hears

    def _offer_ended(self, fact: facts.OfferEnded) -> None:
        if fact.end == "accepted" and (caller := self.waiting.pop(fact.conversation, None)):
            if caller.wrap_up >= 0:
                self.cases[fact.item] = caller
            self.engine.after(caller.service, self._finish, fact.item, fact.advisor, fact.conversation)

    def _finish(self, item: str, advisor: str, id: str) -> None:
        """Both hang up; nothing if her talk was cut meanwhile, for then she waits again."""
        known = self.engine.world["routing"].items.get(item)
        if known is None or known.state != "talking":
            self.cases.pop(item, None)
            return
        self.coming.pop(id, None)
        if self._opens:
            self.engine.send(CloseConversation(id, "handled"))
        else:
            self.engine.send(commands.FinishWorkItem(item, advisor))

    def _queued(self, fact: facts.WorkItemQueued) -> None:
        """Back at the head after a cut talk: she is as patient as before."""
        caller = self.coming.get(fact.conversation)
        if fact.interrupted and caller is not None:
            self.waiting[fact.conversation] = caller
            self.be_patient(fact.conversation)

    def _item_ended(self, fact: facts.WorkItemEnded) -> None:
        """Sent away by the longest wait or because her queue is gone."""
        if fact.reason in ("longest_wait", "queue_removed") and fact.conversation in self.coming:
            self.engine.after(0, self.leave, fact.conversation, "sent_away")
