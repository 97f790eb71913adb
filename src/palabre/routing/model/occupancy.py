"""How occupied an advisor is: (ring + talk + hold + wrap-up) / (that + available idle), from what facts made her do."""
from __future__ import annotations

from bisect import bisect_right

from palabre.foundations.clock import HOUR, MINUTE, Instant
from palabre.routing.model.state import BUSY, OFF, Advisor, State

MILLION = 1_000_000
DAY = 24 * HOUR
LATELY_MS = 15 * MINUTE


def turn_to(state: State, advisor: Advisor, doing: int) -> None:
    """From `state.now` on she does something else; what she did before is booked."""
    at = state.now
    if advisor.doing != OFF:
        today = day_of(state, at)
        if advisor.day != today:
            advisor.day, advisor.busy_ms, advisor.idle_ms = today, 0, 0
        if state.deferring:
            advisor.recent = [r for r in advisor.recent if r[1] > at - LATELY_MS]
            advisor.recent.append((advisor.doing_since, at, advisor.doing == BUSY))
        spent = at - max(advisor.doing_since, today)
        if advisor.doing == BUSY:
            advisor.busy_ms += spent
        else:
            advisor.idle_ms += spent
    advisor.doing, advisor.doing_since = doing, at


def occupied_lately(advisor: Advisor, now: Instant) -> int:
    """Over the last 15 minutes, in millionths; 0 where she was not at work."""
    begin, spent = now - LATELY_MS, [0, 0]
    for since, until, busy in advisor.recent:
        spent[busy] += max(0, until - max(since, begin))
    if advisor.doing != OFF:
        spent[advisor.doing == BUSY] += now - max(advisor.doing_since, begin)
    return spent[1] * MILLION // sum(spent) if sum(spent) else 0


def day_of(state: State, at: Instant) -> Instant:
    """Where the day of `at` began, by the tenant's clock."""
    begin, end = state.today
    if not begin <= at < end:
        state.today = begin, end = _day(state.days, at)
    return begin


def _day(days: tuple[Instant, ...], at: Instant) -> tuple[Instant, Instant]:
    place = bisect_right(days, at) - 1
    if 0 <= place < len(days) - 1:
        return days[place], days[place + 1]
    first = days[place] if place >= 0 else 0
    begin = first + (at - first) // DAY * DAY
    end = begin + DAY
    return begin, min(end, days[0]) if days and place < 0 else end


def occupied_today(state: State, advisor: Advisor, now: Instant) -> int:
    """In millionths; 0 before she has been at work today."""
    today = day_of(state, now)
    busy, idle = (advisor.busy_ms, advisor.idle_ms) if advisor.day == today else (0, 0)
    if advisor.doing != OFF:
        spent = max(0, now - max(advisor.doing_since, today))
        busy, idle = (busy + spent, idle) if advisor.doing == BUSY else (busy, idle + spent)
    return busy * MILLION // (busy + idle) if busy + idle else 0
