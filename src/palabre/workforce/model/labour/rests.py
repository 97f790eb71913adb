"""Rests between days and in weeks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from palabre.workforce.model.labour.case import DAY, Breach, Case
from palabre.workforce.model.labour.packs import Rule
from palabre.workforce.model.labour.schedule import monday

FAR = 10**12  # minutes: before the first shift and after the last there is nothing


def overlap(case: Case) -> Iterator[Breach]:
    """Nobody works twice at a time; no pack has to say so."""
    rule = Rule("overlap", 0, "one person, one place")
    for before, shift in pairwise(case.shifts):
        if shift.start < before.end:
            until = min(before.local_end, shift.local_end)
            yield case.breach(rule, shift.local_start, until, min(before.end, shift.end) - shift.start)


def daily_rest(case: Case) -> Iterator[Breach]:
    """In the 24 hours from the beginning of a day's work there is one rest so long. What is worked again after less
    belongs to that day while it ends early enough for the rest to fit; else that gap should have been the rest."""
    begin = before = None
    for shift in case.shifts:
        rule = case.rule("daily_rest", shift.local_start.date())
        if rule is None or before is None or shift.start - before.end >= rule.value:
            begin = shift
        elif shift.end - begin.start > DAY - rule.value:
            yield case.breach(rule, before.local_end, shift.local_start, max(0, shift.start - before.end))
            begin = shift
        if rule and shift.end - shift.start > DAY - rule.value:
            yield case.breach(rule, shift.local_start, shift.local_end, max(0, DAY - (shift.end - shift.start)))
        before = shift


def weekly_rest(case: Case) -> Iterator[Breach]:
    """Each civil week has a rest so long, of which a day at least lies within the week."""
    edges = [(-FAR, -FAR), *((s.start, s.end) for s in case.shifts), (FAR, FAR)]
    rests = [(before[1], after[0]) for before, after in pairwise(edges)]
    for week in case.every_week():
        rule = case.rule("weekly_rest", week)
        if rule is None:
            continue
        begin, end = (case.instants(t) for t in case.week_span(week))
        within = {r: min(r[1], end) - max(r[0], begin) for r in rests}
        whole = [r[1] - r[0] for r, inside in within.items() if inside >= rule.also["within_week"]]
        if max(whole, default=0) < rule.value:
            yield case.breach(rule, *case.week_span(week), max(whole, default=max(0, *within.values())))


def days_a_week(case: Case) -> Iterator[Breach]:
    for week in case.weeks:
        rule = case.rule("days_a_week", week)
        days = sum(monday(day) == week for day in case.days)
        if rule and days > rule.value:
            yield case.breach(rule, *case.week_span(week), days, "days")
