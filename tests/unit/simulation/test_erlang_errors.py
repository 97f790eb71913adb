"""The exact error of a mean against published formulas, and the law of clumps against what it must be."""

from __future__ import annotations

from math import exp, sqrt

import pytest

from palabre.simulation.model.chance import generator
from palabre.simulation.model.erlang import erlang_a, erlang_c
from palabre.simulation.model.erlang_errors import errors_apart, spread


@pytest.mark.parametrize("load", [0.3, 0.5, 0.7, 0.9, 0.98])
def test_one_advisor_is_daleys_formula(load):
    """D. J. Daley (1968): the asymptotic variance of the mean wait of M/M/1 in units of the handling time."""
    expected = load * (2 + 5 * load - 4 * load**2 + load**3) / (1 - load) ** 4
    found = spread(load / 180, 180.0, 1, 0.0, erlang_c(load / 180, 180.0, 1))
    assert found.wait == pytest.approx(180 * sqrt(expected), rel=1e-6) and found.abandoned == 0


def test_a_jump_chain_simulated_scatters_as_told():
    """The embedded chain of five advisors with patience, by a hundred runs of its own: no code of ours but the law."""
    rate, handle, n, patience, calls = 4.5 / 180, 180.0, 5, 120.0, 2_000
    known = erlang_a(rate, handle, n, patience)
    runs = [_left(generator(7, str(run)), rate, handle, n, patience, calls) for run in range(100)]
    deviation = sqrt(sum((left - known.abandoned) ** 2 for left in runs) / len(runs))
    assert deviation == pytest.approx(spread(rate, handle, n, patience, known).abandoned / sqrt(calls), rel=0.25)


def _left(chance, rate: float, handle: float, n: int, patience: float, calls: int) -> float:
    inside = come = left = 0
    while come < calls:
        served, gone = min(inside, n) / handle, max(0, inside - n) / patience
        what = chance.random() * (rate + served + gone)
        come, left = come + (what < rate), left + (what >= rate + served)
        inside += 1 if what < rate else -1
    return left / come


def test_what_is_rare_is_judged_by_its_clumps():
    few = 0.01 * sqrt(2 / 0.05)                                    # a twentieth of a clump expected
    assert errors_apart(0.0, 0.01, few) == 0.0                     # seeing none is no wonder
    assert 1.9 < errors_apart(0.4, 0.01, few) < 4                  # one of the mean size: once in thirty
    assert errors_apart(5.0, 0.01, few) > 4                        # twenty-five times that size is one
    three = sqrt(2 / 3)
    assert errors_apart(0.0, 1.0, three) == pytest.approx(-1.65, abs=0.02)   # exp(-3)
    assert errors_apart(3.1, 1.0, 0.7) < 3.0 and errors_apart(4.5, 1.0, 0.7) > 3.0
    assert exp(-3) == pytest.approx(0.0498, abs=1e-4)


def test_what_is_common_is_normal():
    assert errors_apart(1.03, 1.0, 0.01) == pytest.approx(3.0)
    assert errors_apart(1.2, 1.0, 0.05) == pytest.approx(4.0, abs=0.25)     # 800 clumps: hardly skewed
    assert errors_apart(0.8, 1.0, 0.05) == pytest.approx(-4.0, abs=0.25)
    assert errors_apart(0.1, 0.0, 0.0) == float("inf") and errors_apart(0.0, 0.0, 0.0) == 0.0
