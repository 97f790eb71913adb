"""Customers who would rather be called back than wait: the production room of callbacks in virtual time.

What is simulated is the customer and her telephone; who is reserved, when she is dialled, how often and what becomes of
it is decided by `palabre.callbacks.model` and routing.
"""

from __future__ import annotations

from palabre.callbacks import facts as callbacks
from palabre.callbacks.model.room import ROOM as CALLBACKS
from palabre.channels.voice import facts as voice
from palabre.channels.voice.commands import ReportEffect
from palabre.channels.voice.model.room import ROOM as VOICE
from palabre.conversations.commands import CloseConversation, CustomerLeaves
from palabre.conversations.facts import ConversationOpened
from palabre.foundations.clock import SECOND, Instant
from palabre.foundations.decision import World
from palabre.foundations.ids import CallbackId, QueueId
from palabre.routing.model.views import waiting
from palabre.routing.model.waits import ROOM as WAITS
from palabre.routing.model.waits import estimate
from palabre.simulation.model.customers import Caller, Customers
from palabre.simulation.model.engine import ROOMS as PLAIN
from palabre.simulation.model.engine import Engine
from palabre.simulation.model.scenario import Callbacks

ROOMS = (*PLAIN, WAITS, VOICE, CALLBACKS)
NODE = "simulation"


def announced(world: World, queue: str, now: Instant) -> float:
    """Seconds that whoever stands last in the queue would be told by routing's own estimate; 0: nobody waits."""
    items = waiting(world["routing"], QueueId(queue))
    found = estimate(world, items[-1], now) if items else None
    return found.ms / SECOND if found else 0.0


class CallingBack:
    """`wanted`: callbacks under way, with how often each was dialled. Figures count those asked for in [begin, end)."""

    def __init__(self, engine: Engine, customers: Customers, wish: Callbacks, begin: Instant, end: Instant) -> None:
        self.engine, self.customers, self.wish, self.begin, self.end = engine, customers, wish, begin, end
        self.wanted: dict[str, tuple[Caller, int]] = {}
        self.asked = self.over = self.reached = self.in_time = self.dialled = self._lines = 0
        customers.would_rather = self.would_rather
        engine.hear(voice.DialRequested, self._ring)
        engine.hear(voice.DisconnectRequested, self._cut)
        engine.hear(callbacks.CallbackEnded, self._ended)

    def would_rather(self, id: str, caller: Caller) -> bool:
        """At the door, once she has heard how long it would be: her place is kept and she hangs up."""
        engine, wish, now = self.engine, self.wish, self.engine.now
        if announced(engine.world, caller.queue, now) < wish.announced_seconds:
            return False
        back = CallbackId(f"back-{id}")
        self.wanted[back] = caller, 0
        self.asked += self.begin <= now < self.end
        promised, until = now + wish.promise_seconds * SECOND, now + wish.open_seconds * SECOND
        engine.tell((callbacks.CallbackRequested(
            0, back, QueueId(caller.queue), now, 0, promised, until, wish.distances, "voice", id,
        ),))  # fmt: skip
        self._gone(id, "called_back_later")
        return True

    def _gone(self, id: str, reason: str) -> None:
        self.customers.waiting.pop(id, None)
        self.customers.coming.pop(id, None)
        self.engine.send(CustomerLeaves(id, reason))
        self.engine.send(CloseConversation(id, reason))

    # -- her telephone

    def _ring(self, fact: voice.DialRequested) -> None:
        caller, tries = self.wanted[fact.conversation]
        self.wanted[fact.conversation] = caller, tries + 1
        self.dialled += 1
        picks, most = caller.back[tries] if tries < len(caller.back) else -1, fact.seconds * SECOND
        if 0 <= picks < most:
            self.engine.after(picks, self._answer, fact, caller)
        else:
            self.engine.after(most, self.engine.send, ReportEffect(fact.effect, "failed", "no_answer"))

    def _answer(self, fact: voice.DialRequested, caller: Caller) -> None:
        self._lines += 1
        id = f"called-{self._lines}"
        opened = ConversationOpened(0, id, "voice", None, "")
        self.engine.tell((opened, voice.CallArrived(0, id, f"line-{id}", NODE, True)))
        self.customers.join(id, caller)
        self.engine.send(ReportEffect(fact.effect, "done", id))
        self.customers.be_patient(id)

    def _cut(self, fact: voice.DisconnectRequested) -> None:
        """Nobody wants her any more; she has the line only."""
        if fact.conversation in self.customers.coming:
            self._gone(fact.conversation, "released")
        self.engine.send(ReportEffect(fact.effect, "done"))

    # -- what became of it

    def _ended(self, fact: callbacks.CallbackEnded) -> None:
        self.wanted.pop(fact.callback, None)
        if self.begin <= fact.requested < self.end:
            self.over += 1
            self.reached += fact.outcome == "reached"
            self.in_time += fact.in_time

    def figures(self) -> dict[str, float | int | None]:
        return {
            "callbacks": self.asked,
            "callbacks_reached_share": self.reached / self.over if self.over else None,
            "callback_level": self.in_time / self.over if self.over else None,
            "callbacks_dialled": self.dialled,
        }
