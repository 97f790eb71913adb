"""When nobody works, or not this person: nights, Sundays, the first of May, a day told too late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from palabre.workforce.model.labour.case import Breach, Case
from palabre.workforce.model.labour.schedule import within_night, worked


def night(case: Case) -> Iterator[Breach]:
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


def closed_days(case: Case) -> Iterator[Breach]:
    """Sundays and the first of May, for whom no derogation is said."""
    for day, minutes in case.days.items():
        since = datetime.combine(day, time())
        for name, applies, agreed in (
            ("sunday", day.weekday() == 6, case.contract.sunday_agreed),
            ("first_of_may", (day.month, day.day) == (5, 1), case.contract.first_of_may_agreed),
        ):
            if applies and not agreed and (rule := case.rule(name, day)) and minutes > rule.value:
                yield case.breach(rule, since, since + timedelta(1), minutes)


def notice(case: Case) -> Iterator[Breach]:
    """A day told too late, unless she accepted it expressly."""
    for shift in case.shifts:
        rule = case.rule("notice_days", shift.local_start.date())
        if rule and shift.told_days is not None and not shift.change_accepted and shift.told_days < rule.value:
            yield case.breach(rule, shift.local_start, shift.local_end, shift.told_days, "days")
