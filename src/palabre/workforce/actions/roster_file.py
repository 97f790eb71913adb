"""A roster instance, or the answer to one, from a JSON file: docs/reference/rosters.md says their format."""

from __future__ import annotations

from pathlib import Path

import msgspec

from palabre.foundations.limits import (
    ROSTER_BYTES_MAX,
    ROSTER_DAYS_MAX,
    ROSTER_PEOPLE_MAX,
    ROSTER_SHIFTS_MAX,
    ROSTER_WEIGHT_MAX,  # fmt: skip
)
from palabre.workforce.actions.files import must, read_json
from palabre.workforce.model.rosters.instance import Instance, Staff

MINUTES_MAX = 3 * 1_440
SMALLER = "divide it by team or by period"


class Answer(msgspec.Struct):
    assignment: list[list[str | None]]


def read_instance(path: Path) -> Instance:
    """Raises `FileRefused` with the place of what is wrong."""
    instance = read_json(path, Instance, ROSTER_BYTES_MAX, SMALLER, "rosters.md")
    _judge(instance)
    return instance


def read_answer(path: Path) -> list[list[str | None]]:
    return read_json(path, Answer, ROSTER_BYTES_MAX, SMALLER, "rosters.md").assignment


def _judge(given: Instance) -> None:
    sizes = (("nDays", given.n_days, ROSTER_DAYS_MAX), ("shifts", len(given.shifts), ROSTER_SHIFTS_MAX),
             ("staffs", len(given.staffs), ROSTER_PEOPLE_MAX))  # fmt: skip
    for name, count, most in sizes:
        must(1 <= count <= most, f"{name}: {count}", f"from 1 to {most}")
    names = {shift.id for shift in given.shifts}
    must(len(names) == len(given.shifts), "shifts: an id that comes twice", "give each its own")
    for place, shift in enumerate(given.shifts):
        must(1 <= shift.length <= MINUTES_MAX, f"shifts[{place}].length: {shift.length}", f"1 to {MINUTES_MAX}")
        strange = set(shift.forbidden_following_shifts or ()) - names
        must(not strange, f"shifts[{place}].forbiddenFollowingShifts: {sorted(strange)[:1]}", "name a shift there is")
    must(len({s.id for s in given.staffs}) == len(given.staffs), "staffs: an id that comes twice", "give each its own")
    for place, staff in enumerate(given.staffs):
        _person(given, f"staffs[{place}]", staff, names)
    must(len(given.covers) == given.n_days, f"covers: {len(given.covers)} days", f"one of each of the {given.n_days}")
    for day, row in enumerate(given.covers):
        must(len(row) == len(names), f"covers[{day}]: {len(row)} shifts", f"one of each of the {len(names)}")
        for shift, cover in enumerate(row):
            worst = (cover.requirement, cover.weight_if_under, cover.weight_if_over)
            must(min(worst) >= 0 and max(worst) <= ROSTER_WEIGHT_MAX, f"covers[{day}][{shift}]: {worst}",
                  f"0 to {ROSTER_WEIGHT_MAX:,}")  # fmt: skip


def _person(given: Instance, at: str, staff: Staff, names: set[str]) -> None:
    must(len(staff.max_shifts) == len(names), f"{at}.maxShifts: {len(staff.max_shifts)}", f"one each of {len(names)}")
    for name in ("min_total_minutes", "max_total_minutes", "min_consecutive_shifts", "max_consecutive_shifts",
                 "min_consecutive_days_off", "max_weekends"):  # fmt: skip
        value = getattr(staff, name)
        must(0 <= value <= ROSTER_DAYS_MAX * MINUTES_MAX, f"{at}.{name}: {value}", "from 0 to the minutes of its days")
    must(all(m >= 0 for m in staff.max_shifts), f"{at}.maxShifts", "no number below 0")
    for day in staff.days_off or ():
        must(0 <= day < given.n_days, f"{at}.daysOff: {day}", f"days from 0 to {given.n_days - 1}")
    for kind in ("on_requests", "off_requests"):
        for place, one in enumerate(getattr(staff, kind) or ()):
            there = f"{at}.{kind}[{place}]"
            must(0 <= one.day < given.n_days, f"{there}.day: {one.day}", f"days from 0 to {given.n_days - 1}")
            must(one.shift in names, f"{there}.shift: {one.shift[:40]!r}", "name a shift there is")
            must(0 <= one.weight <= ROSTER_WEIGHT_MAX, f"{there}.weight: {one.weight}", f"0 to {ROSTER_WEIGHT_MAX:,}")
