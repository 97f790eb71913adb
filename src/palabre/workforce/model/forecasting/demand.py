"""A queue's own history as a table: measured half-hours in which nobody came are noughts, those of files are holes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from palabre.workforce.model.forecasting.history import WEEK, History, opening

HALF_HOUR = 1_800


@dataclass(frozen=True)
class Known:
    """One half-hour. `start`: local, without zone; `seconds`: of all `handled` together; `own`: measured here."""

    start: datetime
    offered: float
    handled: float = 0.0
    seconds: float = 0.0
    own: bool = False


@dataclass(frozen=True)
class Demand:
    """`handled`, `seconds`: as `history.counts`, noughts where nothing is known. `left_out`: days of events."""

    history: History
    handled: np.ndarray
    seconds: np.ndarray
    left_out: int


def demand(rows: Iterable[Known], until: date, left_out: frozenset[date] = frozenset()) -> Demand | None:
    """Of the days before `until`, without those left out. None where nothing is left.

    The hour that comes twice when clocks go back is one: the mean of both."""
    found: dict[datetime, list[Known]] = {}
    for row in rows:
        if row.start.date() < until:
            found.setdefault(row.start, []).append(row)
    days = sorted({start.date() for start in found} - left_out)
    gone = len({start.date() for start in found} & left_out)
    if not days:
        return None
    slots = sorted({_slot(start) for start in found})
    row_of, place = {d: n for n, d in enumerate(days)}, {s: n for n, s in enumerate(slots)}
    shape = (len(days), len(slots))
    counts, own = np.full(shape, np.nan), np.zeros(shape, dtype=bool)
    handled, seconds = np.zeros(shape), np.zeros(shape)
    for start, several in found.items():
        if start.date() not in row_of:
            continue
        at = row_of[start.date()], place[_slot(start)]
        counts[at] = sum(one.offered for one in several) / len(several)
        handled[at], seconds[at] = sum(one.handled for one in several), sum(one.seconds for one in several)
        own[at] = several[0].own
    _noughts(counts, own, days)
    known = History(tuple(days), tuple(slots), counts, HALF_HOUR, {})
    doubled = sum(len(several) > 1 for several in found.values())
    notes = {k: n for k, n in (("holes", _holes(known)), ("doubled_hour", doubled)) if n}
    return Demand(History(known.days, known.slots, counts, HALF_HOUR, notes), handled, seconds, gone)


def _slot(start: datetime) -> int:
    return (start.hour * 60 + start.minute) * 60


def _noughts(counts: np.ndarray, own: np.ndarray, days: list[date]) -> None:
    """A measure writes only what came: between the first and the last half-hour that such a weekday ever had, the
    others of a measured day are noughts."""
    weekdays = np.array([d.weekday() for d in days])
    for weekday in range(WEEK):
        used = np.flatnonzero(own[weekdays == weekday].any(axis=0))
        if not len(used):
            continue
        for n in np.flatnonzero((weekdays == weekday) & own.any(axis=1)):
            part = counts[n, used[0] : used[-1] + 1]
            part[np.isnan(part)] = 0.0


def _holes(known: History) -> int:
    expected = np.stack([opening(known, w) for w in range(WEEK)])[known.weekdays]
    at = np.flatnonzero(~np.isnan(known.counts))
    return int((np.isnan(known.counts) & expected).ravel()[at[0] : at[-1]].sum())
