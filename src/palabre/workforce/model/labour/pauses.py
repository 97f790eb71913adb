"""What lies within a day: pauses, lunch, gaps between shifts, how long a stretch and a span are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import pairwise

from palabre.workforce.model.labour.case import DAY, Breach, Case, shifts_of_days
from palabre.workforce.model.labour.schedule import Piece, Shift, pieces, worked


def pause(case: Case) -> Iterator[Breach]:
    """Who works so long has a pause so long, before that time is over; a gap between two shifts is one."""
    for shift in case.shifts:
        rule = case.rule("pause", shift.local_start.date())
        if rule is None:
            continue
        for piece in pieces(shift, least=int(rule.value)):
            if piece.end - piece.start > rule.also["after"] or (
                piece.end - piece.start == rule.also["after"] and piece == (shift.start, shift.end)
            ):
                yield case.breach(rule, *_local(shift, piece), _longest_pause(shift, piece))


def _longest_pause(shift: Shift, piece: Piece) -> float:
    inside = (p.end - p.start for p in shift.pauses if piece.start <= p.start and p.end <= piece.end)
    return float(max(inside, default=0))


def _local(shift: Shift, piece: Piece) -> tuple[datetime, datetime]:
    """Wall times of a part of a shift: its own at the edges, those of its pauses within."""
    known = {shift.start: shift.local_start, shift.end: shift.local_end}
    for pause in shift.pauses:
        known[pause.start] = pause.local
        known[pause.end] = pause.local + timedelta(minutes=pause.end - pause.start)
    return known[piece.start], known[piece.end]


def interruptions(case: Case) -> Iterator[Breach]:
    """Gaps between two shifts of a day: so many at most, none longer than said."""
    name = "part_time_interruptions" if case.contract.part_time else "interruptions"
    for day, shifts in shifts_of_days(case).items():
        rule = case.rule(name, day)
        if rule is None or len(shifts) < 2:
            continue
        if len(shifts) - 1 > rule.value:
            yield case.breach(rule, shifts[0].local_end, shifts[-1].local_start, len(shifts) - 1, "times")
        for before, after in pairwise(shifts):
            if after.start - before.end > rule.also.get("longest", DAY):
                yield case.breach(rule, before.local_end, after.local_start, after.start - before.end,
                                  bound=rule.also["longest"])  # fmt: skip


def span_a_day(case: Case) -> Iterator[Breach]:
    for day, shifts in shifts_of_days(case).items():
        rule = case.rule("span_a_day", day)
        if rule and shifts[-1].end - shifts[0].start > rule.value:
            yield case.breach(rule, shifts[0].local_start, shifts[-1].local_end, shifts[-1].end - shifts[0].start)


def stretch(case: Case) -> Iterator[Breach]:
    for shift in case.shifts:
        rule = case.rule("stretch", shift.local_start.date())
        for piece in pieces(shift, least=int(rule.also["pause"])) if rule else ():
            if piece.end - piece.start > rule.value:
                yield case.breach(rule, *_local(shift, piece), piece.end - piece.start)


def work_period(case: Case) -> Iterator[Breach]:
    for shift in case.shifts:
        rule = case.rule("work_period", shift.local_start.date())
        if rule and shift.end - shift.start < rule.value:
            yield case.breach(rule, shift.local_start, shift.local_end, shift.end - shift.start)


def paid_pause(case: Case) -> Iterator[Breach]:
    """So many minutes of paid pause for each so many of work, or so many more for each so many more."""
    for shift in case.shifts:
        rule = case.rule("paid_pause", shift.local_start.date())
        if rule is None:
            continue
        work, paid = worked(shift), sum(p.end - p.start for p in shift.pauses if p.paid)
        due = min(work // rule.also["per"] * rule.value, work // rule.also["or_per"] * rule.also["or_pause"])
        if paid < due:
            yield case.breach(rule, shift.local_start, shift.local_end, paid, bound=due)


def lunch(case: Case) -> Iterator[Breach]:
    """Who works on both sides of the hours of lunch has so long for it within them: a pause, or between two shifts."""
    for day, shifts in shifts_of_days(case).items():
        rule = case.rule("lunch", day)
        if rule is None:
            continue
        midnight = datetime.combine(day, time())
        since, until = (case.instants(midnight + timedelta(minutes=rule.also[k])) for k in ("from", "to"))
        if shifts[0].start > since or shifts[-1].end < until:
            continue
        free = [(p.start, p.end) for s in shifts for p in s.pauses if not p.paid]
        free += [(a.end, b.start) for a, b in pairwise(shifts)]
        longest = max((min(e, until) - max(s, since) for s, e in free), default=0)
        if longest < rule.value:
            yield case.breach(rule, *(midnight + timedelta(minutes=rule.also[k]) for k in ("from", "to")),
                              float(max(0, longest)))  # fmt: skip
