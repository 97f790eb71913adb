"""Calling campaigns in virtual time: none above its ceiling, and nearly as busy as can be. The thousand stand in
tests/load/test_a_thousand_campaigns.py."""

from __future__ import annotations

import pytest
from calling.bound import best_occupancy
from calling.campaigns import CEILING_PERMILLE, Kind, simulate

KINDS = (Kind(10, 0.4), Kind(20, 0.35))


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_no_day_ends_above_the_ceiling_and_advisors_are_nearly_as_busy_as_can_be(kind):
    ended = [simulate(kind, seed) for seed in range(3)]
    for one in ended:
        assert all(day.abandoned * 1000 <= day.persons * CEILING_PERMILLE for day in one.days)
    best = best_occupancy(kind.advisors, kind.answer_rate, kind.ring, kind.handle)
    assert sum(e.occupancy for e in ended) / len(ended) >= 0.95 * best


def test_it_is_worth_it():
    """The same campaign one by one: advisors wait much longer."""
    kind = Kind(20, 0.3)
    assert simulate(kind, 1).occupancy > 1.15 * simulate(kind, 1, "progressive").occupancy


@pytest.mark.parametrize("kind", [
    Kind(3, 0.9, hours=2), Kind(40, 0.08, hours=2), Kind(12, 0.4, drift=0.6), Kind(15, 0.35, machines=0.4),
    Kind(1, 0.2), Kind(10, 0.4, hours=0.3, days=3), Kind(15, 0.3, steady=True), Kind(15, 0.4, handle=15.0, hours=2),
], ids=str)  # fmt: skip
def test_whatever_happens_the_ceiling_holds(kind):
    for day in simulate(kind, 1).days:
        assert day.abandoned * 1000 <= day.persons * CEILING_PERMILLE


def test_the_planted_fault_is_found(monkeypatch):
    """A pacing without its arithmetic goes above the ceiling, and the check sees it."""
    monkeypatch.setattr("palabre.outbound.model.pacing.Tally.spare", lambda self, ceiling: 1_000)
    ended = [simulate(Kind(20, 0.3, hours=2), seed) for seed in range(2)]
    assert any(day.abandoned * 1000 > day.persons * CEILING_PERMILLE for one in ended for day in one.days)


def test_the_bound_is_one_where_it_is_known():
    """With everybody answering at once and a ceiling of nothing there is no better than one for each; the more may be
    abandoned, the busier they can be."""
    bounds = [best_occupancy(5, 0.4, 15.0, 120.0, ceiling) for ceiling in (0.001, 0.2)]
    assert bounds == sorted(bounds) and bounds[0] >= 120 / (120 + 15 / 0.4) and bounds[-1] < 1
