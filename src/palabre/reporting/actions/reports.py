"""Standard reports: rows of sums by queue, channel, advisor, site, partner or of time alone, with their definitions.

Made days are read as such, the quarters of an hour of other days where they lie: recent ones in PostgreSQL, old ones in
the long memory. Nobody asks for an order by figures: rows stand in that of names, then of time.
"""

from __future__ import annotations

from itertools import islice

import msgspec

from palabre.foundations.clock import Instant
from palabre.foundations.problems import Forbidden
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services
from palabre.plumbing.web.pages import cursor_of, key_of
from palabre.reporting.actions.periods import DAY, INTERVAL, WHOLE, Span, buckets, check, days, zone_of
from palabre.reporting.actions.reader import Reader
from palabre.reporting.actions.subjects import Subject, named, queues_of, subjects
from palabre.reporting.model import asked as words
from palabre.reporting.model.asked import ADVISOR, CHANNEL, PARTNER, QUEUE, TENANT, TIME, Asked, level_of
from palabre.reporting.model.measures import MEASURES, Measure, figure
from palabre.reporting.model.rolled import totals_of
from palabre.reporting.model.rolls import ALL, Sums
from palabre.reporting.store.reading import Found, Question, add
from palabre.tenants.actions.tenants import get_tenant

VIEW, OWN = "reporting.view", "reporting.own"
SUBJECTS_LOOKED_AT_MAX = 5_000  # for one page, where few of them have anything to show
TRIES_MAX = 3
NO_QUEUE = (ALL,)


class Column(msgspec.Struct, frozen=True):
    """A measure of the report. `source`: exact, or histogram where it is taken from buckets (percentiles)."""

    key: str
    unit: str
    population: str
    cohort: str
    definition: str
    source: str
    threshold_seconds: float | None = None


class ReportRow(msgspec.Struct, frozen=True):
    """`values` and `n` stand in the order of the columns; a value is null where its population is empty.

    `subject`: an id, a channel, or empty. `name` is empty where it is not to be seen.
    """

    subject: str
    name: str
    begin: Instant
    end: Instant
    values: list[float | None]
    n: list[int]


class ReadFrom(msgspec.Struct, frozen=True):
    """Where the figures were read: made days, quarters of an hour in the database, files of the long memory."""

    days: int
    recent_days: int
    files: int


class ReportTable(msgspec.Struct, frozen=True):
    """`total`: the whole population over the whole period, whatever the page. `filters`: names by kind."""

    by: str
    each: str
    begin: Instant
    end: Instant
    now: Instant
    time_zone: str
    filters: dict[str, str]
    columns: list[Column]
    rows: list[ReportRow]
    total: ReportRow
    read_from: ReadFrom
    next: str | None = None


class _Plan(msgspec.Struct):
    """One report: what is asked, in which buckets, whose rows, of which measures."""

    asked: Asked
    spans: list[Span]
    buckets: list[Span]
    level: str
    whose: str
    partner: str | None
    measures: list[Measure]


async def make_report(
    services: Services, scope: Scope, asked: Asked, *, now: Instant, after: str = "", limit: int
) -> ReportTable:
    """A page of a report. Raises Forbidden, ReportRefused, PeriodRefused, UnknownTimeZone, ThresholdOutOfBounds."""
    asked = allowed(scope, asked)
    words.check(asked)
    for _ in range(TRIES_MAX):
        made = await _attempt(services, scope, asked, now, after, limit)
        if made is not None:
            return made
    raise RuntimeError("days move to the long memory faster than a report is read")


def allowed(scope: Scope, asked: Asked) -> Asked:
    """An advisor asks for her own figures, with the same definitions as everybody's."""
    if VIEW in scope.permissions:
        return asked
    scope.require(OWN)
    if asked.by not in (TIME, ADVISOR) or asked.advisor not in (None, scope.person) or asked.site or asked.partner:
        raise Forbidden(permission=VIEW)
    return msgspec.structs.replace(asked, advisor=scope.person)


