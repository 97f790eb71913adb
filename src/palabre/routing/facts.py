"""What happens to advisors, work items and offers."""
from __future__ import annotations

import msgspec

from palabre.foundations.clock import Instant
from palabre.foundations.facts import Fact
from palabre.foundations.ids import AdvisorId, ConversationId, OfferId, PartnerId, QueueId, SiteId, SkillId, WorkItemId


class Requirement(msgspec.Struct, frozen=True, array_like=True):
    """An expression over skills. `kind`: skill (skill, level at least), all, any, not (parts). Levels: 1 to 10."""

    kind: str
    skill: SkillId = SkillId("")
    level: int = 1
    parts: tuple[Requirement, ...] = ()


class Ring(msgspec.Struct, frozen=True, array_like=True):
    """Who may take an item after so many seconds in the queue; ring 0 starts at 0.

    `bands`: levels (first, last) that count as equal, the band asked first standing first; levels in no band come
    after them all. None named: all levels are equal. An advisor's level = the least of the skills the item needs.
    """

    after_seconds: float
    requirement: Requirement
    bands: tuple[tuple[int, int], ...] = ()


class Share(msgspec.Struct, frozen=True, array_like=True):
    """A part of a queue's items wished for a site or a partner. `kind`: site or partner; `id` None: advisors of none.
    `share`: 0 to 1."""

    kind: str
    id: str | None
    share: float


class QueueRules(msgspec.Struct, frozen=True, array_like=True):
    """A queue as the model knows it. Seconds are floats; opening hours come compiled to instants in `open`."""

    queue: QueueId
    channel: str
    rings: tuple[Ring, ...]
    target_seconds: float = 20.0
    priority_seconds: float = 0.0
    short_abandon_seconds: float = 5.0
    wait_seconds_max: float = 1800.0
    length_max: int = 1000
    offer_seconds: float = 20.0
    wrap_up_seconds: float = 30.0
    wrap_up_more_seconds: float = 60.0   # "more time", once
    units: int = 100                     # 100 = one conversation of an advisor's capacity for this channel
    auto_accept: bool = False
    decline_allowed: bool = True
    best_level_first: bool = False
    overflow: QueueId | None = None      # where it goes at its longest wait; None: back to its flow
    open: tuple[tuple[Instant, Instant], ...] | None = None  # None: always
    preferred_seconds: float = 30.0      # for which an item waits for its preferred advisor alone
    fairness: str = "longest_idle"       # or least_occupied (today), after rank and units in use
    shares: tuple[Share, ...] = ()       # a wish: among the free, after level and units, before idle
    share_window_seconds: float = 3600.0
    callback_priority_seconds: float = 0.0   # more for a callback owed
    deferrable_below: float = 0.0        # deferrable work: for advisors less occupied than this; 0: ordinary work


class Capacity(msgspec.Struct, frozen=True, array_like=True):
    """How many conversations of a channel at once. A call fills an advisor wholly."""

    channel: str
    conversations_max: int


class RoutingRulesPublished(Fact, tag="routing.RoutingRulesPublished.1"):
    version: int
    queues: tuple[QueueRules, ...]
    days: tuple[Instant, ...] = ()       # where the tenant's days begin; none: at midnight UTC


class AdvisorConfigured(Fact, tag="routing.AdvisorConfigured.1"):
    """From rows: her skills with levels, where she belongs, how much she takes at once."""

    advisor: AdvisorId
    skills: tuple[tuple[SkillId, int], ...]
    site: SiteId | None
    partner: PartnerId | None
    capacities: tuple[Capacity, ...]
    contact_hours: tuple[tuple[Instant, Instant], ...] | None = None  # None: always


class ContactHoursBegan(Fact, tag="routing.ContactHoursBegan.1"):
    advisor: AdvisorId


class ContactHoursEnded(Fact, tag="routing.ContactHoursEnded.1"):
    """No offers from here on; what she does she ends, her wrap-up too."""

    advisor: AdvisorId


class SkillsChanged(Fact, tag="routing.SkillsChanged.1"):
    """From rows: one change of many advisors. Level 0: without this skill. `until` 0: for good; else every one has
    again what she had, at that instant or when the change is ended before."""

    change: str
    advisors: tuple[AdvisorId, ...]
    skills: tuple[tuple[SkillId, int], ...]
    until: Instant = 0


class SkillChangeEnded(Fact, tag="routing.SkillChangeEnded.1"):
    """`reason`: time_over, or cancelled by rows."""

    change: str
    reason: str


class AdvisorRemoved(Fact, tag="routing.AdvisorRemoved.1"):
    advisor: AdvisorId


class AdvisorSignedIn(Fact, tag="routing.AdvisorSignedIn.1"):
    """A desk session began; her status is `away` until she says available."""

    advisor: AdvisorId


class AdvisorSignedOut(Fact, tag="routing.AdvisorSignedOut.1"):
    """`reason`: asked, session_ended, lost."""

    advisor: AdvisorId
    reason: str


class AdvisorStatusChanged(Fact, tag="routing.AdvisorStatusChanged.1"):
    """`status`: available, away, pause, training, meeting, lunch… Only `available` receives offers. `until`: of a pause
    that was granted to her; 0, none. Its end changes nothing: she alone comes back."""

    advisor: AdvisorId
    status: str
    until: Instant = 0


class PresenceLost(Fact, tag="routing.PresenceLost.1"):
    """Nothing heard for twelve seconds: no offers; at `deadline` her customers go back to the head.

    0: her telephone carries her talk on, and nobody cuts it for a silent page.
    """

    advisor: AdvisorId
    deadline: Instant


