"""What a desk holds of the live world: entities by key, as they travel in JSON (docs/reference/desk_socket.md).

Ids, codes, instants (milliseconds) and numbers only. An entity is replaced whole, so every field is always written.
"""

from __future__ import annotations

import msgspec

from palabre.foundations.clock import Instant

Key = str  # "me", "tiles", or "KIND:ID"

ME, TILES = "me", "tiles"


def offer_key(offer: str) -> Key:
    return f"offer:{offer}"


def conversation_key(conversation: str) -> Key:
    return f"conversation:{conversation}"


def queue_key(queue: str) -> Key:
    return f"queue:{queue}"


def calling_key(campaign: str) -> Key:
    return f"calling:{campaign}"


def internal_key(call: str) -> Key:
    return f"internal:{call}"


def advisor_key(advisor: str) -> Key:
    return f"advisor:{advisor}"


class Entity(msgspec.Struct, frozen=True):
    """Base of what is shown."""


class Pressure(Entity, frozen=True):
    """A word with its reason, for one advisor. `queue`: the one it is about, where `waiting` people wait since `since`.

    `word`: calm, sustained, strong. `reason`: nobody_waits, within_target, near_target, past_target, nobody_available.
    """

    word: str = "calm"
    reason: str = "nobody_waits"
    queue: str | None = None
    waiting: int = 0
    since: Instant | None = None
    at: Instant = 0


class OwnCall(Entity, frozen=True):
    """Her last call to a number. `outcome` '': it rings; reached, busy, no_answer, refused, failed, cancelled."""

    call: str
    since: Instant
    outcome: str = ""


class InternalEnd(Entity, frozen=True):
    """What became of a call with a colleague, until I have seen it. `outcome`: missed (by me), declined, no_answer,
    unreachable, elsewhere (another call began), cut."""

    call: str
    with_advisor: str
    incoming: bool
    outcome: str
    at: Instant


class Me(Entity, frozen=True):
    """`doubt`: why she is not `confirmed`: missed (an offer) or cut_off (in a talk, whose customer waits again);
    gone: her desk was silent for so long that she was signed out, and is back, away, until she has read it.
    `until`: the pause that her status is was granted for so long; it stays her status until she changes it."""

    advisor: str
    status: str
    since: Instant
    present: bool
    confirmed: bool
    reserved_until: Instant | None
    pressure: Pressure
    own_call: OwnCall | None = None
    doubt: str = ""
    internal_ends: list[InternalEnd] = []
    until: Instant | None = None


class Offer(Entity, frozen=True):
    offer: str
    item: str
    conversation: str
    queue: str
    channel: str
    kind: str
    made_at: Instant
    deadline: Instant
    shown: bool
    auto_accept: bool


class Listener(Entity, frozen=True):
    """A supervisor in a call. `how`: listen (nobody hears her), whisper (its advisor does), join (everybody does);
    `since`: in this way."""

    person: str
    how: str
    since: Instant


class LineWord(Entity, frozen=True):
    """How good the worse line of a call is. `mos` 1 to 4.5; `word`: good, fair, weak, bad; `end`: customer, advisor."""

    mos: float
    word: str
    end: str


class SilentLine(Entity, frozen=True):
    """Nothing is heard on a line of a call that is neither muted nor on hold. `end`: customer, advisor (her own);
    `why`: no_packets, no_sound (they come empty)."""

    end: str
    why: str
    since: Instant


class Internal(Entity, frozen=True):
    """A call between two advisors, one of them me. `state`: ringing (until `deadline`), answered, talking. `help`: the
    emergency number that I call instead of anybody."""

    call: str
    with_advisor: str
    incoming: bool
    state: str
    since: Instant
    deadline: Instant
    help: str = ""


class Calling(Entity, frozen=True):
    """I am kept for a calling campaign. `state`: coming (my telephone is being called), ready (my audio is up), shown
    (I read about `contact`, until `deadline`), ringing (she is being dialled)."""

    campaign: str
    state: str
    since: Instant
    contact: str | None
    deadline: Instant | None


class Abuse(Entity, frozen=True):
    """For supervisors: an insult that an advisor has reported and nobody has seen to yet."""

    abuse: str
    conversation: str
    advisor: str
    at: Instant


