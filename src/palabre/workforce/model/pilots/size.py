"""How many advisors a pilot takes, before it starts; and the smallest effect that so many can show.

Conversations of one advisor are alike, so it is advisors who count: a measure's spread between advisors does not go
away by more conversations. With `between` and `within` as coefficients of variation (of advisors' own means; of
conversations about them), an advisor with m conversations varies by between² + within² / m, and two arms of n each take

    n = (z(1 − α/2) + z(power))² · 2 · (between² + within² / m) / effect²

with Student's t in place of z, as the spread is measured by the same advisors (n and its freedom found together).
"""

from __future__ import annotations

from math import ceil, sqrt

import msgspec

from palabre.workforce.model.pilots.chances import normal_quantile, t_quantile


class Spread(msgspec.Struct, frozen=True):
    """Coefficients of variation, and conversations of one advisor in the whole pilot."""

    between: float
    within: float
    conversations: float

    @property
    def of_an_advisor(self) -> float:
        return sqrt(self.between**2 + self.within**2 / self.conversations)

    @property
    def design_effect(self) -> float:
        """How many times more conversations than if each stood for itself."""
        share = self.between**2 / (self.between**2 + self.within**2)
        return 1 + (self.conversations - 1) * share


def advisors_needed(spread: Spread, effect: float, *, confidence: float = 0.95, power: float = 0.8) -> int:
    """Of one arm of two, for a difference of `effect` (a share of the mean: 0.05)."""
    n = max(2, ceil(_advisors(spread, effect, normal_quantile(0.5 + confidence / 2) + normal_quantile(power))))
    while smallest_effect(spread, n, confidence=confidence, power=power) > effect:
        n += 1
    return n


def _advisors(spread: Spread, effect: float, sum_: float) -> float:
    return 2 * (sum_ * spread.of_an_advisor / effect) ** 2


def smallest_effect(spread: Spread, advisors: int, *, confidence: float = 0.95, power: float = 0.8) -> float:
    """Share of the mean that two arms of so many advisors each can show."""
    freedom = 2 * advisors - 2
    sum_ = t_quantile(0.5 + confidence / 2, freedom) + t_quantile(max(power, 0.5), freedom)
    return sum_ * spread.of_an_advisor * sqrt(2 / advisors)
