"""The best occupancy that any pacing could reach under the ceiling, were all rates known to it.

The campaign as a Markov decision process: x people with advisors or waiting for one, r telephones ringing; at any
instant more may be dialled. A long-run mean reward: the share of advisors busy; the constraint: abandoned ≤ ceiling ×
answered. With a price on what is abandoned beyond the ceiling the constraint goes into the reward, and for *every*
price the best mean reward is at least the constrained optimum (weak duality), so the least over prices is an upper
bound. No pacing without foreknowledge of its callees beats it in the long run; a real day begins empty, knows no rate
and may not owe anything in the morning, so that it stays below.

Waiting two seconds exactly is not Markov: patience is taken exponential with the mean that gives one who waits alone
the same chance to be met.
"""

from __future__ import annotations

from functools import cache
from math import ceil, exp, sqrt

import numpy as np

WAITING_MAX = 6
STEPS_MAX, CLOSE = 60_000, 2e-4


@cache
def best_occupancy(
    advisors: int, answer_rate: float, ring: float, handle: float, ceiling: float = 0.03, greeting: float = 2.0
) -> float:
    """Upper bound, 0…1."""
    model = _Model(advisors, answer_rate, ring, handle, ceiling, greeting)
    low, high, best = 0.0, 6.0, 1.0
    for _ in range(14):                       # ternary search on a convex function of the logarithmic price
        one, two = low + (high - low) / 3, high - (high - low) / 3
        at_one, at_two = model.gain(10 ** (one - 2)), model.gain(10 ** (two - 2))
        best = min(best, at_one, at_two)
        low, high = (low, two) if at_one <= at_two else (one, high)
        if high - low < 0.15:
            break
    return best


class _Model:
    def __init__(self, n: int, rate: float, ring: float, handle: float, ceiling: float, greeting: float) -> None:
        mean = n / handle * ring / rate
        self.n, self.rate, self.ceiling = n, rate, ceiling
        self.lines = ceil(mean + 6 * sqrt(mean) + 0.7 * n / rate + 6)
        x = np.arange(n + WAITING_MAX + 1)[:, None]
        r = np.arange(self.lines + 1)[None, :]
        self.leaves = np.broadcast_to(np.minimum(x, n) / handle, (x.size, r.size)).copy()
        patience = (exp(greeting * n / handle) - 1.0) * handle / n
        self.gives_up = np.broadcast_to(np.maximum(x - n, 0) / patience, self.leaves.shape).copy()
        self.ends = np.broadcast_to(r / ring, self.leaves.shape).copy()
        self.busy = np.broadcast_to(np.minimum(x, n) / n, self.leaves.shape)
        self.total = float((self.leaves + self.gives_up + self.ends).max()) * 1.0001
        self.last = None

    def gain(self, price: float) -> float:
        """Mean reward by relative value iteration; the span's upper end, so never below the truth."""
        full = np.zeros_like(self.busy)
        full[-1, :] = 1.0                     # answered where all places are taken: abandoned
        lost = self.gives_up + full * self.ends * self.rate
        reward = self.busy - price * (lost - self.ceiling * self.ends * self.rate)
        stay = self.total - self.leaves - self.gives_up - self.ends
        value = np.zeros_like(self.busy) if self.last is None else self.last
        for step in range(STEPS_MAX):
            after = self._dialled(value)
            new = reward / self.total + (self._moved(after, stay)) / self.total
            if step % 50 == 0:
                gained = (new - value) * self.total
                if gained.max() - gained.min() < CLOSE:
                    break
            value = new - new[0, 0]
        self.last = value
        return float(gained.max())

    def _dialled(self, value: np.ndarray) -> np.ndarray:
        """At once as many more as is best: the greatest value at r or beyond."""
        return np.maximum.accumulate(value[:, ::-1], axis=1)[:, ::-1]

    def _moved(self, value: np.ndarray, stay: np.ndarray) -> np.ndarray:
        fewer = np.vstack([value[:1], value[:-1]])                       # x - 1
        rung = np.hstack([value[:, :1], value[:, :-1]])                  # r - 1
        met = np.vstack([rung[1:], rung[-1:]])                           # x + 1, r - 1
        return (stay * value + (self.leaves + self.gives_up) * fewer
                + self.ends * (self.rate * met + (1 - self.rate) * rung))  # fmt: skip
