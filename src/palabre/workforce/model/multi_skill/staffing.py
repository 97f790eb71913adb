"""What a staffing gives, and the fewest who reach every level: by playing the same days again."""

from __future__ import annotations

from math import ceil, lcm, sqrt
from typing import NamedTuple

import msgspec
import numpy as np

from palabre.workforce.model.multi_skill.loop import (
    ABANDONED,
    FIGURES,
    IN_TIME,
    OFFERED,
    WAITED,
    play,
)
from palabre.workforce.model.multi_skill.scenario import Day, Scenario, draw

SECURITY = 1.0       # times the root of the load, added to it: where the search begins
ROUNDS = 60          # of adding where a level is missed
NEARLY = 1e-9
NORMAL_95 = 1.96


class Figures(NamedTuple):
    """Sums over days: by interval, type and figure; seconds of places busy by group; days; events."""

    sums: np.ndarray
    by_day: np.ndarray       # of days and types: offered, in time; for the error of the level
    busy: np.ndarray
    events: int


class Desk:
    """A scenario as the loop wants it: made once, played with any staffing."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        types, groups = scenario.types, scenario.groups
        orders = [scenario.order(t) for t in types]
        self.prefers = np.full((len(types), max(map(len, orders)) + 1), -1, dtype=np.int64)
        for n, order in enumerate(orders):
            self.prefers[n, : len(order)] = order
        self.ranks = np.array([[g.skills.get(t.name, -1) for t in types] for g in groups], dtype=np.int64)
        once = [[g.at_once.get(t.name, 1) for t in types] for g in groups]
        self.room = np.array([lcm(*row) for row in once], dtype=np.int64)
        self.need = self.room[:, None] // np.array(once, dtype=np.int64)
        self.kept = np.array([[g.kept.get(t.name, 0) for t in types] for g in groups], dtype=np.int64)
        self.threshold = np.array([t.threshold_seconds for t in types])

    def play(self, days: list[Day], staff: np.ndarray) -> Figures:
        scenario = self.scenario
        sums = np.zeros((scenario.intervals, len(scenario.types), FIGURES))
        by_day, busy, events = np.zeros((len(days), len(scenario.types), 2)), np.zeros(len(scenario.groups)), 0
        for n, day in enumerate(days):
            out = np.zeros_like(sums)
            events += play(day.at, day.kind, day.service, day.patience, staff, scenario.interval_seconds, self.prefers,
                           self.ranks, self.need, self.room, self.kept, self.threshold, out, busy)  # fmt: skip
            sums += out
            by_day[n] = out[:, :, [OFFERED, IN_TIME]].sum(axis=0)
        return Figures(sums, by_day, busy, events)


def days_of(scenario: Scenario, many: int, seed: int) -> list[Day]:
    return [draw(scenario, np.random.default_rng([seed, n])) for n in range(many)]


def fewest(desk: Desk, days: list[Day]) -> np.ndarray:
    """Groups by intervals: from the root of the load, one more where a level is missed, then one less wherever none
    is. Not proven least: more than one staffing may be."""
    scenario, staff = desk.scenario, _start(desk.scenario, desk)
    for _ in range(ROUNDS):
        missed = _missed(desk, days, staff)
        if not missed.any():
            break
        for interval, kind in zip(*np.nonzero(missed), strict=True):
            for earlier in {max(0, interval - 1), interval} if missed[: interval + 1, kind].sum() > 1 else {interval}:
                staff[scenario.order(scenario.types[kind])[0], earlier] += 1
    return _leaner(desk, days, staff)


def _start(scenario: Scenario, desk: Desk) -> np.ndarray:
    staff = np.zeros((len(scenario.groups), scenario.intervals), dtype=np.int64)
    for n, kind in enumerate(scenario.types):
        group = scenario.order(kind)[0]
        once = desk.room[group] // desk.need[group, n]
        for interval, calls in enumerate(kind.calls):
            load = calls * kind.handle_seconds / scenario.interval_seconds / once
            staff[group, interval] += ceil(load + SECURITY * sqrt(load)) if load else 0
    return staff


def _missed(desk: Desk, days: list[Day], staff: np.ndarray) -> np.ndarray:
    """Intervals by types."""
    sums = desk.play(days, staff).sums
    levels = np.array([t.level for t in desk.scenario.types])
    return sums[:, :, IN_TIME] < levels * sums[:, :, OFFERED] - NEARLY


def _leaner(desk: Desk, days: list[Day], staff: np.ndarray) -> np.ndarray:
    """One less at each place where nothing is missed for it, most flexible groups first."""
    groups = sorted(range(len(staff)), key=lambda g: -len(desk.scenario.groups[g].skills))
    if _missed(desk, days, staff).any():
        return staff
    for group in groups:
        for interval in range(staff.shape[1]):
            while staff[group, interval] > 0:
                staff[group, interval] -= 1
                if _missed(desk, days, staff).any():
                    staff[group, interval] += 1
                    break
    return staff


class TypeTold(msgspec.Struct, frozen=True):
    """Means of a day. `level_error`: 95 % of such means lie within so much of it."""

    name: str
    offered: float
    level: float
    level_error: float
    abandoned: float
    wait_seconds: float
    levels: tuple[float, ...]     # by interval; 1 where nobody came


class GroupTold(msgspec.Struct, frozen=True):
    """`advisors` who are there and, with their shrinkage, `scheduled`, by interval; `occupancy`: of their places."""

    name: str
    advisors: tuple[int, ...]
    scheduled: tuple[int, ...]
    occupancy: float


def told(desk: Desk, days: list[Day], staff: np.ndarray) -> tuple[list[TypeTold], list[GroupTold], int]:
    """Figures of each type and group, and how many events were played."""
    found, scenario = desk.play(days, staff), desk.scenario
    types = []
    for n, kind in enumerate(scenario.types):
        by_interval, one = found.sums[:, n], found.sums[:, n].sum(axis=0)
        offered = max(one[OFFERED], 1)
        level, days_seen = one[IN_TIME] / offered, found.by_day[:, n]
        left = days_seen[:, 1] - level * days_seen[:, 0]        # error of a ratio of sums over days
        error = NORMAL_95 * sqrt(float(left @ left)) / offered * sqrt(len(days) / max(1, len(days) - 1))
        came = by_interval[:, OFFERED]
        levels = np.where(came > 0, by_interval[:, IN_TIME] / np.maximum(came, 1), 1)
        means = (one[OFFERED] / len(days), level, error, one[ABANDONED] / offered, one[WAITED] / offered)
        types.append(TypeTold(kind.name, *map(float, means), tuple(levels.tolist())))
    groups = []
    for n, group in enumerate(scenario.groups):
        places = float(staff[n].sum() * scenario.interval_seconds * desk.room[n] * len(days))
        scheduled = tuple(ceil(a / (1 - group.shrinkage) - NEARLY) for a in staff[n].tolist())
        occupancy = float(found.busy[n] / places) if places else 0.0
        groups.append(GroupTold(group.name, tuple(staff[n].tolist()), scheduled, occupancy))
    return types, groups, found.events
