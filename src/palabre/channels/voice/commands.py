"""What may be asked of voice: by its driver (reports) and by the desk (hold, hang up)."""
from __future__ import annotations

from palabre.foundations.decision import Command
from palabre.foundations.ids import AdvisorId, ConversationId, EffectId, PersonId


class ReportEffect(Command, tag="voice.ReportEffect"):
    """The driver's one answer to an effect; a second one is ignored."""

    effect: EffectId
    outcome: str
    detail: str = ""


class ReportLegLost(Command, tag="voice.ReportLegLost"):
    """`silent_ms`: since when nothing had been heard of it; the time to come back is counted from then."""

    conversation: ConversationId
    advisor: AdvisorId
    silent_ms: int = 0


class ReattachLeg(Command, tag="voice.ReattachLeg"):
    """Her phone is registered again: she is called where a leg of hers is lost. Reply: {"conversations"} or None.

    `session`: of that phone; legs of her other sign-ins are not meant. '': any.
    """

    advisor: AdvisorId
    session: str = ""


class MoveLeg(Command, tag="voice.MoveLeg"):
    """She takes her call over in this sign-in, from another browser of hers; until it has answered she talks on there.

    Nothing to do where it is there already, or on its way. Refused with voice.not_on_this_call.
    """

    conversation: ConversationId
    advisor: AdvisorId
    session: str


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


class Supervise(Command, tag="voice.Supervise"):
    """A supervisor listens to an advisor's talk, whispers to her, joins it, or changes from one to another.

    `how`: listen, whisper, join. `session`: the sign-in whose telephone is called, '' any of hers. Refused with
    voice.not_on_this_call, own_call (she is in a call herself), listens_elsewhere, too_many_listeners, how_unknown.
    """

    conversation: ConversationId
    advisor: AdvisorId
    person: PersonId
    how: str
    session: str = ""


class EndSupervision(Command, tag="voice.EndSupervision"):
    """Idempotent. `reason`: as of SupervisionEndRequested."""

    conversation: ConversationId
    person: PersonId
    reason: str = "asked"


class ReportRecording(Command, tag="voice.ReportRecording"):
    """The driver records this call from now on, or no more. Idempotent."""

    conversation: ConversationId
    on: bool


class PauseRecording(Command, tag="voice.PauseRecording"):
    """`on`: nothing is kept until it is asked for again. `advisor`: who asks, on the call herself; None: a program.

    Refused with voice.not_on_this_call, voice.not_recorded. Reply: {"on"}.
    """

    conversation: ConversationId
    advisor: AdvisorId | None
    on: bool


class ReportRecordingTrouble(Command, tag="voice.ReportRecordingTrouble"):
    """As of RecordingTroubled; `why` '': it records again. Idempotent."""

    node: str
    why: str
