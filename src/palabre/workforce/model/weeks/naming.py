"""From numbers to names: who follows which line, works which days, takes which shape.

Three transports, each exact: within a class everybody may do what anybody may, so cover loses nothing by it. What is
least: the squares of burdens over thirteen weeks, and wishes missed, of whom they were missed before the dearer.
"""

from __future__ import annotations

import highspy
import numpy as np

from palabre.workforce.model.weeks.classes import Kind, Line
from palabre.workforce.model.weeks.fairness import burden, missed, portion
from palabre.workforce.model.weeks.shapes import Shape
from palabre.workforce.model.weeks.solve import Plan
from palabre.workforce.model.weeks.week import DAYS, Week

Days = list[Shape | None]
WISHES = 12.0  # all her wishes missed weigh as much as so many points squared


def named(week: Week, kinds: list[Kind], lines: list[Line], plan: Plan) -> list[Days]:
    """assignment[person][day]."""
    found: list[Days] = [[None] * DAYS for _ in week.people]
    heads: dict[int, list[tuple[int, int, int]]] = {}
    for line, day, shape, many in plan.heads:
        heads.setdefault(line, []).append((day, shape, many))
    ledger = Ledger(week)
    for k, kind in enumerate(kinds):
        mine = [n for n, x in enumerate(lines) if x.kind == k and plan.lines[n]]
        for line, people in _of_lines(ledger, kind.people, mine, lines, heads, plan):
            _of_days(ledger, people, lines[line], heads.get(line, []), found)
    return found


class Ledger:
    """Burden so far, by a full week of each contract."""

    def __init__(self, week: Week) -> None:
        self.week = week
        self.portion = np.array([max(1e-6, portion(week, p)) for p in week.people])
        self.borne = np.array([p.burden_before for p in week.people]) / self.portion
        self.wishes = np.array([WISHES * (2 - p.satisfied_before) if p.wishes else 0.0 for p in week.people])

    def dear(self, people: np.ndarray, points: np.ndarray) -> np.ndarray:
        """cost[person, thing] of so many points more: what squares gain."""
        more = points[None, :] / self.portion[people][:, None]
        return more * (2 * self.borne[people][:, None] + more)

    def missing(self, people: np.ndarray, things: list[list[tuple[int, Shape | None]]]) -> np.ndarray:
        """cost[person, thing]: what each of her wishes weighs, a mean of the days that the thing may be."""
        found = np.zeros((len(people), len(things)))
        for row, p in enumerate(people):
            if self.wishes[p] and things:
                person = self.week.people[p]
                found[row] = [sum(missed(person, *t) for t in some) / max(1, len(some)) for some in things]
                found[row] *= self.wishes[p]
        return found


def _of_lines(ledger, people, mine, lines, heads, plan):
    """Who follows which of the class's lines."""
    who = np.array(people)
    points, things = [], []
    for n in mine:
        shapes = lines[n].family.shapes
        some = [(d, shapes[s], many) for d, s, many in heads.get(n, [])]
        points.append(sum(burden(d, s) * many for d, s, many in some) / plan.lines[n])
        things.append([(d, s) for d, s, _ in some])
    cost = ledger.dear(who, np.array(points)) + ledger.missing(who, things)
    taken = transport(cost, np.ones(len(who)), np.array([plan.lines[n] for n in mine], float))
    return [(n, who[taken[:, place] > 0.5]) for place, n in enumerate(mine)]


def _of_days(ledger: Ledger, people: np.ndarray, line: Line, heads: list, found: list[Days]) -> None:
    """Who of a line works which days; then, day by day from the heaviest, which shape."""
    if not len(people) or not heads:
        return
    by_day: list[list[tuple[Shape, int]]] = [[] for _ in range(DAYS)]
    for day, shape, many in heads:
        by_day[day].append((line.family.shapes[shape], many))
    sums = np.array([sum(many for _, many in day) for day in by_day], float)
    points = [sum(burden(d, s) * many for s, many in day) / max(1.0, sums[d]) for d, day in enumerate(by_day)]
    worked = ledger.missing(people, [[(d, s) for s, _ in day] for d, day in enumerate(by_day)])
    free = ledger.missing(people, [[(d, None)] for d in range(DAYS)])
    cost = ledger.dear(people, np.array(points)) + worked - free
    works = transport(cost, np.full(len(people), float(line.days)), sums) > 0.5
    for day in sorted(range(DAYS), key=lambda d: -points[d]):
        there, shapes = people[works[:, day]], by_day[day]
        if not len(there):
            continue
        weights = np.array([burden(day, s) for s, _ in shapes])
        cost = ledger.dear(there, weights) + ledger.missing(there, [[(day, s)] for s, _ in shapes])
        taken = transport(cost, np.ones(len(there)), np.array([m for _, m in shapes], float)).argmax(axis=1)
        for p, which in zip(there, taken, strict=True):
            found[p][day] = shapes[which][0]
            ledger.borne[p] += weights[which] / ledger.portion[p]


def transport(cost: np.ndarray, supply: np.ndarray, demand: np.ndarray) -> np.ndarray:
    """x[i, j] of 0 or 1 at least cost, rows summing to `supply`, columns to `demand`: whole by itself."""
    rows, columns = cost.shape
    if columns == 1:
        return supply[:, None].copy()
    cost = cost - cost.min()
    h = highspy.Highs()
    h.setOptionValue("output_flag", False)
    h.setOptionValue("threads", 1)
    none = np.empty(0, np.int32)
    sums = np.concatenate([supply, demand]).astype(float)
    h.addRows(rows + columns, sums, sums, 0, none, none, np.empty(0))
    count = rows * columns
    index = np.empty((count, 2), np.int32)
    index[:, 0] = np.repeat(np.arange(rows), columns)
    index[:, 1] = rows + np.tile(np.arange(columns), rows)
    h.addCols(count, cost.ravel().astype(float), np.zeros(count), np.ones(count), 2 * count,
              np.arange(0, 2 * count, 2, dtype=np.int32), index.ravel(), np.ones(2 * count))  # fmt: skip
    h.run()
    if h.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise ArithmeticError(f"transport of {rows} to {columns}: {h.modelStatusToString(h.getModelStatus())}")
    return np.rint(np.array(h.getSolution().col_value)).reshape(rows, columns)
