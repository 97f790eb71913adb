"""What a pilot has shown so far: each arm beside the first, with intervals clustered by advisor.

An advisor counts once, by the mean of her conversations: means of means are compared by Welch's t with Satterthwaite's
freedom, which is never above the number of advisors less two. That needs no number of clusters to be large, as a
sandwich of variances does, and unlike a wild bootstrap with fewer than some twelve clusters its tails are not made of a
few possible signs. With less than five advisors in an arm nothing is told.

Looking each week and stopping at the first difference would find one by chance far more often than said: a report
before the last day gives its intervals at 1 − (1 − confidence) / looks (Bonferroni), and so does the last.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from math import sqrt
from statistics import fmean, variance

import msgspec

from palabre.workforce.model.pilots.chances import t_quantile
from palabre.workforce.model.pilots.plan import Measure, PilotPlan, fixed

ADVISORS_MIN = 5


class Seen(msgspec.Struct, frozen=True):
    """One conversation's measure."""

    arm: str
    advisor: str
    value: float


class Compared(msgspec.Struct, frozen=True):
    """`difference`, `low`, `high`: shares of the first arm's mean. `verdict`: better, worse, alike (any difference that
    matters is excluded), cannot_tell."""

    measure: str
    arm: str
    advisors: tuple[int, int]
    conversations: tuple[int, int]
    verdict: str
    mean: float | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    why: str = ""


class Report(msgspec.Struct, frozen=True):
    plan: str  # its hash
    week: int
    weeks: int
    compared: tuple[Compared, ...]


def report(plan: PilotPlan, week: int, seen: dict[str, list[Seen]]) -> Report:
    """Of the first `week` weeks; `seen` by measure, ValueError for one that the plan never named."""
    strange = sorted(set(seen) - {m.name for m in plan.measures})
    if strange:
        raise ValueError(f"{strange[0]} was not fixed before the pilot began")
    weeks = max(1, -(-((plan.until - plan.since).days + 1) // 7))
    confidence = 1 - (1 - plan.confidence) / (weeks * (len(plan.arms) - 1))
    first, *others = (a.name for a in plan.arms)
    return Report(fixed(plan), week, weeks, tuple(
        compared(m, seen.get(m.name, []), first, other, confidence) for m in plan.measures for other in others
    ))  # fmt: skip


def compared(measure: Measure, seen: Iterable[Seen], first: str, other: str, confidence: float) -> Compared:
    own, means = list(seen), {}
    for arm in (first, other):
        of = sorted((s.advisor, s.value) for s in own if s.arm == arm)
        means[arm] = [fmean(v for _, v in some) for _, some in groupby(of, key=lambda x: x[0])]
    sizes = len(means[first]), len(means[other])
    counts = sum(s.arm == first for s in own), sum(s.arm == other for s in own)
    told = lambda verdict, **more: Compared(measure.name, other, sizes, counts, verdict, **more)
    if min(sizes) < ADVISORS_MIN:
        return told("cannot_tell", why="too_few_advisors")
    base, mean = fmean(means[first]), fmean(means[other])
    if base == 0:
        return told("cannot_tell", why="nothing_to_compare_with", mean=mean)
    parts = [variance(means[arm]) / len(means[arm]) for arm in (first, other)]
    spread, difference = sqrt(sum(parts)), (mean - base) / abs(base)
    low = high = difference
    if spread > 0:
        freedom = sum(parts) ** 2 / sum(p**2 / (n - 1) for p, n in zip(parts, sizes, strict=True))
        reach = t_quantile(0.5 + confidence / 2, freedom) * spread / abs(base)
        low, high = difference - reach, difference + reach
    verdict = _verdict(measure, low, high)
    why = "" if verdict != "cannot_tell" else "the_interval_holds_both"
    return told(verdict, mean=mean, difference=difference, low=low, high=high, why=why)


def _verdict(measure: Measure, low: float, high: float) -> str:
    if low > 0 or high < 0:
        return "better" if (low > 0) == measure.more_is_better else "worse"
    return "alike" if -measure.effect < low and high < measure.effect else "cannot_tell"
