"""Figures of a journal worked out again, plainly and slowly, sharing no code with `palabre.reporting`.

Each question walks the whole list of facts; times are integrals over a grid of all instants when something happened.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

COUNTED = """offered first_offered refused refused_closed refused_full refused_nobody resumed waiting answered
 answered_within answered_waited abandoned abandoned_within short_abandoned callback callback_ended
 callback_in_time other wait_sum wait_from_arrival_sum abandoned_wait_sum wait_max handled talk_sum
 hold_sum wrap_up_sum"""


def named(facts: Sequence, *names: str) -> list:
    return [f for f in facts if type(f).__name__ in names]


def figures(
    facts: Sequence, *, begin: int, end: int, now: int, threshold: int, queue: str | None = None
) -> dict[str, int]:
    """Counts and sums of those who entered `queue` (all: None) in [begin, end), keyed as fields of Totals."""
    told = dict.fromkeys(COUNTED.split(), 0)
    seen: set[str] = set()
    waits = []
    asked = {f.callback: f for f in named(facts, "CallbackRequested")}
    _callbacks(told, facts, [f for f in asked.values() if begin <= f.at < end and queue in (None, f.queue)])
    for fact in named(facts, "WorkItemQueued", "WorkItemRefused", "CustomerReached"):
        first = fact.conversation not in seen
        seen.add(fact.conversation)
        if type(fact).__name__ == "CustomerReached":
            continue  # whom we called has had her queue: what follows in her conversation is not its first
        refused = type(fact).__name__ == "WorkItemRefused"
        entered = fact.at if refused else fact.since
        if not begin <= entered < end or (queue and fact.queue != queue):
            continue
        if refused and fact.conversation in asked:
            continue
        if refused:
            told["refused"] += 1
            if fact.reason in ("closed", "full", "nobody"):
                told[f"refused_{fact.reason}"] += 1
            continue
        answer = next((f.at for f in named(facts, "OfferEnded") if f.item == fact.item and f.end == "accepted"), None)
        _handling(told, facts, fact.item, answer, now)
        if fact.kind in ("callback", "outbound", "consult"):
            continue
        if fact.interrupted:
            told["resumed"] += 1
            continue
        told["offered"] += 1
        told["first_offered"] += first
        over = next((f for f in named(facts, "WorkItemEnded") if f.item == fact.item), None)
        if answer is None and over is None:
            told["waiting"] += 1
            continue
        wait = (answer if answer is not None else over.at) - fact.since
        told["wait_max"] = max(told["wait_max"], wait)
        if answer is not None:
            waits.append(wait)
            told["answered"] += 1
            told["answered_within"] += wait <= threshold
            told["answered_waited"] += wait > 0
            told["wait_sum"] += wait
            told["wait_from_arrival_sum"] += answer - (fact.arrived or fact.since)
        elif over.reason == "abandoned":
            told["abandoned"] += 1
            told["abandoned_within"] += wait <= threshold
            told["abandoned_wait_sum"] += wait
        else:
            told["short_abandoned" if over.reason == "short_abandoned" else "other"] += 1
    return told | {f"p{p}": v for p, v in _percentiles(waits).items()}


def _callbacks(told: dict[str, int], facts: Sequence, requested: Sequence) -> None:
    over = {f.callback: f for f in named(facts, "CallbackEnded")}
    told["callback"] = len(requested)
    told["callback_ended"] = sum(f.callback in over for f in requested)
    told["callback_in_time"] = sum(over[f.callback].in_time for f in requested if f.callback in over)


def _percentiles(waits: list[int]) -> dict[int, int]:
    """The least wait that at least p % of them do not exceed."""
    if not waits:
        return {}
    return {p: min(w for w in waits if sum(x <= w for x in waits) * 100 >= p * len(waits)) for p in (50, 90, 95)}


def _handling(told: dict[str, int], facts: Sequence, item: str, answer: int | None, now: int) -> None:
    if answer is None:
        return
    ends = [f.at for f in named(facts, "WorkItemEnded", "WorkItemInterrupted", "WrapUpStarted") if f.item == item]
    wrapped = [f.at for f in named(facts, "WrapUpStarted") if f.item == item]
    unwrapped = [f.at for f in named(facts, "WrapUpEnded") if f.item == item]
    if not ends or (wrapped and not unwrapped):
        return
    over = min(ends)
    held = sum(min(b, over) - min(a, over) for a, b in _holds(facts, item, now))
    told["handled"] += 1
    told["hold_sum"] += held
    told["talk_sum"] += over - answer - held
    told["wrap_up_sum"] += (unwrapped[0] - wrapped[0]) if wrapped else 0


def _holds(facts: Sequence, item: str, now: int) -> list[tuple[int, int]]:
    closed = {f.segment: f.at for f in named(facts, "SegmentClosed")}
    return [
        (f.at, closed.get(f.segment, now))
        for f in named(facts, "SegmentOpened")
        if f.kind == "hold" and f.subject == item
    ]


def times(facts: Sequence, advisors: Sequence[str], *, begin: int, end: int, now: int) -> dict[str, int]:
    """signed_in_sum, busy_sum, idle_sum: each advisor's state between every two instants of the journal."""
    told = dict.fromkeys(("signed_in_sum", "busy_sum", "idle_sum"), 0)
    cut = min(end, now)
    instants = sorted({min(max(t, begin), cut) for t in [begin, cut, *(f.at for f in facts)]})
    for advisor in advisors:
        for one, following in itertools.pairwise(instants):
            state = _state(facts, advisor, one)
            if state:
                told["signed_in_sum"] += following - one
            if state in ("busy_sum", "idle_sum"):
                told[state] += following - one
    return told


def _state(facts: Sequence, advisor: str, at: int) -> str | None:
    """What she did just after `at`, from all facts up to it."""
    status, present, signed_in, hands = "away", True, False, set()
    owner: dict[str, str] = {}
    for f in facts:
        if f.at > at:
            break
        kind = type(f).__name__
        if kind == "OfferMade" or kind == "WrapUpStarted":
            owner[f.item] = f.advisor
        hers = getattr(f, "advisor", None) == advisor or owner.get(getattr(f, "item", "")) == advisor
        if not hers:
            continue
        if kind == "AdvisorSignedIn":
            if not signed_in:
                status, present, signed_in = "away", True, True
        elif kind in ("AdvisorSignedOut", "AdvisorRemoved"):
            signed_in = False
        elif kind == "AdvisorStatusChanged":
            status = f.status
        elif kind in ("PresenceLost", "PresenceRegained"):
            present = kind == "PresenceRegained"
        elif kind == "OfferMade":
            hands.add(("ring", f.item))
        elif kind == "OfferEnded":
            hands.discard(("ring", f.item))
            if f.end == "accepted":
                hands.add(("talk", f.item))
        elif kind == "WrapUpStarted":
            hands.discard(("talk", f.item))
            hands.add(("wrap", f.item))
        elif kind == "WrapUpEnded":
            hands.discard(("wrap", f.item))
        elif kind in ("WorkItemEnded", "WorkItemInterrupted"):
            hands.discard(("talk", f.item))
    if not signed_in:
        return None
    return "busy_sum" if hands else "idle_sum" if status == "available" and present else "other"
