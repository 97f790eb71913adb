"""What other rules would have done with the conversations of a day: both sets simulated under common chance, beside
what was recorded, so that whoever reads sees the model's own error too.

A recorded day tells everybody's arrival, the patience of those who left, the service of those who were answered, and
when advisors were there. What it cannot tell is drawn, the same for both: see `ASSUMPTIONS`, shown with the figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

import msgspec

from palabre.foundations.clock import HOUR, MINUTE, SECOND, Instant
from palabre.reporting.model.measures import THRESHOLD_SECONDS, Figure, figures
from palabre.reporting.model.rows import ABANDONED, ANSWERED, APART, SHORT_ABANDONED, Contact, Interval
from palabre.reporting.model.totals import totals
from palabre.routing.facts import AdvisorConfigured, QueueRules, RoutingRulesPublished
from palabre.simulation.model.chance import generator
from palabre.simulation.model.customers import Caller, Customers
from palabre.simulation.model.engine import Engine
from palabre.simulation.model.patience import HANG_UPS_MIN, Law, kaplan_meier
from palabre.simulation.model.staff import Staff
from palabre.simulation.model.watching import Measures

SERVICE_MS = 180_000     # of those who left, in a day on which nobody was answered
ANSWER_MS = 3_000        # until an advisor accepts, where nothing was recorded
STEPS = 20               # times a simulated day tells how far it is
AFTER_MS = 4 * HOUR      # past the day's end, for those who wait then
# codes; screens have the words
ASSUMPTIONS = (
    "patience_of_the_answered_by_kaplan_meier", "service_of_those_who_left_drawn_from_the_answered",
    "advisors_there_as_recorded", "skills_as_they_are_now", "hours_of_queues_as_they_are_now", "no_interruptions",
    "no_callbacks", "who_never_reached_a_queue_left_out",
)  # fmt: skip


class Yesterday(msgspec.Struct, frozen=True):
    """Rows of [begin, end): contacts that entered their queue then, intervals of advisors, and who they are."""

    begin: Instant
    end: Instant
    contacts: Sequence[Contact]
    intervals: Sequence[Interval]
    advisors: Sequence[AdvisorConfigured]


class PreviewWork(msgspec.Struct):
    """All that a preview needs: it can be handed to another process."""

    before: list[QueueRules]
    after: list[QueueRules]
    yesterday: Yesterday
    seed: int = 1
    threshold_seconds: float = THRESHOLD_SECONDS


class Beside(msgspec.Struct, frozen=True):
    """One measure: as recorded, as simulated with the rules before, and after. None: nobody in its population."""

    key: str
    unit: str
    recorded: float | None
    before: float | None
    after: float | None


class Preview(msgspec.Struct, frozen=True):
    """`queues`: measures by queue, of those that either set of rules has and somebody entered."""

    begin: Instant
    end: Instant
    customers: int
    advisors: int
    seed: int
    threshold_seconds: float
    measures: list[Beside]
    queues: dict[str, list[Beside]]
    assumptions: tuple[str, ...] = ASSUMPTIONS


def preview(
    rules_before: Sequence[QueueRules], rules_after: Sequence[QueueRules], yesterday: Yesterday, *, seed: int = 1,
    threshold_seconds: float = THRESHOLD_SECONDS, progress: Callable[[float], None] = lambda share: None,
) -> Preview:
    """`progress(share)`: 0 to 1. Customers of queues that a set of rules has not are turned away there; `open` of a
    rule has its hours of that day."""
    callers, there = callers_of(yesterday, seed), presence_of(yesterday)
    played = [
        _play(rules, callers, there, yesterday, lambda share, n=n: progress((n + share) / 2))
        for n, rules in enumerate((rules_before, rules_after))
    ]  # fmt: skip
    queues = sorted({c.queue for c in callers})

    def beside(queue: str | None) -> list[Beside]:
        chosen = [c for c in yesterday.contacts if queue in (None, c.queue)]
        summed = totals(
            chosen, yesterday.intervals, threshold_seconds=threshold_seconds, now=yesterday.end, begin=yesterday.begin,
            end=yesterday.end)
        recorded = figures(summed, threshold_seconds=threshold_seconds)
        both = [
            m.figures(yesterday.end, yesterday.begin, yesterday.end, queue=queue, threshold_seconds=threshold_seconds)
            for m in played
        ]  # fmt: skip
        rows = zip(recorded, *both, strict=True)
        return [_beside(*row) for row in rows if not (queue and row[0].cohort == "at_event")]

    return Preview(
        yesterday.begin, yesterday.end, len(callers), len(there), seed, threshold_seconds, beside(None),
        {queue: beside(queue) for queue in queues})


def _beside(recorded: Figure, before: Figure, after: Figure) -> Beside:
    return Beside(recorded.key, recorded.unit, recorded.value, before.value, after.value)


def _play(
    rules: Sequence[QueueRules], callers: Sequence[Caller], there: dict[str, list[tuple[Instant, Instant]]],
    yesterday: Yesterday, progress: Callable[[float], None],
) -> Measures:
    engine, measures = Engine(start=yesterday.begin), Measures()
    engine.guard(measures)
    engine.tell([RoutingRulesPublished(0, 1, tuple(rules))])
    known = {rule.queue for rule in rules}
    customers = Customers(engine, (c for c in callers if c.queue in known))
    Staff(engine, customers, [a for a in yesterday.advisors if a.advisor in there], there)
    span = yesterday.end - yesterday.begin
    for step in range(1, STEPS + 1):
        engine.run(yesterday.begin + span * step // STEPS)
        progress(step / STEPS)
    engine.run(yesterday.end + AFTER_MS)
    return measures


# -- what a day's rows tell


def presence_of(yesterday: Yesterday) -> dict[str, list[tuple[Instant, Instant]]]:
    """By advisor: when she was there to take something, or at work on something."""
    known, found = {a.advisor for a in yesterday.advisors}, {}
    for advisor, rows in groupby(sorted(yesterday.intervals, key=lambda i: (i.advisor, i.begun)), lambda i: i.advisor):
        spans: list[tuple[Instant, Instant]] = []
        for row in rows:
            begin, end = max(row.begun, yesterday.begin), min(row.ended or yesterday.end, yesterday.end)
            if begin >= end or not (row.busy or row.idle):
                continue
            if spans and spans[-1][1] >= begin:
                spans[-1] = spans[-1][0], max(end, spans[-1][1])
            else:
                spans.append((begin, end))
        if spans and advisor in known:
            found[advisor] = spans
    return found


def callers_of(yesterday: Yesterday, seed: int) -> list[Caller]:
    """One for each conversation that came to a queue, whether it was open or not, and one for each transfer or consult
    within it. Who was called back is left out."""
    waited_there = [c for c in yesterday.contacts if c.kind not in APART]
    chains = [c for c in _chains(waited_there) if not c[0].resumed]
    laws, services = _Laws(yesterday.contacts), _Services(yesterday.contacts)
    patience, service, answer = (generator(seed, what) for what in ("patience", "service", "answer"))
    made = []
    for chain in chains:
        first, last = chain[0], chain[-1]
        waited = max(0, (last.answered if last.answered is not None else last.ended or last.queued) - first.queued)
        drawn = round(laws.of(first.queue).draw(patience, waited / SECOND) * SECOND), service.random(), answer.random()
        left = last.outcome in (ABANDONED, SHORT_ABANDONED)
        talked = last.talk + last.hold if last.outcome == ANSWERED else 0
        made.append(Caller(
            first.queued, first.queue, talked or services.draw(first, drawn[1]),
            waited if left else drawn[0], last.wrap_up if last.outcome == ANSWERED else -1,
            last.ring if last.outcome == ANSWERED and last.offers == 1 else services.answer(drawn[2]),
        ))  # fmt: skip
    return sorted(made, key=lambda caller: caller.at)


def _chains(contacts: Iterable[Contact]) -> Iterable[list[Contact]]:
    """A contact with those it overflowed into."""
    ordered = sorted(contacts, key=lambda c: (c.conversation, c.queued, c.item))
    for _, rows in groupby(ordered, lambda c: c.conversation):
        chain: list[Contact] = []
        for row in rows:
            if chain and chain[-1].end != "overflowed":
                yield chain
                chain = []
            chain.append(row)
        yield chain


class _Laws:
    """Patience by queue; where few left, everybody's together."""

    def __init__(self, contacts: Iterable[Contact]) -> None:
        waits: dict[str, list[tuple[float, bool]]] = {}
        for contact in contacts:
            if contact.wait is not None and not contact.end.startswith("refused_"):
                left = contact.outcome in (ABANDONED, SHORT_ABANDONED)
                waits.setdefault(contact.queue, []).append((contact.wait / SECOND, left))
        self._all = kaplan_meier([w for each in waits.values() for w in each])
        enough = {q: each for q, each in waits.items() if sum(left for _, left in each) >= HANG_UPS_MIN}
        self._of = {queue: kaplan_meier(each) for queue, each in enough.items()}

    def of(self, queue: str) -> Law:
        return self._of.get(queue, self._all)


class _Services:
    """Services and answers of those who were answered, to draw from for those who were not."""

    def __init__(self, contacts: Iterable[Contact]) -> None:
        self._of: dict[str, list[int]] = {}
        self._answers = []
        for contact in contacts:
            if contact.outcome == ANSWERED and contact.talk + contact.hold:
                self._of.setdefault(contact.queue, []).append(contact.talk + contact.hold)
                if contact.offers == 1 and contact.ring < MINUTE:
                    self._answers.append(contact.ring)
        self._all = [s for each in self._of.values() for s in each] or [SERVICE_MS]

    def draw(self, contact: Contact, share: float) -> int:
        known = self._of.get(contact.queue) or self._all
        return known[int(share * len(known))]

    def answer(self, share: float) -> int:
        return self._answers[int(share * len(self._answers))] if self._answers else ANSWER_MS


