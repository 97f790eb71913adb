"""What came, as a table of days by times of day: holes are holes, closed hours are closed, a doubled hour is one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

import numpy as np

from palabre.foundations.limits import FORECAST_DAYS_MAX
from palabre.workforce.problems import FileRefused

DAY_SECONDS, WEEK = 86_400, 7
CLOCK_HOUR_MAX = 4  # nowhere do clocks go back later in the night
USUAL_DAYS = 8      # of one weekday, the last: they say when it is open


@dataclass(frozen=True)
class History:
    """`counts[day, slot]`, nan where nothing is known; `slots`: seconds from midnight; days without a row are closed.

    `notes`: what was found and how it is treated, by a stable word: holes, doubled_hour.
    """

    days: tuple[date, ...]
    slots: tuple[int, ...]
    counts: np.ndarray
    interval: int
    notes: dict[str, int]

    @property
    def weekdays(self) -> np.ndarray:
        return np.array([d.weekday() for d in self.days])

    def until(self, n: int) -> History:
        """The first `n` days."""
        return History(self.days[:n], self.slots, self.counts[:n], self.interval, self.notes)


def history(rows: Iterable[tuple[int, datetime, float]], interval: int) -> History:
    """From rows of (line of the file, start in local time, calls) in any order. FileRefused where they contradict."""
    found: dict[datetime, tuple[int, list[float]]] = {}
    doubled = 0
    for line, start, calls in rows:
        if start in found:
            doubled += 1
            if start.weekday() != 6 or start.hour >= CLOCK_HOUR_MAX or len(found[start][1]) > 1:
                raise FileRefused(
                    line, f"{start.isoformat()} stands there twice (line {found[start][0]} too)",
                    "one row a start; only the hour in which clocks go back comes twice")  # fmt: skip
        found.setdefault(start, (line, []))[1].append(calls)
    if not found:
        raise FileRefused(0, "there is no row", "a row an interval: start, calls")
    step = _step(found, interval)
    table = {start: sum(calls) / len(calls) for start, (_, calls) in found.items()}
    days = sorted({start.date() for start in table})
    if (days[-1] - days[0]).days > FORECAST_DAYS_MAX:
        raise FileRefused(0, f"over {FORECAST_DAYS_MAX} days lie between the first and the last", "give the later ones")
    return _summed(days, table, step, interval, doubled)


def _step(found: dict[datetime, tuple[int, list[float]]], interval: int) -> int:
    """Seconds between the file's own rows."""
    seconds = sorted({(s.hour * 60 + s.minute) * 60 + s.second for s in found})
    gaps = Counter(b - a for a, b in pairwise(seconds))
    step = min(gaps, default=interval)
    line = lambda bad: next((n for s, (n, _) in found.items() if bad((s.hour * 60 + s.minute) * 60 + s.second)), 0)
    if interval % step and step % interval == 0:
        raise FileRefused(0, f"the file counts by {step} s, {interval} s were asked for", f"--interval {step} or more")
    if interval % step or DAY_SECONDS % interval:
        raise FileRefused(line(lambda s: s % step), f"intervals of {interval} s do not fit rows {step} s apart",
                          "--interval: a multiple of the file's own, that a day is a multiple of")  # fmt: skip
    if any((s - seconds[0]) % step for s in seconds):
        raise FileRefused(line(lambda s: (s - seconds[0]) % step), f"a start off the file's own {step} s", "mend it")
    return step


def _summed(days: list[date], table: dict[datetime, float], step: int, interval: int, doubled: int) -> History:
    fine = sorted({(s.hour * 60 + s.minute) * 60 + s.second for s in table})
    place, row = {s: i for i, s in enumerate(fine)}, {d: i for i, d in enumerate(days)}
    counts = np.full((len(days), len(fine)), np.nan)
    for start, calls in table.items():
        counts[row[start.date()], place[(start.hour * 60 + start.minute) * 60 + start.second]] = calls
    weekdays = np.array([d.weekday() for d in days])
    expected = np.stack([_open(counts, weekdays, int(w)) for w in range(WEEK)])[weekdays]
    holes = np.isnan(counts) & expected
    slots = sorted({s // interval * interval for s in fine})
    summed = np.full((len(days), len(slots)), np.nan)
    for i, slot in enumerate(slots):
        inside = [place[s] for s in range(slot, slot + interval, step) if s in place]
        part = counts[:, inside]
        known = ~np.isnan(part).all(axis=1) & ~holes[:, inside].any(axis=1)
        summed[known, i] = np.nansum(part[known], axis=1)
    at = np.flatnonzero(~np.isnan(counts))                  # before the first row and after the last nothing is missing
    notes = {"holes": int(holes.ravel()[at[0] : at[-1]].sum()), "doubled_hour": doubled}
    return History(tuple(days), tuple(slots), summed, interval, {k: n for k, n in notes.items() if n})


def _open(counts: np.ndarray, weekdays: np.ndarray, weekday: int) -> np.ndarray:
    """Which slots this weekday has, by its last days; a weekday never seen has none."""
    last = counts[weekdays == weekday][-USUAL_DAYS:]
    if not len(last):
        return np.zeros(counts.shape[1], dtype=bool)
    return (~np.isnan(last)).mean(axis=0) >= 0.5


def opening(known: History, weekday: int) -> np.ndarray:
    """The slots at which it will be open on such a day: as this weekday was of late; where it was never seen, as half
    of all days were."""
    weekdays = known.weekdays
    if (weekdays == weekday).any():
        return _open(known.counts, weekdays, weekday)
    return (~np.isnan(known.counts[-WEEK:])).mean(axis=0) >= 0.5


def coming(known: History, days: int) -> list[date]:
    """The next days that will be open: weekdays that were seen in the last eight weeks, or all where fewer than a week
    was."""
    last = known.days[-1]
    seen = {d.weekday() for d in known.days if (last - d).days < USUAL_DAYS * WEEK}
    whole = (last - known.days[0]).days < WEEK
    ahead = [last + timedelta(n) for n in range(1, days + 1)]
    return [d for d in ahead if whole or d.weekday() in seen]
