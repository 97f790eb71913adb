"""The production models against theory: cells of a grid, independent replications, and who judges them.

A cell is one queue of `n` advisors alike at a `load`, exponential times, without patience (Erlang C) or with it
(Erlang A). Each replication begins with an empty house, warms up for 20 handling times / (n (1 - sqrt(load))^2), and
counts after that, under a seed of its own. How far a mean may lie is theory's own standard error and the law of rare
clumps (`erlang_errors`), so that every cell is judged; that the replications scatter as much as that is judged too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import sqrt
from statistics import NormalDist, mean, variance

import msgspec

from palabre.simulation.model.erlang import Theory, erlang_a, erlang_c, settling_seconds
from palabre.simulation.model.erlang_errors import Spread, errors_apart, spread
from palabre.simulation.model.scenario import Scenario, plain
from palabre.simulation.model.simulation import Simulation

HANDLE_SECONDS = 180.0
PATIENCE_SECONDS = 120.0
ERRORS = 3.0          # a single figure strays further in 27 of 10,000
FIGURES = ("waiting", "wait", "abandoned")
NORMAL_CLUMPS = 50    # fewer say little of how much replications scatter


class Cell(msgspec.Struct, frozen=True, order=True):
    """`patience`: seconds, 0 for none. `calls`: counted in each replication, about."""

    n: int
    load: float
    patience: float = 0.0
    replications: int = 20
    calls: int = 3_000

    @property
    def rate(self) -> float:
        """Calls a second."""
        return self.load * self.n / HANDLE_SECONDS

    @property
    def expected_calls(self) -> float:
        """Of all replications, warm-ups included: what the cell costs."""
        warm = settling_seconds(self.rate, HANDLE_SECONDS, self.n, self.patience) * self.rate
        return self.replications * (warm + self.calls)

    @property
    def expected(self) -> Theory:
        if self.patience:
            return erlang_a(self.rate, HANDLE_SECONDS, self.n, self.patience)
        return erlang_c(self.rate, HANDLE_SECONDS, self.n)

    @property
    def spread(self) -> Spread:
        return spread(self.rate, HANDLE_SECONDS, self.n, self.patience, self.expected)

    @property
    def scenario(self) -> Scenario:
        warm = settling_seconds(self.rate, HANDLE_SECONDS, self.n, self.patience)
        return plain(
            self.rate * 3600, HANDLE_SECONDS, self.n, patience_seconds=self.patience, warm_up_seconds=round(warm),
            days=self.calls / self.rate / 86_400)


class Row(msgspec.Struct):
    """One figure of a cell. `error`: theory's standard error of a mean of so many customers; `scatter`: that of the
    replications, from their own variance. `errors`: standard errors between mean and theory, signed; `allowed`: how
    many there may be. `clumps`: of what is counted, about, in all; few where it is rare."""

    n: int
    load: float
    patience: float
    figure: str
    theory: float
    mean: float
    error: float
    scatter: float
    errors: float
    clumps: float
    replications: int
    allowed: float = 0.0

    @property
    def far(self) -> bool:
        return abs(self.errors) > self.allowed


NS = (1, 2, 5, 10, 20, 50, 100, 200)
LOADS = (0.5, 0.7, 0.8, 0.9, 0.95, 0.98)
CALLS_MIN, CALLS_MAX = 12_000, 48_000   # counted in a cell
PRECISION = 0.05                         # of the mean wait, where CALLS_MAX are enough for it
SLOW = {0.95: 2, 0.98: 2}                # replications without patience, where one warms up for 194,000 calls
SETTLED = 3                              # warm-ups that are counted in all, at least
PART = (
    Cell(1, 0.5, replications=6), Cell(2, 0.7, replications=6), Cell(10, 0.8, replications=6),
    Cell(50, 0.8, replications=6, calls=5_000), Cell(200, 0.9, replications=6, calls=8_000),
    Cell(1, 0.9, PATIENCE_SECONDS, 6), Cell(15, 0.95, PATIENCE_SECONDS, 6), Cell(50, 0.98, PATIENCE_SECONDS, 6),
    Cell(200, 0.95, PATIENCE_SECONDS, 6), Cell(50, 0.5, replications=6), Cell(200, 0.7, PATIENCE_SECONDS, 6),
)  # fmt: skip


def whole_grid() -> list[Cell]:
    """Every n and load, with and without patience: as many calls as the mean wait needs for its precision, within
    bounds; longer where a house hardly forgets, and no longer where it would take for ever to see somebody wait."""
    return [_sized(Cell(n, load, patience)) for n in NS for load in LOADS for patience in (PATIENCE_SECONDS, 0.0)]


def _sized(cell: Cell) -> Cell:
    many = 6 if cell.patience else SLOW.get(cell.load, 6)
    needed = (cell.spread.wait / cell.expected.wait / PRECISION) ** 2
    if needed * PRECISION**2 > CALLS_MAX:
        needed = CALLS_MIN
    least = 0.0 if cell.patience else 20 * cell.load / (1 - sqrt(cell.load)) ** 2 * SETTLED / many
    return msgspec.structs.replace(
        cell, replications=many, calls=round(max(least, min(CALLS_MAX, max(CALLS_MIN, needed)) / many)))


def replicate(cell: Cell, number: int) -> tuple[float, float, float]:
    """One replication, by its own seed: share that waits, mean wait in seconds, share that leaves."""
    seed = ((cell.n * 1_000 + round(1_000 * cell.load)) * 1_000 + round(cell.patience)) * 1_000 + number
    simulation = Simulation(cell.scenario, seed)
    simulation.finish()
    found = simulation.figures()
    return found["waiting_probability"], found["wait_seconds_mean"], found["abandoned_share"]  # type: ignore[return-value]


def rows_of(cell: Cell, replications: Sequence[tuple[float, float, float]]) -> list[Row]:
    made, many = [], len(replications)
    for name, values in zip(FIGURES, zip(*replications, strict=True), strict=True):
        if name == "abandoned" and not cell.patience:
            continue                                              # nobody can leave
        expected, middle = getattr(cell.expected, name), mean(values)
        error = getattr(cell.spread, name) / sqrt(cell.calls * many)
        scatter = sqrt(variance(values) / many) if many > 1 else 0.0
        apart, clumps = errors_apart(middle, expected, error), 2 * (expected / error) ** 2
        made.append(Row(cell.n, cell.load, cell.patience, name, expected, middle, error, scatter, apart, clumps, many))
    return made


def judge(cells: Iterable[tuple[Cell, Sequence[tuple[float, float, float]]]]) -> list[Row]:
    """All rows, each with what it is allowed: a single one three standard errors, so many together what is as
    improbable for one of them (Bonferroni)."""
    rows = [row for cell, found in cells for row in rows_of(cell, found)]
    normal = NormalDist()
    allowed = -normal.inv_cdf(normal.cdf(-ERRORS) / max(1, len(rows)))
    for row in rows:
        row.allowed = allowed
    return rows


def leaning(rows: Sequence[Row]) -> float:
    """The furthest of three: each figure's errors summed over the cells, by the root of their number. Cells are
    independent, so that each is near a standard normal unless all lean one way."""
    found = []
    for figure in FIGURES:
        signed = [r.errors for r in rows if r.figure == figure and r.clumps >= NORMAL_CLUMPS]
        found.append(sum(signed) / sqrt(len(signed)) if signed else 0.0)
    return max(found, key=abs)


def scattering(rows: Sequence[Row]) -> float:
    """Variance of the replications by what theory says of it, all together: near 1, or theory's errors are not ours."""
    known = [r for r in rows if r.clumps >= NORMAL_CLUMPS and r.replications > 1]
    freedom = sum(r.replications - 1 for r in known)
    return sum((r.replications - 1) * (r.scatter / r.error) ** 2 for r in known) / freedom if freedom else 1.0
