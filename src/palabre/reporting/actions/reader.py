"""Reads sums wherever they lie: made days, recent quarters of an hour, files; and what advisors are doing now."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import msgspec

from palabre.foundations.clock import Instant
from palabre.foundations.ids import TenantId
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services
from palabre.reporting.actions.periods import INTERVAL, Span
from palabre.reporting.model.asked import Asked
from palabre.reporting.model.rolls import ADVISOR, ALL, TENANT, of_interval
from palabre.reporting.model.rows import Interval
from palabre.reporting.store import files, long_memory, reading, rolls
from palabre.reporting.store.reading import Found, Question


class Answer(msgspec.Struct):
    question: Question
    found: Found
    times: Found


class Reader:
    """Within one transaction `ask`, after it `finish`: files are fetched without holding a connection."""

    def __init__(self, tenant: TenantId, whole: Span, now: Instant, *, timed: bool) -> None:
        self._tenant, self._whole, self._now, self._timed = tenant, whole, now, timed
        self._until: Instant = 0
        self._made: list[Instant] = []
        self._recent: list[Span] = []
        self._old: list[Span] = []
        self._kept: list[files.Kept] = []
        self._open: list[Interval] = []
        self._answers: list[Answer] = []
        self.read_from = (0, 0, 0)

    @classmethod
    async def begin(cls, tx: Transaction, asked: Asked, spans: list[Span], now: Instant, *, timed: bool) -> Reader:
        whole = Span(spans[0].begin, spans[-1].end)
        reader = cls(tx.scope.tenant, whole, now, timed=timed)
        reader._until = until = await files.until(tx)
        known = await rolls.days_made(tx, whole.begin, whole.end) if asked.each != INTERVAL else []
        made = {(begun, ended) for zone, begun, ended in known if zone == asked.zone}
        others = [span for span in spans if (span.begin, span.end) not in made]
        reader._made = sorted(begun for begun, _ in made)
        reader._recent = joined(Span(max(s.begin, until), s.end) for s in others if s.end > until)
        reader._old = joined(Span(s.begin, min(s.end, until)) for s in others if s.begin < until)
        if old := reader._old:
            reader._kept = [k for k in await files.kept(tx, old[0].begin, old[-1].end) if _meets(k, old)]
        if timed and whole.begin < now:
            reader._open = [Interval(**row) for row in await reading.open_intervals(tx, whole.end)]
        reader.read_from = (len(made), sum(s.end > until for s in others), len(reader._kept))
        return reader

    @property
    def has_old(self) -> bool:
        return bool(self._kept)

    def wake(self, services: Services) -> None:
        """The long memory starts, where it will be asked, while PostgreSQL answers."""
        if self._kept:
            asyncio.get_running_loop().run_in_executor(None, long_memory.of_process(services.settings).wake)

    async def ask(self, tx: Transaction, question: Question) -> Answer:
        answer = Answer(question, {}, {})
        self._answers.append(answer)
        if self._made:
            reading.add(answer.found, await reading.whole_days(tx, question, self._made))
        for span in self._recent:
            reading.add(answer.found, await reading.quarters(tx, question, span.begin, span.end))
        if self._timed:
            await self._ask_times(tx, answer)
        return answer

    async def _ask_times(self, tx: Transaction, answer: Answer) -> None:
        question = answer.question
        if self._made:
            reading.add(answer.times, await reading.whole_days(tx, question, self._made, times=True))
        for span in self._recent:
            reading.add(answer.times, await reading.quarters(tx, question, span.begin, span.end, times=True))
        self._add_open(answer)

    def _add_open(self, answer: Answer) -> None:
        """What advisors are doing now is in no roll-up until it ends."""
        question = answer.question
        for one in self._open:
            whose = _whose(one, question)
            if whose is None:
                continue
            for slot, told in of_interval(one, self._now):
                if self._whole.begin <= slot < self._whole.end:
                    reading.add(answer.times, {(whose, _bucket(question, slot)): told})

    async def unmoved(self, tx: Transaction) -> bool:
        """Nothing went to the long memory while this was read."""
        return await files.until(tx) == self._until

    async def finish(self, services: Services) -> None:
        if not self._kept:
            return
        memory = long_memory.of_process(services.settings)
        for answer in self._answers:
            for times in (False, True) if self._timed else (False,):
                wanted = [k for k in self._kept if k.kind == files.kind_of(answer.question.level, times=times)]
                into = answer.times if times else answer.found
                for span in self._old if wanted else ():
                    mine = [k for k in wanted if k.day < span.end and k.day + files.DAY > span.begin]
                    asked = (answer.question, span.begin, span.end)
                    reading.add(into, await memory.quarters(services.blobs, self._tenant, mine, *asked, times=times))


def _whose(one: Interval, question: Question) -> str | None:
    """The group that an open interval belongs to in this question; None: none."""
    if question.partner and one.partner != question.partner:
        return None
    subject = {TENANT: ALL, ADVISOR: one.advisor}.get(question.level) or getattr(one, question.level, None)
    if subject is None or subject not in question.subjects:
        return None
    return subject if question.group == "subject" else ""


def _bucket(question: Question, slot: Instant) -> Instant:
    if question.quarters:
        return slot
    return max((b for b in question.begins if b <= slot), default=slot)


def _meets(kept: files.Kept, spans: list[Span]) -> bool:
    return any(kept.day < span.end and kept.day + files.DAY > span.begin for span in spans)


def joined(spans: Iterable[Span]) -> list[Span]:
    """Spans that touch, as one."""
    told: list[Span] = []
    for span in spans:
        if told and told[-1].end == span.begin:
            told[-1] = Span(told[-1].begin, span.end)
        else:
            told.append(span)
    return told
