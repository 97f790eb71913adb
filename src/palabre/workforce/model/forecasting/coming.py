"""The days to come of one queue, as they are published: by the champion, beside the floor, with events laid on."""

from __future__ import annotations

from datetime import date, timedelta
from math import inf

import msgspec
import numpy as np

from palabre.workforce.model.forecasting.accuracy import held, wape
from palabre.workforce.model.forecasting.champion import (
    PAST_DAYS,
    PAST_LEAST,
    SPREAD_DAYS,
    Past,
    backtest,
    choose,
    forecast,
    last_days,
    spread,
)
from palabre.workforce.model.forecasting.demand import Demand
from palabre.workforce.model.forecasting.handling import handling
from palabre.workforce.model.forecasting.history import USUAL_DAYS, WEEK, History
from palabre.workforce.model.forecasting.models import FLOORS

FAR = 3_660  # days between the last known and the first to come, at most
FLAT_DAYS = WEEK  # of fewer days no weekday is known: each day to come is as all were
JUDGED_LEADS_STEP = 4


class Event(msgspec.Struct, frozen=True):
    """`kind`: change (by `percent`) or closed; on the days from `first` to `last`, both included."""

    kind: str
    percent: float
    first: date
    last: date


class Row(msgspec.Struct, frozen=True, array_like=True):
    """A half-hour of `day` at `slot` seconds from midnight. `floor`: the naive forecast. Handling in seconds, 0: not
    known."""

    day: date
    slot: int
    mean: float
    low: float
    high: float
    floor: float
    handle: float
    handle_low: float
    handle_high: float


class Made(msgspec.Struct, frozen=True):
    """`error`, `floor_error`: WAPE by the half-hour in percent on past origins, None where too few were known;
    `covered`: percent of what came within the interval. `basis`: flat (under a week of days), weekly (too few to judge
    models) or judged. `learnt`: by slot, how much of a day's distance so far holds for its rest."""

    model: str
    floor: str
    error: float | None
    floor_error: float | None
    covered: float | None
    handle_model: str
    handle_error: float | None
    handle_floor_error: float | None
    basis: str
    days_known: int
    left_out: int
    notes: dict[str, int]
    learnt: dict[int, float]
    rows: list[Row]


