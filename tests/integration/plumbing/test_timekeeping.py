"""One clock for all nodes: PostgreSQL's, whatever this machine's own says."""

from __future__ import annotations

import time

import pytest

from palabre.plumbing import identity, timekeeping

HOURS = 3_600_000


@pytest.fixture(autouse=True)
def own_clock_again():
    yield
    identity.keep(None)


@pytest.mark.parametrize("wrong", [7 * HOURS, -7 * HOURS])
async def test_a_wrong_clock_is_put_right_before_anything_is_done(stage, monkeypatch, wrong):
    true = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: true() + wrong * 1_000_000)
    assert abs(identity.now_ms() - true() // 1_000_000 - wrong) < 1_000
    assert await timekeeping.set_clock(stage.web)
    assert abs(identity.now_ms() - true() // 1_000_000) < 200


async def test_a_clock_that_is_set_while_we_run_changes_nothing(stage, monkeypatch):
    assert await timekeeping.set_clock(stage.web)
    before, true = identity.now_ms(), time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: true() - 7 * HOURS * 1_000_000)
    assert 0 <= identity.now_ms() - before < 1_000
    timekeeping.follow(*await timekeeping.read(stage.web))
    assert 0 <= identity.now_ms() - before < 1_000


async def test_a_reading_that_says_nothing_new_or_too_little_moves_nothing():
    identity.keep(5_000)
    timekeeping.follow(5_000 + timekeeping.SAME_MS, 1)
    timekeeping.follow(9_000, timekeeping.ROUND_TRIP_MS_MAX + 1)
    assert identity.ahead_ms() == 5_000
    timekeeping.follow(9_000, 2)
    assert identity.ahead_ms() == 9_000, "PostgreSQL's clock was set: all nodes follow it"
