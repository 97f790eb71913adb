"""Supervisors in a talk."""

from __future__ import annotations

from palabre.foundations.facts import Fact
from palabre.foundations.ids import AdvisorId, ConversationId, EffectId, PersonId


class SupervisionRequested(Fact, tag="voice.SupervisionRequested.1"):
    """A supervisor's telephone is called and joined to an advisor's talk, or joined to it in another way.

    `how`: listen (she hears both, nobody hears her), whisper (the advisor alone hears her), join (all hear all).
    `leg`: the effect that called the telephone of hers that is used, this one the first time. `session`: as of
    ConnectRequested.
    """

    effect: EffectId
    conversation: ConversationId
    advisor: AdvisorId
    person: PersonId
    how: str
    leg: EffectId
    session: str = ""


class SupervisionEndRequested(Fact, tag="voice.SupervisionEndRequested.1"):
    """Her telephone is let go. `reason`: asked, own_call, talk_over, customer_left, gone, signed_out, took_over."""

    effect: EffectId
    conversation: ConversationId
    advisor: AdvisorId
    person: PersonId
    leg: EffectId
    reason: str


class SupervisionEnded(Fact, tag="voice.SupervisionEnded.1"):
    """Nothing of her is in the talk any more. `reason`: as it was asked for, or why it never began (no_answer…)."""

    conversation: ConversationId
    advisor: AdvisorId
    person: PersonId
    reason: str
