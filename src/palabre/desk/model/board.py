"""The live board of one tenant: indices over the world, kept by what each fact touches and never by a scan.

The world is the truth; the board adds counts by queue and partner, the head of each queue, and who holds which
conversation. A board kept fact by fact equals one made fresh (a law of tests/properties/desk).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from heapq import heapify, heappop, heappush

import msgspec

from palabre.channels.voice.facts import (
    AbuseReported,
    AbuseSeen,
    CeilingAlarmed,
    CeilingAlarmEnded,
    CeilingAlarmSeen,
    RecordingMended,
    RecordingTroubled,
)
from palabre.desk.model.look import BUSIEST, Hand, able_queues, advisor_of, hands_of, may_take, queued
from palabre.foundations.clock import Instant
from palabre.foundations.decision import World
from palabre.foundations.facts import Fact
from palabre.routing.facts import RoutingRulesPublished, SkillChangeEnded, SkillsChanged
from palabre.routing.model.state import Advisor

TILES_ALONE = RecordingTroubled | RecordingMended | CeilingAlarmed | CeilingAlarmSeen | CeilingAlarmEnded
ANYBODY = "*"  # in counts: all partners together
OFFERED, TALKING, HOLDING, LOST, WRAP_UP = "offered", "talking", "holding", "lost", "wrap_up"


class Share(msgspec.Struct, frozen=True):
    """What one advisor adds to the counts."""

    partner: str | None = None
    activity: str | None = None  # None: signed out, on no wall
    able: tuple[str, ...] = ()  # queues, while signed in
    available: tuple[str, ...] = ()  # of them: where one more could be offered now
    hands: tuple[tuple[str, str, str], ...] = ()  # (conversation, queue, state)


NOTHING = Share()


class SiteLost(msgspec.Struct):
    """`lost`: the most desks that were silent at a time, by partner and for ANYBODY."""

    at: Instant
    lost: dict[str, int]


class Touched(msgspec.Struct):
    """What a fact may have changed on screens: advisors (their own desk, their line on the wall) and queues."""

    advisors: set[str] = msgspec.field(default_factory=set)
    queues: set[str] = msgspec.field(default_factory=set)
    rules: bool = False  # queues may have come or gone: look at all of them


class Board:
    def __init__(self, world: World) -> None:
        self.world = world
        self.sites_lost: dict[str, SiteLost] = {}  # kept by the gateway's look, and by no fact
        self.renew()

    def renew(self) -> None:
        """All indices, from the world."""
        self.shares: dict[str, Share] = {}
        self.counts: dict[tuple[str, str, str], int] = {}  # (queue, partner or ANYBODY, what) -> advisors or hands
        self.activities: dict[str, Counter[str]] = {}  # partner or ANYBODY -> activity -> advisors
        self.holders: dict[str, set[str]] = {}  # conversation -> advisors
        self.items: dict[str, str] = {}  # waiting or offered -> queue
        self._heads: dict[str, list[tuple[Instant, str]]] = {}  # queue -> heap (since, item), stale ones too
        self._able: dict[tuple, tuple[str, ...]] = {}
        routing = self.world["routing"]
        for queue, line in routing.lines.items():  # those of removed queues too, while somebody waits there
            self.items.update(dict.fromkeys(line, queue))
            self._heads[queue] = [(item.since, item.id) for item in line.values()]
            heapify(self._heads[queue])
        self._kept = {id: seat.advisor for id, seat in self.world["outbound"].seats.items() if seat.advisor}
        for advisor in routing.advisors:
            self._look_again(advisor, Touched())

    # -- facts

    def follow(self, fact: Fact) -> Touched:
        """Bring the indices up to the world, which has just applied `fact`; say what may look different."""
        if isinstance(fact, RoutingRulesPublished | SkillsChanged | SkillChangeEnded):
            return self._rules_changed()
        if isinstance(fact, TILES_ALONE):
            return Touched(queues=set(self.world["routing"].queues))  # the tiles go with them
        touched = Touched()
        if isinstance(fact, AbuseReported | AbuseSeen):
            touched.queues |= set(self.world["routing"].queues)  # the tiles go with them
        self._follow_item(fact, touched)
        for advisor in self._concerned(fact):
            self._look_again(advisor, touched)
        return touched

    def _rules_changed(self) -> Touched:
        before = set(self.shares) | set(self.world["routing"].advisors)
        queues = set(self._heads)
        self.renew()
        return Touched(before, queues | set(self._heads), True)

    def _concerned(self, fact: Fact) -> set[str]:
        """Advisors whose hands, status or counts this fact may have changed."""
        found: set[str] = set()
        offer = self.world["routing"].offers.get(getattr(fact, "offer", ""))
        item = self.world["routing"].items.get(getattr(fact, "item", ""))
        internal = self.world["voice"].internals.get(getattr(fact, "conversation", None))
        for name in (
            getattr(fact, "advisor", None),
            *(getattr(fact, name, None) for name in ("caller", "called")),
            *((internal.caller, internal.called) if internal else ()),
            *self._keeps(fact),
            offer and offer.advisor,
            item and item.advisor,
            item and item.reserved_by,
        ):
            if name:
                found.add(name)
        for conversation in (getattr(fact, "conversation", None), item and item.conversation):
            found |= self.holders.get(conversation or "", set())
        return found

    def _keeps(self, fact: Fact) -> list[str | None]:
        """Whom a calling campaign keeps, or kept until this very fact, where it may be about her seat."""
        outbound = self.world["outbound"]
        attempt = outbound.attempts.get(getattr(fact, "contact", None))
        seats = {getattr(fact, name, None) for name in ("seat", "conversation")}
        seats |= {outbound.items.get(getattr(fact, "item", None)), attempt and attempt.seat}
        before = [self._kept.pop(seat, None) for seat in seats]
        now = {seat: outbound.seats[seat].advisor for seat in seats if seat in outbound.seats}
        self._kept |= {seat: advisor for seat, advisor in now.items() if advisor}
        return [*before, *now.values()]

    def _follow_item(self, fact: Fact, touched: Touched) -> None:
        """The item's place in a queue, before and after."""
        id = getattr(fact, "item", None)
        if id is None:
            return
        before = self.items.get(id)
        item = self.world["routing"].items.get(id)
        after = item.queue if item is not None and id in queued(self.world, item.queue) else None
        touched.queues |= {q for q in (before, after) if q is not None}
        if after == before:
            return
        if after is None:
            self.items.pop(id, None)
        else:
            self.items[id] = after
            heappush(self._heads.setdefault(after, []), (item.since, id))

    # -- one advisor

    def _look_again(self, id: str, touched: Touched) -> None:
        old, new = self.shares.get(id, NOTHING), self._share(advisor_of(self.world, id))
        touched.advisors.add(id)
        if new == old:
            return
        self._count(id, old, -1, touched)
        self._count(id, new, 1, touched)
        if new == NOTHING:
            self.shares.pop(id, None)
        else:
            self.shares[id] = new

    def _share(self, advisor: Advisor | None) -> Share:
        if advisor is None:
            return NOTHING
        hands = hands_of(self.world, advisor)
        held = tuple((h.item.conversation, h.item.queue, h.state) for h in hands)
        if not advisor.signed_in:
            return Share(advisor.partner, None, hands=held) if held else NOTHING
        able = self.able(advisor)
        available = tuple(q for q in able if may_take(self.world, advisor, q))
        return Share(advisor.partner, activity(advisor, hands), able, available, held)

    def able(self, advisor: Advisor) -> tuple[str, ...]:
        """Queues she is able for, found once per skills until rules change."""
        key = (advisor.skills, advisor.capacities)
        if key not in self._able:
            self._able[key] = able_queues(self.world, advisor)
        return self._able[key]

    def _count(self, id: str, share: Share, by: int, touched: Touched) -> None:
        for partner in (ANYBODY, share.partner or ""):
            for queue in share.able:
                self._add(queue, partner, "signed_in", by)
            for queue in share.available:
                self._add(queue, partner, "available", by)
            for _, queue, state in share.hands:
                self._add(queue, partner, state, by)
            if share.activity is not None:
                self._add_activity(partner, share, by)
        touched.queues.update(share.able, (queue for _, queue, _ in share.hands))
        for conversation, _, _ in share.hands:
            self._hold(conversation, id, by)

    def _add(self, queue: str, partner: str, what: str, by: int) -> None:
        key = (queue, partner, what)
        self.counts[key] = self.counts.get(key, 0) + by
        if not self.counts[key]:
            del self.counts[key]

    def _add_activity(self, partner: str, share: Share, by: int) -> None:
        counter = self.activities.setdefault(partner, Counter())
        for what in (share.activity or "", *(("*available",) if share.available else ())):
            counter[what] += by
            if not counter[what]:
                del counter[what]

    def _hold(self, conversation: str, advisor: str, by: int) -> None:
        if by > 0:
            self.holders.setdefault(conversation, set()).add(advisor)
        elif conversation in self.holders:
            self.holders[conversation].discard(advisor)
            if not self.holders[conversation]:
                del self.holders[conversation]

    # -- sites

    def lose_sites(self, sites: Iterable[str], now: Instant) -> bool:
        """Those that are lost now; whether a screen changes by it. One look at everybody, while there is any."""
        wanted = {site: Counter() for site in sites}
        for advisor in self.world["routing"].advisors.values() if wanted else ():
            if advisor.site in wanted and advisor.signed_in and not advisor.present:
                wanted[advisor.site].update((ANYBODY, advisor.partner or ""))
        before = self.sites_lost
        self.sites_lost = {site: _lost(before.get(site), silent, now) for site, silent in sorted(wanted.items())}
        return self.sites_lost != before

    # -- questions

    def count(self, queue: str, what: str, partner: str | None = None) -> int:
        return self.counts.get((queue, partner or ANYBODY, what), 0)

    def waiting(self, queue: str) -> int:
        return len(queued(self.world, queue))

    def longest_since(self, queue: str) -> Instant | None:
        """When the one who waits longest entered; O(1) but for the stale heads it drops."""
        line, heads = queued(self.world, queue), self._heads.get(queue, [])
        while heads and heads[0][1] not in line:
            heappop(heads)
        return heads[0][0] if heads else None


def _lost(before: SiteLost | None, silent: Counter[str], now: Instant) -> SiteLost:
    """Their number grows while silences are noticed, and does not shrink by who is signed out meanwhile."""
    return SiteLost(before.at if before else now, dict(silent | Counter(before.lost if before else {})))


def activity(advisor: Advisor, hands: list[Hand]) -> str:
    states = {hand.state for hand in hands}
    return next((state for state in BUSIEST if state in states), advisor.status)
