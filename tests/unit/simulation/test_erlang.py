"""Theory against published values: the shared reference where it stands, and a twin worked by hand."""
import csv
import os
from fractions import Fraction
from math import ceil
from pathlib import Path

import pytest

from palabre.simulation.model.erlang import (
    ErlangA,
    erlang_b,
    erlang_c,
    load_at_blocking,
    required_c,
    service_level_c,
    wait_exceeded_c,
    waiting_probability,
)

DATA = Path(os.environ.get("PALABRE_REAL_DATA") or Path(__file__).parents[4] / "shared/data")
REFERENCE = DATA / "erlang_reference.csv"

# by hand: B(1, 1) = 1/2 and B(2, 1) = (1/2)/(2 + 1/2) = 1/5; C(2, 1) = 2 x 1/5 / (2 - 1 x 4/5) = 1/3; M/M/1 at 2/3: 2/3
TWIN = [
    {"model": "erlang_b", "lambda_per_timeunit": "1", "aht": "1", "servers": "2", "metric": "B", "expected": "0.2"},
    {"model": "erlang_c", "lambda_per_timeunit": "1", "aht": "1", "servers": "2", "metric": "PW", "expected": "1/3"},
    {"model": "erlang_c", "lambda_per_timeunit": "2", "aht": "1/3", "servers": "1", "metric": "LQ", "expected": "4/3"},
    {"model": "erlang_c", "lambda_per_timeunit": "2", "aht": "1/3", "servers": "1", "metric": "ASA", "expected": "2/3"},
    # patience as long as service and one advisor: the number inside is Poisson, P(nobody) = e^-1
    {"model": "erlang_a", "lambda_per_timeunit": "1", "aht": "1", "servers": "1", "mean_patience": "1", "metric": "PW",
     "expected": "0.63212055882855767"},
]


def rows() -> list[dict]:
    with REFERENCE.open() as file:
        return list(csv.DictReader(file))


def number(text: str) -> float:
    over, _, under = text.partition("/")
    return float(Fraction(over) / Fraction(under or "1"))


def found(row: dict) -> float | None:
    model, metric = row["model"], row["metric"]
    rate, handle = (number(row[k]) if row[k] else 0.0 for k in ("lambda_per_timeunit", "aht"))
    n, threshold = int(row["servers"] or 0), number(row.get("threshold") or "0")
    if model == "erlang_b":
        return erlang_b(rate * handle, n)
    if model == "erlang_b_inverse":
        return load_at_blocking(float(metric.split("=")[1]), n)
    if model == "erlang_b_required":
        return next(k for k in range(1, 999) if erlang_b(rate * handle, k) <= float(metric.split("=")[1]))
    if model == "erlang_c_required":
        return required(metric, rate, handle, threshold)
    if model == "erlang_c":
        return of_c(metric, rate, handle, n, threshold)
    return of_a(metric, ErlangA(rate, handle, n, number(row["mean_patience"])), threshold)


def required(metric: str, rate: float, handle: float, threshold: float) -> float:
    if metric.startswith("N_for_PW"):
        return next(k for k in range(1, 999) if waiting_probability(rate * handle, k) <= float(metric.split("=")[1]))
    if metric.startswith("N_with_shrinkage"):
        present = 1 - Fraction(metric.rsplit("_", 1)[1])
        return ceil(required_c(rate, handle, threshold, 0.80, 0.85) / present)
    level, occupancy = (float(part.split("=")[1]) for part in metric.removeprefix("N_for_").split(","))
    return required_c(rate, handle, threshold, level, occupancy)


def of_c(metric: str, rate: float, handle: float, n: int, threshold: float) -> float:
    theory = erlang_c(rate, handle, n)
    return {
        "PW": theory.waiting, "ASA": theory.wait, "OCC": theory.occupancy, "LQ": theory.wait * rate,
        "SL": service_level_c(rate, handle, n, threshold), "W90": wait_exceeded_c(rate, handle, n, 0.1)}[metric]


def of_a(metric: str, model: ErlangA, threshold: float) -> float | None:
    theory = model.figures
    return {
        "PW": theory.waiting, "PAB": theory.abandoned, "OCC": theory.occupancy, "ASAall": theory.wait,
        "ASAall_min": theory.wait, "W90": model.wait_exceeded(0.1), "SLoff": model.answered_within(threshold),
        "PWgt": model.wait_exceeds(threshold),
        "SL_pyworkforce": None}[metric]            # that library's own definition


@pytest.mark.parametrize("row", TWIN, ids=lambda r: f"{r['model']} {r['metric']}")
def test_worked_by_hand(row):
    assert found(row) == pytest.approx(number(row["expected"]), rel=1e-12)


def test_published_values():
    if not REFERENCE.exists():
        pytest.skip(f"no {REFERENCE.name} beside the checkout: PALABRE_REAL_DATA says where the real data stand")
    wrong, seen = [], 0
    for row in rows():
        value = found(row)
        if value is not None:
            seen += 1
            if abs(value - float(row["expected"])) > float(row["tolerance"]):
                wrong.append((row["model"], row["metric"], value, row["expected"], row["tolerance"]))
    assert not wrong and seen >= 60


def test_patience_without_end_is_erlang_c_and_the_answered_within_agree_with_the_rest():
    patient, theory = ErlangA(0.8, 60, 50, 1e7), erlang_c(0.8, 60, 50)
    assert patient.figures.waiting == pytest.approx(theory.waiting, rel=1e-3)
    assert patient.wait_exceeds(20) == pytest.approx(1 - service_level_c(0.8, 60, 50, 20), rel=1e-3)
    model = ErlangA(0.8, 60, 50, 120)
    assert model.answered_within(1e4) == pytest.approx(1 - model.figures.abandoned, abs=1e-6)
    assert model.answered_within(0) == pytest.approx(1 - model.figures.waiting)
    assert ErlangA(0.9, 180, 200, 90).offered_wait_exceeds(5) < ErlangA(0.9, 180, 200, 90).figures.waiting
