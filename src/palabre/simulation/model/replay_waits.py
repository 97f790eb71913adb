"""How well a wait can be told: estimates at each arrival beside the wait that followed.

Whoever hangs up has a wait too, the *offered* one: until an advisor would have taken her had she stayed. It is found
without changing anything, by leaving her ghost in the order: resolved when somebody behind her is offered, or when an
advisor who could have taken her has nothing to do.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from palabre.foundations.clock import SECOND, Instant
from palabre.foundations.decision import Command, World
from palabre.foundations.facts import Fact
from palabre.routing import facts
from palabre.routing.model.waits import estimate

HANDLE_SECONDS = 180.0  # until the first calls are through
HANDLED_MIN = 30


class Guess(msgspec.Struct):
    """Seconds. ahead: who stood in the queues before her. naive: ahead x AHT / advisors at work; naive_own: with
    herself in the length of the queue. model: routing's own, None where it has none; said: it trusts itself enough to
    announce it. waited: what followed, None while nobody knows."""

    since: Instant
    order: Instant
    key: Instant
    ahead: int
    naive: float
    naive_own: float
    model: float | None
    said: bool
    answered: bool = False
    waited: float | None = None


class Waits:
    """A guard of the engine: gathers a Guess for everybody who was not offered at once while somebody was at work."""

    def __init__(self, world: World) -> None:
        self._world, self._learns = world, "waits" in world.states
        self.guesses: list[Guess] = []
        self._waiting: dict[str, Guess] = {}
        self._ghosts: list[Guess] = []
        self._handling: dict[str, Instant] = {}
        self._handled, self._handle_ms = 0, 0
        self._hear = {
            facts.WorkItemQueued: self._queued, facts.OfferMade: self._offered, facts.OfferEnded: self._accepted,
            facts.WorkItemEnded: self._ended, facts.WrapUpEnded: self._wrapped,
            facts.AdvisorStatusChanged: self._status,
        }  # fmt: skip

    def batch(self, made: list[Fact], number: int, cause: Command | None) -> None:
        for fact in made:
            if hear := self._hear.get(type(fact)):
                hear(fact)
        if self._ghosts and self._somebody_idle():
            self._resolve(self._ghosts, made[-1].at if made else 0)
            self._ghosts = []

    def look(self, now: Instant) -> None:
        pass

    def next_look(self, now: Instant) -> Instant | None:
        return None

    # -- arrivals

    def _queued(self, fact: facts.WorkItemQueued) -> None:
        routing = self._world["routing"]
        item = routing.items.get(fact.item)
        advisors = sum(a.serving for a in routing.advisors.values())
        if item is None or item.state != "waiting" or not advisors:
            return
        ahead = sum(i.state == "waiting" for line in routing.lines.values() for i in line.values()) - 1
        turn = self._handle_seconds() / advisors
        ours = estimate(self._world, item, fact.at) if self._learns else None
        model, said = (ours.ms / SECOND, ours.said) if ours else (None, False)
        guess = Guess(item.since, item.order, item.key, ahead, ahead * turn, (ahead + 1) * turn, model, said)
        self._waiting[fact.item] = guess
        self.guesses.append(guess)

    def _handle_seconds(self) -> float:
        """The mean so far: nobody knows what comes."""
        return self._handle_ms / self._handled / SECOND if self._handled >= HANDLED_MIN else HANDLE_SECONDS

    # -- what followed

    def _offered(self, fact: facts.OfferMade) -> None:
        guess = self._waiting.pop(fact.item, None)
        if guess is not None:
            guess.answered = True
            self._resolve([guess], fact.at)
        if self._ghosts and (item := self._world["routing"].items.get(fact.item)):
            taken = _place(item.order, item.key, fact.at)
            before = [g for g in self._ghosts if _place(g.order, g.key, fact.at) < taken]
            self._resolve(before, fact.at)
            self._ghosts = [g for g in self._ghosts if g.waited is None]

    def _accepted(self, fact: facts.OfferEnded) -> None:
        if fact.end == "accepted":
            self._handling[fact.item] = fact.at

    def _ended(self, fact: facts.WorkItemEnded) -> None:
        if guess := self._waiting.pop(fact.item, None):
            self._ghosts.append(guess)
        elif fact.item not in self._world["routing"].items:
            self._through(fact.item, fact.at)

    def _wrapped(self, fact: facts.WrapUpEnded) -> None:
        self._through(fact.item, fact.at)

    def _through(self, item: str, at: Instant) -> None:
        if (begun := self._handling.pop(item, None)) is not None:
            self._handled += 1
            self._handle_ms += at - begun

    def _status(self, fact: facts.AdvisorStatusChanged) -> None:
        """Where the last one has gone, whoever waits is not told a wait any more: hers stays unknown."""
        if not any(a.serving for a in self._world["routing"].advisors.values()):
            self._ghosts = []
            self._waiting.clear()

    def _somebody_idle(self) -> bool:
        return any(a.serving and not a.units for a in self._world["routing"].advisors.values())

    @staticmethod
    def _resolve(guesses: Sequence[Guess], now: Instant) -> None:
        for guess in guesses:
            guess.waited = (now - guess.since) / SECOND


def _place(order: Instant, key: Instant, now: Instant) -> tuple[int, Instant]:
    """Smaller goes first: past three targets by age, else by age and priority (ROUTING.md, Order; one target)."""
    return (0, order) if now - order > 60 * SECOND else (1, key)


def errors(guesses: Sequence[Guess]) -> dict:
    """Mean absolute errors in seconds, and by how much ours beats the naive ones (0.2: a fifth less).

    unknown: everybody had gone before she would have been taken. announced: those that routing trusts itself to say.
    """
    known = [g for g in guesses if g.waited is not None]
    told = [g for g in known if g.model is not None]
    return {
        "waits": len(known),
        "unknown": len(guesses) - len(known),
        "hung_up": sum(not g.answered for g in known),
        "wait_seconds_mean": _mean([g.waited for g in known]),
        "naive_error_seconds": _mean([abs(g.naive - g.waited) for g in known]),
        "naive_with_herself_error_seconds": _mean([abs(g.naive_own - g.waited) for g in known]),
        "model": _model(told) if told else None,
        "announced": _model(said) if (said := [g for g in told if g.said]) else None,
    }


def _model(told: Sequence[Guess]) -> dict:
    ours = _mean([abs(g.model - g.waited) for g in told])
    naive = _mean([abs(g.naive - g.waited) for g in told])
    own = _mean([abs(g.naive_own - g.waited) for g in told])
    return {
        "estimates": len(told),
        "said": sum(g.said for g in told),
        "error_seconds": ours,
        "naive_error_seconds": naive,
        "naive_with_herself_error_seconds": own,
        "beats_naive_by": round(1 - ours / naive, 4) if naive else None,
        "beats_naive_with_herself_by": round(1 - ours / own, 4) if own else None,
    }


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 2) if values else None
