"""A call log, row by row: what each column means, and the dirt that real logs have.

The columns are those of the "Anonymous bank" (Technion; Brown et al., JASA 2005): docs/reference/call_log.md. A row is
a call; `call_id` repeats, so that a row is known by its line. Clocks are local to the log, and taken as they are:
no daylight saving, no zone. An instant here is milliseconds since 1970-01-01 on that clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise

import msgspec

from palabre.foundations.clock import HOUR, SECOND, Instant
from palabre.simulation.problems import LogRefused

AGENT, HANG, PHANTOM = "AGENT", "HANG", "PHANTOM"
OUTCOMES = (AGENT, HANG, PHANTOM)
NEVER = "0:00:00"  # the clock of what did not happen
NOBODY = "NO_SERVER"
DAY = 24 * HOUR
SECONDS_MAX = 86_400  # of any duration in a log: beyond it the column is not what its name says

# name -> what it holds; all must be there, others are left alone
COLUMNS = {
    "priority": "0 or 1 ordinary, 2 high (VIP)",
    "type": "kind of service asked: one queue each",
    "date": "day of the call, yymmdd or yyyy-mm-dd",
    "vru_entry": "clock at which the machine answered, h:mm:ss",
    "vru_exit": "clock at which the machine let go",
    "vru_time": "seconds with the machine",
    "q_start": "clock of entering the queue; 0:00:00: never entered",
    "q_exit": "clock of leaving the queue",
    "q_time": "seconds in the queue",
    "outcome": "AGENT answered, HANG hung up before, PHANTOM no call at all",
    "ser_start": "clock of the service's beginning",
    "ser_exit": "clock of its end",
    "ser_time": "seconds of service",
    "server": "who served; NO_SERVER or empty: nobody known",
}


class LoggedCall(msgspec.Struct, frozen=True, gc=False):
    """A row. Durations are seconds as the log says them; instants follow its clocks, past midnight too.

    queued: entered the queue (`q_start` is a clock). server: '' where nobody is named. `*_clock`: seconds between the
    two clocks, which need not equal the duration beside them.
    """

    line: int
    id: str
    type: str
    priority: int
    day: Instant
    entered: Instant
    machine_seconds: int
    queued: bool
    queue_begun: Instant
    wait_seconds: int
    wait_clock: int
    outcome: str
    service_begun: Instant
    service_seconds: int
    service_clock: int
    server: str


class Rows:
    """Reads rows into calls; `where` names file and line of what is refused."""

    def __init__(self, header: Iterable[str]) -> None:
        missing = [name for name in COLUMNS if name not in set(header)]
        if missing:
            named = ", ".join(missing)
            raise LogRefused(1, f"no column {named}", "name the columns as docs/reference/call_log.md does")
        self._days: dict[str, Instant] = {}
        self._clocks: dict[str, int] = {}

    def read(self, line: int, row: Mapping[str, str | None]) -> LoggedCall:
        """One call. Refused: a field that is empty, no clock, no number or no known word."""
        day = self._day(line, row)
        entry = self._clock(line, row, "vru_entry")
        queue, served = self._clock(line, row, "q_start"), self._clock(line, row, "ser_start")
        outcome, server = _text(line, row, "outcome").upper(), (row["server"] or "").strip()
        if outcome not in OUTCOMES:
            raise _unfit(line, "outcome", outcome, "AGENT, HANG or PHANTOM")
        return LoggedCall(
            line=line,
            id=(row.get("call_id") or "").strip(),
            type=_text(line, row, "type"),
            priority=_whole(line, row, "priority"),
            day=day,
            entered=day + entry * SECOND,
            machine_seconds=_whole(line, row, "vru_time"),
            queued=queue > 0,
            queue_begun=day + _past_midnight(queue, entry) * SECOND,
            wait_seconds=_whole(line, row, "q_time"),
            wait_clock=self._clock(line, row, "q_exit") - queue,
            outcome=outcome,
            service_begun=day + _past_midnight(served, entry) * SECOND,
            service_seconds=_whole(line, row, "ser_time"),
            service_clock=self._clock(line, row, "ser_exit") - served,
            server="" if server == NOBODY else server,
        )

    def _day(self, line: int, row: Mapping[str, str | None]) -> Instant:
        text = _text(line, row, "date")
        if text not in self._days:
            self._days[text] = _day_of(line, text)
        return self._days[text]

    def _clock(self, line: int, row: Mapping[str, str | None], column: str) -> int:
        text = _text(line, row, column)
        found = self._clocks.get(text)
        if found is None:
            found = self._clocks[text] = _clock_of(line, column, text)
        return found


def day_text(day: Instant) -> str:
    """yyyy-mm-dd."""
    return (date(1970, 1, 1).fromordinal(date(1970, 1, 1).toordinal() + day // DAY)).isoformat()


def weekday(day: Instant) -> int:
    """0 Monday to 6 Sunday."""
    return (day // DAY + 3) % 7


def _day_of(line: int, text: str) -> Instant:
    try:
        if "-" in text:
            found = date.fromisoformat(text)
        else:
            century = 1900 if int(text[:2]) >= 70 else 2000
            found = date(century + int(text[:2]), int(text[2:4]), int(text[4:6])) if len(text) == 6 else None
    except ValueError:
        found = None
    if found is None:
        raise _unfit(line, "date", text, "yymmdd or yyyy-mm-dd")
    return (found.toordinal() - date(1970, 1, 1).toordinal()) * DAY


def _clock_of(line: int, column: str, text: str) -> int:
    parts = text.split(":")
    numbers = [int(p) for p in parts if p.isascii() and p.isdigit() and len(p) <= 2]
    if len(parts) != 3 or len(numbers) != 3 or numbers[0] > 24 or max(numbers[1:]) > 59:
        raise _unfit(line, column, text, "a clock such as 9:05:00")
    return numbers[0] * 3600 + numbers[1] * 60 + numbers[2]


def _past_midnight(clock: int, entry: int) -> int:
    """The day is the entry's: a clock more than half a day before it belongs to the next one."""
    return clock + 86_400 if clock < entry - 43_200 else clock


