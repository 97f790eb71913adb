"""Waits by fixed buckets, so that any of these thresholds and any percentile can be summed again over any rows.

Bucket 0 holds waits of nothing at all, bucket n those above BOUNDS[n - 1] and up to BOUNDS[n] seconds (≤), the last
one what is longer than seven days. The bounds are near steps of a constant ratio (at most 4/3 from 3 s to two days),
moved to the thresholds that people use: a service level within one of them is exact. A percentile lies in a known
bucket and is taken between its two bounds in proportion: it errs by no more than the bucket's width, and says that it
is from a histogram.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from palabre.foundations.clock import SECOND

# fmt: off
BOUNDS: tuple[float, ...] = (
    0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 90, 105, 120, 150, 180,
    210, 240, 270, 300, 360, 420, 480, 600, 720, 900, 1_080, 1_200, 1_500, 1_800, 2_400, 2_700, 3_600, 4_500,
    5_400, 7_200, 9_000, 10_800, 14_400, 18_000, 21_600, 28_800, 36_000, 43_200, 57_600, 72_000, 86_400, 115_200,
    144_000, 172_800, 259_200, 604_800,
)
# fmt: on
BUCKETS = len(BOUNDS) + 1
_BOUNDS = tuple(round(bound * SECOND) for bound in BOUNDS)


def bucket(milliseconds: int) -> int:
    return bisect_left(_BOUNDS, milliseconds)


def is_bound(seconds: float) -> bool:
    return seconds in BOUNDS


def within(counts: Sequence[int], seconds: float) -> int:
    """How many waited at most `seconds`, which is one of BOUNDS: exact."""
    return sum(counts[: BOUNDS.index(seconds) + 1])


def percentile(counts: Sequence[int], percent: int) -> tuple[int, int, int] | None:
    """Milliseconds: (value, above, at most) of the nearest rank; None of nobody.

    The `n` waits of a bucket are taken as spread over it evenly; longer than seven days counts as seven days.
    """
    total = sum(counts)
    if not total:
        return None
    rank, before = max(1, -(-total * percent // 100)), 0
    for index, n in enumerate(counts):
        if before + n >= rank:
            low, high = _BOUNDS[max(0, min(index, len(_BOUNDS)) - 1)], _BOUNDS[min(index, len(_BOUNDS) - 1)]
            return low + round((high - low) * (rank - before) / n), low, high
        before += n
    raise AssertionError("unreachable")
