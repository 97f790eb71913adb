"""A thousand simulated calling campaigns: none ends above its ceiling, at 95 % or more of the best reachable occupancy.

    pytest tests/load/test_a_thousand_campaigns.py -s

prints what decision 20 says. A quarter of an hour on one core.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "simulation"))

import pytest
from calling.bound import best_occupancy
from calling.campaigns import CEILING_PERMILLE, Ended, Kind, simulate

CELLS = [Kind(advisors, rate, handle=handle) for advisors, rate, handle in product(
    (5, 10, 20, 40), (0.25, 0.35, 0.5), (90.0, 150.0, 240.0))]  # fmt: skip
ODD = [Kind(8, 0.3, drift=0.5), Kind(20, 0.4, machines=0.3), Kind(15, 0.35, steady=True), Kind(30, 0.2, handle=60.0),
       Kind(10, 0.4, hours=1.0, days=5), Kind(60, 0.3, hours=4.0)]  # fmt: skip
SEEDS = 28                       # of each of the 36: with the odd ones more than a thousand
WORKERS = 1


@pytest.mark.seconds_max(7_200)
def test_a_thousand_campaigns():
    with ProcessPoolExecutor(WORKERS) as pool:
        odd = list(pool.map(_of, ODD))
        cells, shares = [], []
        for kind, ended in zip(CELLS, pool.map(_of, CELLS), strict=True):
            cells.append(ended)
            shares.append(_line(kind, ended))
    every = [e for group in (*cells, *odd) for e in group]
    above = [d for e in every for d in (*e.days, e.whole) if d.abandoned * 1000 > d.persons * CEILING_PERMILLE]
    for kind, ended in zip(ODD, odd, strict=True):
        print(f"{kind}: abandoned at most {max(e.whole.share for e in ended):.4f}, "
              f"busy {sum(e.occupancy for e in ended) / len(ended):.3f}")  # fmt: skip
    print(f"{len(every)} campaigns, {sum(e.dialled for e in every):,} calls, "
          f"{sum(e.whole.persons for e in every):,} persons: {len(above)} above the ceiling; "
          f"highest {max(e.whole.share for e in every):.4f}; of the best reachable occupancy: "
          f"mean {sum(shares) / len(shares):.4f}, least kind {min(shares):.4f}")  # fmt: skip
    assert len(every) >= 1_000 and not above
    assert min(shares) >= 0.95


def _of(kind: Kind) -> list[Ended]:
    return [simulate(kind, seed) for seed in range(SEEDS)]


def _line(kind: Kind, ended: list[Ended]) -> float:
    best = best_occupancy(kind.advisors, kind.answer_rate, kind.ring, kind.handle)
    mean = sum(e.occupancy for e in ended) / len(ended)
    least = min(e.occupancy for e in ended)
    print(f"{kind.advisors:3} advisors, {kind.answer_rate:.0%} answer, {kind.handle:.0f} s: busy {mean:.4f} (least "
          f"{least:.4f}), best reachable {best:.4f}, share {mean / best:.4f}; abandoned at most "
          f"{max(e.whole.share for e in ended):.4f}", flush=True)  # fmt: skip
    return mean / best
