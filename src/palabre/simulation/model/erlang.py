"""Erlang B, C and A: what theory says of one queue, exponential times, one shared skill. Rates and times share a unit.

Sources: A. K. Erlang (1917); C. Palm (1957), C. Garnett, A. Mandelbaum, M. Reiman (2002) for patience.
"""

from __future__ import annotations

from math import ceil, exp, expm1, floor, log
from typing import NamedTuple

import numpy as np

SERVERS_MAX = 100_000
SMALL = 1e-17   # of the commonest state: rarer ones are left out
BLOCK = 512     # states at once


class Theory(NamedTuple):
    """Long-run figures of everybody who comes. `wait`: mean, of all, abandoned ones included. `abandoned`: a share."""

    waiting: float
    wait: float
    abandoned: float
    occupancy: float


def erlang_b(load: float, n: int) -> float:
    """Share refused where nobody may wait; `load` in Erlang (calls x handling time)."""
    blocking = 1.0
    for k in range(1, n + 1):
        blocking = load * blocking / (k + load * blocking)
    return blocking


def load_at_blocking(blocking: float, n: int) -> float:
    """The offered load at which `n` lines refuse this share."""
    low, high = 0.0, 4.0 * n + 10
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if erlang_b(middle, n) < blocking else (low, middle)
    return low


def waiting_probability(load: float, n: int) -> float:
    """Erlang C: share that waits; 1 where the load is too much for n."""
    if load >= n:
        return 1.0
    blocking = erlang_b(load, n)
    return blocking / (1 - load / n * (1 - blocking))


def erlang_c(rate: float, handle: float, n: int) -> Theory:
    """Infinite patience. The mean wait is infinite where rate x handle is n or more."""
    load, waits = rate * handle, waiting_probability(rate * handle, n)
    mean = waits * handle / (n - load) if load < n else float("inf")
    return Theory(waits, mean, 0.0, min(1.0, load / n))


def service_level_c(rate: float, handle: float, n: int, threshold: float) -> float:
    """1 - P(wait > threshold)."""
    load = rate * handle
    if load >= n:
        return 0.0
    return 1 - waiting_probability(load, n) * exp(-(n - load) * threshold / handle)


def wait_exceeded_c(rate: float, handle: float, n: int, share: float) -> float:
    """The wait that this share of all exceeds."""
    waits = waiting_probability(rate * handle, n)
    return log(waits / share) * handle / (n - rate * handle) if waits > share else 0.0


def required_c(rate: float, handle: float, threshold: float, level: float, occupancy_max: float = 1.0) -> int:
    """The fewest who answer `level` within `threshold` and are not busier than `occupancy_max`."""
    load = rate * handle
    n = max(1, ceil(load / occupancy_max))
    while service_level_c(rate, handle, n, threshold) < level or load / n > occupancy_max:
        n += 1
        if n > SERVERS_MAX:
            raise ValueError("no number of advisors reaches this level")
    return n


