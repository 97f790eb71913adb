"""Onlookers of a simulation: the checkers of the laws, reporting's own fold, and a light count of the plain case."""

from __future__ import annotations

from collections import Counter

from palabre.foundations.clock import SECOND, Instant
from palabre.foundations.decision import Command
from palabre.foundations.facts import Fact
from palabre.reporting.model.ledger import Ledger
from palabre.reporting.model.measures import THRESHOLD_SECONDS, Figure, figures
from palabre.reporting.model.rows import APART, Contact
from palabre.reporting.model.totals import Totals, totals
from palabre.routing import facts
from palabre.simulation.model.checkers.offers import AllLaws
from palabre.simulation.model.engine import Engine

NEVER: Instant = 10**18


class Checkers:
    """The laws of routing, by code that shares nothing with matching. `violations`: a count per law that was broken."""

    def __init__(self) -> None:
        self.laws = AllLaws()

    @property
    def violations(self) -> Counter[str]:
        return self.laws.violations

    def batch(self, made: list[Fact], number: int, cause: Command | None) -> None:
        self.laws.batch(made, number, cause)

    def look(self, now: Instant) -> None:
        self.laws.look(now)

    def next_look(self, now: Instant) -> Instant | None:
        return min((e for e in self.laws.expiries() if e > now), default=None)


class Measures:
    """Reporting's production fold over the simulated facts: what the screens would show of such a day."""

    def __init__(self) -> None:
        self.ledger = Ledger()

    def batch(self, made: list[Fact], number: int, cause: Command | None) -> None:
        for at, fact in enumerate(made, number):
            self.ledger.evolve(fact, at)

    def look(self, now: Instant) -> None:
        pass

    def next_look(self, now: Instant) -> Instant | None:
        return None

    def contacts(self, begin: Instant = 0, end: Instant | None = None, queue: str | None = None) -> list[Contact]:
        """Those who entered their queue in [begin, end)."""
        found = self.ledger.contacts.values()
        return [
            c for c in found if begin <= c.queued and (end is None or c.queued < end) and queue in (None, c.queue)
        ]

    def totals(
        self, now: Instant, begin: Instant = 0, end: Instant | None = None, *, queue: str | None = None,
        threshold_seconds: float = THRESHOLD_SECONDS,
    ) -> Totals:
        intervals = self.ledger.changed_intervals.values()
        chosen = self.contacts(begin, end, queue)
        return totals(chosen, intervals, threshold_seconds=threshold_seconds, now=now, begin=begin, end=end)

    def figures(
        self, now: Instant, begin: Instant = 0, end: Instant | None = None, *, queue: str | None = None,
        threshold_seconds: float = THRESHOLD_SECONDS,
    ) -> list[Figure]:
        summed = self.totals(now, begin, end, queue=queue, threshold_seconds=threshold_seconds)
        return figures(summed, threshold_seconds=threshold_seconds)


class Tally:
    """Counts of those who entered a queue in [begin, end), and advisors' busy time in it; milliseconds.

    Waits are of all who entered: answered or given up; who is called back waits at home and is counted apart. A
    conversation that comes back after an interruption keeps its place here and is not counted again.
    """

    def __init__(self, engine: Engine, begin: Instant, end: Instant | None = None) -> None:
        self.engine, self.begin, self.end = engine, begin, NEVER if end is None else end
        self.calls = self.answered = self.left = self.refused = self.waited = self.wait_sum = self.busy_sum = 0
        self._since: dict[str, Instant] = {}
        self._talks: dict[str, Instant] = {}
        engine.hear(facts.WorkItemQueued, self._queued)
        engine.hear(facts.OfferEnded, self._offer_ended)
        engine.hear(facts.WorkItemEnded, self._item_ended)
        engine.hear(facts.WorkItemRefused, self._refused)
        engine.hear(facts.WrapUpEnded, self._wrap_up_ended)
        engine.hear(facts.WorkItemInterrupted, self._interrupted)

    def _queued(self, fact: facts.WorkItemQueued) -> None:
        if self.begin <= fact.since < self.end and not fact.interrupted and fact.kind not in APART:
            self._since[fact.item] = fact.since

    def _refused(self, fact: facts.WorkItemRefused) -> None:
        self.refused += self.begin <= fact.at < self.end

    def _offer_ended(self, fact: facts.OfferEnded) -> None:
        if fact.end != "accepted":
            return
        self._talks[fact.item] = fact.at
        since = self._since.pop(fact.item, None)
        if since is not None:
            self._waited(fact.at - since)
            self.answered += 1

    def _waited(self, wait: int) -> None:
        self.calls += 1
        self.waited += wait > 0
        self.wait_sum += wait

    def _item_ended(self, fact: facts.WorkItemEnded) -> None:
        since = self._since.pop(fact.item, None)
        if since is not None:
            self._waited(fact.at - since)
            self.left += 1
        elif (known := self.engine.world["routing"].items.get(fact.item)) is None or known.state != "wrap_up":
            self._freed(fact.item, fact.at)

    def _wrap_up_ended(self, fact: facts.WrapUpEnded) -> None:
        self._freed(fact.item, fact.at)

    def _interrupted(self, fact: facts.WorkItemInterrupted) -> None:
        self._freed(fact.item, fact.at)

    def _freed(self, item: str, at: Instant) -> None:
        begun = self._talks.pop(item, None)
        if begun is not None:
            self.busy_sum += max(0, min(at, self.end) - max(begun, self.begin))

    def close(self) -> None:
        """What goes on at the end counts up to now."""
        for item in list(self._talks):
            self._freed(item, self.engine.now)

    def figures(self, advisors: int) -> dict[str, float | int | None]:
        """`advisors`: who were there throughout. None where nobody came."""
        n, lasted = self.calls, advisors * (min(self.engine.now, self.end) - self.begin)
        return {
            "calls": n,
            "answered": self.answered,
            "refused_at_door": self.refused,
            "waiting_probability": self.waited / n if n else None,
            "wait_seconds_mean": self.wait_sum / n / SECOND if n else None,
            "abandoned_share": self.left / n if n else None,
            "occupancy": self.busy_sum / lasted if lasted else None,
        }
