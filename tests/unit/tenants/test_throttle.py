"""Wrong sign-ins: some are free, then each waits twice as long, never beyond the bound, and a day forgives."""

from hypothesis import given
from hypothesis import strategies as st

from palabre.tenants.model import throttle
from palabre.tenants.model.throttle import ACCOUNT, retry_after_seconds


def waits(rule, count):
    """Seconds asked of somebody who tries again as soon as she may."""
    now, found = 1_000_000, []
    failures, last_at = 0, now
    for _ in range(count):
        wait = retry_after_seconds(rule, failures, last_at, now)
        found.append(wait)
        now += wait * 1000
        failures, last_at = throttle.failures_now(failures, last_at, now) + 1, now
    return found


def test_waits_double_up_to_the_bound():
    assert waits(ACCOUNT, 14) == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300]


def test_a_day_forgives():
    assert retry_after_seconds(ACCOUNT, 50, 0, throttle.FORGOTTEN_AFTER) == 0
    assert throttle.failures_now(50, 0, throttle.FORGOTTEN_AFTER) == 0


@given(st.integers(0, 10_000), st.integers(0, 10**6))
def test_never_longer_than_the_bound_and_never_early(failures, elapsed):
    wait = retry_after_seconds(ACCOUNT, failures, 0, elapsed)
    assert 0 <= wait <= ACCOUNT.wait_seconds_max
    assert retry_after_seconds(ACCOUNT, failures, 0, elapsed + wait * 1000) == 0
