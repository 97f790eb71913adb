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


class ReportStandbyLost(Command, tag="voice.ReportStandbyLost"):
    """The phone of an advisor who is kept for a customer ended by itself. `conversation`: under what she was kept."""

    conversation: ConversationId
    advisor: AdvisorId


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
    """The customer hears music, or is talked with. While a second party is aside (Swap) `on` swaps back, and off joins
    all three. Refused with voice.not_on_this_call: also of who is aside herself."""

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


class TakeOver(Command, tag="voice.TakeOver"):
    """A supervisor takes an advisor's call over: her telephone is called, and once it has answered the customer is hers
    and the advisor's wrap-up begins. Until then nothing changes. Refused with voice.not_on_this_call, own_call,
    transfer_under_way, routing.advisor_not_signed_in, routing.advisor_busy."""

    conversation: ConversationId
    advisor: AdvisorId
    person: PersonId
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
    """`on`: nothing is kept until it is asked for again, or the tenant's bound is over; asked for once more it begins
    anew. `advisor`: who asks, on the call herself; None: a program.

    Refused with voice.not_on_this_call, voice.not_recorded. Reply: {"on"}.
    """

    conversation: ConversationId
    advisor: AdvisorId | None
    on: bool


class ReportRecordingTrouble(Command, tag="voice.ReportRecordingTrouble"):
    """As of RecordingTroubled; `why` '': it records again. Idempotent."""

    node: str
    why: str


class ReportCeiling(Command, tag="voice.ReportCeiling"):
    """As of CeilingAlarmed; `percent` 0: far from it. What is known, or less of it, is told once.

    `person`: who has just changed the ceiling.
    """

    ceiling: str
    percent: int
    limit: int
    until: int
    currency: str = ""
    person: PersonId | None = None


class SeeCeiling(Command, tag="voice.SeeCeiling"):
    """Somebody sees to the alarm as it was shown to her. Idempotent."""

    ceiling: str
    percent: int
    person: PersonId


class ReportQuality(Command, tag="voice.ReportQuality"):
    """As of LineJudged; told as a fact where the word changes."""

    conversation: ConversationId
    end: str
    advisor: AdvisorId | None
    mos: float
    word: str


class ReportSilence(Command, tag="voice.ReportSilence"):
    """As of LineSilent."""

    conversation: ConversationId
    end: str
    advisor: AdvisorId | None
    why: str


class Mute(Command, tag="voice.Mute"):
    """At the server, for telephones that are no browser. Refused with voice.not_on_this_call."""

    conversation: ConversationId
    advisor: AdvisorId
    on: bool


class ReportAbuse(Command, tag="voice.ReportAbuse"):
    """She leaves the call at once; the customer hears the closing words and is hung up. `pause`: her status is pause
    from then on, by the tenant's rule, granted for `pause_ms`. Refused with voice.not_on_this_call. Reply: {"effect"}.
    """

    conversation: ConversationId
    advisor: AdvisorId
    pause: bool = False
    pause_ms: int = 0


class SeeAbuse(Command, tag="voice.SeeAbuse"):
    """A supervisor sees to the report. Idempotent."""

    effect: EffectId
    person: PersonId


class SeeInternalEnd(Command, tag="voice.SeeInternalEnd"):
    """She has read what became of this call with a colleague. Idempotent."""

    call: ConversationId
    advisor: AdvisorId


class CallColleague(Command, tag="voice.CallColleague"):
    """Reply: {"call"}. Refused with voice.own_call (she is in a call or has an offer), colleague_busy (the other is),
    colleague_away."""

    caller: AdvisorId
    called: AdvisorId
    session: str = ""
    node: str = ""


class CallHelp(Command, tag="voice.CallHelp"):
    """An emergency number, whatever she is doing: no queue, no rules. Her telephone first. Reply: {"call"}."""

    caller: AdvisorId
    number: str
    session: str = ""
    node: str = ""


class AnswerColleague(Command, tag="voice.AnswerColleague"):
    """By her who is called. Refused with voice.not_on_this_call."""

    call: ConversationId
    advisor: AdvisorId
    session: str = ""


class EndInternalCall(Command, tag="voice.EndInternalCall"):
    """By one of the two, or by the driver (`advisor` None). Idempotent."""

    call: ConversationId
    advisor: AdvisorId | None = None
    reason: str = "hung_up"


class BeginTransfer(Command, tag="voice.BeginTransfer"):
    """The advisor seeks a second party and speaks with it first, the customer on hold; `blind`: she leaves at once.

    `to`, `target`: as of TransferBegan; a number stands in rows under `transfer` already. Reply: {"transfer"}. Refused
    with voice.not_on_this_call, transfer_under_way, transfer_refused (reason: closed, full, nobody, unavailable,
    not_able, blind_only), routing.queue_unknown.
    """

    conversation: ConversationId
    advisor: AdvisorId
    transfer: str
    to: str
    target: str = ""
    blind: bool = False


class CompleteTransfer(Command, tag="voice.CompleteTransfer"):
    """She leaves the customer to the second party; where that is still sought the customer waits for it. Her wrap-up
    begins. Refused with voice.not_on_this_call, voice.no_transfer."""

    conversation: ConversationId
    advisor: AdvisorId


class CancelTransfer(Command, tag="voice.CancelTransfer"):
    """The second party is let go, the customer is hers alone and they talk again. Idempotent."""

    conversation: ConversationId
    advisor: AdvisorId


class Swap(Command, tag="voice.Swap"):
    """Who consults talks with the customer while the second party waits with music, or the other way round; in a
    conference with the customer alone. Refused with voice.not_on_this_call, voice.no_transfer (nobody is there yet).
    Reply: {"aside"}: whether it is the second party that waits from now on."""

    conversation: ConversationId
    advisor: AdvisorId


class ReportPartyLeft(Command, tag="voice.ReportPartyLeft"):
    """An outside party's line ended. `party`: the effect that called it. Idempotent."""

    conversation: ConversationId
    party: EffectId
