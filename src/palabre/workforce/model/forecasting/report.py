"""What `./palabre forecast` tells: past errors of every model beside the floor's, and the days to come."""

from __future__ import annotations

from typing import Any

import numpy as np

from palabre.workforce.model.forecasting.accuracy import grains, held, summed, wape
from palabre.workforce.model.forecasting.champion import (
    PAST_DAYS,
    SPREAD_DAYS,
    Past,
    backtest,
    choose,
    forecast,
    last_days,
    spread,
)
from palabre.workforce.model.forecasting.history import History, coming
from palabre.workforce.model.forecasting.models import BLENDS, FLOORS, MODELS

CHAMPION = "champion"
STEP_LEADS = 4  # so many days on tell as much of the past as an origin each day: origins lie further apart


def judged(known: History, origins: int, days: int) -> dict[str, Any]:
    """Each of the last `origins` days is forecast from its eve, with the others that are open among `days`, by every
    model and by the one that would have been chosen; its interval from errors made before."""
    leads = max(1, len(coming(known, days)))
    past = backtest(known, last_days(known, origins + PAST_DAYS + 2 * leads), leads)
    whole = [n for n, origin in enumerate(past.origins) if origin + leads <= len(known.days)]
    asked = whole[-origins:]
    chosen = [choose(past, known.slots, known.interval, past.origins[o]) for o in asked]
    told = {name: table[asked] for name, table in past.told.items()}
    told[CHAMPION] = np.array([past.told[name][o] for o, name in zip(asked, chosen, strict=True)])
    came = past.came[asked]
    found: dict[str, Any] = {"origins": len(asked), "models": {}, "coverage": {}}
    if not asked:
        return found
    bounds = [_bounds(past, known, o, name) for o, name in zip(asked, chosen, strict=True)]
    for grain in grains(known.interval):
        seen = summed(came, known.slots, grain)
        for name, table in told.items():
            error = wape(summed(table, known.slots, grain), seen)
            found["models"].setdefault(name, {"floor": name in FLOORS, "wape": {}})["wape"][str(grain)] = error
        low, high = (np.array([b[grain][side] for b in bounds]) for side in (0, 1))
        found["coverage"][str(grain)] = held(low, high, seen)
    found["chosen"] = {name: chosen.count(name) for name in (*MODELS, *BLENDS) if name in chosen}
    return found


def _bounds(past: Past, known: History, origin: int, name: str) -> dict[int, tuple[np.ndarray, np.ndarray]]:
    before = past.upto(past.origins[origin], SPREAD_DAYS)
    by_lead = [
        spread(past.told[name][before, lead], past.came[before, lead], known.slots, known.interval)
        for lead in range(past.came.shape[1])
    ]
    return {
        grain: tuple(np.array(side) for side in zip(*(
            one.interval(summed(past.told[name][origin, lead], known.slots, grain), grain)
            for lead, one in enumerate(by_lead)), strict=True))
        for grain in grains(known.interval)
    }  # fmt: skip


def ahead(known: History, days: int) -> dict[str, Any]:
    """The open days among the next `days`, by the champion of today: `mean`, `low` and `high` of each interval."""
    dates = coming(known, days)
    leads = max(1, len(dates))
    past = backtest(known, last_days(known, PAST_DAYS + leads, max(1, leads // STEP_LEADS)), leads)
    name = choose(past, known.slots, known.interval, len(known.days))
    weekdays = np.array([d.weekday() for d in dates], dtype=int)
    told = forecast(known, name, weekdays) if len(dates) else np.empty((0, len(known.slots)))
    before, rows = past.upto(len(known.days), SPREAD_DAYS), []
    for lead, (day, counts) in enumerate(zip(dates, told, strict=True)):
        one = spread(past.told[name][before, lead], past.came[before, lead], known.slots, known.interval)
        low, high = one.interval(counts, known.interval)
        rows += [
            {"start": f"{day.isoformat()}T{_clock(slot)}", "mean": round(float(mean), 3), "low": round(float(least), 3),
             "high": round(float(most), 3)}
            for slot, mean, least, most in zip(known.slots, counts, low, high, strict=True) if not np.isnan(mean)
        ]  # fmt: skip
    return {"model": name, "rows": rows}


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
