"""Questions of staffing from a file: a row each, shaped like the reference of published values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from palabre.foundations.limits import STAFFING_ROWS_MAX
from palabre.workforce.actions.files import csv_columns
from palabre.workforce.model.staffing import Question, answer, number
from palabre.workforce.problems import FileRefused, QuestionRefused

NEEDED = ("model", "metric")
WHOLE = "servers is a whole number"


def read_questions(path: Path) -> list[dict[str, str]]:
    """The rows as they stand; columns in any order, others than ours left alone."""
    with csv_columns(path, NEEDED, "name model, metric and what they need") as reader:
        rows: list[dict[str, str]] = []
        for row in reader:
            if len(rows) == STAFFING_ROWS_MAX:
                raise FileRefused(reader.line_num, f"more than {STAFFING_ROWS_MAX} rows", "split the file")
            rows.append({k: (v or "").strip() for k, v in row.items() if k and isinstance(v, str | None)})
        return rows


def answered(row: dict[str, str]) -> dict[str, Any]:
    """`value`, or what is wrong with the row (`refused`); beside what was expected, `within` its tolerance or not."""
    told: dict[str, Any] = {"model": row["model"], "metric": row["metric"]}
    try:
        told["value"] = value = _value(row)
        if row.get("expected"):
            expected, tolerance = number(row["expected"]), number(row.get("tolerance") or "0")
            told |= {"expected": float(expected), "tolerance": float(tolerance)}
            told["within"] = abs(value - float(expected)) <= float(tolerance) * (1 + 1e-12)
    except QuestionRefused as why:
        told["refused"] = str(why)
    return told


def _value(row: dict[str, str]) -> float:
    said = lambda column: number(row.get(column) or "0")
    servers = said("servers")
    if servers.denominator != 1:
        raise QuestionRefused(WHOLE)
    model = row["model"].removesuffix("_inverse").removesuffix("_required")
    asked = Question(model, said("lambda_per_timeunit"), said("aht"), int(servers), said("mean_patience"),
                     said("threshold"))  # fmt: skip
    return answer(asked, row["metric"])
