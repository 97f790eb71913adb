"""How far means of so many customers may lie from what Erlang C and A say: the exact standard error, by theory itself.

The number inside is a birth and death chain. What is summed over time (who waits, how long the queue is, who leaves)
is, but for its mean, a martingale by Poisson's equation, whose variance is a sum over states (S. Asmussen, Applied
Probability and Queues, 2003, I.7 and IV.1; W. Whitt, 1992, for chains such as these).

An error that is estimated from the replications themselves fails where waits are rare: they come in clumps, most
replications see none, and where the mean happens to be low so does its error. Hence the law of clumps below.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, lgamma, log, sqrt
from statistics import NormalDist
from typing import NamedTuple

from palabre.simulation.model.erlang import Theory

SMALL = 1e-15            # beyond n, states rarer than this beside the commonest of them are left out
CLUMPS_MANY = 2_000      # from so many clumps on, their sum is as good as normal
NORMAL = NormalDist()


class Spread(NamedTuple):
    """Standard deviations for one customer: of the mean of `k` of them, divided by the root of k."""

    waiting: float
    wait: float
    abandoned: float


def spread(rate: float, handle: float, n: int, patience: float, known: Theory) -> Spread:
    """`known`: what Erlang C (patience 0) or A says of the same queue. Rates and times share a unit."""
    leave = 1 / patience if patience else 0.0
    states = _states(rate, handle, n, leave)

    def of(time: Callable[[int], float], up: Callable[[int], float], left: float) -> float:
        return sqrt(_variance(states, rate, n / handle, n, leave, time, up, left) / rate)

    def waits(x: int) -> float:
        return (x >= n) - known.waiting

    return Spread(
        of(lambda x: rate * waits(x), waits, 0.0),
        of(lambda x: max(0, x - n) - rate * known.wait, lambda x: -known.wait, 0.0),
        of(lambda x: leave * max(0, x - n) - rate * known.abandoned, lambda x: -known.abandoned, 1.0) if leave else 0.0,
    )  # fmt: skip


def _states(rate: float, handle: float, n: int, leave: float) -> list[float]:
    """Shares of time with x inside."""
    logs, x, peak = [0.0], 0, 0.0
    while x <= n or logs[-1] > peak + log(SMALL):
        x += 1
        logs.append(logs[-1] + log(rate) - log(min(x, n) / handle + leave * max(0, x - n)))
        peak = logs[-1] if x <= n else max(peak, logs[-1])
    highest = max(logs)
    whole = sum(exp(one - highest) for one in logs)
    return [exp(one - highest) / whole for one in logs]


def _variance(
    states: list[float], rate: float, busy: float, n: int, leave: float, time: Callable[[int], float],
    up: Callable[[int], float], left: float,
) -> float:
    """A unit of time's, of the sum of `time(x)` over time, `up(x)` for each arrival that finds x, `left` for each who
    gives up. `time` has a mean of nought. The steps of Poisson's equation come from whichever end is nearer: its
    sums cancel."""
    steps = _steps(states, rate, time)
    total = 0.0
    for x, share in enumerate(states):
        after = steps[x] if x < len(steps) else 0.0
        before = steps[x - 1] if x else 0.0
        gone = leave * max(0, x - n)
        served = busy * min(x, n) / n
        total += share * (rate * (after + up(x)) ** 2 + served * before**2 + gone * (left - before) ** 2)
    return total


def _steps(states: list[float], rate: float, time: Callable[[int], float]) -> list[float]:
    weighed = [share * time(x) for x, share in enumerate(states)]
    middle = max(range(len(states)), key=states.__getitem__)
    steps, below = [0.0] * (len(states) - 1), 0.0
    for x in range(middle):
        below += weighed[x]
        steps[x] = -below / (rate * states[x])
    above = 0.0
    for x in range(len(states) - 1, middle, -1):
        above += weighed[x]
        steps[x - 1] = above / (rate * states[x - 1])
    return steps


# -- how improbable a mean is


def errors_apart(found: float, expected: float, error: float) -> float:
    """Standard errors, signed: as many as make a normal value as improbable as this one.

    What is counted comes in clumps: their number by Poisson's law, their sizes exponential, with this mean and this
    error. Many clumps make a normal value; few make one that is skewed, and none at all is no wonder where there
    should be a tenth of one. Conservative where a value has a share of its own: both tails hold it.
    """
    if error <= 0 or expected <= 0:
        return 0.0 if abs(found - expected) <= 1e-12 else float("inf")
    clumps = 2 * (expected / error) ** 2
    if clumps > CLUMPS_MANY:
        return (found - expected) / error
    most, least = _tails(clumps, found * clumps / expected)
    if most >= 0.5 and least >= 0.5:
        return 0.0
    return NORMAL.inv_cdf(max(most, 1e-300)) if most < least else -NORMAL.inv_cdf(max(least, 1e-300))


def _tails(clumps: float, sizes: float) -> tuple[float, float]:
    """P(sum <= sizes), P(sum >= sizes) of a Poisson number of exponential clumps of mean 1."""
    if sizes <= 0:
        return exp(-clumps), 1.0
    last = round(max(clumps, sizes) + 12 * sqrt(max(clumps, sizes)) + 60)
    many = _poisson(clumps, last)
    parts = _poisson(sizes, last)
    most, fewer = 0.0, 1.0                       # P(that many clumps make at most `sizes`) = P(Poisson(sizes) >= k)
    least = 0.0
    for k in range(last + 1):
        most += many[k] * fewer
        least += many[k] * (1 - fewer) if k else 0.0
        fewer = max(0.0, fewer - parts[k])
    return min(1.0, most), min(1.0, least)


def _poisson(mean: float, last: int) -> list[float]:
    return [exp(k * log(mean) - mean - lgamma(k + 1)) for k in range(last + 1)]
