"""One person's schedule under a pack: what the rules look at, and what a breach of one is."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import msgspec

from palabre.workforce.model.labour.packs import Pack, Rule
from palabre.workforce.model.labour.schedule import Instants, Person, Shift, by_day, monday

DAY, WEEK_DAYS = 1_440, 7


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


def shifts_of_days(case: Case) -> dict[date, list[Shift]]:
    days: dict[date, list[Shift]] = {}
    for shift in case.shifts:
        days.setdefault(shift.local_start.date(), []).append(shift)
    return days
