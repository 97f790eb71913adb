"""Every breach of a pack in a schedule. Shares no code with what makes schedules.

`breaches(person, pack, instants)` → each with its rule, the article, the person, from when to when, and by how much.
Outside the schedule everybody rests: what was worked before is said by the contract.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from palabre.workforce.model.labour import hours, nights, pauses, rests
from palabre.workforce.model.labour.case import Breach, Case
from palabre.workforce.model.labour.packs import Pack
from palabre.workforce.model.labour.schedule import Instants, Person

RULES: tuple[Callable[[Case], Iterator[Breach]], ...] = (
    rests.overlap, rests.daily_rest, rests.weekly_rest, rests.days_a_week,
    hours.hours_a_day, hours.hours_a_week, hours.hours_on_average, hours.night_on_average, hours.overtime_a_year,
    hours.part_time_week, hours.part_time_extra, hours.carried_over,
    pauses.pause, pauses.interruptions, pauses.span_a_day, pauses.stretch, pauses.work_period, pauses.paid_pause,
    pauses.lunch, nights.night, nights.closed_days, nights.notice,
)  # fmt: skip


def breaches(person: Person, pack: Pack, instants: Instants) -> list[Breach]:
    """In order of time, then of rule."""
    case = Case(person, pack, instants)
    found = [b for rule in RULES for b in rule(case)]
    return sorted(found, key=lambda b: (b.since, b.rule, b.until))
