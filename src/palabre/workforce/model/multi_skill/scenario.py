"""What is asked of a simulation of staffing: who contacts, who is there, who can do what; and the chance of one day."""

from __future__ import annotations

from math import log

import msgspec
import numpy as np

from palabre.foundations.limits import (
    STAFFING_ADVISORS_MAX,
    STAFFING_CALLS_MAX,
    STAFFING_GROUPS_MAX,
    STAFFING_INTERVALS_MAX,
)
from palabre.workforce.problems import QuestionRefused

FOREVER = 1e12  # seconds: who never loses patience


class Type(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`calls`: expected in each interval; `scatter`: how far a whole day lies from that (its standard deviation beside
    the mean; 0: not at all). `handle_variation`: standard deviation of handling beside its mean (1: exponential).
    `patience_seconds` 0: endless. `level` of offered to be answered within `threshold_seconds`."""

    name: str
    calls: tuple[float, ...]
    handle_seconds: float
    handle_variation: float = 1.0
    patience_seconds: float = 0.0
    threshold_seconds: float = 20.0
    level: float = 0.8
    scatter: float = 0.0


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """People alike. `skills`: type → rank, what they take first (1 before 2). `at_once`: type → how many of it one of
    them holds at a time (1). `kept`: type → so many idle ones are kept for others. `advisors`: in each interval, or one
    number for all. `shrinkage`: share of those on the schedule that is not there."""

    name: str
    skills: dict[str, int]
    advisors: tuple[int, ...] | int = 0
    at_once: dict[str, int] = {}
    kept: dict[str, int] = {}
    shrinkage: float = 0.0


class Scenario(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`prefers`: type → groups in the order in which they are asked; else those with the fewest skills first."""

    types: tuple[Type, ...]
    groups: tuple[Group, ...]
    interval_seconds: float = 1800.0
    prefers: dict[str, tuple[str, ...]] = {}

    @property
    def intervals(self) -> int:
        return len(self.types[0].calls)

    def staff(self) -> np.ndarray:
        """Groups by intervals."""
        rows = [[g.advisors] * self.intervals if isinstance(g.advisors, int) else list(g.advisors) for g in self.groups]
        return np.array(rows, dtype=np.int64)

    def order(self, kind: Type) -> list[int]:
        """Indices of the groups that are asked for such a customer."""
        names = {g.name: n for n, g in enumerate(self.groups)}
        if kind.name in self.prefers:
            return [names[name] for name in self.prefers[kind.name]]
        able = [n for n, g in enumerate(self.groups) if kind.name in g.skills]
        return sorted(able, key=lambda n: (len(self.groups[n].skills), self.groups[n].skills[kind.name], n))


def checked(scenario: Scenario) -> Scenario:
    """QuestionRefused where it makes no sense, in words with the place."""
    if not scenario.types or not scenario.groups or not scenario.intervals:
        raise QuestionRefused("a scenario has types, groups and at least one interval")
    most = max(len(scenario.types), len(scenario.groups))
    if scenario.intervals > STAFFING_INTERVALS_MAX or most > STAFFING_GROUPS_MAX:
        raise QuestionRefused(f"up to {STAFFING_INTERVALS_MAX} intervals, {STAFFING_GROUPS_MAX} types and groups")
    names = [t.name for t in scenario.types]
    groups = [g.name for g in scenario.groups]
    if len(set(names)) < len(names) or len(set(groups)) < len(groups):
        raise QuestionRefused("two types or two groups have one name")
    if not 60 <= scenario.interval_seconds <= 86_400:
        raise QuestionRefused("interval_seconds: from 60 to 86400")
    for group in scenario.groups:
        _check_group(scenario, group, names)
    for kind in scenario.types:
        _check_type(scenario, kind)
    for name, asked in scenario.prefers.items():
        unable = [g for g in asked if g not in groups or name not in scenario.groups[groups.index(g)].skills]
        if name not in names or unable:
            raise QuestionRefused(f"prefers.{name}: {', '.join(unable) or 'no such type'}: not able, or not there")
    return scenario


def _check_type(scenario: Scenario, kind: Type) -> None:
    place = f"types.{kind.name}"
    if len(kind.calls) != scenario.intervals or min(kind.calls) < 0:
        raise QuestionRefused(f"{place}.calls: {scenario.intervals} numbers of 0 or more, one an interval")
    if sum(kind.calls) > STAFFING_CALLS_MAX:
        raise QuestionRefused(f"{place}.calls: over {STAFFING_CALLS_MAX} in all")
    if kind.handle_seconds <= 0 or kind.handle_variation < 0 or kind.patience_seconds < 0 or kind.scatter < 0:
        raise QuestionRefused(f"{place}: handling takes time, and nothing is negative")
    if not 0 <= kind.level <= 1 or kind.threshold_seconds < 0:
        raise QuestionRefused(f"{place}.level: a share from 0 to 1, within a threshold of 0 or more")
    if not any(kind.name in g.skills for g in scenario.groups):
        raise QuestionRefused(f"{place}: nobody is able")


def _check_group(scenario: Scenario, group: Group, names: list[str]) -> None:
    place = f"groups.{group.name}"
    for field in (group.skills, group.at_once, group.kept):
        if unknown := [name for name in field if name not in names]:
            raise QuestionRefused(f"{place}: there is no type {unknown[0]!r}")
    if not isinstance(group.advisors, int) and len(group.advisors) != scenario.intervals:
        raise QuestionRefused(f"{place}.advisors: {scenario.intervals} numbers, one an interval, or one for all")
    staff = [group.advisors] if isinstance(group.advisors, int) else group.advisors
    if min(staff) < 0 or max(staff) > STAFFING_ADVISORS_MAX:
        raise QuestionRefused(f"{place}.advisors: from 0 to {STAFFING_ADVISORS_MAX}")
    if any(not 1 <= n <= 12 for n in group.at_once.values()) or any(n < 0 for n in group.kept.values()):
        raise QuestionRefused(f"{place}: from 1 to 12 at once, and nobody kept is 0")
    if not 0 <= group.shrinkage < 1:
        raise QuestionRefused(f"{place}.shrinkage: a share from 0 to less than 1")


class Day(msgspec.Struct, frozen=True):
    """One day's customers, in order: when, of which type, how long each is served and waits at most."""

    at: np.ndarray
    kind: np.ndarray
    service: np.ndarray
    patience: np.ndarray


def draw(scenario: Scenario, chance: np.random.Generator) -> Day:
    """The same chance gives the same customers, whatever the staffing. Counts are Poisson, of a mean that the whole
    day's luck moves (Gamma); times in an interval are even."""
    parts = []
    for n, kind in enumerate(scenario.types):
        luck = chance.gamma(1 / kind.scatter**2, kind.scatter**2) if kind.scatter else 1.0
        counts = chance.poisson(np.array(kind.calls) * luck)
        total = int(counts.sum())
        at = (np.repeat(np.arange(scenario.intervals), counts) + chance.random(total)) * scenario.interval_seconds
        patience = np.full(total, FOREVER)
        if kind.patience_seconds:
            patience = chance.exponential(kind.patience_seconds, total)
        parts.append((at, np.full(total, n, dtype=np.int64), _times(kind, total, chance), patience))
    at, types, service, patience = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(at, kind="stable")
    return Day(at[order], types[order], service[order], patience[order])


def _times(kind: Type, total: int, chance: np.random.Generator) -> np.ndarray:
    if kind.handle_variation == 1:
        return chance.exponential(kind.handle_seconds, total)
    spread = log(1 + kind.handle_variation**2)
    return chance.lognormal(log(kind.handle_seconds) - spread / 2, spread**0.5, total)
