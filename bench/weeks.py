"""A week of many people: seconds until it is within 1 % of the bound, and how evenly burdens lie over thirteen weeks.

    ./palabre bench weeks [--people 1000 5000] [--runs 5] [--json] [--quick]

An invented centre open from seven to ten at night, three skills, four contracts of which one in four is split at
home, days of leave; the pack FR-2026-IDCC2098. The peer is plain rounding of the same relaxation: what a planner has
who stops there; both against the bound that holds for any week of these shapes. Fairness: the least Jain index of a
contract after thirteen weeks of a tenth of the people, and what naming them cost in cover.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import _machine
import msgspec
import numpy as np
from _machine import Others, Row

from palabre.workforce.model.labour.packs import whole
from palabre.workforce.model.labour.schedule import Contract as Labour
from palabre.workforce.model.weeks.naming import named
from palabre.workforce.model.weeks.solve import Plan, solve
from palabre.workforce.model.weeks.told import cover, evenness, heads_short
from palabre.workforce.model.weeks.week import Contract, Group, Person, Week

SECONDS = {1_000: 60.0, 5_000: 120.0}
GAP_PERCENT, JAIN, LOSS_PERCENT, WEEKS = 1.0, 0.95, 2.0, 13
EPOCH, MONDAY, SLOTS = datetime(1970, 1, 1), date(2026, 3, 2), 48
SKILLS = (("billing",), ("technical",), ("sales",), ("billing", "sales"), ("billing", "technical"))


def instants(wall: datetime) -> int:
    return int((wall - EPOCH) // timedelta(minutes=1))


def centre(people: int, seed: int) -> Week:
    chance = np.random.default_rng(seed)
    at = (np.arange(SLOTS) + 0.5) / 2
    curve = np.exp(-(((at - 10.5) / 2) ** 2)) + 0.75 * np.exp(-(((at - 15.5) / 2) ** 2))
    curve += 0.8 * np.exp(-(((at - 19) / 1.6) ** 2)) + 0.12
    curve[(at < 7) | (at > 22)] = 0
    noise = lambda: 1 + 0.05 * chance.normal(size=SLOTS)
    groups = tuple(
        Group(name, tuple(
            tuple(np.round(curve * much * share * people * 0.55 * noise()).clip(0).tolist())
            for much in (1.15, 1.05, 1, 1, 1, 0.7, 0)))
        for name, share in (("billing", 0.45), ("technical", 0.35), ("sales", 0.2))
    )  # fmt: skip
    full, part = Labour(weekly_minutes=2100), Labour(weekly_minutes=1680, part_time=True)
    contracts = {
        "full": Contract("full", ((5, 420),), labour=full), "part": Contract("part", ((4, 420),), labour=part),
        "days": Contract("days", ((5, 420),), evening=False, saturday=False, labour=full),
        "home": Contract("home", ((5, 420),), split=True, labour=full),
    }  # fmt: skip

    def person(n: int) -> Person:
        contract = str(chance.choice(["home", "full", "days", "part"], p=[0.25, 0.45, 0.15, 0.15]))
        skills = SKILLS[chance.choice(len(SKILLS), p=[0.35, 0.3, 0.15, 0.1, 0.1])]
        leave = _leave(chance)
        return Person(f"p{n}", contract, frozenset(skills), "home" if contract == "home" else "office", leave=leave)

    return Week(MONDAY, 30, groups, contracts, tuple(map(person, range(people))), whole("FR-2026-IDCC2098"), instants)


def _leave(chance: np.random.Generator) -> frozenset[int]:
    return frozenset({int(chance.integers(0, 5))}) if chance.random() < 0.04 else frozenset()


def one(week: Week, seconds: float) -> tuple[float, float, float]:
    """Seconds with names, gap in percent, and that of rounding alone."""
    began, plans = time.perf_counter(), []
    plan, master = solve(week, lambda: seconds - (time.perf_counter() - began), plans.append)
    named(week, master.kinds, master.lines, plan)
    first: Plan = plans[0]
    rounding = 100 * (first.objective - plan.bound) / max(1e-9, first.objective)
    return time.perf_counter() - began, 100 * plan.gap, rounding


def thirteen(week: Week, weeks: int, seconds: float) -> tuple[float, float]:
    """The least Jain index after them, and the greatest loss of cover by naming, in percent of the hours needed."""
    jain, lost, chance = 1.0, 0.0, np.random.default_rng(1)
    for _ in range(weeks):
        until = time.perf_counter() + seconds
        plan, master = solve(week, lambda until=until: until - time.perf_counter(), lambda _: None)
        assignment = named(week, master.kinds, master.lines, plan)
        by_names = cover(week, heads_short(week, assignment))
        lost = max(lost, 100 * (by_names["hours_short"] - plan.objective) / by_names["hours_needed"])
        told = evenness(week, assignment)
        jain = told["jain_least"]
        people = (msgspec.structs.replace(p, burden_before=one["thirteen_weeks"], leave=_leave(chance))
                  for p, one in zip(week.people, told["people"], strict=True))  # fmt: skip
        week = msgspec.structs.replace(week, people=tuple(people))
    return jain, lost


def main() -> int:
    parser = _machine.asking(__doc__, "one run, sixty people, two weeks: shows that it works")
    parser.add_argument("--people", type=int, nargs="+", default=list(SECONDS))
    asked = parser.parse_args()
    weeks = WEEKS
    if asked.quick:
        asked.runs, asked.people, weeks = 1, [60], 2
    of_machine = _machine.machine()
    one(centre(30, 0), 10.0)  # compiled
    rows = []
    for people in asked.people:
        seconds = SECONDS.get(people, 60.0)
        goals = (seconds, GAP_PERCENT) if people in SECONDS else (None, None)
        took = Row(f"a week of {people}, with names", "s", [], goal=goals[0])
        gap = Row(f"a week of {people}, from the bound", "%", [], [], "rounding alone", goals[1])
        for run in range(asked.runs):
            with Others() as others:
                spent, ours, rounding = one(centre(people, run), seconds)
            took.values.append(spent)
            took.others.append(others.share)
            gap.values.append(ours)
            gap.peer_values.append(rounding)
        rows += [took, gap]
    jain, lost = thirteen(centre(max(30, asked.people[0] // 10), 1), weeks, 15.0)
    goal = None if asked.quick else 100 * JAIN
    rows += [Row(f"Jain after {weeks} weeks, least contract", "×100", [100 * jain], goal=goal, lower=False),
             Row("cover lost by naming", "%", [lost], goal=LOSS_PERCENT)]  # fmt: skip
    return _machine.report("weeks", of_machine, rows, asked.json)


if __name__ == "__main__":
    sys.exit(main())
