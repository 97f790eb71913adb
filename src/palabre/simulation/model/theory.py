"""The production models against theory: cells of a grid, independent replications, and who judges them.

A cell is one queue of `n` advisors alike at a `load`, exponential times, without patience (Erlang C) or with it
(Erlang A). Each replication begins with an empty house, warms up for 20 handling times / (n (1 - sqrt(load))^2), and
counts after that. The error comes from the replications; how far a mean may stray allows for the number of figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import sqrt
from statistics import mean, stdev

import msgspec

from palabre.simulation.model.comparison import student
from palabre.simulation.model.erlang import Theory, erlang_a, erlang_c, settling_seconds
from palabre.simulation.model.scenario import Scenario, plain
from palabre.simulation.model.simulation import Simulation

HANDLE_SECONDS = 180.0
PATIENCE_SECONDS = 120.0
ERRORS = 3.0          # a single figure strays further in 27 of 10,000
FIGURES = ("waiting", "wait", "abandoned")


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
    def scenario(self) -> Scenario:
        warm = settling_seconds(self.rate, HANDLE_SECONDS, self.n, self.patience)
        return plain(
            self.rate * 3600, HANDLE_SECONDS, self.n, patience_seconds=self.patience, warm_up_seconds=round(warm),
            days=self.calls / self.rate / 86_400)


class Row(msgspec.Struct):
    """One figure of a cell. `errors`: standard errors between mean and theory; `allowed`: how many there may be."""

    n: int
    load: float
    patience: float
    figure: str
    theory: float
    mean: float
    error: float
    errors: float
    allowed: float = 0.0


NS = (1, 2, 5, 10, 20, 50, 100, 200)
SLOW_NS = {0.95: (1, 20, 200), 0.98: (1, 200)}   # without patience, where a replication takes up to 270,000 calls
RARE = 0.01
LOADS = (0.5, 0.7, 0.8, 0.9, 0.95, 0.98)
PART = (
    Cell(1, 0.5, replications=12), Cell(2, 0.7, replications=12), Cell(10, 0.8, replications=12),
    Cell(50, 0.8, replications=12, calls=4_000), Cell(200, 0.9, replications=12, calls=6_000),
    Cell(1, 0.9, PATIENCE_SECONDS, 12), Cell(15, 0.95, PATIENCE_SECONDS, 12), Cell(50, 0.98, PATIENCE_SECONDS, 12),
    Cell(200, 0.95, PATIENCE_SECONDS, 12),
)  # fmt: skip


def whole_grid() -> list[Cell]:
    """Every n and load, with and without patience; longer replications where the house forgets slowly, and fewer n
    where it hardly does. Where next to nobody waits, who does comes in rare clumps, of which no error can be told."""
    found = []
    for n in NS:
        for load in LOADS:
            settled = 20 * load / (1 - sqrt(load)) ** 2          # calls of the warm-up
            least = max(2_500, 100 * n * load)                   # a hundred handling times of everybody
            found.append(Cell(n, load, PATIENCE_SECONDS, 8, round(least)))
            if load <= 0.9 or n in SLOW_NS[load]:
                found.append(Cell(n, load, 0.0, 8, round(max(least, 0.4 * settled))))
    return [cell for cell in found if cell.expected.waiting >= RARE]


def replicate(cell: Cell, number: int) -> tuple[float, float, float]:
    """One replication, by its own seed: share that waits, mean wait in seconds, share that leaves."""
    simulation = Simulation(cell.scenario, 1_000 + number)
    simulation.finish()
    found = simulation.figures()
    return found["waiting_probability"], found["wait_seconds_mean"], found["abandoned_share"]  # type: ignore[return-value]


def rows_of(cell: Cell, replications: Sequence[tuple[float, float, float]]) -> list[Row]:
    made = []
    for name, values in zip(FIGURES, zip(*replications, strict=True), strict=True):
        expected = getattr(cell.expected, name)
        if name == "abandoned" and not cell.patience:
            continue                                              # nobody can leave
        error = stdev(values) / sqrt(len(values))
        off = abs(mean(values) - expected)
        errors = off / error if error else 0.0 if off < 1e-9 + 0.5 / (cell.calls * len(values)) else float("inf")
        made.append(Row(cell.n, cell.load, cell.patience, name, expected, mean(values), error, errors))
    return made


def judge(cells: Iterable[tuple[Cell, Sequence[tuple[float, float, float]]]]) -> list[Row]:
    """All rows, each with what it is allowed: what a single one of three standard errors is by the normal law, by
    Student's law of its few replications and for so many figures together (Bonferroni)."""
    every = [(cell, row) for cell, found in cells for row in rows_of(cell, found)]
    share = (1 - _normal_within(ERRORS)) / max(1, len(every))
    for cell, row in every:
        row.allowed = student(1 - share, cell.replications - 1)
    return [row for _, row in every]


def leaning(rows: Sequence[Row]) -> float:
    """Mean of the signed errors times the root of their number: a lean of all together, near a standard normal.

    Figures of one cell depend on each other, and cells share their seeds, so that 3 is not the bound of it.
    """
    signed = [(r.mean - r.theory) / r.error for r in rows if r.error]
    return mean(signed) * sqrt(len(signed))


def _normal_within(z: float) -> float:
    from statistics import NormalDist

    return 1 - 2 * NormalDist().cdf(-z)
