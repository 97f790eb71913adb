"""Calls between advisors, and for help."""

from __future__ import annotations

from palabre.foundations.clock import Instant
from palabre.foundations.facts import Fact
from palabre.foundations.ids import AdvisorId, ConversationId, EffectId


class ColleagueCalled(Fact, tag="voice.ColleagueCalled.1"):
    """One advisor calls another: the caller's telephone is called, and hears that the other one's is. No customer, no
    conversation of record: `conversation` names the internal call. `session`: as of ConnectRequested. `node`: the
    Asterisk that has it, '' whichever. `help`: an emergency number that is called instead of somebody."""

    effect: EffectId
    conversation: ConversationId
    caller: AdvisorId
    called: AdvisorId
    deadline: Instant
    session: str = ""
    node: str = ""
    help: str = ""


class ColleagueAnswered(Fact, tag="voice.ColleagueAnswered.1"):
    """She takes it: her telephone is called and the two are joined."""

    effect: EffectId
    conversation: ConversationId
    advisor: AdvisorId
    session: str = ""


class InternalCallEnded(Fact, tag="voice.InternalCallEnded.1"):
    """Both telephones are let go. `reason`: hung_up, declined, no_answer, failed, own_call, cut."""

    effect: EffectId
    conversation: ConversationId
    caller: AdvisorId
    called: AdvisorId
    reason: str


class InternalEndSeen(Fact, tag="voice.InternalEndSeen.1"):
    """She has read what became of this call."""

    conversation: ConversationId
    advisor: AdvisorId
