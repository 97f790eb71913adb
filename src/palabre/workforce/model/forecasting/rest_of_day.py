"""The rest of a day told anew: by how far it lies from what was told, and how much of that was learnt to hold."""

from __future__ import annotations

import msgspec

from palabre.workforce.model.forecasting.coming import Row

TIMES = 0.2, 5.0  # what a day may be beside what was told: beyond it something else is the matter


class RestOfDay(msgspec.Struct):
    """`came`, `told`: contacts up to `cut` (seconds from midnight). `learnt`: the part of the distance that is held to
    go on. `rows`: slot → mean, low, high of what is left."""

    cut: int
    came: float
    told: float
    learnt: float
    times: float
    rows: dict[int, tuple[float, float, float]]


def rest_of_day(rows: list[Row], came: dict[int, float], learnt: dict[int, float], cut: int) -> RestOfDay:
    """`rows`: of this day as they were published; `came`: by slot; slots from `cut` on are not over."""
    past = [row for row in rows if row.slot < cut]
    told, seen = sum(row.mean for row in past), sum(came.get(row.slot, 0.0) for row in past)
    part = next((learnt[slot] for slot in sorted(learnt, reverse=True) if slot <= cut), 0.0)
    apart = seen / told - 1 if told > 0 else 0.0
    times = min(TIMES[1], max(TIMES[0], 1 + part * apart))
    left = {row.slot: (round(row.mean * times, 3), round(row.low * times, 3), round(row.high * times, 3))
            for row in rows if row.slot >= cut}  # fmt: skip
    return RestOfDay(cut, round(seen, 3), round(told, 3), part, round(times, 4), left)
