"""Two scenarios beside each other under common chance: the same customers with the same minds meet both, so that a
difference is the rules' and not luck's. The interval is of the paired differences, by Student's law.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import atan, cos, pi, sin, sqrt
from statistics import mean, stdev

from palabre.simulation.model.scenario import Scenario
from palabre.simulation.model.simulation import Simulation

CONFIDENCE = 0.95
COMPARED = ("ratio", "seconds")  # units: counts are of the customers, who are the same


def compare(
    a: Scenario, b: Scenario, *, replications: int, seed: int | None = None, threshold_seconds: float = 20.0,
    progress: Callable[[int], None] = lambda done: None,
) -> dict:
    """`measures`: key -> a, b, difference (b - a), interval [low, high] of it, n replications in which both have it.

    By queue as `QUEUE/key` where both have that queue. `progress(done)`: after each replication.
    """
    first = a.seed if seed is None else seed
    pairs = []
    for number in range(replications):
        pairs.append(tuple(_figures(one, first + number, threshold_seconds) for one in (a, b)))
        progress(number + 1)
    keys = [k for k in pairs[0][0] if k in pairs[0][1]]
    found = {k: paired([(x[k], y[k]) for x, y in pairs if x.get(k) is not None and y.get(k) is not None]) for k in keys}
    return {
        "replications": replications, "seed": first, "confidence": CONFIDENCE, "threshold_seconds": threshold_seconds,
        "measures": {k: v for k, v in found.items() if v is not None},
    }  # fmt: skip


def _figures(scenario: Scenario, seed: int, threshold: float) -> dict[str, float | None]:
    simulation = Simulation(scenario, seed, measure=True)
    simulation.finish()
    queues = [q.id for q in scenario.queues]
    found: dict[str, float | None] = {}
    for queue in (None, *(queues if len(queues) > 1 else ())):
        for one in simulation.measures.figures(
            simulation.end, simulation.begin, simulation.end, queue=queue, threshold_seconds=threshold
        ):
            if one.unit in COMPARED and not (queue and one.cohort == "at_event"):
                found[f"{queue}/{one.key}" if queue else one.key] = one.value
    return found


def paired(values: Sequence[tuple[float, float]]) -> dict | None:
    """None where fewer than two pairs are known."""
    if len(values) < 2:
        return None
    differences = [y - x for x, y in values]
    middle = mean(differences)
    half = student(CONFIDENCE, len(values) - 1) * stdev(differences) / sqrt(len(values))
    return {
        "a": mean(x for x, _ in values), "b": mean(y for _, y in values), "difference": middle,
        "interval": [middle - half, middle + half], "n": len(values),
    }  # fmt: skip


def student(confidence: float, freedom: int) -> float:
    """Two-sided quantile of Student's t: |t| stays below it with this confidence."""
    low, high = 0.0, 1.0
    while _within(high, freedom) < confidence:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, freedom) < confidence else (low, middle)
    return low


def _within(t: float, freedom: int) -> float:
    """P(|T| < t), by the finite series of Abramowitz and Stegun 26.7.3 and 26.7.4."""
    angle = atan(t / sqrt(freedom))
    square = cos(angle) ** 2
    odd = freedom % 2
    term = total = cos(angle) if odd else 1.0
    for k in range(3 if odd else 2, freedom, 2):
        term *= square * (k - 1) / k
        total += term
    if odd:
        return 2 / pi * (angle + (sin(angle) * total if freedom > 1 else 0.0))
    return sin(angle) * total
