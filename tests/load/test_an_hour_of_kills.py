"""The soak of `tests/acceptance/faults`, for as long as one wants: `pytest tests/load --seconds 3600 [--seed N]`."""

import random

import pytest
from robots.after import check_day
from robots.day import ALL_ADVISORS, Day
from robots.installation import Installation

CALM_SECONDS_MAX = 180.0


@pytest.mark.seconds_max(20_000)
async def test_kills_for_as_long_as_one_wants(request, capsys):
    seconds = request.config.getoption("--seconds", 0.0)  # known where this folder is asked for by name
    if seconds <= 0:
        pytest.skip("an hour is not for every day: ./palabre test load, or pytest tests/load --seconds N")
    seed = request.config.getoption("--seed", 0) or random.randrange(1, 10**6)
    with capsys.disabled():
        print(f"\n--seconds {seconds:.0f} --seed {seed}")
    with Installation() as at:
        day = Day(at, seed, advisors=ALL_ADVISORS, calls=True)
        calm = min(seconds / 10, CALM_SECONDS_MAX)  # at the end nobody kills, so that what grows by itself is seen
        await day.run(seconds + calm, day.kill_at_random(seconds, 5.0))
        with capsys.disabled():
            print(day.told())
        await check_day(at, day)
        assert len(day.killed) >= seconds / 10
    assert at.left() == []
