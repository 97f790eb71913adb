"""Every measure, once: its unit, its population, how it is computed. A screen that shows a figure shows these too.

Definitions in words: `definitions.py`, by the same keys. Sources: ITU-T E.800 family for service level wording, and the
common practice of contact centres where two definitions live side by side: then both are here, under two names.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from palabre.foundations.clock import SECOND
from palabre.reporting.model.totals import Totals

THRESHOLD_SECONDS = 20.0  # X of the service levels unless the asker says otherwise


class Measure(msgspec.Struct, frozen=True):
    """`value` of Totals (None where its population is empty) and `n`, the size of that population.

    unit: count, ratio (0 to 1), seconds. cohort: arrival (entered the queue in the interval) or at_event.
    """

    key: str
    unit: str
    population: str
    n: Callable[[Totals], int]
    value: Callable[[Totals], float]
    cohort: str = "arrival"
    parameter: str = ""  # threshold_seconds where the measure has one
    queue_only: bool = False  # says nothing of one partner's people: hidden from her supervisors

    @property
    def definition(self) -> str:
        return f"reporting.definition.{self.key}"


class Figure(msgspec.Struct, frozen=True, omit_defaults=True):
    """A measure's value, ready to show. `value` is None where n is 0."""

    key: str
    value: float | None
    n: int
    unit: str
    population: str
    definition: str
    cohort: str
    threshold_seconds: float | None = None


def _all_offered(t: Totals) -> int:
    return t.offered


def _answered(t: Totals) -> int:
    return t.answered


def _resolved(t: Totals) -> int:
    return t.answered + t.abandoned


def _handled(t: Totals) -> int:
    return t.handled


def _ended(t: Totals) -> int:
    return t.offered - t.waiting


def _seconds(total: int, n: int) -> float:
    return total / n / SECOND


def _count(
    key: str, name: str | None = None, population: str = "offered", n: Callable[[Totals], int] = _all_offered
) -> Measure:
    field = name or key
    return Measure(key, "count", population, n, lambda t: getattr(t, field), queue_only=key != "answered")


def _refusals(key: str) -> Measure:
    return _count(key, population="refused_at_door", n=lambda t: t.refused)


def _percentile(percent: int) -> Measure:
    return Measure(f"wait_p{percent}", "seconds", "answered", _answered, lambda t: t.percentiles[percent] / SECOND)


MEASURES: tuple[Measure, ...] = (
    _count("offered"),
    _count("first_offered"),
    _count("refused_at_door", "refused", "arrived_at_the_door", lambda t: t.offered + t.refused),
    _refusals("refused_closed"),
    _refusals("refused_full"),
    _refusals("refused_nobody"),
    _count("resumed", population="returned_after_interruption", n=lambda t: t.resumed),
    _count("waiting"),
    _count("answered"),
    _count("abandoned"),
    _count("short_abandoned"),
    _count("callback", population="callbacks", n=lambda t: t.callback),
    Measure(
        "callback_level",
        "ratio",
        "callbacks_ended",
        lambda t: t.callback_ended,
        lambda t: t.callback_in_time / t.callback_ended,
        queue_only=True,
    ),
    _count("ended_otherwise", "other"),
    Measure(
        "service_level",
        "ratio",
        "answered_or_abandoned",
        _resolved,
        lambda t: t.answered_within / _resolved(t),
        parameter="threshold_seconds",
        queue_only=True,
    ),
    Measure(
        "service_level_of_offered",
        "ratio",
        "offered_and_ended",
        _ended,
        lambda t: t.answered_within / _ended(t),
        parameter="threshold_seconds",
        queue_only=True,
    ),
    Measure(
        "service_level_of_answered",
        "ratio",
        "answered",
        _answered,
        lambda t: t.answered_within / t.answered,
        parameter="threshold_seconds",
    ),
    Measure(
        "abandoned_share",
        "ratio",
        "answered_or_abandoned",
        _resolved,
        lambda t: t.abandoned / _resolved(t),
        queue_only=True,
    ),
    Measure("asa", "seconds", "answered", _answered, lambda t: _seconds(t.wait_sum, t.answered)),
    Measure(
        "asa_waited",
        "seconds",
        "answered_after_a_wait",
        lambda t: t.answered_waited,
        lambda t: _seconds(t.wait_sum, t.answered_waited),
    ),
    _percentile(50),
    _percentile(90),
    _percentile(95),
    Measure(
        "wait_from_arrival", "seconds", "answered", _answered, lambda t: _seconds(t.wait_from_arrival_sum, t.answered)
    ),
    Measure(
        "patience_abandoned",
        "seconds",
        "abandoned",
        lambda t: t.abandoned,
        lambda t: _seconds(t.abandoned_wait_sum, t.abandoned),
        queue_only=True,
    ),
    Measure("longest_wait", "seconds", "offered_and_ended", _ended, lambda t: t.wait_max / SECOND, queue_only=True),
    Measure(
        "aht", "seconds", "handled", _handled, lambda t: _seconds(t.talk_sum + t.hold_sum + t.wrap_up_sum, t.handled)
    ),
    Measure("talk_time", "seconds", "handled", _handled, lambda t: _seconds(t.talk_sum, t.handled)),
    Measure("hold_time", "seconds", "handled", _handled, lambda t: _seconds(t.hold_sum, t.handled)),
    Measure("wrap_up_time", "seconds", "handled", _handled, lambda t: _seconds(t.wrap_up_sum, t.handled)),
    Measure(
        "occupancy_at_event",
        "ratio",
        "advisor_milliseconds",
        lambda t: t.busy_sum + t.idle_sum,
        lambda t: t.busy_sum / (t.busy_sum + t.idle_sum),
        cohort="at_event",
    ),
)
BY_KEY = {measure.key: measure for measure in MEASURES}


def figure(measure: Measure, totals: Totals, threshold_seconds: float = THRESHOLD_SECONDS) -> Figure:
    n = measure.n(totals)
    counts = measure.unit == "count"
    value = measure.value(totals) if n or counts else None
    return Figure(
        measure.key,
        value,
        n,
        measure.unit,
        measure.population,
        measure.definition,
        measure.cohort,
        threshold_seconds if measure.parameter else None,
    )


def figures(totals: Totals, *, threshold_seconds: float = THRESHOLD_SECONDS, partner: bool = False) -> list[Figure]:
    """All measures; for a partner's own people, those that speak of people and not of the queue."""
    return [figure(m, totals, threshold_seconds) for m in MEASURES if not (partner and m.queue_only)]