async def _attempt(
    services: Services, scope: Scope, asked: Asked, now: Instant, after: str, limit: int
) -> ReportTable | None:
    """None where days went to the long memory meanwhile: what was read may lack them."""
    place, skip = key_of(after, tuple[str, int]) or ("", 0)
    async with services.database.transaction(scope) as tx:
        own_zone = (await get_tenant(tx)).time_zone
        asked = msgspec.structs.replace(asked, zone=asked.zone or own_zone)
        plan = _plan(scope, asked, elsewhere=asked.zone != own_zone)
        reader = await Reader.begin(tx, asked, plan.spans, now, timed=_timed(plan))
        reader.wake(services)
        total, parts, listed = None if asked.by == TIME else await _total(tx, reader, plan), [], 0
        while True:
            chunk = await subjects(tx, asked, after=place, limit=max(1, -(-limit // len(plan.buckets))))
            parts.append((place, chunk, [await reader.ask(tx, q) for q in await _questions(tx, plan, chunk.rows)]))
            listed += len(chunk.rows)
            enough = any(answer.found for *_, answers in parts for answer in answers) or reader.has_old
            if chunk.more is None or enough or listed >= SUBJECTS_LOOKED_AT_MAX:
                break
            place, skip = chunk.more, 0
        filters = await named(tx, asked)
        if not await reader.unmoved(tx):
            return None
    await reader.finish(services)
    place, chunk, answers = parts[-1]
    rows = list(_rows(plan, chunk.rows, answers))
    following = (place, skip + limit) if len(rows) > skip + limit else (chunk.more, 0) if chunk.more else None
    whole = Subject(ALL, "")
    sums, times = _first(total) if total else (_folded(answers[0].found), _folded(answers[0].times))
    return ReportTable(
        by=asked.by,
        each=asked.each,
        begin=plan.spans[0].begin,
        end=plan.spans[-1].end,
        now=now,
        time_zone=asked.zone,
        filters=filters,
        columns=[_column(m, asked.threshold_seconds) for m in plan.measures],
        rows=rows[skip : skip + limit],
        total=_row(plan, whole, Span(plan.spans[0].begin, plan.spans[-1].end), sums, times),
        read_from=ReadFrom(*reader.read_from),
        next=cursor_of(*following) if following else None,
    )


def _plan(scope: Scope, asked: Asked, *, elsewhere: bool) -> _Plan:
    zone = zone_of(asked.zone)
    check(asked.each, asked.first, asked.last, elsewhere=elsewhere)
    spans = days(zone, asked.first, asked.last)
    level = level_of(asked)
    whose = {TENANT: ALL}.get(level) or getattr(asked, level) or ""
    if scope.partner and level == TENANT:  # her company's people are all she sees
        level, whose = PARTNER, scope.partner
    measures = [m for m in MEASURES if not (m.queue_only and level != TENANT)]
    partner = scope.partner or (asked.partner if level != PARTNER else None)
    plan = _Plan(asked, spans, buckets(asked.each, spans), level, whose, partner, measures)
    if not _timed(plan):
        plan.measures = [m for m in measures if m.cohort != "at_event"]
    return plan


def _timed(plan: _Plan) -> bool:
    """An advisor's time belongs to no queue."""
    asked = plan.asked
    return not (asked.queue or asked.channel or asked.by in (QUEUE, CHANNEL))


async def _queues(tx, plan: _Plan) -> tuple[str, ...]:
    asked = plan.asked
    if asked.queue:
        return (asked.queue,)
    return tuple(q.id for q in await queues_of(tx, asked.channel)) if asked.channel else NO_QUEUE


async def _questions(tx, plan: _Plan, of: list[Subject]) -> list[Question]:
    """One for all of them; of channels one each, for a channel is several queues."""
    asked = plan.asked
    when = {"begins": tuple(b.begin for b in plan.buckets), "quarters": asked.each == INTERVAL}
    common = {"level": plan.level, "partner": plan.partner, **when}
    if asked.by == TIME:
        return [Question(subjects=(plan.whose,), queues=await _queues(tx, plan), **common)]
    if asked.by == CHANNEL:
        return [Question(subjects=(plan.whose,), queues=one.queues, **common) for one in of]
    ids = tuple(one.id for one in of)
    if asked.by == QUEUE:
        return [Question(subjects=(plan.whose,), queues=ids, group="queue", **common)]
    return [Question(subjects=ids, queues=await _queues(tx, plan), group="subject", **common)]


async def _total(tx, reader: Reader, plan: _Plan):
    """The same population in one row; of several advisors or sites it is everybody's, answered or not."""
    asked = plan.asked
    level, whose = (plan.level, plan.whose) if plan.whose else (TENANT, ALL)
    if level == TENANT and tx.scope.partner:
        level, whose = PARTNER, tx.scope.partner
    elif level == TENANT and asked.by == ADVISOR and (asked.partner or asked.site):
        level, whose = (PARTNER, asked.partner) if asked.partner else (words.SITE, asked.site or "")
    queues = await _queues(tx, plan)
    begins = (plan.spans[0].begin,)
    partner = plan.partner if level != TENANT else None
    return await reader.ask(tx, Question(level, (whose,), queues, partner, begins=begins))


def _rows(plan: _Plan, of: list[Subject], answers: list):
    """In the order of the subjects, then of time; what is empty is left out."""
    for index, one in enumerate(of):
        answer = answers[index if plan.asked.by == CHANNEL else 0]
        grouped = "" if plan.asked.by in (TIME, CHANNEL) else one.id
        for bucket in plan.buckets:
            key = (grouped, bucket.begin)
            if key in answer.found or key in answer.times:
                yield _row(plan, one, bucket, answer.found.get(key, {}), answer.times.get(key, {}))


def _first(answer) -> tuple[Sums, Sums]:
    return _only(answer.found), _only(answer.times)


def _folded(found: Found) -> Sums:
    """Of rows in time alone the whole is their sum: nothing is read twice."""
    whole: Found = {}
    for sums in found.values():
        add(whole, {("", 0): sums})
    return _only(whole)


def _only(found: Found) -> Sums:
    return next(iter(islice(found.values(), 1)), {})


def _row(plan: _Plan, one: Subject, bucket: Span, sums: Sums, times: Sums) -> ReportRow:
    threshold = plan.asked.threshold_seconds
    totals = totals_of(sums, threshold, times)
    told = [figure(m, totals, threshold) for m in plan.measures]
    subject = "" if plan.asked.by == TIME or one.id == ALL else one.id
    return ReportRow(subject, one.name, bucket.begin, bucket.end, [f.value for f in told], [f.n for f in told])


def _column(measure: Measure, threshold: float) -> Column:
    source = "histogram" if measure.key.startswith("wait_p") else "exact"
    return Column(
        measure.key,
        measure.unit,
        measure.population,
        measure.cohort,
        measure.definition,
        source,
        threshold if measure.parameter else None,
    )


__all__ = ["DAY", "INTERVAL", "WHOLE", "Asked", "Column", "ReportRow", "ReportTable", "allowed", "make_report"]
