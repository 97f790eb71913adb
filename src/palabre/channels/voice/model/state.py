"""What the partition knows of calls: the customer's line, advisors' legs, effects asked and not yet answered."""

from __future__ import annotations

import msgspec

from palabre.channels.voice import facts
from palabre.foundations import limits
from palabre.foundations.clock import Instant
from palabre.foundations.ids import AdvisorId, ConversationId, EffectId, PersonId

Effect = (
    facts.DialRequested
    | facts.ConnectRequested
    | facts.DisconnectRequested
    | facts.HoldRequested
    | facts.WaitRequested
    | facts.StandbyRequested
    | facts.StandDownRequested
    | facts.MessageRequested
    | facts.SupervisionRequested
    | facts.SupervisionEndRequested
    | facts.RecordingPauseRequested
    | facts.MuteRequested
    | facts.AbuseReported
    | facts.ColleagueCalled
    | facts.ColleagueAnswered
    | facts.InternalCallEnded
    | facts.PartyRequested
    | facts.PartyEndRequested
    | facts.FlowRequested
    | facts.AsideRequested
)


class Leg(msgspec.Struct):
    """`state`: connecting, up, lost. `deadline`: while lost, until when she may come back. `session`: where it is.
    `muted`: at the server; a browser mutes itself. `effect`: the one that called the line that is up; `since`: when."""

    state: str
    deadline: Instant = 0
    session: str = ""
    muted: bool = False
    effect: EffectId = EffectId("")
    since: Instant = 0


class Listener(msgspec.Struct):
    """A supervisor in an advisor's talk. `leg`: the effect that called her telephone; `asked`: the last one about her;
    `ending`: the one that lets her go, '' none. `since`: in this way (`how`). `up`: she hears."""

    advisor: AdvisorId
    how: str
    since: Instant
    leg: EffectId
    asked: EffectId
    session: str = ""
    up: bool = False
    ending: EffectId = EffectId("")


class Transfer(msgspec.Struct):
    """As of TransferBegan. `by`: who gives. `party`: the effect that calls an outside number. `joined`: it is there.
    `aside`: it waits with music while she talks with the customer."""

    id: str
    by: AdvisorId
    to: str
    target: str
    blind: bool
    item: str
    origin: str
    since: Instant
    party: EffectId = EffectId("")
    joined: bool = False
    aside: bool = False


class Call(msgspec.Struct):
    line: str
    node: str
    legs: dict[AdvisorId, Leg] = {}
    held: bool = False
    recording_allowed: bool = False
    present: bool = True
    closed: bool = False
    outbound: bool = False
    purpose: str = ""
    listeners: dict[PersonId, Listener] = {}
    recording_refused: bool = False
    recorded: bool = False
    recording_paused: bool = False
    recording_resumes_at: Instant = 0  # a pause that nobody ends; 0 none
    judged: dict[str, Judged] = {}  # by advisor, the customer's line under ''
    transfer: Transfer | None = None
    outcome: str = ""  # of the last transfer, while none is under way
    outside: EffectId = EffectId("")  # the effect that called the outside party who is in the call
    outside_since: Instant = 0
    silent: dict[str, Silent] = {}  # lines on which nothing is heard; keys as of judged


class Judged(msgspec.Struct):
    """A line's quality. `end`: customer or advisor."""

    end: str
    mos: float
    word: str


class Silent(msgspec.Struct):
    """A line on which nothing is heard. `end`: customer or advisor; `why`: as of facts.LineSilent."""

    end: str
    why: str
    since: Instant


class Abuse(msgspec.Struct):
    """A report that no supervisor has seen to yet."""

    conversation: ConversationId
    advisor: AdvisorId
    at: Instant


class Internal(msgspec.Struct):
    """One advisor's call to another. `state`: ringing (until `deadline`), answered, talking. `ending`: asked to end.
    `node`, `help`: as of ColleagueCalled."""

    caller: AdvisorId
    called: AdvisorId
    since: Instant
    deadline: Instant
    session: str = ""
    state: str = "ringing"
    ending: bool = False
    node: str = ""
    help: str = ""


class InternalEnd(msgspec.Struct):
    """What became of a call with a colleague, for one of the two to read. `outcome`: missed (by her), declined,
    no_answer, unreachable, elsewhere (another call began), cut."""

    call: ConversationId
    with_advisor: AdvisorId
    incoming: bool
    outcome: str
    at: Instant


class Trouble(msgspec.Struct):
    """A node that cannot record: why, and since when."""

    why: str
    since: Instant


class CeilingAlarm(msgspec.Struct):
    """As of facts.CeilingAlarmed. `person`: who sees to it."""

    percent: int
    limit: int
    since: Instant
    until: Instant
    currency: str = ""
    person: PersonId | None = None


class State:
    def __init__(self) -> None:
        self.calls: dict[ConversationId, Call] = {}
        self.effects: dict[EffectId, Effect] = {}  # asked and not yet answered
        self.kept: dict[ConversationId, tuple[AdvisorId, EffectId]] = {}  # advisors standing by, under what
        self.pause_seconds_max = limits.RECORDING_PAUSE_SECONDS
        self.troubles: dict[str, Trouble] = {}  # by node: it cannot record
        self.ceilings: dict[str, CeilingAlarm] = {}  # of the dial plan, come to by half or whole today
        self.abuses: dict[EffectId, Abuse] = {}  # until a supervisor has seen to them
        self.internals: dict[ConversationId, Internal] = {}
        self.internal_ends: dict[AdvisorId, list[InternalEnd]] = {}  # not seen yet, the oldest first
        self.ears: dict[PersonId, ConversationId] = {}  # index: where each supervisor listens


def coming(state: State, conversation: ConversationId, advisor: AdvisorId) -> facts.ConnectRequested | None:
    """Her telephone is being called."""
    asked = (e for e in state.effects.values() if isinstance(e, facts.ConnectRequested))
    return next((e for e in asked if (e.conversation, e.advisor) == (conversation, advisor)), None)


def leaving(state: State, conversation: ConversationId, advisor: AdvisorId) -> bool:
    """Her line is to be put down, though it is not yet."""
    asked = (e for e in state.effects.values() if isinstance(e, facts.DisconnectRequested))
    return any(e.conversation == conversation and e.who != "customer" and e.advisor in (None, advisor) for e in asked)


def is_lost(state: State, effect: facts.ConnectRequested) -> bool:
    call = state.calls.get(effect.conversation)
    leg = call.legs.get(effect.advisor) if call else None
    return leg is not None and leg.deadline > 0
