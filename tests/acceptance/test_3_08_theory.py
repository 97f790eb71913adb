"""Issue 3, point 8: the production models against Erlang C and A. The whole grid is in tests/load, a part of it in
tests/simulation; here a few cells by the command alone, theory by formulas of this file's own, and the page."""

from __future__ import annotations

import json
import subprocess
from math import factorial, sqrt
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[2]
HANDLE = 180.0


def simulate(load: float, n: int, days: float, *more: object) -> dict:
    rate = 3600 * load * n / HANDLE
    asked = ("--calls-per-hour", rate, "--handle-seconds", HANDLE, "--advisors", n, "--days", days, "--seed", 11, *more)
    command = [ROOT / "palabre", "simulate", *map(str, asked), "--no-check", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def erlang_c(load: float, n: int) -> float:
    busy = (load * n) ** n / factorial(n) / (1 - load)
    return busy / (busy + sum((load * n) ** k / factorial(k) for k in range(n)))


def leaving(load: float, n: int, patience: float) -> float:
    """Erlang A's share that gives up, by its birth and death chain."""
    shares, rate = [1.0], load * n / HANDLE
    for k in range(1, n + 400):
        shares.append(shares[-1] * rate / (min(k, n) / HANDLE + max(0, k - n) / patience))
    return sum(max(0, k - n) * s for k, s in enumerate(shares)) / sum(shares) / patience / rate


def test_the_wait_of_one_advisor_is_within_three_of_daleys_errors():
    """M/M/1: its mean wait and the variance of a mean of so many are both known."""
    load = 0.5
    told = simulate(load, 1, 200)
    error = HANDLE * sqrt(load * (2 + 5 * load - 4 * load**2 + load**3) / (1 - load) ** 4 / told["calls"])
    assert abs(told["wait_seconds_mean"] - load * HANDLE / (1 - load)) < 3 * error
    assert told["warm_up_seconds"] == pytest.approx(20 * HANDLE / (1 - sqrt(load)) ** 2, rel=0.01)


def test_ten_and_two_hundred_advisors():
    ten = simulate(0.8, 10, 15)
    assert ten["waiting_probability"] == pytest.approx(erlang_c(0.8, 10), abs=0.06)
    assert ten["theory"]["waiting_probability"] == pytest.approx(erlang_c(0.8, 10), rel=1e-9)
    many = simulate(0.95, 200, 0.4, "--patience-seconds", 120)
    assert many["abandoned_share"] == pytest.approx(leaving(0.95, 200, 120), abs=0.006)
    assert many["theory"]["abandoned_share"] == pytest.approx(leaving(0.95, 200, 120), rel=1e-6)


def test_the_page_shows_the_grid_with_none_beyond_what_is_allowed_and_names_what_it_has_not():
    text = (ROOT / "docs/reference/theory.md").read_text()
    rows = [line.split("|")[1:-1] for line in text.splitlines() if line.startswith("| ") and line[2].isdigit()]
    cells = {(int(r[0]), float(r[1]), r[2].strip()) for r in rows}
    ns, loads, patiences = ({c[k] for c in cells} for k in range(3))
    assert {1, 200} <= ns and {0.5, 0.98} <= loads and patiences == {"none", "120 s"}
    absent = text.partition("this run has not: ")[2].partition("\n")[0]
    assert len(cells) + absent.count("patience") == len(ns) * len(loads) * 2, "no cell is left out unsaid"
    assert len(cells) >= 85
    apart = [abs(float(r[-1])) for r in rows]
    assert max(apart) < 4.5 and sum(a > 3 for a in apart) <= 0.02 * len(apart)
    assert ElementTree.parse(ROOT / "docs/reference/theory.svg").getroot().tag.endswith("svg")
