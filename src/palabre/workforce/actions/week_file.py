"""A week to be planned, from a JSON file: docs/reference/weeks.md says its format."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec

from palabre.foundations.limits import (
    WEEK_BYTES_MAX,
    WEEK_GROUPS_MAX,
    WEEK_NEED_MAX,
    WEEK_PEOPLE_MAX,
    WEEK_WISHES_MAX,  # fmt: skip
)
from palabre.workforce.actions.files import must, read_json
from palabre.workforce.actions.schedule_file import Zone
from palabre.workforce.model.labour.packs import PACKS, Rule, amended, whole
from palabre.workforce.model.labour.schedule import Contract as Labour
from palabre.workforce.model.weeks.week import DAY, DAYS, Contract, Group, Person, Week, Window, Wish

INTERVALS = (15, 30, 60)
GRID = 15


class GroupGiven(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    need: list[list[float]]


class ContractGiven(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    ways: list[tuple[int, int]]
    evening: bool = True
    saturday: bool = True
    sunday: bool = False
    split: bool = False
    meal: int = 45
    paid_pause: int = 0
    labour: Labour = Labour()


class WishGiven(msgspec.Struct, forbid_unknown_fields=True):
    points: float
    day: int | None = None
    since: str = "00:00"
    until: str = "24:00"
    off: bool = False


class PersonGiven(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    contract: str
    skills: list[str]
    site: str = ""
    available: list[tuple[str, str] | None] | None = None
    leave: list[int] = []
    wishes: list[WishGiven] = []
    burden_before: float = 0.0
    satisfied_before: float = 1.0
    labour: Labour | None = None


class Given(msgspec.Struct, forbid_unknown_fields=True):
    week: date
    groups: list[GroupGiven]
    contracts: list[ContractGiven]
    people: list[PersonGiven]
    zone: str = "Europe/Paris"
    pack: str = "FR-2026"
    amendments: list[Rule] = []
    interval_minutes: int = 30
    told_days: int | None = None


def read_week(path: Path) -> Week:
    """Raises `FileRefused` with the place of what is wrong."""
    return _week(read_json(path, Given, WEEK_BYTES_MAX, "divide it by team", "weeks.md"))


def _week(given: Given) -> Week:
    must(given.week.weekday() == 0, f"week: {given.week} is no Monday", "give the Monday it begins with")
    must(given.pack in PACKS, f"pack: {given.pack[:40]!r}", f"one of {', '.join(sorted(PACKS))}")
    must(given.interval_minutes in INTERVALS, f"interval_minutes: {given.interval_minutes}", "15, 30 or 60")
    sizes = (("groups", given.groups, WEEK_GROUPS_MAX), ("contracts", given.contracts, WEEK_PEOPLE_MAX),
             ("people", given.people, WEEK_PEOPLE_MAX))  # fmt: skip
    for name, some, most in sizes:
        must(1 <= len(some) <= most, f"{name}: {len(some)}", f"from 1 to {most:,}")
        must(len({one.id for one in some}) == len(some), f"{name}: an id that comes twice", "give each its own")
    pack = amended(whole(given.pack), given.amendments)
    _told_in_time(pack, given)
    groups = tuple(_group(n, g, DAY // given.interval_minutes) for n, g in enumerate(given.groups))
    contracts = {c.id: _contract(n, c) for n, c in enumerate(given.contracts)}
    names = {g.id for g in groups}
    people = tuple(_person(n, p, contracts, names) for n, p in enumerate(given.people))
    week = Week(given.week, given.interval_minutes, groups, contracts, people, pack, Zone(given.zone).instant,
                given.zone, tuple(given.amendments))  # fmt: skip
    for n, person in enumerate(people):
        _part_time(week, f"people[{n}]", person)
    return week


def _told_in_time(pack, given: Given) -> None:
    rule = pack.rule("notice_days", given.week)
    if rule and given.told_days is not None:
        must(given.told_days >= rule.value, f"told_days: {given.told_days}, {rule.value:g} are due ({rule.article})",
              "publish it earlier, or ask each for her consent and leave told_days out")  # fmt: skip


def _group(n: int, given: GroupGiven, slots: int) -> Group:
    must(len(given.need) == DAYS, f"groups[{n}].need: {len(given.need)} days", f"{DAYS}, from Monday")
    for day, row in enumerate(given.need):
        must(len(row) == slots, f"groups[{n}].need[{day}]: {len(row)} intervals", f"{slots}, from midnight")
        for at, heads in enumerate(row):
            must(0 <= heads <= WEEK_NEED_MAX, f"groups[{n}].need[{day}][{at}]: {heads}", f"0 to {WEEK_NEED_MAX:,}")
    return Group(given.id, tuple(map(tuple, given.need)))


def _contract(n: int, given: ContractGiven) -> Contract:
    at = f"contracts[{n}]"
    must(1 <= len(given.ways) <= 5, f"{at}.ways: {len(given.ways)}", "one to five [days, minutes of a day]")
    for days, minutes in given.ways:
        must(1 <= days <= DAYS and 60 <= minutes <= DAY and minutes % GRID == 0, f"{at}.ways: [{days}, {minutes}]",
              "1 to 7 days of 60 to 1,440 minutes, quarters of an hour")  # fmt: skip
    for name, value in (("meal", given.meal), ("paid_pause", given.paid_pause)):
        must(0 <= value <= 240 and value % 5 == 0, f"{at}.{name}: {value}", "0 to 240 minutes, by five")
    fields = msgspec.structs.asdict(given)
    return Contract(**fields | {"ways": tuple(given.ways)})


def _person(n: int, given: PersonGiven, contracts: dict[str, Contract], groups: set[str]) -> Person:
    at = f"people[{n}]"
    must(given.contract in contracts, f"{at}.contract: {given.contract[:40]!r}", "name a contract there is")
    strange = sorted(set(given.skills) - groups)
    must(bool(given.skills) and not strange, f"{at}.skills: {strange[:1] or 'none'}", "name groups there are")
    must(all(0 <= d < DAYS for d in given.leave), f"{at}.leave: {given.leave}", "days from 0, Monday, to 6")
    must(0 <= given.burden_before < 1e6 and 0 <= given.satisfied_before <= 1, f"{at}: burden or satisfaction before",
          "points from 0; a share from 0 to 1")  # fmt: skip
    hours = given.available or [("00:00", "24:00")] * DAYS
    must(len(hours) == DAYS, f"{at}.available: {len(hours)} days", "seven, from Monday; null: not at all")
    must(len(given.wishes) <= WEEK_WISHES_MAX, f"{at}.wishes: {len(given.wishes)}", f"{WEEK_WISHES_MAX} at most")
    available = tuple(None if h is None else _window(f"{at}.available[{d}]", *h) for d, h in enumerate(hours))
    wishes = tuple(_wish(f"{at}.wishes[{m}]", w) for m, w in enumerate(given.wishes))
    return Person(given.id, given.contract, frozenset(given.skills), given.site, available, frozenset(given.leave),
                  wishes, given.burden_before, given.satisfied_before, given.labour)  # fmt: skip


def _wish(at: str, given: WishGiven) -> Wish:
    must(0 < given.points <= 1_000, f"{at}.points: {given.points}", "above 0, to 1,000")
    must(given.day is None or 0 <= given.day < DAYS, f"{at}.day: {given.day}", "0, Monday, to 6, or null")
    return Wish(given.points, given.day, *_window(at, given.since, given.until), given.off)


def _window(at: str, since: str, until: str) -> Window:
    first, last = (_minute(at, text) for text in (since, until))
    must(first < last, f"{at}: {since} to {until}", "an end after the beginning, within one day")
    return first, last


def _minute(at: str, text: str) -> int:
    hours, colon, minutes = text.partition(":")
    right = colon and hours.isdecimal() and minutes.isdecimal() and len(text) == 5 and int(minutes) < 60
    found = int(hours) * 60 + int(minutes) if right else DAY + 1
    must(found <= DAY, f"{at}: {text[:20]!r} is no time of day", "00:00 to 24:00")
    return found


def _part_time(week: Week, at: str, person: Person) -> None:
    """A contract that the law would not have needs no week to be refused."""
    labour, rule = week.labour(person), week.pack.rule("part_time_week", week.monday)
    lacking = labour.part_time and not labour.fewer_asked and rule and 0 < labour.weekly_minutes < rule.value
    must(not lacking, f"{at}: {labour.weekly_minutes:g} minutes a week, {rule.value if rule else 0:g} are due "
          f"({rule.article if rule else ''})", "a larger contract, or fewer_asked where she asked for it")  # fmt: skip
