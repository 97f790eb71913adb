"""Why an item still waits and what happens next; why somebody got it; why somebody did not. From state alone.

Each answer names what a person can check: remove the named blocker and the offer is made (tests/simulation).
"""
from __future__ import annotations

from collections import Counter

import msgspec

from palabre.foundations.clock import Instant
from palabre.foundations.ids import AdvisorId, OfferId, QueueId, WorkItemId
from palabre.routing.model.blockers import Blocker, blockers, joins_at
from palabre.routing.model.choice import Candidate, candidates, deciding, urgency
from palabre.routing.model.matching import pressing
from palabre.routing.model.state import OFFERED, RESERVED, WAITING, Item, State

PEOPLE_MAX, NEXT_MAX = 50, 8  # named in one answer; all are counted


class Person(msgspec.Struct):
    """`blockers`: none where she could take it this instant."""

    advisor: AdvisorId
    blockers: list[Blocker]


class Next(msgspec.Struct):
    """What will happen, and when at the latest. `people`: how many a ring adds. Codes:

    ring_opens · offer_ends · wrap_up_ends · declined_ends · reservation_ends · longest_wait
    """

    at: Instant
    code: str
    detail: str = ""
    people: int = 0


class WhyWaiting(msgspec.Struct):
    """`able`: whom some ring admits. `by_blocker`: of them, how many each reason keeps. `ahead`: more urgent items that
    someone able to take this one could take too. `offered_to`: rings there now. `free`: those whom nothing keeps."""

    item: WorkItemId
    queue: QueueId
    since: Instant
    ring: int
    rings: int
    able: int
    ahead: int
    by_blocker: dict[str, int]
    people: list[Person]
    next: list[Next]
    overflow: QueueId | None
    offered_to: AdvisorId | None = None
    free: int = 0


class WhyHer(msgspec.Struct):
    """An offer, by the state just before it. Codes of `decided_by`: only, reserved (she was, before
    its customer was reached), and those of choice.deciding.

    `runner_up`: who would have had it without her. `urgency`: why this item, of `choices` that she could have taken.
    `said`: the same in full sentences (model/explain_said).
    """

    offer: OfferId
    item: WorkItemId
    queue: QueueId
    advisor: AdvisorId
    at: Instant
    free: int
    decided_by: str
    chosen: Candidate
    runner_up: Candidate | None
    choices: int
    urgency: str
    said: list[str] = []


def why_waiting(state: State, item: Item, now: Instant) -> WhyWaiting:
    rules = state.queues[item.queue]
    able = [a for a in state.advisors.values() if not a.removed and joins_at(state, a, item) is not None]
    people = [Person(a.id, blockers(state, a, item, now)) for a in sorted(able, key=lambda a: a.id)]
    counted = Counter(code for p in people for code in {b.code for b in p.blockers})
    people.sort(key=lambda p: (len(p.blockers), min((b.until or 2**62 for b in p.blockers), default=0), p.advisor))
    return WhyWaiting(
        item.id, item.queue, item.since, item.ring, len(rules.rings), len(people), _ahead(state, item, now),
        dict(sorted(counted.items())), people[:PEOPLE_MAX], _next(state, item, people, now), rules.overflow,
        item.advisor if item.state == OFFERED else None, sum(not p.blockers for p in people),
    )


def _ahead(state: State, item: Item, now: Instant) -> int:
    if item.place is None:
        return 0
    mine = pressing(item, now)
    others = (i for line in state.lines.values() for i in line.values() if i.state == WAITING and i is not item)
    return sum(1 for i in others if i.place and i.place.able & item.place.able and pressing(i, now) > mine)


def _next(state: State, item: Item, people: list[Person], now: Instant) -> list[Next]:
    """In the order of time; what depends on a person's will (a talk's end) has no instant and is not here."""
    found = [Next(item.deadline, "longest_wait")]
    if item.offer:
        found.append(Next(state.offers[item.offer].deadline, "offer_ends", item.advisor or ""))
    rings: Counter[tuple[Instant, str]] = Counter()
    for person in people:
        for blocker in person.blockers:
            if blocker.code == "later_ring":
                rings[blocker.until, blocker.detail] += 1
            elif blocker.until and len(person.blockers) == 1:
                found.append(Next(blocker.until, f"{blocker.code}_ends", person.advisor))
    found += [Next(at, "ring_opens", detail, count) for (at, detail), count in rings.items()]
    coming = sorted((n for n in found if n.at >= now), key=lambda n: (n.at, n.code, n.detail))
    return coming[:NEXT_MAX]


def why_her(state: State, offer: OfferId, item: WorkItemId, advisor: AdvisorId, at: Instant) -> WhyHer:
    """`state`: as it was before the offer, `at`: its instant."""
    sought, her = state.items[item], state.advisors[advisor]
    if sought.state == RESERVED:
        return WhyHer(offer, item, sought.queue, advisor, at, 1, "reserved", Candidate.of(state, her, sought, at), None,
                      1, "only")
    free = candidates(state, sought, at)
    mine = next((c for c in free if c.advisor == advisor), None) or Candidate.of(state, her, sought, at)
    others = [c for c in free if c.advisor != advisor]
    runner_up = others[0] if others else None
    code, choices = urgency(state, her, sought, at)
    return WhyHer(
        offer, item, sought.queue, advisor, at, len(free), deciding(mine, runner_up) if runner_up else "only",
        mine, runner_up, choices, code,
    )


class WhyNotHer(msgspec.Struct):
    """`blockers`: what kept her from it; where nothing did, `decided_by` tells what put the other first. `said`: in
    full sentences."""

    blockers: list[Blocker]
    decided_by: str = ""
    hers: Candidate | None = None
    other: Candidate | None = None
    said: list[str] = []


def why_not(state: State, item: WorkItemId, advisor: AdvisorId, chosen: AdvisorId | None, now: Instant) -> WhyNotHer:
    """Why `advisor` was not given the item. `chosen`: who was, by the state just before; None while it waits."""
    sought, her = state.items[item], state.advisors[advisor]
    kept = blockers(state, her, sought, now)
    if kept or chosen is None or chosen == advisor:
        return WhyNotHer(kept)
    other = Candidate.of(state, state.advisors[chosen], sought, now)
    hers = Candidate.of(state, her, sought, now)
    return WhyNotHer([], deciding(other, hers), hers, other)
