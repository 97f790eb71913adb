"""Which model a queue uses, and how sure it is: both by its own past errors, never by the day that is forecast."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palabre.workforce.model.forecasting.accuracy import grains, summed, wape
from palabre.workforce.model.forecasting.history import WEEK, History, opening
from palabre.workforce.model.forecasting.models import BLENDS, FLOORS, MODELS

JUDGED_GRAIN = 1_800          # errors are judged by the half-hour, as people are planned
PAST_DAYS, PAST_LEAST = 45, 5  # origins that a choice is made by, a day each; fewer than five: the floor
SPREAD_DAYS = 20              # origins that an interval is made by: how errors scatter changes sooner than who is best
BEATEN_BY = 0.99              # a challenger's error beside the floor's
SHARE = 0.90                  # of what comes lies within the interval
FLAT_SPREAD = 0.25            # of the mean, where nothing is known of past errors


@dataclass(frozen=True)
class Past:
    """Forecasts made with what was known on the eve of each origin, up to `leads` open days on."""

    origins: tuple[int, ...]         # indices in the history of the first day that each told
    told: dict[str, np.ndarray]      # by model: origin, lead, slot; nan beyond the last day known
    came: np.ndarray                 # the same, what came; nan too where it is not known

    def upto(self, day: int, days: int = PAST_DAYS) -> slice:
        """The origins all of whose forecasts were judged before `day`, none longer ago than so many days."""
        leads = self.came.shape[1]
        found = [n for n, origin in enumerate(self.origins) if day - days < origin + leads <= day]
        return slice(found[0], found[-1] + 1) if found else slice(0, 0)


def last_days(known: History, days: int, step: int = 1) -> list[int]:
    """Origins: every `step`-th of the last `days` that have a week before them, the last of all among them."""
    first = max(len(known.days) - days, min(WEEK, len(known.days) - 1), 1)
    return list(range(len(known.days) - 1, first - 1, -step))[::-1]


def backtest(known: History, origins: list[int], leads: int = 1, names: tuple[str, ...] = ()) -> Past:
    """Every model, or those named, from the eve of each origin."""
    singles = {name: MODELS[name] for name in names or MODELS}
    told = {name: np.full((len(origins), leads, len(known.slots)), np.nan) for name in singles}
    came, weekdays = np.full((len(origins), leads, len(known.slots)), np.nan), known.weekdays
    for n, origin in enumerate(origins):
        before, ahead = known.until(origin), weekdays[origin : origin + leads]
        came[n, : len(ahead)] = known.counts[origin : origin + leads]
        for name, model in singles.items():
            told[name][n, : len(ahead)] = model(before, ahead)
    if not names:
        told |= {name: (told[one] + told[other]) / 2 for name, (one, other) in BLENDS.items()}
    return Past(tuple(origins), told, came)


def choose(past: Past, slots: tuple[int, ...], interval: int, day: int) -> str:
    """The model with the smallest error by the half-hour over the past before `day`; the better floor, unless a
    challenger beats it."""
    origins = past.upto(day)
    if origins.stop - origins.start < PAST_LEAST:
        return FLOORS[-1]
    grain = max(JUDGED_GRAIN, interval)
    came = summed(past.came[origins], slots, grain)
    errors = {name: wape(summed(told[origins], slots, grain), came) for name, told in past.told.items()}
    floor = min((f for f in FLOORS if f in errors), key=lambda f: (errors[f], f))
    best = min(errors, key=lambda name: (errors[name], name))
    return best if errors[best] < BEATEN_BY * errors[floor] else floor


@dataclass(frozen=True)
class Spread:
    """How what comes scatters about what is told, by grain: quantiles of errors measured in `scale`."""

    quantiles: dict[int, tuple[float, float]]
    dispersion: dict[int, float]     # the part that grows with the mean: variance = mean + dispersion x mean squared

    def interval(self, told: np.ndarray, grain: int) -> tuple[np.ndarray, np.ndarray]:
        """Bounds that hold nine tenths of what comes."""
        low, high = self.quantiles[grain]
        scale = _scale(told, self.dispersion[grain])
        return np.maximum(told + low * scale, 0), told + high * scale


def spread(told: np.ndarray, came: np.ndarray, slots: tuple[int, ...], interval: int) -> Spread:
    """By the errors of past forecasts `told` (days by slots), at each grain."""
    quantiles, dispersion = {}, {}
    for grain in grains(interval):
        mean, seen = summed(told, slots, grain), summed(came, slots, grain)
        known = ~np.isnan(seen)
        dispersion[grain] = over = _dispersion(mean[known], seen[known])
        if known.sum() < PAST_LEAST:
            quantiles[grain] = (-1.645, 1.645)
            continue
        errors = np.sort((seen[known] - mean[known]) / _scale(mean[known], over))
        # conformal: of n errors and the next one, each is as likely to be the largest
        rank = min(1.0, np.ceil((len(errors) + 1) * (1 + SHARE) / 2) / len(errors))
        quantiles[grain] = tuple(float(np.quantile(errors, q, method="nearest")) for q in (1 - rank, rank))
    return Spread(quantiles, dispersion)


def _scale(mean: np.ndarray, dispersion: float) -> np.ndarray:
    return np.sqrt(np.maximum(mean, 0) + 1 + dispersion * mean**2)


def _dispersion(mean: np.ndarray, seen: np.ndarray) -> float:
    """What of the errors chance alone (Poisson) does not explain, beside the square of the mean."""
    if len(mean) < PAST_LEAST:
        return FLAT_SPREAD**2
    return float(max(0.0, ((seen - mean) ** 2 - np.maximum(mean, 0)).sum() / max((mean**2).sum(), 1.0)))


def forecast(known: History, name: str, weekdays: np.ndarray) -> np.ndarray:
    """Days by slots; nan where it is closed."""
    told = np.mean([MODELS[one](known, weekdays) for one in BLENDS.get(name, (name,))], axis=0)
    return np.where(np.stack([opening(known, int(w)) for w in weekdays]), told, np.nan)
