"""A week to be planned for many people: what is needed, who is there under which contract, under which rules.

Times of day are minutes after midnight, in wall time; day 0 is the Monday. Nobody's day of work crosses midnight.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import msgspec

from palabre.workforce.model.labour.packs import Pack, Rule
from palabre.workforce.model.labour.schedule import Contract as Labour
from palabre.workforce.model.labour.schedule import Instants

DAY, DAYS = 1_440, 7
SATURDAY, SUNDAY = 5, 6
EVENING = 20 * 60  # who ends later has worked in the evening
Minutes = int
Window = tuple[Minutes, Minutes]


class Group(msgspec.Struct, frozen=True):
    """People of one skill. `need[day][interval]`: heads wanted, intervals from midnight; 0: closed."""

    id: str
    need: tuple[tuple[float, ...], ...]


class Contract(msgspec.Struct, frozen=True):
    """`ways`: how its week may be worked, so many days of so many minutes each, one of them. Classes: `evening` ends
    after eight, `saturday`, `sunday`, `split` may work two sequences a day. `meal` is not paid; `paid_pause`: minutes
    a day beyond what the rules ask for."""

    id: str
    ways: tuple[tuple[int, Minutes], ...]
    evening: bool = True
    saturday: bool = True
    sunday: bool = False
    split: bool = False
    meal: Minutes = 45
    paid_pause: Minutes = 0
    labour: Labour = Labour()


class Wish(msgspec.Struct, frozen=True):
    """To work that `day` within `since` and `until`; or, `off`, not to work then at all. `day` None: every day."""

    points: float
    day: int | None = None
    since: Minutes = 0
    until: Minutes = DAY
    off: bool = False


class Person(msgspec.Struct, frozen=True):
    """`available[day]`: hours between which she may work, None: not at all. `leave`: days; each counts as one worked.
    `burden_before`: her points of the twelve weeks before; `satisfied_before`: share of her wishes met then."""

    id: str
    contract: str
    skills: frozenset[str]
    site: str = ""
    available: tuple[Window | None, ...] = ((0, DAY),) * DAYS
    leave: frozenset[int] = frozenset()
    wishes: tuple[Wish, ...] = ()
    burden_before: float = 0.0
    satisfied_before: float = 1.0
    labour: Labour | None = None


class Week(msgspec.Struct, frozen=True):
    monday: date
    interval: Minutes
    groups: tuple[Group, ...]
    contracts: dict[str, Contract]
    people: tuple[Person, ...]
    pack: Pack
    instants: Instants
    zone: str = "Europe/Paris"
    amendments: tuple[Rule, ...] = ()

    @property
    def slots(self) -> int:
        """Intervals of a day."""
        return DAY // self.interval

    def date(self, day: int) -> date:
        return self.monday + timedelta(day)

    def wall(self, day: int, minute: Minutes) -> datetime:
        return datetime.combine(self.date(day), time()) + timedelta(minutes=int(minute))

    def labour(self, person: Person) -> Labour:
        return person.labour or self.contracts[person.contract].labour


class Conflict(Exception):
    """No week can be made of it lawfully. `what` is said of whom, and which rule or fact excludes which."""

    def __init__(self, who: str, what: str) -> None:
        super().__init__(f"{who}: {what}")
        self.who, self.what = who, what
