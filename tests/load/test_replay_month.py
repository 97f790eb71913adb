"""The whole real month through the production rooms: under five minutes, its constant judged by three weeks, and an
announced wait that beats the naive one by a fifth."""

import time

import pytest
from logs import MONTH, told

SECONDS_MAX = 300


@pytest.mark.seconds_max(900)
def test_the_month_in_five_minutes_and_the_same_twice():
    if not MONTH.exists():
        pytest.skip(f"{MONTH.name} is not on this machine")
    began = time.monotonic()
    found = told("replay", MONTH, seconds_max=SECONDS_MAX)
    assert time.monotonic() - began < SECONDS_MAX
    assert found["customers"] == 31_125 and len(found["weeks"]) == 4 and found["refused"] == found["violations"] == {}
    judged = found["judged"]
    assert (judged["first_day"], judged["last_day"]) == ("1999-02-08", "1999-02-28")
    assert abs(judged["service_level_points"]) <= 3 and abs(judged["abandoned_points"]) <= 2, judged
    announced = found["estimated_wait"]["announced"]
    assert announced and announced["beats_naive_by"] >= 0.2, announced
    assert told("replay", MONTH, seconds_max=SECONDS_MAX) == found


@pytest.mark.seconds_max(900)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_other_draws_of_patience_and_service_are_within_too(seed):
    if not MONTH.exists():
        pytest.skip(f"{MONTH.name} is not on this machine")
    judged = told("replay", MONTH, "--what-if", "none", "--seed", str(seed), seconds_max=SECONDS_MAX)["judged"]
    assert judged["within"], judged
