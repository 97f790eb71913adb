"""Models of a day's counts: each gets what is known and the weekdays to come, and gives a table of days by slots.

The floors need no argument; no model is used that does not beat them (`champion`). `factors` is of the family of Shen
and Huang (Manufacturing & Service Operations Management, 2008): roots of counts, whose spread is the same at any level
(Brown et al., JASA 2005), a few shapes of a day by singular values, and the weight of each shape by weekday and by how
far yesterday lay from its own.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from palabre.workforce.model.forecasting.history import WEEK, History

SHAPES, ROUNDS, FILLS = 4, 4, 3
PRIOR_DAYS = 0.5           # of the mean of all weekdays, for a weekday of its own
CARRIED = (-0.2, 0.95)     # bounds of what of yesterday's distance is carried over
SPECIAL = 0.5, 2.0         # of the usual total of such a weekday: a day beyond that is nobody's pattern
RECENT_DAYS = 260          # older ones tell of another centre

Model = Callable[[History, np.ndarray], np.ndarray]


def same_weekday(known: History, ahead: np.ndarray) -> np.ndarray:
    """As on the last such weekday."""
    return _of_last(known, ahead, 1)


def mean_of_four(known: History, ahead: np.ndarray) -> np.ndarray:
    """The mean of the last four such weekdays."""
    return _of_last(known, ahead, 4)


def _of_last(known: History, ahead: np.ndarray, n: int) -> np.ndarray:
    weekdays, counts = known.weekdays, known.counts
    found: dict[int, np.ndarray] = {}
    for weekday in set(ahead.tolist()):
        same = counts[weekdays == weekday]
        mean = _mean(same[-n:])
        for wider in (same, counts[-WEEK:]):       # a slot that was closed or not known on all of these
            if np.isnan(mean).any():
                mean = np.where(np.isnan(mean), _mean(wider), mean)
        found[weekday] = np.nan_to_num(mean)
    return np.array([found[int(w)] for w in ahead])


def _mean(counts: np.ndarray) -> np.ndarray:
    """By slot; nan where nothing is known."""
    unknown = np.isnan(counts)
    if len(counts) and not unknown.any():
        return counts.mean(axis=0)
    seen = (~unknown).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(seen > 0, np.nansum(counts, axis=0) / seen, np.nan)


def factors(known: History, ahead: np.ndarray) -> np.ndarray:
    """Singular shapes, weekdays, and what is carried over from day to day."""
    usual = ~special(known)
    counts, weekdays = known.counts[usual][-RECENT_DAYS:], known.weekdays[usual][-RECENT_DAYS:]
    if len(counts) < WEEK:
        return mean_of_four(known, ahead)
    roots, mean, shapes = _shapes(np.sqrt(counts + 0.25), weekdays)
    weights = (roots - mean) @ shapes.T
    coming = np.stack([_carried(w, weekdays, ahead) for w in weights.T], axis=1)
    return np.maximum(mean + coming @ shapes, 0.5) ** 2 - 0.25


def level(known: History, ahead: np.ndarray) -> np.ndarray:
    """The last four such weekdays' shape at the level that last week had of its own: for small or changing queues."""
    base, total = mean_of_four(known, ahead), np.nansum(known.counts, axis=1)
    back = min(WEEK, len(known.days) - 1)
    if back < 1:
        return base
    earlier = known.until(len(known.days) - back)
    expected = mean_of_four(earlier, known.weekdays[-back:])
    expected = np.where(np.isnan(known.counts[-back:]), 0, expected).sum()
    ratio = total[-back:].sum() / expected if expected > 0 else 1.0
    return base * float(np.clip(ratio, 0.5, 2.0)) ** 0.5


MODELS: dict[str, Model] = {
    "same_weekday": same_weekday, "mean_of_four": mean_of_four, "level": level, "factors": factors,
}  # fmt: skip
BLENDS = {"blend": ("factors", "mean_of_four")}  # half of each: what one misses the other seldom misses too
FLOORS = ("same_weekday", "mean_of_four")


def special(known: History) -> np.ndarray:
    """Days whose total is so far from the median of such weekdays that they are no example."""
    total, weekdays = np.nansum(known.counts, axis=1), known.weekdays
    of_weekday = [np.median(total[weekdays == w]) if (weekdays == w).any() else 0.0 for w in range(WEEK)]
    usual = np.array(of_weekday)[weekdays]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(usual > 0, total / usual, 1.0)
    return (ratio < SPECIAL[0]) | (ratio > SPECIAL[1])


def _shapes(roots: np.ndarray, weekdays: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Roots with the holes filled, their mean, and the commonest shapes about it: by the small side's eigenvectors,
    which costs a fifth of a decomposition of the whole."""
    holes = np.isnan(roots)
    if holes.any():
        by_weekday = np.stack([_mean(roots[weekdays == w]) if (weekdays == w).any() else roots[0] for w in range(WEEK)])
        filled = np.where(holes, by_weekday[weekdays], roots)
        roots = np.where(np.isnan(filled), np.nan_to_num(_mean(roots)), filled)
    for _ in range(FILLS if holes.any() else 1):
        mean = roots.mean(axis=0)
        apart = roots - mean
        _, vectors = np.linalg.eigh(apart.T @ apart)
        shapes = vectors[:, ::-1][:, :SHAPES].T
        roots = np.where(holes, mean + apart @ shapes.T @ shapes, roots)
    return roots, mean, shapes


def _carried(weights: np.ndarray, weekdays: np.ndarray, ahead: np.ndarray) -> np.ndarray:
    """One shape's weight on the days to come: a weekday's own, and what is left of the last day's distance from it.
    Both are fitted in turns (Cochrane and Orcutt, 1949)."""
    of_day = (weekdays[:, None] == np.arange(WEEK)).astype(float)
    carried, own = 0.0, np.zeros(WEEK)
    for _ in range(ROUNDS):
        moved = of_day[1:] - carried * of_day[:-1]
        fresh = weights[1:] - carried * weights[:-1]
        own = np.linalg.solve(moved.T @ moved + PRIOR_DAYS * np.eye(WEEK), moved.T @ fresh)
        left = weights - of_day @ own
        carried = float(np.clip(left[1:] @ left[:-1] / max(left[:-1] @ left[:-1], 1e-12), *CARRIED))
    return own[ahead] + left[-1] * carried ** np.arange(1, len(ahead) + 1)
