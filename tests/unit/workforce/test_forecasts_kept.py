"""What is kept of a queue's demand, what is published of it, and how the rest of a day follows."""

from __future__ import annotations

import math
import random
from datetime import date, datetime, timedelta

import pytest

from palabre.workforce.actions.forecasts import _judged
from palabre.workforce.model.forecasting.coming import Event, Row, coming_days
from palabre.workforce.model.forecasting.demand import Known, demand
from palabre.workforce.model.forecasting.handling import handling
from palabre.workforce.model.forecasting.rest_of_day import rest_of_day
from palabre.workforce.model.requirement import Load, Needed, Objective, needed, reached

FIRST = date(2026, 6, 1)  # a Monday


def rows(days: int, *, own: bool = True, carried: bool = False) -> list[Known]:
    """`carried`: a day that begins high stays high."""
    chance, found = random.Random(3), []
    for n in range(days):
        level = math.exp(chance.gauss(0, 0.4 if carried else 0.05))
        for half in range(16, 40):
            mean = 200 * level
            count = max(0, round(chance.gauss(mean, math.sqrt(mean))))
            start = datetime(FIRST.year, FIRST.month, FIRST.day, half // 2, half % 2 * 30) + timedelta(n)
            found.append(Known(start, count, count, count * (200 + 5 * half), own))
    return found


def test_measured_half_hours_without_anybody_are_noughts_and_those_of_files_are_holes():
    monday = datetime(2026, 6, 1, 9)
    for own, holes in ((True, 0), (False, 1)):
        known = []
        for week in range(6):
            for half in range(4):
                if (week, half) != (3, 2):
                    known.append(Known(monday + timedelta(weeks=week, minutes=30 * half), 5, own=own))
        kept = demand(known, date(2026, 12, 1)).history
        assert kept.notes.get("holes", 0) == holes
        assert bool(kept.counts[3, 2] == 0) is own


def test_today_is_no_whole_day_and_events_are_no_example():
    kept = demand(rows(30), FIRST + timedelta(20), frozenset({FIRST + timedelta(5)}))
    assert len(kept.history.days) == 19 and kept.left_out == 1
    assert demand(rows(3), FIRST) is None


def test_an_hour_that_comes_twice_is_one_in_any_zone():
    at = datetime(2026, 10, 30, 0, 0)  # a Friday, as in Cairo
    kept = demand([Known(at, 10), Known(at, 20)], date(2026, 11, 1))
    assert kept.history.counts[0, 0] == 15 and kept.history.notes["doubled_hour"] == 1


def test_events_multiply_their_days_and_close_them():
    known, first = demand(rows(60), FIRST + timedelta(60)), FIRST + timedelta(60)
    plain = coming_days(known, first, 14, [])
    more = coming_days(known, first, 14, [
        Event("change", 20, first, first), Event("change", 50, first, first), Event("closed", 0, first + timedelta(1),
                                                                                    first + timedelta(2))])  # fmt: skip
    by_day = lambda made, n: [row for row in made.rows if row.day == first + timedelta(n)]
    for before, after in zip(by_day(plain, 0), by_day(more, 0), strict=True):
        assert after.mean == pytest.approx(1.8 * before.mean, abs=0.002)
        assert after.high == pytest.approx(1.8 * before.high, abs=0.002) and after.handle == before.handle
    assert not by_day(more, 1) and not by_day(more, 2) and by_day(more, 3) == by_day(plain, 3)


@pytest.mark.parametrize(("days", "basis"), [(1, "flat"), (3, "flat"), (8, "weekly"), (60, "judged")])
def test_what_the_history_allows_is_said(days, basis):
    made = coming_days(demand(rows(days), FIRST + timedelta(days)), FIRST + timedelta(days), 14, [])
    assert made.basis == basis and (made.error is not None) == (basis == "judged")
    assert made.rows and all(0 <= row.low <= row.mean <= row.high for row in made.rows)


def test_a_history_that_ended_long_ago_still_tells_of_today():
    made = coming_days(demand(rows(60), FIRST + timedelta(160)), FIRST + timedelta(160), 14, [])
    assert {row.day for row in made.rows} == {FIRST + timedelta(160 + n) for n in range(14)}


def test_handling_by_the_half_hour_beats_one_mean_where_the_day_has_a_shape():
    found = handling(demand(rows(40), FIRST + timedelta(40)))
    assert found.model == "by_half_hour" and found.error < found.floor_error
    assert found.low <= 1 <= found.high
    assert handling(demand([Known(k.start, k.offered) for k in rows(10)], FIRST + timedelta(10))) is None


def test_how_much_of_a_day_goes_on_is_learnt():
    carried, level = (
        coming_days(demand(rows(60, carried=one), FIRST + timedelta(60)), FIRST + timedelta(60), 14, []).learnt
        for one in (True, False)
    )
    noon = 12 * 3600
    assert carried[noon] > 0.8 and level[noon] < 0.75
    assert carried[9 * 3600] <= 1


def test_the_rest_of_a_day_follows_by_what_was_learnt():
    day = [Row(FIRST, 1800 * n, 10, 5, 15, 10, 240, 200, 280) for n in range(16, 40)]
    came = {1800 * n: 12.0 for n in range(16, 24)}
    told = rest_of_day(day, came, {30_600: 0.2, 43_200: 0.5}, 43_200)
    assert (told.came, told.told, told.learnt, told.times) == (96, 80, 0.5, 1.1)
    assert told.rows[43_200] == (11, 5.5, 16.5) and min(told.rows) == 43_200
    assert rest_of_day(day, came, {}, 43_200).times == 1, "nothing learnt: nothing is changed"


def test_a_published_forecast_is_judged_by_what_came():
    row = lambda n, mean, floor: [(FIRST + timedelta(n)).isoformat(), 3600, mean, mean - 5, mean + 5, floor, 0, 0, 0]
    forecast = {"id": "a", "made_at": 1, "first_day": FIRST, "told": {"model": "level"},
                "rows": [row(0, 90, 100), row(1, 104, 120), row(2, 1, 1)]}  # fmt: skip
    told = _judged([forecast], {(FIRST, 3600): 100.0, (FIRST + timedelta(1), 3600): 100.0})
    assert [(f.half_hours, f.error, f.floor_error, f.covered) for f in told.forecasts] == [(2, 7.0, 10.0, 50.0)]
    assert [(lead.days, lead.error) for lead in told.by_lead] == [(0, 10.0), (1, 4.0)]


def test_both_uncertainties_add_by_their_squares():
    objective = Objective(shrinkage=0)
    alone = needed(Load(100, 70, 130, 300, 300, 300), objective)
    both = needed(Load(100, 70, 130, 300, 180, 420), objective)
    assert alone.mean == both.mean and both.low < alone.low and both.high > alone.high
    sure = needed(Load(100, 100, 100, 300, 300, 300), objective)
    assert sure.low == sure.mean == sure.high == sure.seated


def test_nobody_is_needed_where_nobody_comes_but_the_minimum():
    quiet = Load(0, 0, 0, 0, 0, 0)
    assert needed(quiet, Objective()).mean == 0
    assert needed(quiet, Objective(minimum=2, shrinkage=0.5)) == Needed(4, 4, 4, 2)
    assert reached(0, 300, 0, Objective()) == 1 and reached(10, 300, 0, Objective()) == 0
