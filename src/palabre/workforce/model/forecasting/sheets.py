"""A file of demand, row by row: what is taken, what is not and why, and what can be had from it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import pairwise

import msgspec

from palabre.foundations import limits
from palabre.workforce.model.forecasting.demand import HALF_HOUR
from palabre.workforce.problems import HistoryFileUnreadable

COUNTS_MAX, HANDLE_MAX = 10_000_000.0, 86_400.0
NAMES = {
    "start": ("start", "begin", "date", "time", "début", "debut", "horodatage", "البداية"),
    "offered": ("offered", "calls", "contacts", "volume", "appels", "présentés", "presentes", "العدد"),
    "handle": ("handle_seconds", "aht", "dmt", "handle", "durée", "duree", "المدة"),
    "queue": ("queue", "file", "الطابور"),
}
STEPS = (300, 600, 900, 1_800)
FLAT_DAYS, WEEKLY_DAYS = 7, 21  # of whole days: before, no weekday is known; no model can be judged
Instant = int
# wall time, fold → the instant, or None: there is no such time
At = Callable[[datetime, int], Instant | None]


class Trouble(msgspec.Struct, frozen=True):
    """`why`: no_time, no_such_time, no_count, negative, too_many, bad_handle, twice, off_step, queue_unknown, hole (the
    half-hour lacks a part), known (held already)."""

    line: int
    why: str


class HalfHour(msgspec.Struct):
    """`line`: of its first row. `seconds`: of all `handled`."""

    queue: str
    start: Instant
    line: int
    offered: float = 0.0
    handled: float = 0.0
    seconds: float = 0.0
    parts: int = 0


class Sheet(msgspec.Struct):
    """`step`: seconds between its rows. `doubled`: half-hours of an hour that came twice."""

    columns: list[str]
    lines: int
    step: int
    found: list[HalfHour]
    troubles: list[Trouble]
    doubled: int


def read(data: bytes, queue: str | None, queues: Mapping[str, str], at: At) -> Sheet:
    """`queue`: of rows that name none; `queues`: ids by folded name. Raises HistoryFileUnreadable."""
    rows, columns, place = _rows(data)
    if "queue" not in place and queue is None:
        raise HistoryFileUnreadable(reason="queue_needed")
    troubles: list[Trouble] = []
    found: dict[tuple[str, Instant], tuple[int, float, float]] = {}
    doubled, wanted = set(), 0
    for line, row in rows:
        cell = lambda name, row=row: row[place[name]].strip() if name in place and place[name] < len(row) else ""
        wanted += 1
        if wanted > limits.WORKFORCE_FILE_LINES_MAX:
            raise HistoryFileUnreadable(reason="too_many_lines", most=limits.WORKFORCE_FILE_LINES_MAX)
        whose = queues.get(cell("queue").casefold()) if cell("queue") else queue
        if whose is None:
            troubles.append(Trouble(line, "queue_unknown"))
            continue
        judged = _judge(cell)
        if isinstance(judged, str):
            troubles.append(Trouble(line, judged))
            continue
        wall, offered, handle = judged
        start = at(wall, 0)
        if start is not None and (whose, start) in found and wall.tzinfo is None:
            second = at(wall, 1)
            if second != start:
                doubled.add(second)
            start = second
        if start is None or (whose, start) in found:
            troubles.append(Trouble(line, "no_such_time" if start is None else "twice"))
            continue
        found[whose, start] = (line, offered, handle)
    step = _step([start for _, start in found])
    halves = _summed(found, step, troubles)
    troubles.sort(key=lambda t: t.line)
    return Sheet(columns, wanted, step, halves, troubles, len(doubled) * step // HALF_HOUR)


def _rows(data: bytes):
    if not data.strip():
        raise HistoryFileUnreadable(reason="empty")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise HistoryFileUnreadable(reason="encoding") from None
    first = text.split("\n", 1)[0]
    separator = max(";,\t", key=first.count)
    reader = csv.reader(text.splitlines(), delimiter=separator)
    try:
        columns = [name.strip() for name in next(reader)]
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except (csv.Error, StopIteration):
        raise HistoryFileUnreadable(reason="no_header") from None
    folded = [name.casefold() for name in columns]
    place = {ours: next(n for n, name in enumerate(folded) if name in theirs)
             for ours, theirs in NAMES.items() if any(name in theirs for name in folded)}  # fmt: skip
    for ours, reason in (("start", "no_start_column"), ("offered", "no_count_column")):
        if ours not in place:
            raise HistoryFileUnreadable(reason=reason)
    return rows, columns, place


def _judge(cell: Callable[[str], str]) -> tuple[datetime, float, float] | str:
    """Or why not."""
    try:
        wall = datetime.fromisoformat(cell("start"))
    except ValueError:
        return "no_time"
    if wall.second or wall.microsecond or not 1971 <= wall.year <= 9_990:
        return "no_time"
    offered = _number(cell("offered"))
    if offered is None:
        return "no_count"
    if offered < 0:
        return "negative"
    if offered > COUNTS_MAX:
        return "too_many"
    handle = _number(cell("handle")) if cell("handle") else 0.0
    if handle is None or not 0 <= handle <= HANDLE_MAX:
        return "bad_handle"
    return wall, offered, handle


def _number(text: str) -> float | None:
    try:
        value = float(text.replace(",", ".").replace("\u202f", "").replace(" ", ""))
    except ValueError:
        return None
    return value if value == value and abs(value) != float("inf") else None


def _step(starts: list[Instant]) -> int:
    """The commonest distance between rows that divides half an hour. Raises HistoryFileUnreadable where none does."""
    ordered = sorted(set(starts))
    if len(ordered) < 2:
        return HALF_HOUR
    gaps = Counter((b - a) // 1_000 for a, b in pairwise(ordered))
    usual = [gap for gap in STEPS if gap in gaps]
    if not usual and min(gaps) > HALF_HOUR:
        raise HistoryFileUnreadable(reason="too_coarse", seconds=min(gaps))
    return min(usual, key=lambda gap: (-gaps[gap], gap), default=HALF_HOUR)


def _summed(found: dict, step: int, troubles: list[Trouble]) -> list[HalfHour]:
    """Half-hours that have all their parts. Every zone's own half-hours begin at a quarter of an hour of UTC."""
    shift = _shift([start for _, start in found], step)
    halves: dict[tuple[str, Instant], HalfHour] = {}
    for (queue, start), (line, offered, handle) in sorted(found.items(), key=lambda one: one[1][0]):
        if (start - shift) % (step * 1_000):
            troubles.append(Trouble(line, "off_step"))
            continue
        begin = start - (start - shift) % (HALF_HOUR * 1_000)
        half = halves.setdefault((queue, begin), HalfHour(queue, begin, line))
        half.parts += 1
        half.offered += offered
        if handle:
            half.handled += offered
            half.seconds += offered * handle
    whole = HALF_HOUR // step
    troubles += [Trouble(half.line, "hole") for half in halves.values() if half.parts < whole]
    return sorted((half for half in halves.values() if half.parts == whole), key=lambda half: (half.queue, half.start))


