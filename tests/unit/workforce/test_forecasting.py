"""Forecasts: what is read, what is told, and that no model is used which its own past does not recommend."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest

from palabre.workforce.model.forecasting.accuracy import held, summed, wape
from palabre.workforce.model.forecasting.champion import backtest, choose, forecast, last_days, spread
from palabre.workforce.model.forecasting.history import coming, history, opening
from palabre.workforce.model.forecasting.models import FLOORS, MODELS, factors, mean_of_four, special
from palabre.workforce.model.forecasting.report import ahead, judged
from palabre.workforce.problems import FileRefused

MONDAY = datetime(2026, 3, 2)
SHAPE = np.array([20, 60, 90, 70, 40, 50, 80, 60, 30])  # from eight o'clock on, an hour each
WEEKDAY = (1.3, 1.0, 0.9, 0.95, 1.1, 0.4)
SATURDAY_HOURS = 5


def rows(days: int, seed: int = 0, carried: float = 0.0, scatter: float = 1.0):
    """Centres that close on Sunday and on Saturday afternoon; `carried` of a day's luck goes over to the next."""
    chance, luck, line = np.random.default_rng(seed), 0.0, 1
    for n in range(days):
        day = MONDAY + timedelta(n)
        if day.weekday() == 6:
            continue
        luck = carried * luck + (chance.normal(0, 0.1) if carried else 0)
        for hour, usual in enumerate(SHAPE[: SATURDAY_HOURS if day.weekday() == 5 else None]):
            mean = usual * WEEKDAY[day.weekday()] * np.exp(luck)
            line += 1
            yield line, day.replace(hour=8 + hour), float(chance.poisson(mean) if scatter else round(mean))


def test_a_table_of_days_by_slots_with_what_is_closed_left_out():
    known = history(rows(28), 3600)
    assert len(known.days) == 24 and known.slots[0] == 8 * 3600 and not known.notes
    assert opening(known, 0).all() and opening(known, 5).tolist() == [True] * 5 + [False] * 4
    assert [d.weekday() for d in coming(known, 7)] == [0, 1, 2, 3, 4, 5], "the last day is a Saturday"
    told = forecast(known, "mean_of_four", np.array([5]))
    assert np.isnan(told[0, 5:]).all() and not np.isnan(told[0, :5]).any()


def test_finer_rows_are_summed_and_a_hole_is_no_zero():
    every = [(d, q) for d in range(0, 28, 7) for q in range(8) if (d, q) != (21, 1)]
    fine = [(n, MONDAY + timedelta(days=d, hours=8, minutes=15 * q), 2.0) for n, (d, q) in enumerate(every)]
    known = history(fine, 3600)
    assert known.counts[0].tolist() == [8, 8] and np.isnan(known.counts[3, 0]) and known.counts[3, 1] == 8
    assert known.notes == {"holes": 1}
    assert mean_of_four(known, np.array([0]))[0].tolist() == [8, 8]


def test_the_hour_that_comes_twice_is_one_and_any_other_is_refused():
    night = [(n, datetime(2026, 10, 25, h), c) for n, (h, c) in enumerate([(1, 4.0), (2, 6.0), (2, 8.0), (3, 5.0)], 2)]
    known = history(night, 3600)
    assert known.counts[0].tolist() == [4, 7, 5] and known.notes == {"doubled_hour": 1}
    with pytest.raises(FileRefused, match=r"line 3: .* twice \(line 2"):
        history([(2, MONDAY, 1.0), (3, MONDAY, 2.0)], 3600)


@pytest.mark.parametrize(("interval", "told"), [(900, "3600 or more"), (5400, "do not fit"), (7000, "fit")])
def test_intervals_that_do_not_fit_are_refused(interval, told):
    with pytest.raises(FileRefused, match=told):
        history(rows(14), interval)


def test_nothing_and_a_life_time_are_refused():
    with pytest.raises(FileRefused, match="no row"):
        history([], 300)
    with pytest.raises(FileRefused, match="days lie between"):
        history([(2, datetime(1990, 1, 1), 1.0), (3, datetime(2026, 1, 1), 1.0)], 86_400)


def test_three_days_of_history_get_the_floor_and_wide_bounds():
    known = history(rows(3), 3600)
    told = ahead(known, 7)
    assert told["model"] == "mean_of_four" and len({r["start"][:10] for r in told["rows"]}) == 7
    assert all(0 <= r["low"] < r["mean"] < r["high"] and r["high"] - r["low"] > 0.5 * r["mean"] for r in told["rows"])
    assert judged(known, 30, 1)["origins"] == 1


def test_what_is_carried_over_from_yesterday_is_seen_by_the_shapes_alone():
    known = history(rows(180, seed=3, carried=0.9), 3600)
    found = judged(known, 30, 1)
    errors = {name: one["wape"]["86400"] for name, one in found["models"].items()}
    assert errors["factors"] < 0.7 * errors["mean_of_four"]
    assert errors["champion"] <= 1.02 * errors["factors"] and set(found["chosen"]) == {"factors"}


def test_the_floor_is_kept_where_nobody_beats_it():
    known = history(rows(70, scatter=0), 3600)  # every week the same: the mean of four is right
    past = backtest(known, last_days(known, 20))
    assert choose(past, known.slots, 3600, len(known.days)) in FLOORS
    assert choose(past, known.slots, 3600, past.origins[2]) == FLOORS[-1], "two days of past recommend nobody"


def test_a_choice_never_sees_the_day_that_it_is_made_for():
    known = history(rows(90, seed=5), 3600)
    spoilt = history(((n, t, c * (50 if t.date() == known.days[-1] else 1)) for n, t, c in rows(90, seed=5)), 3600)
    for name in MODELS:
        one, other = (backtest(k, last_days(k, 5), names=(name,)).told[name] for k in (known, spoilt))
        assert np.array_equal(one, other), "the last day is told by nothing of its own"


def test_nine_tenths_of_what_comes_lie_within():
    known = history(rows(200, seed=9), 3600)
    coverage = judged(known, 60, 1)["coverage"]
    assert 86 <= coverage["3600"] <= 95 and coverage["86400"] >= 80


def test_a_special_day_is_no_example():
    strange = [(n, t, c * (0.1 if t.date() == date(2026, 4, 6) else 1)) for n, t, c in rows(70, seed=2)]
    known, plain = history(strange, 3600), history(rows(70, seed=2), 3600)
    assert special(known).sum() == 1
    monday = np.array([0])
    assert factors(known, monday).sum() == pytest.approx(factors(plain, monday).sum(), rel=0.05)


def test_errors_and_coverage_by_hand():
    told, came = np.array([[10.0, 20, 30, 40]]), np.array([[12.0, 20, np.nan, 30]])
    assert wape(told, came) == pytest.approx(12 / 62 * 100)
    assert summed(told, (0, 900, 1800, 2700), 1800).tolist() == [[30, 70]]
    assert held(told - 1, told + 1, came) == pytest.approx(100 / 3)
    many = np.tile(told, (5, 1))
    narrow, wide = (spread(many, many + n, (0, 900, 1800, 2700), 900).interval(told, 900) for n in (0.1, 9))
    assert (wide[1] > narrow[1]).all() and (wide[0] > told).all(), "always nine too few: it is known by now"
