"""Two scenarios beside each other under common chance: the same customers with the same minds meet both, so that a
difference is the rules' and not luck's. The interval is of the paired differences, by Student's law.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt
from statistics import NormalDist, mean, stdev

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
    """Two-sided quantile of Student's t, by Cornish and Fisher from the normal one; exact for 1 and 2 degrees."""
    p = (1 + confidence) / 2
    if freedom == 1:
        from math import pi, tan

        return tan(pi * (p - 0.5))
    if freedom == 2:
        return (2 * p - 1) / sqrt(2 * p * (1 - p))
    z, v = NormalDist().inv_cdf(p), float(freedom)
    terms = (
        (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96, (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92_160,
    )  # fmt: skip
    return z + sum(term / v ** (n + 1) for n, term in enumerate(terms))
