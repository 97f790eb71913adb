"""How many to dial: the arithmetic holds for whatever the past says, and the rest dials as many as pay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from palabre.outbound.model.pacing import MODES, Learned, Tally, View, abandonment, how_many

counts = some.integers(0, 60)


def view(mode="predictive", ready=0, ringing=0, waiting=0, busy=0, spare=0, lines_max=1000, **learned) -> View:
    return View(mode, ready, ringing, waiting, busy, spare, lines_max, Learned(**learned))


@given(some.sampled_from(MODES), counts, counts, counts, counts, counts, some.integers(1, 100),
       some.floats(0.005, 0.6), some.floats(0.01, 1.0))  # fmt: skip
def test_were_all_picked_up_at_once_the_ceiling_would_hold(mode, ready, ringing, waiting, busy, spare, lines, th, rate):
    seen = view(mode, ready, ringing, waiting, busy, spare, lines, threshold=th, tries=100.0, answers=100.0 * rate)
    n = how_many(seen)
    assert n >= 0
    if n:
        assert ringing + waiting + n <= ready + (spare if mode == "predictive" else 0)
        assert ringing + waiting + busy + n <= lines


@pytest.mark.parametrize(("persons", "abandoned", "spare"), [
    (0, 0, 0), (33, 0, 0), (34, 0, 1), (34, 1, 0), (66, 1, 0), (67, 1, 1), (100, 3, 0), (100, 2, 1), (99, 2, 0),
    (10, 5, 0),
])  # fmt: skip
def test_what_the_ceiling_leaves(persons, abandoned, spare):
    assert Tally(persons, abandoned).spare(30) == spare
    after = Tally(persons, abandoned + spare)
    assert after.share <= 0.03 or not spare


def test_who_seldom_answers_is_dialled_for_more():
    seldom, often = ({"tries": 200.0, "answers": a} for a in (40.0, 180.0))
    some_busy = {"ready": 2, "busy": 18, "spare": 50}
    assert how_many(view(**some_busy, **seldom)) > how_many(view(**some_busy, **often)) >= 2


def test_the_chance_to_find_nobody_grows_with_the_lines():
    seen = view(ready=3, busy=17)
    chances = [abandonment(seen, lines) for lines in range(1, 40)]
    assert chances == sorted(chances) and chances[0] < 0.01 < 0.5 < chances[-1]


def test_the_threshold_learns_in_both_directions():
    learned = Learned()
    learned.met(True, 0.03, spare=0)
    assert learned.threshold < Learned().threshold
    before = learned.threshold
    learned.met(False, 0.03, spare=5)
    assert learned.threshold > before
