"""One question of staffing, one number: Erlang B, C and A by the name of a figure, and the fewest who reach it.

Figures, by name (rates and times of a question share one unit, and so do the waits that are answered):

    B        share refused where nobody may wait (Erlang B)
    PW       share that waits
    SL       1 - P(wait > threshold), whoever gave up before included (Erlang A: beside the two that follow)
    SLoff    answered within the threshold / offered; SLans: / answered. With endless patience the three are one
    PWgt     share that waits longer than the threshold, answered or not
    ASA      mean wait of all, whoever gave up included; ASAall is the same
    Wp       the wait that 100 - p percent exceed: W90 is exceeded by a tenth
    OCC      occupancy; LQ: mean number waiting; PAB: share abandoned
    A_at_B=b offered load at which a share b is refused

`N_for_` and conditions joined by commas (`SL>=0.80,OCC<=0.85`) ask for the fewest; `shrinkage=s` among them, or
`N_with_shrinkage_s` alone (80 % in the threshold, at most 85 % busy), for how many to put on the schedule so that these
are there. Sources: `palabre.simulation.model.erlang`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from math import ceil, inf
from typing import NamedTuple

from palabre.simulation.model.erlang import (
    SERVERS_MAX,
    ErlangA,
    erlang_b,
    erlang_c,
    load_at_blocking,
    service_level_c,
    wait_exceeded_c,
)
from palabre.workforce.problems import QuestionRefused

USUAL = "SL>=0.80,OCC<=0.85"  # where nothing but the shrinkage is said
CONDITION = re.compile(r"(?P<figure>[A-Za-z]+\d*(?:\.\d+)?)\s*(?P<sign><=|>=|=)\s*(?P<value>[\d./e-]+)")
WAIT = re.compile(r"W(\d+(?:\.\d+)?)")
MODELS = ("erlang_b", "erlang_c", "erlang_a")
ALIKE = {"occ": "OCC", "ASAall": "ASA", "SL_pyworkforce": "SLoff"}  # other people's names


class Question(NamedTuple):
    """`model` erlang_b, erlang_c or erlang_a. `servers` 0: not said, as where their number is what is asked."""

    model: str
    rate: Fraction
    handle: Fraction
    servers: int = 0
    patience: Fraction = Fraction(0)
    threshold: Fraction = Fraction(0)

    @property
    def load(self) -> float:
        """Offered, in Erlang."""
        return float(self.rate * self.handle)


class Condition(NamedTuple):
    figure: str
    at_least: bool
    bound: float


def answer(question: Question, metric: str) -> float:
    """The value of `metric`. Refuses what has no answer: QuestionRefused."""
    metric = metric.removesuffix("_min")  # minutes, where the question's own unit is the minute
    metric = ALIKE.get(metric, metric)
    if metric.startswith("A_at_B"):
        return _load(question, metric)
    if metric.startswith("N_with_shrinkage_"):
        metric = f"N_for_{USUAL},shrinkage={metric.rsplit('_', 1)[1]}"
    if metric.startswith("N_for_"):
        return _fewest(question, metric.removeprefix("N_for_"))
    _told(question, servers=True)
    return figure(question, metric, question.servers)


def figure(question: Question, name: str, n: int) -> float:
    """One figure of `n` advisors."""
    name = ALIKE.get(name, name)
    figures = {"erlang_b": _of_b, "erlang_c": _of_c, "erlang_a": _of_a}.get(question.model)
    if figures is None:
        raise QuestionRefused(f"there is no model {question.model!r}: {', '.join(MODELS)}")
    found = figures(question, n)
    if found_wait := WAIT.fullmatch(name):
        percent = float(found_wait[1])
        if "W" not in found or not 0 < percent < 100:
            raise QuestionRefused(f"{question.model} has no {name}: W and a percentage, with Erlang C or A")
        return found["W"](1 - percent / 100)
    if name not in found or name == "W":
        raise QuestionRefused(f"{question.model} has no figure {name!r}: {', '.join(k for k in found if k != 'W')}")
    if name in ("SL", "SLoff", "SLans", "PWgt") and question.threshold < 0:
        raise QuestionRefused(f"{name} wants a threshold of 0 or more")
    return found[name]()


def _of_b(asked: Question, n: int) -> dict[str, Callable]:
    refused = erlang_b(asked.load, n)
    return {"B": lambda: refused, "OCC": lambda: asked.load * (1 - refused) / n if n else 0.0}


def _of_c(asked: Question, n: int) -> dict[str, Callable]:
    rate, handle, threshold = float(asked.rate), float(asked.handle), float(asked.threshold)
    theory = erlang_c(rate, handle, n)
    level = lambda: service_level_c(rate, handle, n, threshold)
    return {
        "PW": lambda: theory.waiting, "ASA": lambda: theory.wait, "OCC": lambda: theory.occupancy,
        "LQ": lambda: theory.wait * rate, "PAB": lambda: 0.0, "SL": level, "SLoff": level, "SLans": level,
        "PWgt": lambda: 1 - level(),
        "W": lambda share: wait_exceeded_c(rate, handle, n, share) if asked.load < n else inf,
    }  # fmt: skip


def _of_a(asked: Question, n: int) -> dict[str, Callable]:
    if asked.patience <= 0:
        raise QuestionRefused("Erlang A wants a mean patience of more than nothing: Erlang C knows none")
    threshold = float(asked.threshold)
    model = ErlangA(float(asked.rate), float(asked.handle), n, float(asked.patience))
    theory = model.figures
    return {
        "PW": lambda: theory.waiting, "ASA": lambda: theory.wait, "OCC": lambda: theory.occupancy,
        "LQ": lambda: model.length, "PAB": lambda: theory.abandoned, "SL": lambda: 1 - model.wait_exceeds(threshold),
        "SLoff": lambda: model.answered_within(threshold), "SLans": lambda: model.answered_in(threshold),
        "PWgt": lambda: model.wait_exceeds(threshold), "W": model.wait_exceeded,
    }  # fmt: skip


def _told(asked: Question, *, servers: bool) -> None:
    if asked.rate <= 0 or asked.handle <= 0:
        raise QuestionRefused("arrivals and the handling time must be more than nothing")
    if servers and not 0 < asked.servers <= SERVERS_MAX:
        raise QuestionRefused(f"the number of servers must be from 1 to {SERVERS_MAX}")


def _load(asked: Question, metric: str) -> float:
    blocking = number(metric.partition("=")[2])
    if not 0 < blocking < 1 or not 0 < asked.servers <= SERVERS_MAX:
        raise QuestionRefused(f"{metric}: a share between 0 and 1, and from 1 to {SERVERS_MAX} servers")
    return load_at_blocking(float(blocking), asked.servers)


def _fewest(asked: Question, text: str) -> float:
    """Every figure here gets better with each advisor more, so the number is found by halving."""
    asked = asked._replace(model=asked.model.removesuffix("_required"))
    _told(asked, servers=False)
    shrinkage, conditions = Fraction(0), []
    for part in text.split(","):
        found = CONDITION.fullmatch(part.strip())
        if found is None or (found["sign"] == "=") != (found["figure"] == "shrinkage"):
            raise QuestionRefused(f"{part!r} is no condition: FIGURE>=VALUE, FIGURE<=VALUE or shrinkage=SHARE")
        value = number(found["value"])
        if found["figure"] == "shrinkage":
            shrinkage = value
        else:
            conditions.append(Condition(found["figure"], found["sign"] == ">=", float(value)))
    if not 0 <= shrinkage < 1 or not conditions:
        raise QuestionRefused("shrinkage is a share from 0 to less than 1, beside at least one condition")
    return ceil(fewest(asked, conditions) / (1 - shrinkage))


def fewest(asked: Question, conditions: list[Condition]) -> int:
    """The fewest advisors of whom every condition is true."""

    def enough(n: int) -> bool:
        return all(
            figure(asked, c.figure, n) >= c.bound if c.at_least else figure(asked, c.figure, n) <= c.bound
            for c in conditions
        )

    low, high = 0, max(1, min(SERVERS_MAX, ceil(asked.load)))
    while not enough(high):
        if high >= SERVERS_MAX:
            raise QuestionRefused(f"no number of advisors up to {SERVERS_MAX} reaches this")
        low, high = high, min(SERVERS_MAX, max(high + 1, high + high // 8))
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def number(text: str) -> Fraction:
    """A decimal or a fraction (`100/1800`), exact; nothing: 0."""
    over, _, under = text.strip().partition("/")
    try:
        return Fraction(over or "0") / Fraction(under or "1")
    except (ValueError, ZeroDivisionError):
        raise QuestionRefused(f"{text!r} is no number: 20, 0.8 or 100/1800") from None
