"""A schedule from a JSON file, for the validator: docs/reference/rules.md says its format."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from palabre.foundations.limits import SCHEDULE_BYTES_MAX, SCHEDULE_PEOPLE_MAX, SCHEDULE_SHIFTS_MAX
from palabre.workforce.actions.files import read_json
from palabre.workforce.model.labour.packs import Rule
from palabre.workforce.model.labour.schedule import Contract, Instants, Pause, Person, Shift
from palabre.workforce.problems import FileRefused

EPOCH = datetime(1970, 1, 1)
MINUTE = timedelta(minutes=1)
SHIFT_MINUTES_MAX = 3 * 1_440


class PauseGiven(msgspec.Struct, forbid_unknown_fields=True):
    start: str
    end: str
    paid: bool = False
    lunch: bool = False


class ShiftGiven(msgspec.Struct, forbid_unknown_fields=True):
    start: str
    end: str
    pauses: list[PauseGiven] = []
    told_days: int | None = None
    change_accepted: bool = False


class PersonGiven(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    shifts: list[ShiftGiven] = []
    contract: Contract = Contract()


class Given(msgspec.Struct, forbid_unknown_fields=True):
    """`amendments`: rules of one's own beside the pack's, each with its article and days."""

    people: list[PersonGiven]
    zone: str = "Europe/Paris"
    amendments: list[Rule] = []


class Zone:
    """Wall times of one zone. A time with an offset is what it says; in the hour that comes twice, one without is the
    first; one that there is not is refused."""

    def __init__(self, name: str) -> None:
        try:
            self.zone = ZoneInfo(name)
        except (ValueError, OSError, LookupError):
            raise FileRefused(0, f"there is no time zone {name[:40]!r}", "Europe/Paris, Africa/Dakar…") from None

    def instant(self, wall: datetime) -> int:
        """Minutes UTC."""
        aware = wall if wall.tzinfo else wall.replace(tzinfo=self.zone)
        return round(((aware - aware.utcoffset()).replace(tzinfo=None) - EPOCH) / MINUTE)

    def both(self, text: str, place: str) -> tuple[int, datetime]:
        """The instant and the wall time."""
        try:
            wall = datetime.fromisoformat(text)
        except ValueError:
            raise FileRefused(0, f"{place}: {text[:40]!r} is no time", "2026-11-23T08:30, or with an offset") from None
        minutes = self.instant(wall)
        local = (EPOCH + minutes * MINUTE).replace(tzinfo=ZoneInfo("UTC")).astimezone(self.zone).replace(tzinfo=None)
        if wall.tzinfo is None and local.replace(fold=0) != wall.replace(fold=0, second=0, microsecond=0):
            raise FileRefused(0, f"{place}: {wall.isoformat()} is not there, clocks go forward", "give another time")
        return minutes, local.replace(fold=0)


def read_schedule(path: Path) -> tuple[list[Person], Instants, list[Rule]]:
    """People with their shifts in order, what tells an instant of a wall time, and rules of the planner's own."""
    given = read_json(path, Given, SCHEDULE_BYTES_MAX, "check a part of it at a time", "rules.md")
    zone = Zone(given.zone)
    if len(given.people) > SCHEDULE_PEOPLE_MAX or sum(len(p.shifts) for p in given.people) > SCHEDULE_SHIFTS_MAX:
        raise FileRefused(0, f"over {SCHEDULE_PEOPLE_MAX} people or {SCHEDULE_SHIFTS_MAX} shifts", "check a part of it")
    twice = {p.id for p in given.people}
    if len(twice) < len(given.people):
        raise FileRefused(0, "two people have one id", "give each an id of her own")
    people = [
        Person(p.id, p.contract, tuple(sorted(_shift(s, zone, f"people[{n}].shifts[{m}]")
                                              for m, s in enumerate(p.shifts))))
        for n, p in enumerate(given.people)
    ]  # fmt: skip
    return people, zone.instant, given.amendments


def _shift(given: ShiftGiven, zone: Zone, place: str) -> Shift:
    (start, local_start), (end, local_end) = (zone.both(t, place) for t in (given.start, given.end))
    if not 0 < end - start <= SHIFT_MINUTES_MAX:
        raise FileRefused(0, f"{place}: it ends no later than it begins, or after three days", "mend its times")
    pauses, last = [], start
    for since, until, pause, local in sorted(_pauses(given, zone, place)):
        if not last <= since < until <= end:
            raise FileRefused(0, f"{place}: a pause is not within it, or over another", "mend its times")
        pauses.append(Pause(since, until, given.pauses[pause].paid, given.pauses[pause].lunch, local))
        last = until
    return Shift(start, end, local_start, local_end, tuple(pauses), given.told_days, given.change_accepted)


def _pauses(given: ShiftGiven, zone: Zone, place: str) -> Iterator[tuple[int, int, int, datetime]]:
    for n, pause in enumerate(given.pauses):
        (since, local), (until, _) = (zone.both(t, f"{place}.pauses[{n}]") for t in (pause.start, pause.end))
        yield since, until, n, local