def _text(line: int, row: Mapping[str, str | None], column: str) -> str:
    text = (row[column] or "").strip()
    if not text:
        raise LogRefused(line, f"{column} is empty", "fill the field, or leave the row out")
    return text


def _whole(line: int, row: Mapping[str, str | None], column: str) -> int:
    text = _text(line, row, column)
    try:
        found = int(text)
    except ValueError:
        found = None
    if found is None or abs(found) > SECONDS_MAX:
        raise _unfit(line, column, text, f"a whole number up to {SECONDS_MAX}")
    return found


def _unfit(line: int, column: str, text: str, wanted: str) -> LogRefused:
    return LogRefused(line, f"{column} is {text[:40]!r}, not {wanted}", "correct the field, or leave the row out")


# -- dirt

DIRT = {
    "phantoms": "no calls: in no measure",
    "phantoms_with_service": "of them, those that name a service: set aside all the same",
    "repeated_call_ids": "rows whose call_id stood before: a row is a call, its line the key",
    "negative_machine_times": "counted as no time with the machine",
    "answered_without_service": "kept as answered, with a service of no length",
    "answered_by_nobody": "kept as answered; no server's presence is read from them",
    "past_midnight": "services that end the next day: kept, with their length",
    "overlaps_of_one_server": "services begun before the same server's last one of the day ended: both kept",
    "queue_times_that_do_not_add_up": "q_exit - q_start is not q_time: q_time counts",
    "service_times_that_do_not_add_up": "ser_exit - ser_start is not ser_time: ser_time counts",
}


def dirt(calls: Iterable[LoggedCall]) -> dict[str, int]:
    """How many rows of each kind of DIRT; every kind is named, also where there is none."""
    seen: Counter[str] = Counter()
    ids: set[str] = set()
    services: dict[tuple[Instant, str], list[tuple[int, int]]] = {}
    for call in calls:
        answered, phantom = call.outcome == AGENT, call.outcome == PHANTOM
        seen["phantoms"] += phantom
        seen["phantoms_with_service"] += phantom and call.service_seconds > 0
        seen["repeated_call_ids"] += bool(call.id) and call.id in ids
        ids.add(call.id)
        seen["negative_machine_times"] += call.machine_seconds < 0
        seen["answered_without_service"] += answered and call.service_seconds == 0
        seen["answered_by_nobody"] += answered and not call.server
        seen["past_midnight"] += call.service_clock < 0
        seen["queue_times_that_do_not_add_up"] += call.wait_clock != call.wait_seconds
        seen["service_times_that_do_not_add_up"] += call.service_clock != call.service_seconds
        if answered and call.server and call.service_clock >= 0:
            end = call.service_begun + call.service_clock * SECOND
            services.setdefault((call.day, call.server), []).append((call.service_begun, end))
    seen["overlaps_of_one_server"] = sum(_overlaps(sorted(s)) for s in services.values())
    return {kind: seen[kind] for kind in DIRT}


def _overlaps(services: list[tuple[int, int]]) -> int:
    return sum(later[0] < earlier[1] for earlier, later in pairwise(services))
