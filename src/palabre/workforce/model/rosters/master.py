"""The restricted master: which of the rosters known each person takes, so that cover costs least (HiGHS).

One row per (day, shift): heads there + under − over = wanted; one per person: takes exactly one (each has one before
anything is solved). Relaxed, its duals price new rosters, and Lagrange's value of them bounds every roster there is.
"""

from __future__ import annotations

import highspy
import numpy as np

from palabre.workforce.model.rosters.instance import Instance


class Unsolved(Exception):
    """HiGHS ended in a state whose numbers mean nothing; its name."""


class Master:
    def __init__(self, instance: Instance) -> None:
        self.days, self.n, self.people = instance.n_days, len(instance.shifts), len(instance.staffs)
        self.wishes, self.owed = wishes(instance)
        self.wanted = np.array([[c.requirement for c in day] for day in instance.covers], float)
        self.under = np.array([[c.weight_if_under for c in day] for day in instance.covers], float)
        self.over = np.array([[c.weight_if_over for c in day] for day in instance.covers], float)
        self.h = h = highspy.Highs()
        h.setOptionValue("output_flag", False)
        h.setOptionValue("threads", 1)
        none, nothing = np.empty(0, np.int32), np.empty(0)
        for wanted in self.wanted.ravel():
            h.addRow(wanted, wanted, 0, none, nothing)
        for _ in range(self.people):
            h.addRow(1, 1, 0, none, nothing)
        one = np.ones(1)
        for row, (under, over) in enumerate(zip(self.under.ravel(), self.over.ravel(), strict=True)):
            h.addCol(under, 0, highspy.kHighsInf, 1, np.array([row], np.int32), one)
            h.addCol(over, 0, highspy.kHighsInf, 1, np.array([row], np.int32), -one)
        self.first = h.getNumCol()
        self.owner: list[int] = []
        self.rows: list[np.ndarray] = []
        self.seen: set[tuple[int, bytes]] = set()

    def _of(self, person: int) -> int:
        return self.days * self.n + person

    def add(self, person: int, row: np.ndarray) -> bool:
        """A roster more; false where it is known."""
        key = (person, row.astype(np.int8).tobytes())
        if key in self.seen:
            return False
        self.seen.add(key)
        worked = np.flatnonzero(row >= 0)
        index = np.append(worked * self.n + row[worked], self._of(person)).astype(np.int32)
        self.h.addCol(self.wish(person, row), 0, highspy.kHighsInf, len(index), index, np.ones(len(index)))
        self.owner.append(person)
        self.rows.append(row)
        return True

    def wish(self, person: int, row: np.ndarray) -> float:
        worked = np.flatnonzero(row >= 0)
        return float(self.owed[person] + self.wishes[person][worked, row[worked]].sum())

    def relaxed(self) -> tuple[float, np.ndarray, np.ndarray, np.ndarray]:
        """Value; price[day, shift] of a head; dual of each person; x of each roster known."""
        self.h.run()
        if self.h.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self.h.clearSolver()  # from the beginning: what it had learnt may be why
            self.h.run()
        if (state := self.h.getModelStatus()) != highspy.HighsModelStatus.kOptimal:
            raise Unsolved(self.h.modelStatusToString(state))
        solution = self.h.getSolution()
        duals = np.array(solution.row_dual)
        cut = self.days * self.n
        return self.h.getInfo().objective_function_value, duals[:cut].reshape(self.days, self.n), duals[cut:], np.array(
            solution.col_value[self.first :])  # fmt: skip

    def lagrange(self, duals: np.ndarray, least: float) -> float:
        """The bound of these prices, `least` being the sum over people of their cheapest roster. HiGHS keeps duals of
        cover within the costs of under and over but for rounding, so they are put back there."""
        return float((np.clip(duals, -self.over, self.under) * self.wanted).sum() + least)

    def take(self, column: int) -> None:
        self.h.changeColBounds(self.first + column, 1, 1)

    def free(self) -> None:
        for column in range(len(self.rows)):
            self.h.changeColBounds(self.first + column, 0, highspy.kHighsInf)

    def whole(self, seconds: float, start: list[int]) -> list[int] | None:
        """The best choice among the rosters known (a MIP for at most so long, started from these), a column each."""
        h = self.h
        count = h.getNumCol()
        for column in range(self.first, count):
            h.changeColIntegrality(column, highspy.HighsVarType.kInteger)
        before = h.getOptionValue("time_limit")[1]
        h.setOptionValue("time_limit", h.getRunTime() + seconds)
        if start:
            h.setSolution(len(start), np.array([self.first + c for c in start], np.int32), np.ones(len(start)))
        h.run()
        states = highspy.HighsModelStatus
        is_usable = h.getModelStatus() in (states.kOptimal, states.kTimeLimit, states.kInterrupt, states.kSolutionLimit)
        x = np.array(h.getSolution().col_value[self.first :])
        for column in range(self.first, count):
            h.changeColIntegrality(column, highspy.HighsVarType.kContinuous)
        h.setOptionValue("time_limit", before)
        taken = [int(c) for c in np.flatnonzero(x > 0.5)] if is_usable else []
        return taken if sorted(self.owner[c] for c in taken) == list(range(self.people)) else None


def wishes(instance: Instance) -> tuple[np.ndarray, np.ndarray]:
    """cost[person, day, shift] of working it beside what each owes if she works nothing."""
    index = {shift.id: place for place, shift in enumerate(instance.shifts)}
    cost = np.zeros((len(instance.staffs), instance.n_days, len(instance.shifts)))
    owed = np.zeros(len(instance.staffs))
    for person, staff in enumerate(instance.staffs):
        for r in staff.on_requests or ():
            owed[person] += r.weight
            cost[person, r.day, index[r.shift]] -= r.weight
        for r in staff.off_requests or ():
            cost[person, r.day, index[r.shift]] += r.weight
    return cost, owed