def _shift(starts: list[Instant], step: int) -> int:
    """Where half-hours begin: zones differ by quarters of an hour (Kathmandu: 5 h 45)."""
    quarter = 900_000
    if step == HALF_HOUR and starts:
        return Counter(start % (HALF_HOUR * 1_000) for start in starts).most_common(1)[0][0] // quarter * quarter
    return 0


def gaps(found: list[HalfHour], local: Callable[[Instant], datetime]) -> tuple[int, list[str]]:
    """Half-hours that such a weekday usually has and a day of the file lacks: how many, and the first of them."""
    by_queue: dict[str, set[datetime]] = {}
    for half in found:
        by_queue.setdefault(half.queue, set()).add(local(half.start))
    lacking: list[str] = []
    for times in by_queue.values():
        days = sorted({t.date() for t in times})
        slots = {t.time() for t in times}
        for weekday in range(7):
            same = [d for d in days if d.weekday() == weekday]
            usual = [s for s in slots if 2 * sum(datetime.combine(d, s) in times for d in same) >= max(1, len(same))]
            lacking += [datetime.combine(d, s).isoformat(timespec="minutes")
                        for d in same for s in usual if datetime.combine(d, s) not in times]  # fmt: skip
    return len(lacking), sorted(lacking)[: limits.WORKFORCE_SHOWN_MAX]


def possible(days: int) -> str:
    """What can be had: nothing, flat (each day as all were), weekly (weekdays, no model judged), judged."""
    return "nothing" if not days else "flat" if days < FLAT_DAYS else "weekly" if days < WEEKLY_DAYS else "judged"


def span_days(found: list[HalfHour], local: Callable[[Instant], datetime]) -> int:
    """Of the queue that has the fewest."""
    by_queue: dict[str, set] = {}
    for half in found:
        by_queue.setdefault(half.queue, set()).add(local(half.start).date())
    return min((len(days) for days in by_queue.values()), default=0)
