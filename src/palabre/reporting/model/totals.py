"""Counts and sums of a population: all a measure needs. SQL fills the same structure (`reporting/store.py`), and a
property holds the two to each other.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from palabre.foundations.clock import SECOND, Instant
from palabre.reporting.model.rows import (
    ABANDONED,
    ANSWERED,
    APART,
    OPEN,
    REFUSED,
    REQUEST,
    SHORT_ABANDONED,
    Contact,
    Interval,
)

PERCENTILES = (50, 90, 95)


class Totals(msgspec.Struct):
    """Counts are of contacts; sums are milliseconds. `_within`: wait at most the threshold X.

    offered leaves out the refused and those who return after an interruption (counted once already).
    percentiles: of the wait of the answered, nearest rank, milliseconds; empty where nobody was answered.
    """

    offered: int = 0
    first_offered: int = 0
    refused: int = 0  # whatever the reason; the three usual ones beside it
    refused_closed: int = 0
    refused_full: int = 0
    refused_nobody: int = 0
    resumed: int = 0
    waiting: int = 0
    answered: int = 0
    answered_within: int = 0
    answered_waited: int = 0  # answered after some wait at all
    abandoned: int = 0
    abandoned_within: int = 0
    short_abandoned: int = 0
    callback: int = 0  # asked to be called back: neither answered nor abandoned
    callback_ended: int = 0
    callback_in_time: int = 0  # reached by the promised time
    other: int = 0
    wait_sum: int = 0  # of the answered
    wait_from_arrival_sum: int = 0  # of the answered
    abandoned_wait_sum: int = 0
    wait_max: int = 0  # of all whose wait has ended
    handled: int = 0  # contacts whose advisor's part and wrap-up are over
    talk_sum: int = 0
    hold_sum: int = 0
    wrap_up_sum: int = 0
    percentiles: dict[int, int] = {}
    busy_sum: int = 0  # advisors' time with at least one conversation
    idle_sum: int = 0  # advisors' time available, present and without any
    signed_in_sum: int = 0


def totals(
    contacts: Iterable[Contact],
    intervals: Iterable[Interval] = (),
    *,
    threshold_seconds: float,
    now: Instant,
    begin: Instant = 0,
    end: Instant | None = None,
) -> Totals:
    """Fold a population. Contacts are taken as given (the caller has chosen the cohort); intervals are cut to
    begin-end, the open ones to `now`."""
    result, waits = Totals(), []
    for contact in contacts:
        _add_contact(result, waits, contact, round(threshold_seconds * SECOND))
    waits.sort()
    if waits:
        result.percentiles = {p: waits[_rank(len(waits), p)] for p in PERCENTILES}
    for interval in intervals:
        last = min(interval.ended if interval.ended is not None else now, end if end is not None else now)
        _add_interval(result, interval, max(0, last - max(interval.begun, begin)))
    return result


def _rank(n: int, percent: int) -> int:
    """Nearest rank, from zero (what `percentile_disc` gives)."""
    return max(0, -(-n * percent // 100) - 1)


def _add_contact(result: Totals, waits: list[int], contact: Contact, threshold: int) -> None:
    outcome = contact.outcome
    _add_handling(result, contact)
    if contact.kind in APART:
        _add_callback(result, contact)
        return
    if outcome == REFUSED:
        result.refused += 1
        _add_refusal(result, contact.end)
        return
    if contact.resumed:
        result.resumed += 1
        return
    result.offered += 1
    result.first_offered += contact.first
    wait = contact.wait
    if outcome == OPEN or wait is None:
        result.waiting += 1
        return
    result.wait_max = max(result.wait_max, wait)
    if outcome == ANSWERED:
        _add_answered(result, contact, wait, threshold)
        waits.append(wait)
    elif outcome == ABANDONED:
        result.abandoned += 1
        result.abandoned_within += wait <= threshold
        result.abandoned_wait_sum += wait
    elif outcome == SHORT_ABANDONED:
        result.short_abandoned += 1
    else:
        result.other += 1


def _add_callback(result: Totals, contact: Contact) -> None:
    if contact.kind == REQUEST:
        result.callback += 1
        result.callback_ended += contact.ended is not None
        result.callback_in_time += contact.end.endswith("_in_time")


def _add_refusal(result: Totals, end: str) -> None:
    result.refused_closed += end == "refused_closed"
    result.refused_full += end == "refused_full"
    result.refused_nobody += end == "refused_nobody"


def _add_answered(result: Totals, contact: Contact, wait: int, threshold: int) -> None:
    result.answered += 1
    result.answered_within += wait <= threshold
    result.answered_waited += wait > 0
    result.wait_sum += wait
    result.wait_from_arrival_sum += contact.wait_from_arrival or 0


def _add_handling(result: Totals, contact: Contact) -> None:
    """Of every contact that had an advisor and is over, an interrupted one or its sequel too: it was her time."""
    running = (contact.talk_from, contact.hold_from, contact.wrap_up_from)
    if contact.answered is not None and all(clock is None for clock in running):
        result.handled += 1
        result.talk_sum += contact.talk
        result.hold_sum += contact.hold
        result.wrap_up_sum += contact.wrap_up


def _add_interval(result: Totals, interval: Interval, lasted: int) -> None:
    result.signed_in_sum += lasted
    if interval.busy:
        result.busy_sum += lasted
    elif interval.idle:
        result.idle_sum += lasted