class PresenceRegained(Fact, tag="routing.PresenceRegained.1"):
    advisor: AdvisorId


class WorkItemQueued(Fact, tag="routing.WorkItemQueued.1"):
    """`since`: entering the queue, earlier than `at` when interrupted or when a place was kept for it.
    `kind`: first, transfer, consult, callback, outbound.

    `priority_seconds`: the whole of it (queue's and item's), already capped. `ahead_seconds`: what an interrupted item
    is given, once, to pass the head of that moment; it counts as age for the order, never for the reported wait.
    `preferred_why`: last, named, account_manager: until then she alone is offered it; only: nobody else ever is; lost:
    she is asked first, and nobody waits for her.
    """

    item: WorkItemId
    conversation: ConversationId
    queue: QueueId
    kind: str
    since: Instant
    priority_seconds: float
    arrived: Instant
    deadline: Instant                    # longest wait
    interrupted: bool = False
    ahead_seconds: float = 0.0
    reserve_seconds: float = 0.0         # of her whom it is given to, while its customer is sought; 0: offered at once
    preferred: AdvisorId | None = None
    preferred_until: Instant = 0         # 0: no preference, she is not there or not able
    preferred_why: str = ""
    passed: tuple[QueueId, ...] = ()     # queues it overflowed from: it never returns to one


class WorkItemRefused(Fact, tag="routing.WorkItemRefused.1"):
    """Refused at the door, counted apart. `reason`: closed, full, nobody."""

    conversation: ConversationId
    queue: QueueId
    reason: str


class PreferenceEnded(Fact, tag="routing.PreferenceEnded.1"):
    """Everybody may be offered it. `reason`: time_over, unavailable (she takes nothing now), not_able (new rules)."""

    item: WorkItemId
    conversation: ConversationId
    advisor: AdvisorId
    reason: str


class RingOpened(Fact, tag="routing.RingOpened.1"):
    item: WorkItemId
    ring: int


class OfferMade(Fact, tag="routing.OfferMade.1"):
    offer: OfferId
    item: WorkItemId
    conversation: ConversationId
    queue: QueueId
    advisor: AdvisorId
    deadline: Instant
    shown_by: Instant                    # unless the desk says it is shown by then, it is withdrawn
    auto_accept: bool = False
    possible: tuple[str, ...] = ()       # where the queue has shares: those with somebody free and equal but for it


class OfferShown(Fact, tag="routing.OfferShown.1"):
    offer: OfferId


class OfferEnded(Fact, tag="routing.OfferEnded.1"):
    """One end: accepted, declined, timed_out, withdrawn, rescinded.

    timed_out: she gets no more until one confirming click. withdrawn: reason not_shown (no more until her next ping),
    presence, status, signed_out or removed. rescinded: the customer or the item ended. `session`: the sign-in in which
    she accepted, '' where it was none: what rings, rings there.
    """

    offer: OfferId
    item: WorkItemId
    conversation: ConversationId
    advisor: AdvisorId
    end: str
    reason: str = ""
    session: str = ""


class AdvisorReserved(Fact, tag="routing.AdvisorReserved.1"):
    """She takes nothing else until `deadline`: the item most urgent for her does not fit her free capacity yet, or
    (`first`) the item is hers and its customer is being reached."""

    advisor: AdvisorId
    item: WorkItemId
    deadline: Instant
    first: bool = False


class DeferrableWithheld(Fact, tag="routing.DeferrableWithheld.1"):
    """She was occupied beyond the ceiling of this deferrable queue over the last 15 minutes: none of its work for her
    before `deadline`, when it is looked at again."""

    advisor: AdvisorId
    queue: QueueId
    deadline: Instant


class AdvisorReleased(Fact, tag="routing.AdvisorReleased.1"):
    """She is free for other work. An item she was reserved for first waits again, unless its end follows."""

    advisor: AdvisorId
    item: WorkItemId


class CustomerReached(Fact, tag="routing.CustomerReached.1"):
    """The customer an advisor was reserved for is on the line: her offer follows. `conversation`: the item's from
    here on."""

    item: WorkItemId
    conversation: ConversationId
    advisor: AdvisorId


class WorkItemInterrupted(Fact, tag="routing.WorkItemInterrupted.1"):
    """Lost advisor (reason lost) or failed leg: the item ends here; WorkItemQueued follows with a new id.

    `pushed_aside`: deferrable work gives way to a call, and keeps its place. Whatever the reason but these two, she
    gets no more until one confirming click: her phone may be broken.
    """

    item: WorkItemId
    conversation: ConversationId
    advisor: AdvisorId
    reason: str


class WorkItemEnded(Fact, tag="routing.WorkItemEnded.1"):
    """The customer's part in it is over; a wrap-up that stands before it in the journal goes on.

    `reason`: handled, abandoned, short_abandoned, longest_wait, overflowed, cancelled, transferred, queue_removed,
    consulted (her advice was asked: no wrap-up), not_taken (asked by name, by her alone). `taken_by`: who took it from
    her unasked.
    """

    item: WorkItemId
    conversation: ConversationId
    reason: str
    taken_by: AdvisorId | None = None


class WrapUpStarted(Fact, tag="routing.WrapUpStarted.1"):
    item: WorkItemId
    conversation: ConversationId
    advisor: AdvisorId
    deadline: Instant


class WrapUpExtended(Fact, tag="routing.WrapUpExtended.1"):
    item: WorkItemId
    conversation: ConversationId
    advisor: AdvisorId
    deadline: Instant


class WrapUpEnded(Fact, tag="routing.WrapUpEnded.1"):
    item: WorkItemId
    conversation: ConversationId
    advisor: AdvisorId
