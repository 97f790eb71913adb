"""Issue 2, faults: processes and engines killed at random under load; nothing acknowledged is lost, nobody is stuck."""

import os
import random

import pytest
from robots.after import check_day
from robots.day import ALL_ADVISORS, Day
from robots.installation import Installation

SECONDS = 60.0


@pytest.mark.seconds_max(300)
async def test_a_minute_of_kills_loses_nothing_and_leaves_nobody_stuck(capsys):
    seed = int(os.environ.get("PALABRE_FAULTS_SEED", random.randrange(10**6)))
    with capsys.disabled():
        print(f"\nPALABRE_FAULTS_SEED={seed}")
    with Installation() as at:
        day = Day(at, seed, advisors=ALL_ADVISORS, calls=True)
        await day.run(SECONDS, day.kill_at_random(SECONDS, 5.0))
        with capsys.disabled():
            print(day.told())
        await check_day(at, day)
        assert len(day.killed) >= SECONDS / 10
    assert at.left() == []
