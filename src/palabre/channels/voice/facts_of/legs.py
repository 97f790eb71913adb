"""An advisor's telephone beside the customer: lost, back, given up; kept for whoever answers next."""

from __future__ import annotations

from palabre.foundations.clock import Instant
from palabre.foundations.facts import Fact
from palabre.foundations.ids import AdvisorId, ConversationId, EffectId


class StandbyRequested(Fact, tag="voice.StandbyRequested.1"):
    """Call an advisor's phone and keep it, in silence, for the next customer she is connected with.

    `conversation`: under what she is kept (a seat of a calling campaign). Her phone lost: StandbyLost.
    """

    effect: EffectId
    conversation: ConversationId
    advisor: AdvisorId


class StandDownRequested(Fact, tag="voice.StandDownRequested.1"):
    """She is kept no more: her phone is hung up, unless a customer has her by now."""

    effect: EffectId
    conversation: ConversationId
    advisor: AdvisorId


class StandbyLost(Fact, tag="voice.StandbyLost.1"):
    """The phone of an advisor who was kept ended by itself."""

    conversation: ConversationId
    advisor: AdvisorId


class LegLost(Fact, tag="voice.LegLost.1"):
    """The advisor's phone vanished in a talk: the customer hears comfort audio until `deadline`."""

    conversation: ConversationId
    advisor: AdvisorId
    deadline: Instant


class LegReturned(Fact, tag="voice.LegReturned.1"):
    conversation: ConversationId
    advisor: AdvisorId


class LegGivenUp(Fact, tag="voice.LegGivenUp.1"):
    """She did not come back in time."""

    conversation: ConversationId
    advisor: AdvisorId
