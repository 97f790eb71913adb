"""What is summed again from buckets: exact at their bounds, within one bucket elsewhere."""

from __future__ import annotations

import itertools
from random import Random

import pytest

from palabre.reporting.model.histogram import BOUNDS, BUCKETS, bucket, is_bound, percentile, within


def counted(waits: list[int]) -> list[int]:
    counts = [0] * BUCKETS
    for wait in waits:
        counts[bucket(wait)] += 1
    return counts


def test_bounds_are_those_that_are_told() -> None:
    assert BUCKETS == 64 and list(BOUNDS) == sorted(set(BOUNDS))
    assert all(is_bound(seconds) for seconds in (0, 5, 10, 15, 20, 30, 60, 120, 300, 600, 3_600, 14_400, 86_400))
    steps = [b / a for a, b in itertools.pairwise(BOUNDS[3:]) if b <= 172_800]
    assert max(steps) <= 4 / 3 + 1e-9


@pytest.mark.parametrize("seed", range(5))
def test_service_levels_are_exact_and_percentiles_within_their_bucket(seed: int) -> None:
    chance = Random(seed)
    waits = sorted(max(0, round(chance.expovariate(1 / 40_000)) - 5_000) for _ in range(chance.choice((1, 3, 500))))
    counts = counted(waits)
    for seconds in BOUNDS:
        assert within(counts, seconds) == sum(w <= seconds * 1000 for w in waits)
    for percent in (1, 50, 90, 95, 100):
        exact = waits[max(0, -(-len(waits) * percent // 100) - 1)]
        value, above, most = percentile(counts, percent)
        assert above <= value <= most and (above < exact <= most or exact == above == 0)


def test_nobody_and_the_longest() -> None:
    assert percentile([0] * BUCKETS, 50) is None
    assert percentile(counted([10**12]), 50)[0] == BOUNDS[-1] * 1000, "longer than seven days counts as seven"