class ErlangA:
    """Exponential patience of mean `patience`: M/M/n+M, exact.

    The wait that somebody of endless patience would have lasts longer than t with probability
    PW x g(x, y e^(-t/patience)) / g(x, y), where g is the lower incomplete gamma function, x = n patience/handle and
    y = rate x patience (A. Mandelbaum, S. Zeltyn, 2007, by the density of the virtual wait); its integral is closed,
    for that of g(x, u) is u g(x, u) - g(x + 1, u). g stands here as its series of positive terms, `_series`.
    """

    def __init__(self, rate: float, handle: float, n: int, patience: float) -> None:
        self.rate, self.handle, self.n, self.patience = rate, handle, n, patience
        self._x, self._y = n * patience / handle, rate * patience
        shares, log_peak = _terms(self._x, self._y)          # of k waiting, relative to the commonest of them
        sum_ = float(shares.sum())
        self._log_sum = log(sum_) + log_peak
        blocking = erlang_b(rate * handle, n)
        inverse = (1 - blocking) * exp(-log_peak) / blocking if blocking else float("inf")
        self.waiting = sum_ / (sum_ + inverse)
        self.length = float(shares @ np.arange(len(shares))) / (sum_ + inverse)

    @property
    def figures(self) -> Theory:
        abandoned = self.length / self._y
        busy = self.rate * (1 - abandoned) * self.handle / self.n
        return Theory(self.waiting, self.length / self.rate, abandoned, busy)

    def _beyond(self, t: float) -> tuple[float, float]:
        """Of those who wait: the share that would longer than t; and what its integral over patience needs."""
        z = self._y * exp(-t / self.patience)
        log_sum = log_series(self._x, z)
        log_share = -self._x * t / self.patience - self._y * expm1(-t / self.patience) + log_sum - self._log_sum
        share = exp(min(0.0, log_share))
        return share, share * (z - self._x + self._x * exp(-log_sum))

    def offered_wait_exceeds(self, t: float) -> float:
        """P(somebody infinitely patient would wait longer than t)."""
        return self.waiting * self._beyond(max(0.0, t))[0]

    def wait_exceeds(self, t: float) -> float:
        """Share of all that waits longer than t, answered or not."""
        return self.offered_wait_exceeds(t) * exp(-max(0.0, t) / self.patience)

    def wait_exceeded(self, share: float) -> float:
        """The wait that this share of all exceeds."""
        if self.wait_exceeds(0) <= share:
            return 0.0
        low, high = 0.0, self.patience
        while self.wait_exceeds(high) > share:
            high *= 2
        while (middle := (low + high) / 2) not in (low, high):
            low, high = (middle, high) if self.wait_exceeds(middle) > share else (low, middle)
        return high

    def abandoned_within(self, t: float) -> float:
        """Gave up within t / offered."""
        at_once = self._y - self._x + self._x * exp(-self._log_sum)
        return max(0.0, self.waiting * (at_once - self._beyond(t)[1]) / self._y)

    def answered_within(self, t: float) -> float:
        """Answered within t / offered."""
        return 1 - self.wait_exceeds(t) - self.abandoned_within(t)

    def answered_in(self, t: float) -> float:
        """Answered within t / answered."""
        return self.answered_within(t) / (1 - self.figures.abandoned)


def log_series(x: float, z: float) -> float:
    """The logarithm of the sum over k of z^k / ((x + 1) ... (x + k))."""
    terms, log_peak = _terms(x, z)
    return log(float(terms.sum())) + log_peak


def _terms(x: float, z: float) -> tuple[np.ndarray, float]:
    """Those terms from k = 0 on, relative to the largest, whose logarithm is the second: built from it both ways, so
    that what counts has been multiplied the least."""
    peak = max(0, floor(z - x))
    down = np.cumprod((x + np.arange(peak, 0, -1)) / z) if peak else np.empty(0)
    up: list[np.ndarray] = [np.ones(1)]
    k, last = peak, 1.0
    while last > SMALL:
        block = last * np.cumprod(z / (x + np.arange(k + 1, k + 1 + BLOCK)))
        up.append(block)
        k, last = k + BLOCK, float(block[-1])
    log_peak = float(np.log1p((z - x - np.arange(1, peak + 1)) / (x + np.arange(1, peak + 1))).sum()) if peak else 0.0
    return np.concatenate([down[::-1], *up]), log_peak


def erlang_a(rate: float, handle: float, n: int, patience: float) -> Theory:
    return ErlangA(rate, handle, n, patience).figures


def settling_seconds(rate: float, handle: float, n: int, patience: float = 0) -> float:
    """How long an empty house needs to forget that it was: 20 handling times / (n (1 - sqrt(load))^2), 20
    handling times where customers give up."""
    load = rate * handle / n
    if patience or load >= 1:
        return 20 * handle
    return max(20 * handle / (n * (1 - load**0.5) ** 2), 5 * handle)
