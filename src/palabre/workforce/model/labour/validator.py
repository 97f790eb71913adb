"""Every breach of a pack in a schedule. Shares no code with what makes schedules.

`breaches(person, pack, instants)` → each with its rule, the article, the person, from when to when, and by how much.
Outside the schedule everybody rests: what was worked before is said by the contract.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import msgspec

from palabre.workforce.model.labour.packs import Pack, Rule
from palabre.workforce.model.labour.schedule import (
    Instants,
    Person,
    Shift,
    by_day,
    monday,
    pieces,
    within_night,
    worked,
)

DAY, WEEK_DAYS = 1_440, 7
FAR = 10**12  # minutes: before the first shift and after the last there is nothing


class Breach(msgspec.Struct, frozen=True):
    """`value` beside `bound`, both in `unit` (minutes, days, times, share). `since` and `until`: wall times."""

    rule: str
    article: str
    person: str
    since: datetime
    until: datetime
    value: float
    bound: float
    unit: str = "minutes"
    confirm: bool = False


class Case:
    """One person's schedule under a pack: what the rules below look at."""

    def __init__(self, person: Person, pack: Pack, instants: Instants) -> None:
        self.person, self.pack, self.instants = person, pack, instants
        self.contract, self.shifts = person.contract, person.shifts
        self.days: dict[date, float] = {}
        for shift in self.shifts:
            for day, minutes in by_day(shift, instants):
                self.days[day] = self.days.get(day, 0) + minutes
        self.weeks: dict[date, float] = {}
        for day, minutes in self.days.items():
            self.weeks[monday(day)] = self.weeks.get(monday(day), 0) + minutes

    def rule(self, name: str, day: date) -> Rule | None:
        """A minor's rule of the same name comes first."""
        young = self.pack.rule(f"minor_{name}", day) if self.contract.minor else None
        return young or self.pack.rule(name, day)

    def breach(
        self, rule: Rule, since: datetime, until: datetime, value: float, unit: str = "minutes", *,
        bound: float | None = None,
    ) -> Breach:  # fmt: skip
        return Breach(rule.name, rule.article, self.person.id, since, until, value,
                      rule.value if bound is None else bound, unit, rule.confirm)  # fmt: skip

    def week_span(self, first: date, weeks: int = 1) -> tuple[datetime, datetime]:
        begin = datetime.combine(first, time())
        return begin, begin + timedelta(WEEK_DAYS * weeks)

    def every_week(self) -> list[date]:
        """From the first to the last, those without work too."""
        if not self.weeks:
            return []
        first, last = min(self.weeks), max(self.weeks)
        return [first + timedelta(n) for n in range(0, (last - first).days + 1, WEEK_DAYS)]


def breaches(person: Person, pack: Pack, instants: Instants) -> list[Breach]:
    """In order of time, then of rule."""
    case = Case(person, pack, instants)
    found = [b for rule in RULES for b in rule(case)]
    return sorted(found, key=lambda b: (b.since, b.rule, b.until))


def _overlap(case: Case) -> Iterator[Breach]:
    """Nobody works twice at a time; no pack has to say so."""
    rule = Rule("overlap", 0, "one person, one place")
    for before, shift in pairwise(case.shifts):
        if shift.start < before.end:
            until = min(before.local_end, shift.local_end)
            yield case.breach(rule, shift.local_start, until, min(before.end, shift.end) - shift.start)


def _daily_rest(case: Case) -> Iterator[Breach]:
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


def _weekly_rest(case: Case) -> Iterator[Breach]:
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


def _days_a_week(case: Case) -> Iterator[Breach]:
    for week in case.weeks:
        rule = case.rule("days_a_week", week)
        days = sum(monday(day) == week for day in case.days)
        if rule and days > rule.value:
            yield case.breach(rule, *case.week_span(week), days, "days")


def _hours_a_day(case: Case) -> Iterator[Breach]:
    for day, minutes in case.days.items():
        rule = case.rule("hours_a_day", day)
        if rule and minutes > rule.value:
            since = datetime.combine(day, time())
            yield case.breach(rule, since, since + timedelta(1), minutes)


def _hours_a_week(case: Case) -> Iterator[Breach]:
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


def _hours_on_average(case: Case) -> Iterator[Breach]:
    yield from _on_average(case, "hours_on_average")


def _pause(case: Case) -> Iterator[Breach]:
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


def _longest_pause(shift: Shift, piece) -> float:
    inside = (p.end - p.start for p in shift.pauses if piece.start <= p.start and p.end <= piece.end)
    return float(max(inside, default=0))


def _local(shift: Shift, piece) -> tuple[datetime, datetime]:
    """Wall times of a part of a shift: its own at the edges, those of its pauses within."""
    known = {shift.start: shift.local_start, shift.end: shift.local_end}
    for pause in shift.pauses:
        known[pause.start] = pause.local
        known[pause.end] = pause.local + timedelta(minutes=pause.end - pause.start)
    return known[piece.start], known[piece.end]


def _overtime_a_year(case: Case) -> Iterator[Breach]:
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


def _part_time_week(case: Case) -> Iterator[Breach]:
    contract, weeks = case.contract, case.every_week()
    rule = case.rule("part_time_week", weeks[0]) if weeks else None
    if rule and contract.part_time and not contract.fewer_asked and 0 < contract.weekly_minutes < rule.value:
        yield case.breach(rule, *case.week_span(weeks[0]), contract.weekly_minutes)


