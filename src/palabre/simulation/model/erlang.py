"""Erlang B, C and A: what theory says of one queue, exponential times, one shared skill. Rates and times share a unit.

Sources: A. K. Erlang (1917); C. Palm (1957), C. Garnett, A. Mandelbaum, M. Reiman (2002) for patience; the wait in the
last is that of deaths at rates n/handle + i/patience, whose sum is -ln(Beta(c, i + 1)) x patience, with
c = n patience/handle.
"""

from __future__ import annotations

from math import ceil, exp, lgamma, log
from typing import NamedTuple

SERVERS_MAX = 100_000
SMALL = 1e-15


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
    """Exponential patience of mean `patience`: a birth and death chain, cut where the tail is nothing."""

    def __init__(self, rate: float, handle: float, n: int, patience: float) -> None:
        self.rate, self.handle, self.n, self.patience = rate, handle, n, patience
        blocking = erlang_b(rate * handle, n)
        self._queue = self._tail()                       # of k waiting, relative to all n busy and nobody waiting
        total = 1 / blocking + sum(self._queue) - 1
        self._queue = [q / total for q in self._queue]   # shares of time

    def _tail(self) -> list[float]:
        shares, k = [1.0], 0
        peak = 1.0
        while shares[-1] > SMALL * peak:
            k += 1
            shares.append(shares[-1] * self.rate / (self.n / self.handle + k / self.patience))
            peak = max(peak, shares[-1])
        return shares

    @property
    def figures(self) -> Theory:
        waiting = sum(self._queue)
        length = sum(k * share for k, share in enumerate(self._queue))
        abandoned = length / self.patience / self.rate
        busy = self.rate * (1 - abandoned) * self.handle / self.n
        return Theory(waiting, length / self.rate, abandoned, busy)

    def offered_wait_exceeds(self, t: float) -> float:
        """P(somebody infinitely patient would wait longer than t)."""
        if t <= 0:
            return sum(self._queue)
        x, c = exp(-t / self.patience), self.n * self.patience / self.handle
        if x >= 1:
            return sum(self._queue)
        below = exp(c * log(x))                          # I_x(c, 1), then I_x(c, k + 1) by its recurrence in k
        found = 0.0
        for k, share in enumerate(self._queue):
            found += share * min(1.0, below)
            below += exp(c * log(x) + (k + 1) * log(1 - x) + lgamma(c + k + 1) - lgamma(c) - lgamma(k + 2))
        return found

    def wait_exceeds(self, t: float) -> float:
        """Share of all that waits longer than t, answered or not."""
        return self.offered_wait_exceeds(t) * exp(-t / self.patience)

    def wait_exceeded(self, share: float) -> float:
        """The wait that this share of all exceeds."""
        if self.wait_exceeds(0) <= share:
            return 0.0
        low, high = 0.0, self.patience
        while self.wait_exceeds(high) > share:
            high *= 2
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if self.wait_exceeds(middle) > share else (low, middle)
        return low

    def answered_within(self, t: float, steps: int = 400) -> float:
        """Answered within t / offered: by Simpson's rule over who gives up before."""
        gaps = [self.wait_exceeds(t * i / steps) for i in range(steps + 1)]
        inner = 4 * sum(gaps[1:-1:2]) + 2 * sum(gaps[2:-1:2])
        gave_up = t / steps / 3 * (gaps[0] + inner + gaps[-1]) / self.patience
        return 1 - gaps[-1] - gave_up


def erlang_a(rate: float, handle: float, n: int, patience: float) -> Theory:
    return ErlangA(rate, handle, n, patience).figures


def settling_seconds(rate: float, handle: float, n: int, patience: float = 0) -> float:
    """How long an empty house needs to forget that it was: 20 handling times / (n (1 - sqrt(load))^2), 20
    handling times where customers give up."""
    load = rate * handle / n
    if patience or load >= 1:
        return 20 * handle
    return max(20 * handle / (n * (1 - load**0.5) ** 2), 5 * handle)
