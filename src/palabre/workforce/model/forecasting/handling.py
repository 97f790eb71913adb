"""How long one contact takes, by time of day: the challenger knows the half-hour, the floor one mean for all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palabre.workforce.model.forecasting.champion import BEATEN_BY, PAST_LEAST
from palabre.workforce.model.forecasting.demand import Demand

FLOOR, CHALLENGER = "recent_mean", "by_half_hour"
FLOOR_DAYS, SLOT_DAYS, JUDGED_DAYS = 28, 56, 20
PRIOR_CONTACTS = 50.0  # of the mean, for a half-hour's own
FLAT = 0.2  # of the mean, where no past errors are known


@dataclass(frozen=True)
class Handling:
    """Seconds by slot. `low`, `high`: shares of the mean between which nine tenths of days lay."""

    model: str
    mean: np.ndarray
    low: float
    high: float
    error: float | None  # percent, of the champion on past days; None: not judged
    floor_error: float | None


def recent_mean(handled: np.ndarray, seconds: np.ndarray) -> np.ndarray:
    total = handled[-FLOOR_DAYS:].sum()
    return np.full(handled.shape[1], seconds[-FLOOR_DAYS:].sum() / total if total else np.nan)


def by_half_hour(handled: np.ndarray, seconds: np.ndarray) -> np.ndarray:
    mean = recent_mean(handled, seconds)
    count, total = handled[-SLOT_DAYS:].sum(axis=0), seconds[-SLOT_DAYS:].sum(axis=0)
    return (total + PRIOR_CONTACTS * mean) / (count + PRIOR_CONTACTS)


def handling(known: Demand) -> Handling | None:
    """None where no handling time is known."""
    handled, seconds = known.handled, known.seconds
    if not handled.any() or np.isnan(recent_mean(handled, seconds)[0]):
        handled, seconds = _last_known(handled, seconds)
        if not len(handled):
            return None
    judged = [n for n in range(max(1, len(handled) - JUDGED_DAYS), len(handled)) if handled[n].any()]
    judged = [n for n in judged if handled[max(0, n - FLOOR_DAYS) : n].any()]
    if len(judged) < PAST_LEAST:
        return Handling(FLOOR, recent_mean(handled, seconds), 1 - FLAT, 1 + FLAT, None, None)
    errors = {model.__name__: _error(model, handled, seconds, judged) for model in (recent_mean, by_half_hour)}
    best = CHALLENGER if errors[CHALLENGER] < BEATEN_BY * errors[FLOOR] else FLOOR
    model = by_half_hour if best == CHALLENGER else recent_mean
    ratios = sorted(_ratio(model, handled, seconds, n) for n in judged)
    low, high = (float(np.quantile(ratios, q)) for q in (0.05, 0.95))
    return Handling(best, model(handled, seconds), min(low, 1.0), max(high, 1.0), errors[best], errors[FLOOR])


def _last_known(handled: np.ndarray, seconds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Up to the last day that has one."""
    last = np.flatnonzero(handled.any(axis=1))
    end = int(last[-1]) + 1 if len(last) else 0
    return handled[:end], seconds[:end]


def _error(model, handled: np.ndarray, seconds: np.ndarray, days: list[int]) -> float:
    missed = sum(np.abs(model(handled[:n], seconds[:n]) * handled[n] - seconds[n]).sum() for n in days)
    return float(missed / max(seconds[days].sum(), 1e-9) * 100)


def _ratio(model, handled: np.ndarray, seconds: np.ndarray, n: int) -> float:
    return float(seconds[n].sum() / max((model(handled[:n], seconds[:n]) * handled[n]).sum(), 1e-9))