class Party(Entity, frozen=True):
    """Who is in a call beside its customer. `who`: advisor or outside. `role`: holder (the customer is hers) or second
    (who is consulted, or joined). `state`: sought, ringing, connecting, up, lost."""

    who: str
    advisor: str | None
    role: str
    state: str
    since: Instant


class Transfer(Entity, frozen=True):
    """Somebody is sought or consulted for this call by `by`. `to`: queue, advisor, number, flow; `target`: its id.
    `state`: sought, joined. `aside`: the second party waits with music while `by` talks with the customer."""

    by: str
    to: str
    target: str
    state: str
    since: Instant
    aside: bool = False


class Conversation(Entity, frozen=True):
    """Mine: offered to me, with me, or in my wrap-up. `state`: offered, talking, holding, lost, wrap_up.

    `connected`: of a call accepted, whether her line and the customer's are joined by now; true for what has no line.
    `telephone`: the sign-in whose telephone has her part of the call, '' where it is none's.
    `recording`: off, on, paused, refused (by the customer). `recording_resumes_at`: a pause ends then by itself.
    `listeners`: supervisors in the call, from the request on until nothing of them is left in it.
    `quality`: of the worse of its two lines, None until enough was heard. `muted`: at the server; a page mutes itself.
    `taken_by`: in my wrap-up, the supervisor who took it from me.
    `parties`: everybody beside the customer. `transfer`: while one is under way; `transfer_outcome`: of the last.
    """

    conversation: str
    item: str
    queue: str
    channel: str
    customer: str | None
    entry: str
    state: str
    since: Instant
    talk_since: Instant | None
    lost_deadline: Instant | None
    wrap_up_deadline: Instant | None
    wrap_up_extended: bool
    customer_present: bool
    messages: int
    recording: str
    connected: bool = True
    telephone: str = ""
    listeners: list[Listener] = []
    quality: LineWord | None = None
    muted: bool = False
    parties: list[Party] = []
    transfer: Transfer | None = None
    transfer_outcome: str = ""
    recording_resumes_at: Instant | None = None
    silent: list[SilentLine] = []
    taken_by: str | None = None


class Queue(Entity, frozen=True):
    """For supervisors. `waiting` includes those being offered; the figures of people are those the viewer may see."""

    queue: str
    channel: str
    waiting: int
    offered: int
    longest_since: Instant | None
    talking: int
    wrap_up: int
    advisors_available: int
    advisors_signed_in: int
    target_seconds: float


class Work(Entity, frozen=True):
    """One of an advisor's conversations, as her supervisor sees it."""

    conversation: str
    item: str
    queue: str
    channel: str
    state: str
    since: Instant
    listeners: list[Listener] = []


class Advisor(Entity, frozen=True):
    """For supervisors: a signed-in advisor. `activity`: holding, talking, lost, wrap_up, offered, else her status."""

    advisor: str
    status: str
    since: Instant
    present: bool
    confirmed: bool
    site: str | None
    partner: str | None
    activity: str
    activity_since: Instant
    conversations: list[Work]


class LostSite(Entity, frozen=True):
    """A site that fell silent at `at` and is not back. `lost`: desks that did, of those the viewer may see."""

    site: str
    lost: int
    at: Instant


class RecordingTrouble(Entity, frozen=True):
    """Calls of this node go on unrecorded. `why`: disk_full, not_started, cut, not_kept."""

    node: str
    why: str
    since: Instant


class CeilingAlarm(Entity, frozen=True):
    """Calls to the outside have come to `percent` (50, 100) of a ceiling of the dial plan: calls at once, or money of
    the day, micro-units of `currency`. `person`: who sees to it; None: nobody yet."""

    ceiling: str
    percent: int
    limit: int
    currency: str
    since: Instant
    person: str | None


class Tiles(Entity, frozen=True):
    """`sites_lost` carries no fact's number: the tiles are sent whole to every page that resumes."""

    waiting: int
    longest_since: Instant | None
    talking: int
    wrap_up: int
    advisors_available: int
    advisors_signed_in: int
    advisors_by_activity: dict[str, int]
    sites_lost: list[LostSite] = []
    recording_troubles: list[RecordingTrouble] = []
    abuses: list[Abuse] = []
    ceilings: list[CeilingAlarm] = []