def _part_time_extra(case: Case) -> Iterator[Breach]:
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


def _shifts_of_days(case: Case) -> dict[date, list[Shift]]:
    days: dict[date, list[Shift]] = {}
    for shift in case.shifts:
        days.setdefault(shift.local_start.date(), []).append(shift)
    return days


def _interruptions(case: Case) -> Iterator[Breach]:
    """Gaps between two shifts of a day: so many at most, none longer than said."""
    name = "part_time_interruptions" if case.contract.part_time else "interruptions"
    for day, shifts in _shifts_of_days(case).items():
        rule = case.rule(name, day)
        if rule is None or len(shifts) < 2:
            continue
        if len(shifts) - 1 > rule.value:
            yield case.breach(rule, shifts[0].local_end, shifts[-1].local_start, len(shifts) - 1, "times")
        for before, after in pairwise(shifts):
            if after.start - before.end > rule.also.get("longest", DAY):
                yield case.breach(rule, before.local_end, after.local_start, after.start - before.end,
                                  bound=rule.also["longest"])  # fmt: skip


def _span_a_day(case: Case) -> Iterator[Breach]:
    for day, shifts in _shifts_of_days(case).items():
        rule = case.rule("span_a_day", day)
        if rule and shifts[-1].end - shifts[0].start > rule.value:
            yield case.breach(rule, shifts[0].local_start, shifts[-1].local_end, shifts[-1].end - shifts[0].start)


def _stretch(case: Case) -> Iterator[Breach]:
    for shift in case.shifts:
        rule = case.rule("stretch", shift.local_start.date())
        for piece in pieces(shift, least=int(rule.also["pause"])) if rule else ():
            if piece.end - piece.start > rule.value:
                yield case.breach(rule, *_local(shift, piece), piece.end - piece.start)


def _work_period(case: Case) -> Iterator[Breach]:
    for shift in case.shifts:
        rule = case.rule("work_period", shift.local_start.date())
        if rule and shift.end - shift.start < rule.value:
            yield case.breach(rule, shift.local_start, shift.local_end, shift.end - shift.start)


def _paid_pause(case: Case) -> Iterator[Breach]:
    """So many minutes of paid pause for each so many of work, or so many more for each so many more."""
    for shift in case.shifts:
        rule = case.rule("paid_pause", shift.local_start.date())
        if rule is None:
            continue
        work, paid = worked(shift), sum(p.end - p.start for p in shift.pauses if p.paid)
        due = min(work // rule.also["per"] * rule.value, work // rule.also["or_per"] * rule.also["or_pause"])
        if paid < due:
            yield case.breach(rule, shift.local_start, shift.local_end, paid, bound=due)


def _lunch(case: Case) -> Iterator[Breach]:
    """Who works on both sides of the hours of lunch has so long for it within them: a pause, or between two shifts."""
    for day, shifts in _shifts_of_days(case).items():
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


def _night(case: Case) -> Iterator[Breach]:
    """Nights of who must not work at night; and how long a night worker's day may be."""
    name = "minor_night" if case.contract.minor else "night_while_pregnant" if case.contract.pregnant else ""
    for shift in case.shifts:
        day = shift.local_start.date()
        agreed = case.contract.pregnant and case.contract.night_agreed and not case.contract.minor
        if name and not agreed and (rule := case.pack.rule(name, day)):
            minutes = within_night(shift, rule.also["from"], rule.also["to"], case.instants)
            if minutes > rule.value:
                yield case.breach(rule, shift.local_start, shift.local_end, minutes)
        rule = case.pack.rule("night_hours_a_day", day)
        if rule and case.contract.night_worker and worked(shift) > rule.value:
            if within_night(shift, rule.also["from"], rule.also["to"], case.instants):
                yield case.breach(rule, shift.local_start, shift.local_end, worked(shift))


def _night_on_average(case: Case) -> Iterator[Breach]:
    if case.contract.night_worker:
        yield from _on_average(case, "night_hours_on_average")


def _closed_days(case: Case) -> Iterator[Breach]:
    """Sundays and the first of May, for whom no derogation is said."""
    for day, minutes in case.days.items():
        since = datetime.combine(day, time())
        for name, applies, agreed in (
            ("sunday", day.weekday() == 6, case.contract.sunday_agreed),
            ("first_of_may", (day.month, day.day) == (5, 1), case.contract.first_of_may_agreed),
        ):
            if applies and not agreed and (rule := case.rule(name, day)) and minutes > rule.value:
                yield case.breach(rule, since, since + timedelta(1), minutes)


def _notice(case: Case) -> Iterator[Breach]:
    """A day told too late, unless she accepted it expressly."""
    for shift in case.shifts:
        rule = case.rule("notice_days", shift.local_start.date())
        if rule and shift.told_days is not None and not shift.change_accepted and shift.told_days < rule.value:
            yield case.breach(rule, shift.local_start, shift.local_end, shift.told_days, "days")


def _carried_over(case: Case) -> Iterator[Breach]:
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


RULES: tuple[Callable[[Case], Iterator[Breach]], ...] = (
    _overlap, _daily_rest, _weekly_rest, _days_a_week, _hours_a_day, _hours_a_week, _hours_on_average, _pause,
    _overtime_a_year, _part_time_week, _part_time_extra, _interruptions, _span_a_day, _stretch, _work_period,
    _paid_pause, _lunch, _night, _night_on_average, _closed_days, _notice, _carried_over,
)  # fmt: skip
