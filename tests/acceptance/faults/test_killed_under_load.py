"""Issue 2, bad input and faults: every process and every engine killed at random under load; nothing acknowledged is lost."""

import os
import random

import pytest
from robots.advisor import AdvisorRobot
from robots.after import check_all, check_live, settle
from robots.day import Day
from robots.installation import Installation
from robots.ledger import Ledger

ADVISORS = ("awa", "paul", "karim", "ines", "moussa")  # those of the demo who serve chats
SECONDS = 60


@pytest.mark.seconds_max(300)
async def test_a_minute_of_kills_loses_nothing_and_leaves_nobody_stuck(capsys):
    seed = int(os.environ.get("PALABRE_FAULTS_SEED", random.randrange(10**6)))
    with capsys.disabled():
        print(f"\nseed {seed} (PALABRE_FAULTS_SEED)")
    with Installation() as at:
        told = await soak(at, seed, SECONDS)
        with capsys.disabled():
            print(told)
    assert at.left() == []


async def soak(at: Installation, seed: int, seconds: float) -> dict:
    day = Day(at, seed, advisors=ADVISORS, every=1.0, kill_every=5.0)
    await day.run(seconds)
    left = await settle(at)
    async with AdvisorRobot(at.url, *at.sign_in("claire"), Ledger(), works=False) as supervisor:
        today = await supervisor.surely("GET", "/api/reporting/today?tz=Europe/Paris")
        fold = check_all(at, day.ledger, today)
        assert not left and not day.stuck, (day.told(), left, fold.open, day.stuck)
        assert not fold.open, fold.open
        await check_live(supervisor, fold)
    assert len(day.killed) >= seconds / 10 and day.ledger.accepted and day.ledger.finished
    return day.told()
