"""What the owner of a partition knows of advisors, work items and offers.

Primary data stand in the facts; whatever is marked *index* is rebuilt from them and never dumped. Every order is
total (numbers of facts, then ids), for heaps differ after a replay and choices must not.
"""
from __future__ import annotations

from typing import Any

import msgspec

from palabre.foundations.clock import Instant
from palabre.foundations.ids import AdvisorId, ConversationId, OfferId, PartnerId, QueueId, SiteId, SkillId, WorkItemId
from palabre.routing.facts import Capacity, QueueRules

AVAILABLE, AWAY = "available", "away"
WAITING, OFFERED, TALKING, WRAP_UP, GONE = "waiting", "offered", "talking", "wrap_up", "gone"
RESERVED = "reserved"      # an advisor is kept for it while its customer is reached
SOUGHT = (WAITING, OFFERED, RESERVED)
PUSHED_ASIDE = "pushed_aside"  # by a call: deferrable work
ONLY = "only"              # why she is preferred: asked by name, and nobody else ever is
MISSED, CUT_OFF, GONE = "missed", "cut_off", "gone"
LOST = "lost"              # why she is preferred: her customer came back to the queue without her
KINDS = ("first", "transfer", "consult", "callback", "outbound")
WHOLE = "voice"            # the channel that fills an advisor: nothing beside a call
OFF, IDLE, BUSY = range(3)
UNITS = 100                # of one conversation

Skills = tuple[tuple[SkillId, int], ...]


class WorkClass(msgspec.Struct, eq=False):
    """*Index*: the items of one queue whose ring is open, with those able to take them, matched once per rules."""

    bit: int                                     # of the class, in masks of classes
    queue: QueueId
    ring: int
    channel: str
    units: int
    target_ms: int
    overdue_ms: int                              # beyond it an item precedes everything below, oldest first
    deferrable: bool = False                     # comes after everything that is not, until it is overdue
    by_rule: bool = False                        # shares or least occupied: the fairest is not simply the idlest
    live: int = 0
    by_key: list[tuple[int, Instant, int, Any]] = []    # (key, since, number, item): most urgent first
    by_age: list[tuple[int, Instant, int, Any]] = []    # (order, since, number, item): oldest first
    able: int = 0                                # mask of profiles
    by_rank: dict[tuple[int, int], int] = {}     # rank -> mask of profiles
    groups: list[int] = []                       # those masks, the rank asked first standing first


class Profile(msgspec.Struct, eq=False):
    """*Index*: advisors whom no queue tells apart but by their load: same rank everywhere, same capacities."""

    bit: int                                     # of the profile, in masks of profiles
    mask: int                                    # of the classes she may take when idle
    capacity: dict[str, int]                     # channel -> units
    channels: tuple[tuple[str, int], ...]        # those of them that some class of hers uses
    idle: dict[str, list[tuple[int, Instant, AdvisorId, int, Any]]]  # heaps: units, idle since, id, stamp, advisor
    site: SiteId | None = None                   # where some queue has shares
    partner: PartnerId | None = None
    size: int = 0                                # advisors
    people: int = 0                              # of them, those not removed
    serving: int = 0


class Item(msgspec.Struct, eq=False):
    """A work item from its queue to the end of its wrap-up."""

    id: WorkItemId
    number: int                                  # of the fact that queued it: the tie of last resort
    conversation: ConversationId
    queue: QueueId
    kind: str
    since: Instant                               # entering the queue: the reported wait begins here
    arrived: Instant
    deadline: Instant                            # longest wait
    priority_ms: int
    ahead_ms: int
    interrupted: bool
    channel: str
    units: int
    state: str = WAITING
    ring: int = 0
    advisor: AdvisorId | None = None
    offer: OfferId | None = None
    refused: dict[AdvisorId, Instant] | None = None    # declined by her, until
    reserved_by: AdvisorId | None = None
    talk_since: Instant = 0
    wrap_up_deadline: Instant = 0
    wrap_up_extended: bool = False
    ended: str = ""                              # reason, while its wrap-up goes on
    taken_by: AdvisorId | None = None            # who took it from her unasked, while its wrap-up goes on
    order: int = 0                               # since - ahead: what counts as age
    preferred: AdvisorId | None = None
    preferred_until: Instant = 0                 # 0: no preference, or none any more
    holding: bool = False                        # until then she alone is offered it
    only: bool = False                           # nobody else ever is: it ends where she does not take it
    deferrable: bool = False                     # as its queue was when it was last waiting
    passed: tuple[QueueId, ...] = ()             # queues it overflowed from
    reserve_ms: int = 0                          # of her whom it is given to, before its customer is there
    key: int = 0                                 # order - priority: smaller is more urgent inside a queue, at any time
    place: WorkClass | None = None               # index


