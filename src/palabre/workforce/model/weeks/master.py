"""How many of each class follow which line, and how many of them work which shape on which day (HiGHS).

Rows: cover of each group and open interval; for classes of several skills, heads of each set of skills and interval,
shared out among its groups; each class's people; each line's days of work; each line's people a day. What is minimised:
hours that are needed and not covered. Prices of any relaxation give Lagrange's bound by one look at every shape there
is, without HiGHS.
"""

from __future__ import annotations

from collections.abc import Callable

import highspy
import numpy as np

from palabre.workforce.model.weeks.classes import Kind, Line, lines_of
from palabre.workforce.model.weeks.week import DAYS, Week

PRIMAL = 4
INFINITY = highspy.kHighsInf
Column = tuple[int, int, int]  # line, day, shape


class Unsolved(Exception):
    """HiGHS ended in no state that can be used; `args` names it."""


class Master:
    def __init__(self, week: Week, kinds: list[Kind]) -> None:
        self.week, self.kinds, self.hour = week, kinds, week.interval / 60
        self.lines: list[Line] = lines_of(kinds)
        need = np.array([g.need for g in week.groups], float).reshape(len(week.groups), DAYS * week.slots)
        self.need, self.open = need, need > 0
        self.h = h = highspy.Highs()
        for name, value in (("output_flag", False), ("threads", 1), ("random_seed", 1)):
            h.setOptionValue(name, value)
        self._rows()
        self._fixed_columns()
        self.columns: list[Column] = []
        self.seen: set[Column] = set()

    def _rows(self) -> None:
        sets = sorted({k.skills for k in self.kinds})
        count = 0
        self.cover_row = np.full(self.open.shape, -1)
        self.cover_row[self.open] = np.arange(self.open.sum())
        count += int(self.open.sum())
        self.set_row: dict[tuple[int, ...], np.ndarray] = {}
        for skills in sets:
            if len(skills) == 1:
                self.set_row[skills] = self.cover_row[skills[0]]
                continue
            there = self.open[list(skills)].any(axis=0)
            rows = np.full(there.shape, -1)
            rows[there] = count + np.arange(there.sum())
            self.set_row[skills], count = rows, count + int(there.sum())
        self.kind_row, self.days_row = count, count + len(self.kinds)
        self.day_row = self.days_row + len(self.lines)
        wanted = self.need[self.open]
        zero, free = np.zeros, lambda n: np.full(n, INFINITY)
        people, sharing = np.array([len(k.people) for k in self.kinds], float), count - len(wanted)
        lines = len(self.lines)
        low = np.concatenate([wanted, zero(sharing), people, zero(lines), -free(lines * DAYS)])
        high = np.concatenate([free(len(wanted) + sharing), people, zero(lines), zero(lines * DAYS)])
        none = np.empty(0, np.int32)
        self.h.addRows(len(low), low, high, 0, none, none, np.empty(0))

    def _fixed_columns(self) -> None:
        """Hours short; heads of several skills by group; people of each line."""
        cover = self.cover_row[self.open]
        self._add(np.full(len(cover), self.hour), [([r], [1.0]) for r in cover])
        shared = [
            ([rows[t], self.cover_row[g, t]], [-1.0, 1.0])
            for skills, rows in self.set_row.items() if len(skills) > 1
            for g in skills for t in np.flatnonzero(self.open[g])
        ]  # fmt: skip
        self._add(np.zeros(len(shared)), shared)
        self.first_line = self.h.getNumCol()
        self._add(np.zeros(len(self.lines)), [
            ([self.kind_row + x.kind, self.days_row + n, *(self.day_row + n * DAYS + d for d in range(DAYS))],
             [1.0, -float(x.days), *([-1.0] * DAYS)]) for n, x in enumerate(self.lines)
        ])  # fmt: skip
        self.first = self.h.getNumCol()

    def _add(self, costs: np.ndarray, entries: list[tuple[list, list]]) -> None:
        if not entries:
            return
        starts = np.cumsum([0, *(len(e[0]) for e in entries[:-1])]).astype(np.int32)
        index = np.concatenate([e[0] for e in entries]).astype(np.int32)
        value = np.concatenate([e[1] for e in entries]).astype(float)
        n = len(entries)
        self.h.addCols(n, np.asarray(costs, float), np.zeros(n), np.full(n, INFINITY), len(index), starts, index, value)

    def add(self, columns: list[Column]) -> int:
        fresh = [c for c in columns if c not in self.seen]
        self.seen.update(fresh)
        self.columns += fresh
        self._add(np.zeros(len(fresh)), [self._entries(*c) for c in fresh])
        return len(fresh)

    def _entries(self, line: int, day: int, shape: int) -> tuple[np.ndarray, np.ndarray]:
        x, slots = self.lines[line], self.week.slots
        rows = self.set_row[self.kinds[x.kind].skills][day * slots : (day + 1) * slots]
        cover = x.family.cover[shape]
        there = (rows >= 0) & (cover > 0)
        index = [*rows[there], self.days_row + line, self.day_row + line * DAYS + day]
        return np.array(index), np.array([*cover[there], 1.0, 1.0])

    def relaxed(self) -> tuple[float, np.ndarray]:
        """Hours short, and the price of each (group, interval)."""
        self.h.run()
        self._must(highspy.HighsModelStatus.kOptimal)
        duals = np.array(self.h.getSolution().row_dual)
        self.h.setOptionValue("simplex_strategy", PRIMAL)  # columns to come leave it feasible
        self.duals = duals
        prices = np.zeros(self.open.shape)
        prices[self.open] = np.clip(duals[self.cover_row[self.open]], 0, self.hour)
        return self.h.getInfo().objective_function_value, prices

    def _must(self, *states) -> None:
        state = self.h.getModelStatus()
        if state not in states:
            raise Unsolved(self.h.modelStatusToString(state))

    def values(self, prices: np.ndarray) -> dict[tuple, np.ndarray]:
        """Of each set of skills, by day: the dearest group that an interval of hers could serve."""
        return {s: prices[list(s)].max(axis=0).reshape(DAYS, self.week.slots) for s in self.set_row}

    def priced(self, prices: np.ndarray, most: int) -> tuple[float, list[Column]]:
        """Lagrange's bound of these prices over bands; and the best shapes of each line and day, dearest first."""
        value, found, by_kind = self.values(prices), [], np.full(len(self.kinds), -np.inf)
        known: dict[tuple, np.ndarray] = {}
        for n, x in enumerate(self.lines):
            skills, best = self.kinds[x.kind].skills, []
            for day in range(DAYS):
                may = x.may[day]
                if not may.size:
                    continue
                key = (id(x.family), skills, day)
                if key not in known:
                    known[key] = x.family.cover @ value[skills][day]
                worth = known[key][may]
                top = np.argpartition(-worth, min(most, len(worth)) - 1)[:most]
                best.append(float(worth.max()))
                hurdle = -self.duals[self.days_row + n] - self.duals[self.day_row + n * DAYS + day]
                found += [(n, day, int(may[t])) for t in top if worth[t] > hurdle + 1e-7]
            by_kind[x.kind] = max(by_kind[x.kind], sum(sorted(best)[-x.days :]))
        return self._lagrange(prices, by_kind), found

    def loose_bound(self, prices: np.ndarray) -> float:
        """The same without bands: true of any week made of these shapes, whatever follows what."""
        value, by_kind = self.values(prices), []
        known: dict[tuple, list] = {}
        for kind in self.kinds:
            most = -np.inf
            for x in kind.loose:
                key = (id(x.family), kind.skills)
                if key not in known:
                    known[key] = [x.family.cover @ value[kind.skills][d] for d in range(DAYS)]
                best = sorted(known[key][d][m].max() for d, m in enumerate(x.may) if m.size)
                most = max(most, sum(best[-x.days :]))
            by_kind.append(most)
        return self._lagrange(prices, np.array(by_kind))

    def _lagrange(self, prices: np.ndarray, by_kind: np.ndarray) -> float:
        people = np.array([len(k.people) for k in self.kinds])
        return float((prices * self.need)[self.open].sum() - (people * by_kind).sum())

    def solution(self) -> tuple[np.ndarray, np.ndarray]:
        """People of each line, heads of each column."""
        x = np.array(self.h.getSolution().col_value)
        return x[self.first_line : self.first], x[self.first :]

    def costing(self, lines: np.ndarray, heads: np.ndarray) -> float:
        """Hours short of whole numbers, sharing out those of several skills at best; `short`
        then has the heads that each group lacks in each interval."""
        self._fix(np.concatenate([lines, heads]), np.concatenate([lines, heads]))
        self.h.run()
        state, value = self.h.getModelStatus(), self.h.getInfo().objective_function_value
        x = np.array(self.h.getSolution().col_value)
        self.short = np.zeros(self.open.shape)
        self.short[self.open] = x[: int(self.open.sum())]
        self.shared = x[int(self.open.sum()) : self.first_line]
        self._fix(np.zeros(len(lines) + len(heads)), np.full(len(lines) + len(heads), INFINITY))
        if state != highspy.HighsModelStatus.kOptimal:
            raise Unsolved(self.h.modelStatusToString(state))
        return value

    def shares(self) -> dict[tuple, np.ndarray]:
        """Of what was costed last: heads of each set of several skills in each of its groups and intervals."""
        found, at = {}, 0
        for skills in (s for s in self.set_row if len(s) > 1):
            found[skills] = np.zeros((len(skills), self.open.shape[1]))
            for place, g in enumerate(skills):
                many = int(self.open[g].sum())
                found[skills][place, self.open[g]] = self.shared[at : at + many]
                at += many
        return found

    def _fix(self, low: np.ndarray, high: np.ndarray) -> None:
        which = np.arange(self.first_line, self.first_line + len(low), dtype=np.int32)
        self.h.changeColsBounds(len(which), which, low.astype(float), high.astype(float))

    def whole(
        self, left: Callable[[], float], enough: Callable[[float], bool], told: Callable, start: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray] | None:
        """The best in whole numbers of the columns known, until time is over or it is `enough`. `told(objective, lines,
        heads)` at each better one. `start`: values of lines and columns to begin from."""
        h, columns = self.h, np.arange(self.first_line, self.h.getNumCol(), dtype=np.int32)
        h.changeColsIntegrality(len(columns), columns, np.full(len(columns), highspy.HighsVarType.kInteger))
        h.setSolution(len(columns), columns, start.astype(float))
        h.setOptionValue("simplex_strategy", 0)
        h.setOptionValue("mip_rel_gap", 1e-5)
        h.setOptionValue("time_limit", h.getRunTime() + max(0.1, left()))
        ended = False

        def better(event) -> None:
            nonlocal ended
            x = np.array(event.data_out.mip_solution)
            value = event.data_out.objective_function_value
            told(value, np.rint(x[self.first_line : self.first]), np.rint(x[self.first :]))
            ended = ended or enough(value)

        def look(event) -> None:
            if ended or left() <= 0:
                event.data_in.user_interrupt = True

        h.cbMipImprovingSolution.subscribe(better)
        h.cbMipInterrupt.subscribe(look)
        h.run()
        states = highspy.HighsModelStatus
        try:
            self._must(states.kOptimal, states.kTimeLimit, states.kInterrupt, states.kSolutionLimit)
        finally:
            h.cbMipImprovingSolution.unsubscribe(better)
            h.cbMipInterrupt.unsubscribe(look)
        if h.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        lines, heads = self.solution()
        return np.rint(lines), np.rint(heads)
