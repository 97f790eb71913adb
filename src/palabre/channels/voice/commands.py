"""What may be asked of voice: by its driver (reports) and by the desk (hold, hang up)."""
from __future__ import annotations

from palabre.foundations.decision import Command
from palabre.foundations.ids import AdvisorId, ConversationId, EffectId


class ReportEffect(Command, tag="voice.ReportEffect"):
    """The driver's one answer to an effect; a second one is ignored."""

    effect: EffectId
    outcome: str
    detail: str = ""


class ReportLegLost(Command, tag="voice.ReportLegLost"):
    conversation: ConversationId
    advisor: AdvisorId


class ReattachLeg(Command, tag="voice.ReattachLeg"):
    """Her phone is registered again: she is called where a leg of hers is lost. Reply: {"conversations"} or None."""

    advisor: AdvisorId


class AllowRecording(Command, tag="voice.AllowRecording"):
    conversation: ConversationId
    allowed: bool


class Hold(Command, tag="voice.Hold"):
    conversation: ConversationId
    advisor: AdvisorId
    on: bool


class HangUp(Command, tag="voice.HangUp"):
    """The advisor hangs up: the talk ends for both, wrap-up begins."""

    conversation: ConversationId
    advisor: AdvisorId