class Offer(msgspec.Struct, eq=False):
    id: OfferId
    number: int
    item: WorkItemId
    conversation: ConversationId
    queue: QueueId
    advisor: AdvisorId
    made_at: Instant
    deadline: Instant
    shown_by: Instant
    auto_accept: bool
    shown: bool = False
    possible: tuple[str, ...] = ()
    share: str = ""


class Advisor(msgspec.Struct, eq=False):
    id: AdvisorId
    skills: Skills = ()
    site: SiteId | None = None
    partner: PartnerId | None = None
    capacities: tuple[Capacity, ...] = ()
    signed_in: bool = False
    status: str = AWAY
    since: Instant = 0                           # of her status
    present: bool = True
    presence_deadline: Instant = 0               # while lost: her customers go back to the head
    confirmed: bool = True                       # False after a missed offer, until she clicks
    doubt: str = ""                              # missed an offer, cut off in a talk, or gone in silence
    status_until: Instant = 0                    # of a pause granted to her; it stays her status beyond
    held: bool = False                           # an offer was not shown: nothing until her next ping
    removed: bool = False
    base: Skills = ()                            # without the changes that end
    contact_hours: tuple[tuple[Instant, Instant], ...] | None = None
    off_hours: bool = False
    hours_turn: Instant = 0                      # when this changes; 0: never
    idle_since: Instant = 0
    doing: int = 0                               # OFF, IDLE or BUSY
    doing_since: Instant = 0
    day: Instant = 0                             # of the two sums, ended intervals only
    busy_ms: int = 0
    idle_ms: int = 0
    recent: list[tuple[Instant, Instant, bool]] = []   # where work is deferrable: ended intervals, busy or idle
    withheld: dict[QueueId, Instant] = {}        # deferrable queues whose work she is not given, until
    reserved: WorkItemId | None = None
    reserved_until: Instant = 0
    offers: dict[OfferId, Offer] = {}
    talks: dict[WorkItemId, Item] = {}
    wrap_ups: dict[WorkItemId, Item] = {}
    preferring: dict[WorkItemId, Item] = {}      # index: what waits and prefers her
    used: dict[str, int] = {}                    # index: channel -> units of offers, talks and wrap-ups
    units: int = 0                               # index: their sum
    serving: bool = False                        # index: signed in, available, present, confirmed, not held
    stamp: int = 0                               # index: older entries of her in heaps are stale
    profile: Profile | None = None               # index


class SkillChange(msgspec.Struct, eq=False):
    id: str
    number: int
    advisors: frozenset[AdvisorId]
    skills: Skills
    until: Instant


class State:
    def __init__(self) -> None:
        self.version = 0
        self.queues: dict[QueueId, QueueRules] = {}
        self.retired: dict[QueueId, QueueRules] = {}          # removed, while talks and wrap-ups of theirs go on
        self.advisors: dict[AdvisorId, Advisor] = {}
        self.items: dict[WorkItemId, Item] = {}
        self.offers: dict[OfferId, Offer] = {}
        self.changes: dict[str, SkillChange] = {}                # that end, in the order of their facts
        self.turns: list[tuple[Instant, AdvisorId]] = []         # index: heap of contact hours that begin or end
        self.days: tuple[Instant, ...] = ()
        self.given: dict[QueueId, dict[int, dict[str, list[int]]]] = {}   # bucket -> share -> offers, possible ones
        self.now: Instant = 0                                    # of the fact being applied, where time is booked
        # indices
        self.today: tuple[Instant, Instant] = (0, 0)             # the last day that was asked for
        self.shared = False                                      # some queue has shares
        self.deferring = 0                                       # mask of the classes that are deferrable
        self.aside: dict[AdvisorId, Advisor] = {}                # who has deferrable work in hand
        self.timed = False                                       # some queue asks how occupied advisors are
        self.conversations: dict[ConversationId, list[Item]] = {}
        self.lines: dict[QueueId, dict[WorkItemId, Item]] = {}   # waiting and offered
        self.declined: dict[WorkItemId, Item] = {}               # unanswered items that somebody declined
        self.classes: dict[QueueId, list[WorkClass]] = {}
        self.by_bit: list[WorkClass] = []
        self.channel_mask: dict[str, int] = {}                   # channel -> mask of classes
        self.nonempty = 0                                        # mask of classes where somebody waits
        self.profiles: list[Profile] = []
        self.profile_of: dict[tuple, Profile] = {}
        self.ranks_of: dict[Skills, tuple] = {}
        self.queues_of: dict[SkillId, list[QueueId]] = {}        # those whom a skill may admit to
        self.queues_of_all: list[QueueId] = []                   # those that admit without any
        self.idle: dict[str, int] = {}                           # channel -> mask of profiles whose heap is not empty
        self.peopled = 0                                         # masks of profiles
        self.serving = 0
        self.timers: list[tuple[Instant, int, int, str, str]] = []
        self.timers_max = 1024                                   # beyond it the stale ones are dropped

    def rules(self, queue: QueueId) -> QueueRules:
        """Also of a removed queue whose talks go on."""
        return self.queues.get(queue) or self.retired[queue]
