"""The whole grid of theory, and a night of days: `pytest tests/load/test_theory.py --seconds N [--seed N]`."""

import random
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from palabre.processes.command_line.simulate_theory import run, summary
from palabre.simulation.model import theory
from palabre.simulation.model.days.day import judged

DAYS_AT_ONCE = 40


@pytest.mark.seconds_max(3_600)
def test_the_whole_grid_against_theory(request, capsys):
    """Some ten minutes of two processors."""
    if request.config.getoption("--seconds", 0.0) <= 0:
        pytest.skip("minutes of two processors: ./palabre test load, or pytest tests/load --seconds N")
    rows = run(theory.whole_grid(), 2)
    with capsys.disabled():
        print(f"\n{summary(rows)}")
    assert len(rows) == 48 * 2 + 48 * 3 and not [r for r in rows if r.far], [r for r in rows if r.far]
    assert sum(abs(r.errors) <= theory.ERRORS for r in rows) >= 0.98 * len(rows)
    assert abs(theory.leaning(rows)) < 3.5 and 0.8 < theory.scattering(rows) < 1.25


@pytest.mark.seconds_max(100_000)
def test_a_night_of_days(request, capsys):
    """As many days as fit into --seconds, of all sizes. A failing one replays by the line that is printed."""
    seconds = request.config.getoption("--seconds", 0.0)
    if seconds <= 0:
        pytest.skip("a night is not for every day: ./palabre test load, or pytest tests/load --seconds N")
    first = request.config.getoption("--seed", 0) or random.randrange(10**3, 10**9)
    until, seed, failed = time.monotonic() + seconds, first, []
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        while time.monotonic() < until:
            seeds = range(seed, seed + DAYS_AT_ONCE)
            sizes = [(3, 9, 25, 25)[s % 4] for s in seeds]
            for day in pool.map(judged, seeds, [45.0] * DAYS_AT_ONCE, sizes):
                if day["violations"] or day["crash"]:
                    failed.append(f"./palabre simulate --replay-seed {day['seed']} --advisors {day['advisors']}")
            seed += DAYS_AT_ONCE
    with capsys.disabled():
        print(f"\n{seed - first} days from seed {first}")
    assert not failed, failed
