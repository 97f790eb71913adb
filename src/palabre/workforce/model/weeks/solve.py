"""Column generation over every shape, then whole numbers: rounded at once, bettered by HiGHS while time is left."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import numpy as np

from palabre.workforce.model.weeks.classes import kinds
from palabre.workforce.model.weeks.master import Column, Master
from palabre.workforce.model.weeks.polish import polished
from palabre.workforce.model.weeks.week import DAYS, Week

NEAR = 1e-3  # relaxed value and its bound: then columns suffice
GAP = 8e-3  # at which it stops by itself
SHAPES_A_TURN = 2
RELAXED_SHARE = 0.5  # of the time, at most
ROUNDS_MAX, ENOUGH = 8, 2e-4  # of single heads, each begun from what HiGHS shared out anew; gained by one
TINY = 2e-4  # of all hours needed: less than that short of the bound is none


class Plan(msgspec.Struct):
    """Numbers of a week: `lines[n]` people follow line n of `Master.lines`; `heads` of them work each (line, day,
    shape). `objective`: hours needed that are not covered; `bound`: of any week of these shapes; `banded_bound`: of
    weeks by lines."""

    objective: float
    bound: float
    banded_bound: float
    lines: list[int]
    heads: list[tuple[int, int, int, int]]
    stopped: str = "time"

    @property
    def gap(self) -> float:
        return max(0.0, self.objective - self.bound) / self.objective if self.objective > 1e-9 else 0.0


def solve(week: Week, left: Callable[[], float], told: Callable[[Plan], None], gap: float = GAP) -> tuple[Plan, Master]:
    """The best plan in `left()` seconds; `told` each better one. Conflict where no week can be made."""
    master, total = Master(week, kinds(week)), max(left(), 1e-3)
    master.add([(n, d, int(m[0])) for n, x in enumerate(master.lines) for d, m in enumerate(x.may) if m.size])
    banded, bound, value = 0.0, 0.0, np.inf
    while True:
        value, prices = master.relaxed()
        lower, found = master.priced(prices, SHAPES_A_TURN)
        banded, bound = max(banded, lower), max(bound, master.loose_bound(prices))
        over = left() <= total * (1 - RELAXED_SHARE)
        if value - banded <= NEAR * max(value, 1e-9) + 1e-6 or over or not master.add(found):
            break
    plan = _rounded(master, bound, banded)
    told(plan)
    for _ in range(ROUNDS_MAX):
        before, plan = plan.objective, _polished(master, plan, left)
        if plan.objective > before - ENOUGH * before or left() <= 0:
            break
        told(plan)

    def better(objective: float, lines: np.ndarray, heads: np.ndarray) -> None:
        nonlocal plan
        if objective < plan.objective - 1e-9:
            plan = _plan(master, objective, bound, banded, lines, heads)
            told(plan)

    tiny = TINY * float(master.need.sum()) * master.hour
    enough = lambda objective: objective - bound <= max(gap * objective, tiny)
    if not enough(plan.objective) and left() > 0:
        start = np.concatenate([plan.lines, _dense(master, plan)])
        ended = master.whole(left, enough, better, start)
        if ended and left() > 0:
            plan.stopped = "optimal"
    if enough(plan.objective):
        plan.stopped = "optimal"
    told(plan)
    return plan, master


def _dense(master: Master, plan: Plan) -> np.ndarray:
    place = {c: n for n, c in enumerate(master.columns)}
    found = np.zeros(len(master.columns))
    for line, day, shape, heads in plan.heads:
        found[place[line, day, shape]] = heads
    return found


def _plan(master: Master, objective, bound, banded, lines, heads) -> Plan:
    numbered: list[tuple[Column, float]] = [(c, h) for c, h in zip(master.columns, heads, strict=True) if h > 0.5]
    return Plan(float(objective), bound, banded, [int(n) for n in lines], [(*c, int(h)) for c, h in numbered])


def _polished(master: Master, plan: Plan, left: Callable[[], float]) -> Plan:
    """By single heads; left as it was where that gains nothing once all is shared out at best."""
    heads = polished(master, plan.lines, {(n, d, s): h for n, d, s, h in plan.heads}, left)
    master.add(list(heads))
    dense = np.array([heads.get(c, 0) for c in master.columns], float)
    lines = np.array(plan.lines, float)
    objective = master.costing(lines, dense)
    return _plan(master, objective, plan.bound, plan.banded_bound, lines, dense) if objective < plan.objective else plan


def _rounded(master: Master, bound: float, banded: float) -> Plan:
    """Whole numbers beside the relaxed ones: people of lines, then days of lines, then shapes of days."""
    shares, heads = master.solution()
    lines, whole = np.zeros(len(shares)), np.zeros(len(heads))
    of_kind = np.array([x.kind for x in master.lines])
    for k, kind in enumerate(master.kinds):
        mine = np.flatnonzero(of_kind == k)
        lines[mine] = apportioned(shares[mine], len(kind.people), np.full(len(mine), np.inf))
    cells: dict[tuple[int, int], list[int]] = {}
    for n, (line, day, _) in enumerate(master.columns):
        cells.setdefault((line, day), []).append(n)
    for n, x in enumerate(master.lines):
        days = [cells.get((n, d), []) for d in range(DAYS)]
        most = np.array([lines[n] if c else 0.0 for c in days])
        sums = apportioned(np.array([heads[c].sum() for c in days]), int(x.days * lines[n]), most)
        for mine, many in zip(days, sums, strict=True):
            if mine:
                whole[mine] = apportioned(heads[mine], int(many), np.full(len(mine), np.inf))
    return _plan(master, master.costing(lines, whole), bound, banded, lines, whole)


def apportioned(shares: np.ndarray, total: int, most: np.ndarray) -> np.ndarray:
    """Whole numbers that sum up to `total`, each near its share of it and at most `most`."""
    sum_ = shares.sum()
    wanted = shares * (total / sum_) if sum_ > 0 else np.full(len(shares), total / max(1, len(shares)))
    found = np.minimum(np.floor(wanted + 1e-9), most)
    while (lacking := total - int(found.sum())) > 0:
        room = np.flatnonzero(found < most)
        order = room[np.argsort(found[room] - wanted[room], kind="stable")][:lacking]
        found[order] += 1
    return found
