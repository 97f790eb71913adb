"""How far forecasts lay from what came: by grain, by model, and how often an interval held it."""

from __future__ import annotations

import numpy as np

GRAINS = (300, 900, 1_800, 3_600, 86_400)


def summed(table: np.ndarray, slots: tuple[int, ...], grain: int) -> np.ndarray:
    """Days by grain; a grain with a hole is a hole."""
    _, first = np.unique(np.array(slots) // grain, return_index=True)
    return np.add.reduceat(table, first, axis=-1)


def grains(interval: int) -> list[int]:
    return [g for g in GRAINS if g >= interval and g % interval == 0]


def wape(told: np.ndarray, came: np.ndarray) -> float:
    """Sum of absolute errors over the sum of what came, in percent; holes are left out. Nan where nothing came."""
    known = ~np.isnan(came)
    total = came[known].sum()
    return float(np.abs(told - came)[known].sum() / total * 100) if total else float("nan")


def held(low: np.ndarray, high: np.ndarray, came: np.ndarray) -> float:
    """Percent of what came that lay within."""
    known = ~np.isnan(came)
    return float(((came >= low) & (came <= high))[known].mean() * 100) if known.any() else float("nan")
