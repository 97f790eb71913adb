"""How many hours: a day, a week, on average, in a year, beside the contract."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from palabre.workforce.model.labour.case import WEEK_DAYS, Breach, Case


def hours_a_day(case: Case) -> Iterator[Breach]:
    for day, minutes in case.days.items():
        rule = case.rule("hours_a_day", day)
        if rule and minutes > rule.value:
            since = datetime.combine(day, time())
            yield case.breach(rule, since, since + timedelta(1), minutes)


def hours_a_week(case: Case) -> Iterator[Breach]:
    for week, minutes in case.weeks.items():
        rule = case.rule("hours_a_week", week)
        if rule and minutes > rule.value:
            yield case.breach(rule, *case.week_span(week), minutes)


def _on_average(case: Case, name: str) -> Iterator[Breach]:
    """Any so many civil weeks in a row, those before the schedule with them."""
    known = case.every_week()
    if not known or (rule := case.rule(name, known[0])) is None:
        return
    many = int(rule.also["weeks"])
    before = [known[0] - timedelta(WEEK_DAYS * n) for n in range(len(case.contract.worked_before), 0, -1)]
    minutes = [*case.contract.worked_before, *(case.weeks.get(w, 0.0) for w in known)]
    weeks = [*before, *known]
    for n in range(max(0, len(before) - many + 1), len(weeks) - many + 1):
        mean = sum(minutes[n : n + many]) / many
        if mean > rule.value:
            yield case.breach(rule, *case.week_span(weeks[n], many), mean)


def hours_on_average(case: Case) -> Iterator[Breach]:
    yield from _on_average(case, "hours_on_average")


def night_on_average(case: Case) -> Iterator[Breach]:
    if case.contract.night_worker:
        yield from _on_average(case, "night_hours_on_average")


def overtime_a_year(case: Case) -> Iterator[Breach]:
    by_year: dict[int, float] = {}
    for week, minutes in sorted(case.weeks.items()):
        rule = case.rule("overtime_a_year", week)
        if rule is None or case.contract.part_time:
            continue
        year = week.year
        sum_ = by_year.get(year, case.contract.overtime_this_year if not by_year else 0.0)
        by_year[year] = sum_ + max(0.0, minutes - rule.also["beyond_week"])
        if by_year[year] > rule.value >= sum_:
            yield case.breach(rule, *case.week_span(week), by_year[year])


def part_time_week(case: Case) -> Iterator[Breach]:
    contract, weeks = case.contract, case.every_week()
    rule = case.rule("part_time_week", weeks[0]) if weeks else None
    if rule and contract.part_time and not contract.fewer_asked and 0 < contract.weekly_minutes < rule.value:
        yield case.breach(rule, *case.week_span(weeks[0]), contract.weekly_minutes)


def part_time_extra(case: Case) -> Iterator[Breach]:
    """Hours beyond the contract: a share of it at most, and never as many as full time."""
    if not case.contract.part_time or not case.contract.weekly_minutes:
        return
    for week, minutes in case.weeks.items():
        rule = case.rule("part_time_extra", week)
        if rule is None:
            continue
        most = case.contract.weekly_minutes * (1 + rule.value)
        if minutes > most + 1e-9 or minutes >= rule.also["below_week"]:
            bound = min(most, rule.also["below_week"])
            yield case.breach(rule, *case.week_span(week), minutes, bound=bound)


def carried_over(case: Case) -> Iterator[Breach]:
    """Individualised hours: what a week has more or less than the contract goes over to the next, within bounds."""
    contract, sum_ = case.contract, case.contract.carried_over
    if not contract.individual_hours or not contract.weekly_minutes:
        return
    for week in case.every_week():
        over = case.weeks.get(week, 0.0) - contract.weekly_minutes
        sum_ += over
        for name, value in (("carried_over_a_week", abs(over)), ("carried_over", abs(sum_))):
            if (rule := case.rule(name, week)) and value > rule.value:
                yield case.breach(rule, *case.week_span(week), value)
