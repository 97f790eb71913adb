"""Counts from a CSV file: a row an interval, columns start and calls."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from palabre.foundations.limits import FORECAST_ROWS_MAX
from palabre.workforce.actions.files import csv_columns
from palabre.workforce.model.forecasting.history import History, history
from palabre.workforce.problems import FileRefused

CALLS_MAX = 10_000_000  # of one interval: beyond that it is a slip of the pen


def read_history(path: Path, interval: int, zone: ZoneInfo | None = None) -> History:
    """Times without an offset are local; those with one are brought to `zone`."""
    with csv_columns(path, ("start", "calls"), "name the columns start and calls") as reader:
        return history(_rows(reader, zone), interval)


def _rows(reader: csv.DictReader, zone: ZoneInfo | None) -> Iterator[tuple[int, datetime, float]]:
    for n, row in enumerate(reader):
        line = reader.line_num
        if n == FORECAST_ROWS_MAX:
            raise FileRefused(line, f"more than {FORECAST_ROWS_MAX} rows", "give the later ones")
        if not (row["calls"] or "").strip():
            continue  # known to be unknown: a hole
        yield line, _start(line, row["start"] or "", zone), _calls(line, row["calls"])


def _start(line: int, text: str, zone: ZoneInfo | None) -> datetime:
    try:
        start = datetime.fromisoformat(text.strip())
    except ValueError:
        raise FileRefused(line, f"{text[:40]!r} is no time", "2026-11-23T08:30, with or without an offset") from None
    if start.tzinfo is None:
        return start
    if zone is None:
        raise FileRefused(line, "times have an offset, and whose day they belong to is not said",
                          "--zone Europe/Paris, or times without an offset")  # fmt: skip
    return start.astimezone(zone).replace(tzinfo=None, fold=0)


def _calls(line: int, text: str) -> float:
    try:
        calls = float(text)
    except ValueError:
        calls = float("nan")
    if not 0 <= calls <= CALLS_MAX:
        raise FileRefused(line, f"{text[:20]!r} is no count of calls", "0 or more; leave it empty where it is unknown")
    return calls
