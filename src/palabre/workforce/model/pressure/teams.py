"""Teams as managers see them: means of eight people or more, and nothing from which one of them could be told.

Two means that differ by one person tell that person's: so a team's mean is held back too where, with those already
told, fewer than eight people would be left by themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from statistics import fmean

import msgspec

from palabre.workforce.model.pressure.index import Pressure

PEOPLE_MIN = 8


class TeamPressure(msgspec.Struct, frozen=True):
    """`index` None: held back. `parts`: mean share of each part that eight or more have."""

    people: int
    index: float | None
    parts: dict[str, float] = {}


def of_teams(teams: Mapping[str, Set[str]], found: Mapping[str, Pressure]) -> dict[str, TeamPressure]:
    """`found` by person; who has no index is in no mean. The greater team is told first."""
    held = {name: frozenset(p for p in people if p in found and found[p].index is not None)
            for name, people in teams.items()}  # fmt: skip
    told: dict[str, frozenset[str]] = {}
    for name in sorted(held, key=lambda n: (-len(held[n]), n)):
        people = held[name]
        if len(people) >= PEOPLE_MIN and _safe([*told.values(), people]):
            told[name] = people
    return {name: _told(told[name], found) if name in told else TeamPressure(len(held[name]), None) for name in teams}


def _safe(teams: Iterable[frozenset[str]]) -> bool:
    """Sums and differences of means tell at most what people who are in the very same teams have together."""
    some = list(teams)
    alike = Counter(tuple(p in team for team in some) for p in frozenset().union(*some))
    return min(alike.values(), default=PEOPLE_MIN) >= PEOPLE_MIN


def _told(people: frozenset[str], found: Mapping[str, Pressure]) -> TeamPressure:
    shares: dict[str, list[float]] = {}
    for person in sorted(people):
        for part in found[person].parts:
            shares.setdefault(part.name, []).append(part.share)
    # a part that only some have would tell who has not: of all, or of none
    parts = {name: fmean(some) for name, some in sorted(shares.items()) if len(some) == len(people)}
    return TeamPressure(len(people), fmean(found[p].index or 0.0 for p in sorted(people)), parts)
