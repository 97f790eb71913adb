"""What the partition knows of calls: the customer's line, advisors' legs, effects asked and not yet answered."""

from __future__ import annotations

import msgspec

from palabre.channels.voice import facts
from palabre.foundations.clock import Instant
from palabre.foundations.ids import AdvisorId, ConversationId, EffectId, PersonId

Effect = (
    facts.DialRequested
    | facts.ConnectRequested
    | facts.DisconnectRequested
    | facts.HoldRequested
    | facts.WaitRequested
    | facts.SupervisionRequested
    | facts.SupervisionEndRequested
    | facts.RecordingPauseRequested
)


class Leg(msgspec.Struct):
    """`state`: connecting, up, lost. `deadline`: while lost, until when she may come back. `session`: where it is."""

    state: str
    deadline: Instant = 0
    session: str = ""


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


class Call(msgspec.Struct):
    line: str
    node: str
    legs: dict[AdvisorId, Leg] = {}
    held: bool = False
    recording_allowed: bool = False
    present: bool = True
    closed: bool = False
    outbound: bool = False
    listeners: dict[PersonId, Listener] = {}
    recording_refused: bool = False
    recorded: bool = False
    recording_paused: bool = False


class Trouble(msgspec.Struct):
    """A node that cannot record: why, and since when."""

    why: str
    since: Instant


class State:
    def __init__(self) -> None:
        self.calls: dict[ConversationId, Call] = {}
        self.effects: dict[EffectId, Effect] = {}  # asked and not yet answered
        self.troubles: dict[str, Trouble] = {}  # by node: it cannot record
        self.ears: dict[PersonId, ConversationId] = {}  # index: where each supervisor listens


def coming(state: State, conversation: ConversationId, advisor: AdvisorId) -> facts.ConnectRequested | None:
    """Her telephone is being called."""
    asked = (e for e in state.effects.values() if isinstance(e, facts.ConnectRequested))
    return next((e for e in asked if (e.conversation, e.advisor) == (conversation, advisor)), None)


def is_lost(state: State, effect: facts.ConnectRequested) -> bool:
    call = state.calls.get(effect.conversation)
    leg = call.legs.get(effect.advisor) if call else None
    return leg is not None and leg.deadline > 0