def coming_days(known: Demand, first: date, days: int, events: list[Event]) -> Made:
    """The open ones among `days` from `first`."""
    history = known.history
    dates = _open_days(history, first, days)
    last = history.days[-1]
    all_dates = _open_days(history, last + timedelta(1), (dates[-1] - last).days) if dates else []
    leads = max(1, len(dates))
    past = backtest(history, last_days(history, PAST_DAYS + leads, max(1, leads // JUDGED_LEADS_STEP)), leads)
    name = choose(past, history.slots, history.interval, len(history.days))
    floor = _floor(past, len(history.days))
    told, naive = (_told(history, model, all_dates, len(dates)) for model in (name, floor))
    time = handling(known)
    rows = []
    for lead, (day, counts, plain) in enumerate(zip(dates, told, naive, strict=True)):
        low, high = _interval(past, history, name, lead, counts)
        rows += _rows(history, day, counts, low, high, plain, time, events)
    judged = past.upto(len(history.days))
    enough = judged.stop - judged.start >= PAST_LEAST
    came = past.came[judged]
    return Made(
        name, floor, _error(past.told[name][judged], came) if enough else None,
        _error(past.told[floor][judged], came) if enough else None, _covered(past, history, name) if enough else None,
        time.model if time else "", time.error if time else None, time.floor_error if time else None,
        "flat" if len(history.days) < FLAT_DAYS else "judged" if enough else "weekly",
        len(history.days), known.left_out, history.notes, _learnt(history, name), rows)  # fmt: skip


def _open_days(known: History, first: date, days: int) -> list[date]:
    """Weekdays seen in the last eight weeks; all where fewer than a week was."""
    last = known.days[-1]
    seen = {d.weekday() for d in known.days if (last - d).days < USUAL_DAYS * WEEK}
    whole = (last - known.days[0]).days < WEEK
    ahead = [first + timedelta(n) for n in range(min(days, FAR))]
    return [d for d in ahead if d > last and (whole or d.weekday() in seen)]


def _told(known: History, name: str, dates: list[date], last: int) -> np.ndarray:
    """The `last` of the dates; those between what is known and them are passed over."""
    if not last:
        return np.empty((0, len(known.slots)))
    return forecast(known, name, np.array([d.weekday() for d in dates], dtype=int))[-last:]


def _floor(past: Past, day: int) -> str:
    judged = past.upto(day)
    errors = {f: _error(past.told[f][judged], past.came[judged]) for f in FLOORS}
    return min(FLOORS, key=lambda f: (inf if errors[f] is None else errors[f], f))


def _error(told: np.ndarray, came: np.ndarray) -> float | None:
    error = wape(told, came)
    return None if np.isnan(error) else round(error, 3)


def _interval(past: Past, known: History, name: str, lead: int, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    before = past.upto(len(known.days), SPREAD_DAYS)
    one = spread(past.told[name][before, lead], past.came[before, lead], known.slots, known.interval)
    return one.interval(counts, known.interval)


def _covered(past: Past, known: History, name: str) -> float | None:
    """By the interval that would have been told then: each origin's from those before it."""
    lows, highs, came = [], [], []
    for n, origin in enumerate(past.origins):
        before = past.upto(origin, SPREAD_DAYS)
        if before.stop - before.start < PAST_LEAST:
            continue
        one = spread(past.told[name][before, 0], past.came[before, 0], known.slots, known.interval)
        low, high = one.interval(past.told[name][n, 0], known.interval)
        lows.append(low), highs.append(high), came.append(past.came[n, 0])
    return round(held(np.array(lows), np.array(highs), np.array(came)), 1) if came else None


def _rows(known: History, day: date, counts, low, high, naive, time, events: list[Event]) -> list[Row]:
    on = [e for e in events if e.first <= day <= e.last]
    if any(e.kind == "closed" for e in on):
        return []
    times = float(np.prod([1 + e.percent / 100 for e in on])) if on else 1.0
    rows = []
    for n, slot in enumerate(known.slots):
        if np.isnan(counts[n]):
            continue
        figures = [round(float(value) * times, 3) for value in (counts[n], low[n], high[n], naive[n])]
        handle = float(time.mean[n]) if time else 0.0
        rows.append(
            Row(
                day,
                slot,
                *(max(0.0, 0.0 if np.isnan(f) else f) for f in figures),
                round(handle, 1),
                round(handle * (time.low if time else 1), 1),
                round(handle * (time.high if time else 1), 1),
            )
        )
    return rows  # fmt: skip


def _learnt(known: History, name: str) -> dict[int, float]:
    """By slot: of a day's distance up to there from what was told on its eve, the part that held for its rest.

    A line through nothing, weighted by what was to come, drawn to nothing where days are few."""
    past = backtest(known, last_days(known, SPREAD_DAYS), 1)
    told, came = past.told[name][:, 0], past.came[:, 0]
    whole = ~np.isnan(came)
    told, came = np.where(whole, told, 0), np.where(whole, came, 0)
    if len(told) < PAST_LEAST:
        return {}
    found = {}
    for n in range(1, len(known.slots)):
        so_far, rest = told[:, :n].sum(axis=1), told[:, n:].sum(axis=1)
        seen = (so_far > 0) & (rest > 0)
        x = came[seen, :n].sum(axis=1) / so_far[seen] - 1
        y = came[seen, n:].sum(axis=1) / rest[seen] - 1
        weight = so_far[seen]
        chance = float(seen.sum())  # what Poisson alone would scatter: distances no larger teach nothing
        slope = float((weight * x * y).sum() / max((weight * x * x).sum() + chance, 1e-9))
        found[known.slots[n]] = round(min(1.0, max(0.0, slope)), 4)
    return found
