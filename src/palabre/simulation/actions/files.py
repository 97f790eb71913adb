"""Files a simulation is given: scenarios, arrivals (a call log, counts per interval, a forecast), lists of durations.

Bounded in bytes; what cannot be read is refused with the file and, where there is one, the line.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import msgspec

from palabre.foundations.problems import Problem
from palabre.simulation.actions.log_file import read_log
from palabre.simulation.model.log import COLUMNS, PHANTOM, LoggedCall
from palabre.simulation.model.scenario import NONE, Arrivals, Scenario, Times, checked, read
from palabre.simulation.problems import ScenarioRefused

FILE_BYTES_MAX = 200_000_000
DAY_SECONDS = 86_400


def read_scenario(path: Path) -> Scenario:
    """With the files that it names brought in; their paths count from its own folder."""
    return resolved(_named(path, lambda: read(_bytes(path))), path.parent)


def read_pair(one: Path, other: Path) -> tuple[Scenario, Scenario]:
    """Two to be compared. What the second does not say is as in the first: a rule set alone is {"queues": […]}."""
    first = msgspec.json.decode(_bytes(one)) if one.suffix == ".json" else {}
    try:
        second = msgspec.json.decode(_bytes(other))
    except msgspec.DecodeError as why:
        raise ScenarioRefused(f"{other}: it is no JSON: {why}") from None
    if not isinstance(first, dict) or not isinstance(second, dict):
        raise ScenarioRefused(f"{one}, {other}: a scenario is a JSON object")
    joined = msgspec.json.encode({**first, **second})
    return read_scenario(one), resolved(_named(other, lambda: read(joined)), other.parent)


def resolved(scenario: Scenario, folder: Path) -> Scenario:
    def times(given: Times | None) -> Times | None:
        if given is None or not given.file:
            return given
        return msgspec.structs.replace(given, kind="values", values=read_durations(folder / given.file), file="")

    queues = tuple(
        msgspec.structs.replace(
            q, service=times(q.service), patience=times(q.patience), wrap_up=times(q.wrap_up), answer=times(q.answer))
        for q in scenario.queues
    )  # fmt: skip
    arrivals = [
        arrived for one in scenario.arrivals
        for arrived in (read_arrivals(folder / one.file, one.queue, one) if one.file else [one])
    ]  # fmt: skip
    own = {field: times(getattr(scenario, field)) for field in ("service", "patience", "wrap_up", "answer", "again")}
    return checked(msgspec.structs.replace(scenario, queues=queues, arrivals=tuple(arrivals), **own))


def read_durations(path: Path) -> tuple[float, ...]:
    """Seconds, one a line; a heading is passed over."""
    found = []
    for number, line in enumerate(_text(path).splitlines(), 1):
        field = line.split(",")[0].strip()
        try:
            seconds = float(field)
        except ValueError:
            if number == 1 or not field:
                continue
            raise ScenarioRefused(f"{path}: line {number}: {field[:40]!r} is no number of seconds") from None
        if not 0 <= seconds <= 30 * DAY_SECONDS:
            raise ScenarioRefused(f"{path}: line {number}: {field[:40]} is no duration")
        found.append(seconds)
    if not found:
        raise ScenarioRefused(f"{path}: no duration in it")
    return tuple(found)


def read_arrivals(path: Path, queue: str, given: Arrivals | None = None) -> list[Arrivals]:
    """Of one queue: from JSON (a forecast: {"interval_seconds": …, "counts": […]}), a csv of counts per interval
    (columns start and calls, or forecast), a csv of instants and durations (seconds[, service_seconds]
    [, patience_seconds]), or a call log as `./palabre measures` reads it."""
    base = msgspec.structs.replace(given or Arrivals(queue), queue=queue, file="", calls_per_hour=0.0)
    if path.suffix == ".json":
        return [_forecast(path, base)]
    if path.suffix == ".gz":
        return [_of_log(read_log(path), base)]
    rows = list(csv.DictReader(_text(path).splitlines()))
    header = set(rows[0]) if rows else set()
    if set(COLUMNS) <= header:
        return [_of_log(read_log(path), base)]
    if "start" in header and header & {"calls", "forecast"}:
        return [_of_counts(path, rows, base)]
    if "seconds" in header:
        return [_of_instants(path, rows, base)]
    raise ScenarioRefused(f"{path}: columns start and calls, or seconds, or those of a call log are wanted")


def _forecast(path: Path, base: Arrivals) -> Arrivals:
    class Forecast(msgspec.Struct):
        counts: tuple[float, ...]
        interval_seconds: float = 900.0

    try:
        found = msgspec.json.decode(_bytes(path), type=Forecast)
    except msgspec.DecodeError as why:
        raise ScenarioRefused(f"{path}: {why}") from None
    return msgspec.structs.replace(base, counts=found.counts, interval_seconds=found.interval_seconds)


def _of_counts(path: Path, rows: list[dict], base: Arrivals) -> Arrivals:
    """Intervals from the first day's midnight on; those without a row had no call."""
    column = "calls" if "calls" in rows[0] else "forecast"
    starts = [_moment(path, n, row["start"]) for n, row in enumerate(rows, 2)]
    midnight = starts[0] - starts[0] % DAY_SECONDS
    interval = min((b - a for a, b in pairwise(sorted(starts)) if b > a), default=900.0)
    counts = [0.0] * (int((max(starts) - midnight) // interval) + 1)
    for number, (start, row) in enumerate(zip(starts, rows, strict=True), 2):
        counts[int((start - midnight) // interval)] += _number(path, number, row[column])
    return msgspec.structs.replace(base, counts=tuple(counts), interval_seconds=interval)


def _of_instants(path: Path, rows: list[dict], base: Arrivals) -> Arrivals:
    read_rows = sorted(
        tuple(
            _number(path, n, row.get(c) or "-1") for c in ("seconds", "service_seconds", "patience_seconds"))
        for n, row in enumerate(rows, 2)
    )  # fmt: skip
    at, service, patience = zip(*read_rows, strict=True)
    return msgspec.structs.replace(base, at=at, service_seconds=service, patience_seconds=patience)


def _of_log(calls: Iterable[LoggedCall], base: Arrivals) -> Arrivals:
    """Whoever entered the queue or was answered; who hung up keeps her patience, who was answered her service."""
    came = [c for c in calls if c.outcome != PHANTOM and (c.queued or c.service_seconds)]
    came.sort(key=lambda c: (c.entered, c.line))
    if not came:
        raise ScenarioRefused("no call of the log entered a queue")
    return msgspec.structs.replace(
        base,
        at=tuple((c.entered - came[0].day) / 1000 + max(0, c.machine_seconds) for c in came),
        service_seconds=tuple(float(c.service_seconds) if c.outcome == "AGENT" else -1.0 for c in came),
        patience_seconds=tuple(float(c.wait_seconds) if c.outcome == "HANG" else -1.0 for c in came),
    )


def times_of(text: str) -> Times:
    """What people type: exponential:180, lognormal:180:120, constant:30, file:PATH, none, or a mean alone."""
    kind, _, rest = text.partition(":")
    if kind == "none":
        return NONE
    if kind == "file":
        return Times("values", values=read_durations(Path(rest)))
    try:
        if not rest:
            return Times("exponential", float(kind))
        parts = [float(p) for p in rest.split(":")]
        return msgspec.convert({"kind": kind, **dict(zip(("mean", "deviation"), parts, strict=False))}, Times)
    except (ValueError, msgspec.ValidationError):
        wanted = "exponential:MEAN, lognormal:MEAN:DEVIATION, constant:SECONDS, file:PATH or none"
        raise ScenarioRefused(f"{text!r}: {wanted}") from None


def _moment(path: Path, line: int, text: str) -> float:
    """Seconds on the file's own clock: no zone, no daylight saving."""
    try:
        moment = datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        raise ScenarioRefused(f"{path}: line {line}: {text[:40]!r} is no date and time") from None
    return (moment - datetime(1970, 1, 1)).total_seconds()


def _number(path: Path, line: int, text: str | None) -> float:
    try:
        return float(text or "")
    except ValueError:
        raise ScenarioRefused(f"{path}: line {line}: {(text or '')[:40]!r} is no number") from None


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > FILE_BYTES_MAX:
            raise ScenarioRefused(f"{path}: more than {FILE_BYTES_MAX:,} bytes")
        return path.read_bytes()
    except OSError as why:
        raise ScenarioRefused(f"{path}: {why.strerror or why}") from None


def _text(path: Path) -> str:
    try:
        return _bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ScenarioRefused(f"{path}: it is no text in UTF-8") from None


def _named(path: Path, function):
    try:
        return function()
    except Problem as why:
        raise ScenarioRefused(f"{path}: {why}") from None
