"""Against theory: Erlang C without patience, Erlang A with it, within three standard errors, the number of figures
allowed for. Fixed seeds, independent replications. The whole grid is in tests/load; docs/reference/theory.md shows it.
"""
from concurrent.futures import ProcessPoolExecutor
from math import sqrt
from multiprocessing import get_context

import pytest

from palabre.simulation.model import theory


@pytest.mark.seconds_max(600)
def test_the_production_models_wait_as_erlang_says():
    asked = [(cell, r) for cell in theory.PART for r in range(cell.replications)]
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        found = list(pool.map(theory.replicate, *zip(*asked, strict=True), chunksize=4))
    by_cell = {cell: [f for (c, _), f in zip(asked, found, strict=True) if c == cell] for cell in theory.PART}
    rows = theory.judge(by_cell.items())
    assert len(rows) == 6 * 2 + 5 * 3
    assert not [r for r in rows if r.far], [r for r in rows if r.far]
    assert sum(abs(r.errors) <= 3 for r in rows) >= len(rows) - 1 and abs(theory.leaning(rows)) < 3.5
    assert 0.6 < theory.scattering(rows) < 1.6, "the replications do not scatter as theory says"


def test_a_model_that_is_wrong_would_be_seen():
    """The judge is no rubber stamp: a mean six of theory's errors off is far, where waits are common; and where next to
    nobody should wait, a handful who do are. What is within two errors is not."""
    grid = theory.whole_grid()
    common = [c for c in grid if 2 * (c.expected.wait / c.spread.wait) ** 2 * c.calls * c.replications > 200]
    assert len(grid) == 96 and len(common) > 40
    for off, far in ((2.0, False), (6.0, True), (-6.0, True)):
        for row in theory.judge([(cell, [_off(cell, off)] * cell.replications) for cell in common]):
            assert row.far == far, (off, row)
    quiet = next(c for c in grid if (c.n, c.load, c.patience) == (200, 0.5, 0.0))
    one_call = 1 / (quiet.calls * quiet.replications)
    assert not any(r.far for r in theory.judge([(quiet, [(0.0, 0.0, 0.0)] * quiet.replications)]))
    assert all(r.far for r in theory.judge([(quiet, [(one_call, one_call, 0.0)] * quiet.replications)]))


def _off(cell: theory.Cell, errors: float) -> tuple[float, ...]:
    many = sqrt(cell.calls * cell.replications)
    return tuple(value + errors * spread / many for value, spread in zip(cell.expected[:3], cell.spread, strict=True))


def test_most_cells_would_show_a_fifth():
    """What the grid can see: a share that waits wrong by a fifth in 57 of its 96 cells, by a tenth in 34."""
    def seen(off: float) -> int:
        return sum(off * c.expected.waiting > 4.3 * c.spread.waiting / sqrt(c.calls * c.replications) for c in grid)

    grid = theory.whole_grid()
    assert seen(0.2) >= 57 and seen(0.1) >= 34
