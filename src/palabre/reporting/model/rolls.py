"""Roll-ups: what a contact and an interval add to the sums of a quarter of an hour. A pure fold, exact both ways.

A contact adds to the quarter in which it entered its queue (its cohort); an advisor's time to the quarters in which it
passed (`_at_event`): two tables, never mixed. What a batch changes is what its contacts add now less what they added
before, so that batches cut anywhere give the same sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from palabre.foundations.clock import MINUTE, Instant
from palabre.reporting.model.histogram import BUCKETS, bucket
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

SLOT = 15 * MINUTE
ALL = "00000000-0000-0000-0000-000000000000"  # no subject, no partner, every queue
TENANT, PARTNER, SITE, ADVISOR = "tenant", "partner", "site", "advisor"
LEVELS = (TENANT, PARTNER, SITE, ADVISOR)

COUNTS = tuple(
    """offered first_offered refused_closed refused_full refused_nobody refused_other resumed waiting answered
 answered_waited abandoned short_abandoned callback other handled offers callback_ended callback_in_time""".split()
)
SUMS = tuple("wait_sum wait_from_arrival_sum abandoned_wait_sum talk_sum hold_sum wrap_up_sum ring_sum".split())
ANSWERED_WAITS = tuple(f"a{n}" for n in range(BUCKETS))
LEFT_WAITS = tuple(f"l{n}" for n in range(BUCKETS))
ADDED = COUNTS + SUMS + ANSWERED_WAITS + LEFT_WAITS
GREATEST = "wait_max"
TIMES = ("signed_in_sum", "busy_sum", "idle_sum")
_REFUSALS = ("closed", "full", "nobody")


class Key(NamedTuple):
    """Whose sums of which quarter of an hour (`slot`: its first millisecond, UTC)."""

    level: str
    subject: str
    partner: str
    queue: str
    slot: Instant


Sums = dict[str, int]


class Rolls:
    """What changes, by key; only what is not nothing."""

    def __init__(self) -> None:
        self.cohorts: dict[Key, Sums] = {}
        self.times: dict[Key, Sums] = {}

    def change(self, before: Mapping[str, Contact], after: Iterable[Contact]) -> None:
        """`before`: the same contacts as they were, by item, where they were."""
        for contact in after:
            was = before.get(contact.item)
            if was is not None:
                self.add(was, -1)
            self.add(contact)

    def add(self, contact: Contact, sign: int = 1) -> None:
        told = of_contact(contact)
        for key in keys_of(contact):
            sums = self.cohorts.setdefault(key, {})
            for name, value in told.items():
                if name == GREATEST:  # a wait that is over stays: the greatest needs no taking back
                    sums[name] = max(sums.get(name, 0), value)
                else:
                    sums[name] = sums.get(name, 0) + sign * value

    def pass_time(self, interval: Interval) -> None:
        """One that has ended: it is written once and never changes."""
        for slot, told in of_interval(interval, interval.ended or interval.begun):
            for level, subject, partner in _owners(interval):
                sums = self.times.setdefault(Key(level, subject, partner, ALL, slot), {})
                for name, value in told.items():
                    sums[name] = sums.get(name, 0) + value

    def changed(self) -> tuple[dict[Key, Sums], dict[Key, Sums]]:
        """Cohorts and times without what came to nothing."""
        return _without_nothing(self.cohorts), _without_nothing(self.times)


def _without_nothing(several: dict[Key, Sums]) -> dict[Key, Sums]:
    kept = {key: {n: v for n, v in sums.items() if v} for key, sums in several.items()}
    return {key: sums for key, sums in kept.items() if sums}


def slot_of(at: Instant) -> Instant:
    return at - at % SLOT


def _owners(one: Contact | Interval) -> list[tuple[str, str, str]]:
    """(level, subject, partner) it belongs to: always the tenant's, and whoever answered or was at work."""
    found = [(TENANT, ALL, ALL)]
    if one.advisor:
        partner = one.partner or ALL
        found.append((ADVISOR, one.advisor, partner))
        found += [(SITE, one.site, partner)] if one.site else []
        found += [(PARTNER, partner, partner)] if one.partner else []
    return found


def keys_of(contact: Contact) -> list[Key]:
    """All queues together, and its own apart but for one advisor."""
    slot = slot_of(contact.queued)
    found = []
    for level, subject, partner in _owners(contact):
        found.append(Key(level, subject, partner, ALL, slot))
        if level != ADVISOR:
            found.append(Key(level, subject, partner, contact.queue, slot))
    return found


def of_contact(contact: Contact) -> Sums:
    told: Sums = {"offers": contact.offers, "ring_sum": contact.ring}
    running = (contact.talk_from, contact.hold_from, contact.wrap_up_from)
    if contact.answered is not None and all(clock is None for clock in running):
        told |= {
            "handled": 1,
            "talk_sum": contact.talk,
            "hold_sum": contact.hold,
            "wrap_up_sum": contact.wrap_up,
        }
    if contact.kind in APART:
        return told | _of_request(contact)
    outcome = contact.outcome
    if outcome == REFUSED:
        reason = contact.end.removeprefix("refused_")
        return told | {f"refused_{reason if reason in _REFUSALS else 'other'}": 1}
    if contact.resumed:
        return told | {"resumed": 1}
    return told | {"offered": 1, "first_offered": int(contact.first)} | _of_wait(contact, outcome)


def _of_wait(contact: Contact, outcome: str) -> Sums:
    wait = contact.wait
    if outcome == OPEN or wait is None:
        return {"waiting": 1}
    told = {GREATEST: wait}
    if outcome == ANSWERED:
        told |= {"answered": 1, "answered_waited": int(wait > 0), "wait_sum": wait, ANSWERED_WAITS[bucket(wait)]: 1}
        return told | {"wait_from_arrival_sum": contact.wait_from_arrival or 0}
    if outcome == ABANDONED:
        return told | {"abandoned": 1, "abandoned_wait_sum": wait, LEFT_WAITS[bucket(wait)]: 1}
    if outcome == SHORT_ABANDONED:
        return told | {"short_abandoned": 1, LEFT_WAITS[bucket(wait)]: 1}
    return told | {"other": 1}


def _of_request(contact: Contact) -> Sums:
    if contact.kind != REQUEST:
        return {}
    in_time = contact.end.endswith("_in_time")
    return {"callback": 1, "callback_ended": int(contact.ended is not None), "callback_in_time": int(in_time)}


def of_interval(interval: Interval, until: Instant) -> Iterator[tuple[Instant, Sums]]:
    """Milliseconds by quarter of an hour, up to `until`."""
    at = interval.begun
    while at < until:
        slot = slot_of(at)
        lasted = min(until, slot + SLOT) - at
        told = {"signed_in_sum": lasted}
        if interval.busy:
            told["busy_sum"] = lasted
        elif interval.idle:
            told["idle_sum"] = lasted
        yield slot, told
        at += lasted
