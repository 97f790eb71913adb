"""Counts from a CSV file: a row an interval, columns start and calls."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from palabre.foundations.limits import FORECAST_ROWS_MAX
from palabre.workforce.model.forecasting.history import History, history
from palabre.workforce.problems import FileRefused

CALLS_MAX = 10_000_000  # of one interval: beyond that it is a slip of the pen


def read_history(path: Path, interval: int, zone: ZoneInfo | None = None) -> History:
    """Times without an offset are local; those with one are brought to `zone`."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            return history(_rows(csv.DictReader(file), zone), interval)
    except OSError as why:
        raise FileRefused(0, why.strerror or "it cannot be read", "name a CSV file that is there") from None
    except (UnicodeDecodeError, csv.Error) as why:
        raise FileRefused(0, f"it is no CSV in UTF-8 ({why})", "save it again as CSV, UTF-8") from None


def _rows(reader: csv.DictReader, zone: ZoneInfo | None) -> Iterator[tuple[int, datetime, float]]:
    missing = [c for c in ("start", "calls") if c not in (reader.fieldnames or ())]
    if missing:
        raise FileRefused(1, f"there is no column {missing[0]}", "name the columns start and calls")
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
