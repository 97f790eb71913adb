"""Every breach of a roster's hard rules, and what it costs. Shares no code with what makes rosters.

Runs that touch the first or the last day are not held to the minima: what came before or comes after is not known.
"""

from __future__ import annotations

from itertools import groupby

import msgspec

from palabre.workforce.model.rosters.instance import Instance, Staff


class Breach(msgspec.Struct, frozen=True):
    """`person` as in the file; `days` from the first to the last it concerns; `what` in words."""

    person: str
    rule: str
    days: tuple[int, int]
    what: str


def breaches(instance: Instance, assignment: list[list[str | None]]) -> list[Breach]:
    """Of `assignment[person][day]`. One of another shape is a breach by itself."""
    if len(assignment) != len(instance.staffs):
        return [Breach("", "shape", (0, 0), f"{len(assignment)} people, not {len(instance.staffs)}")]
    return [b for staff, days in zip(instance.staffs, assignment, strict=True) for b in _of_one(instance, staff, days)]


def _of_one(instance: Instance, staff: Staff, days: list[str | None]):
    last = instance.n_days - 1

    def breach(rule: str, first: int, until: int, what: str) -> Breach:
        return Breach(staff.id, rule, (first, until), what)

    if len(days) != instance.n_days:
        yield breach("shape", 0, 0, f"{len(days)} days, not {instance.n_days}")
        return
    known = {shift.id: shift for shift in instance.shifts}
    strange = [(day, name) for day, name in enumerate(days) if name is not None and name not in known]
    if strange:
        yield breach("shape", strange[0][0], strange[0][0], f"there is no shift {strange[0][1]!r}")
        return
    minutes = sum(known[name].length for name in days if name is not None)
    if minutes < staff.min_total_minutes:
        yield breach("minTotalMinutes", 0, last, f"{minutes}, {staff.min_total_minutes} at least")
    if minutes > staff.max_total_minutes:
        yield breach("maxTotalMinutes", 0, last, f"{minutes}, {staff.max_total_minutes} at most")
    for shift, most in zip(instance.shifts, staff.max_shifts, strict=True):
        if days.count(shift.id) > most:
            yield breach("maxShifts", 0, last, f"{days.count(shift.id)} of {shift.id}, {most} at most")
    for day in staff.days_off or ():
        if days[day] is not None:
            yield breach("daysOff", day, day, f"works {days[day]}")
    for day in range(last):
        name, following = days[day], days[day + 1]
        if name is not None and following in (known[name].forbidden_following_shifts or ()):
            yield breach("forbiddenFollowingShifts", day, day + 1, f"{following} after {name}")
    weekends = {day // 7 for day, name in enumerate(days) if name is not None and day % 7 >= 5}
    if len(weekends) > staff.max_weekends:
        yield breach("maxWeekends", 0, last, f"{len(weekends)}, {staff.max_weekends} at most")
    day = 0
    for works, run in groupby(days, key=lambda name: name is not None):
        count = len(list(run))
        until, inside = day + count - 1, day > 0 and day + count <= last
        if works and count > staff.max_consecutive_shifts:
            yield breach("maxConsecutiveShifts", day, until, f"{count}, {staff.max_consecutive_shifts} at most")
        if works and inside and count < staff.min_consecutive_shifts:
            yield breach("minConsecutiveShifts", day, until, f"{count}, {staff.min_consecutive_shifts} at least")
        if not works and inside and count < staff.min_consecutive_days_off:
            yield breach("minConsecutiveDaysOff", day, until, f"{count}, {staff.min_consecutive_days_off} at least")
        day += count


def cost(instance: Instance, assignment: list[list[str | None]]) -> int:
    """Weights of requests missed, and of heads under and over what each shift wants."""
    total = 0
    for staff, days in zip(instance.staffs, assignment, strict=True):
        total += sum(r.weight for r in staff.on_requests or () if days[r.day] != r.shift)
        total += sum(r.weight for r in staff.off_requests or () if days[r.day] == r.shift)
    for day, wanted in enumerate(instance.covers):
        for shift, cover in zip(instance.shifts, wanted, strict=True):
            there = sum(days[day] == shift.id for days in assignment)
            total += cover.weight_if_under * max(0, cover.requirement - there)
            total += cover.weight_if_over * max(0, there - cover.requirement)
    return total
