"""Against theory: Erlang C without patience, Erlang A with it, within three standard errors, the number of figures
allowed for. Fixed seeds, independent replications. The whole grid is in tests/load; docs/reference/theory.md shows it.
"""
from concurrent.futures import ProcessPoolExecutor
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
    assert len(rows) == 5 * 2 + 4 * 3
    assert not [r for r in rows if r.errors > r.allowed], [r for r in rows if r.errors > r.allowed]
    assert sum(r.errors <= 3 for r in rows) >= len(rows) - 2 and abs(theory.leaning(rows)) < 5


@pytest.mark.parametrize(("n", "load"), [(1, 0.5), (1, 0.98), (200, 0.5), (200, 0.98)])
def test_a_model_that_is_wrong_by_a_tenth_would_be_seen(n, load):
    """The judge is no rubber stamp: the same spread about a mean that is a tenth off does not pass."""
    cell = theory.Cell(n, load, replications=20)
    waits, wait = cell.expected[:2]
    spread = [0.99, 1.01] * 10
    sound = [(waits * s, wait * s, 0.0) for s in spread]
    wrong = [(waits * s * 1.1, wait * s * 0.9, 0.0) for s in spread]
    assert not [r for r in theory.judge([(cell, sound)]) if r.errors > r.allowed]
    assert len([r for r in theory.judge([(cell, wrong)]) if r.errors > r.allowed]) == 2
