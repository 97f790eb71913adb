"""What happens on the line, and what is asked of the telephone (an effect is a fact too).

An effect's id is born from its fact's number; Asterisk's channel, bridge, playback and recording ids derive from it,
so that a repeat finds the first. The driver answers each effect once by `ReportEffect`.
"""
from __future__ import annotations

from palabre.foundations.clock import Instant
from palabre.foundations.facts import Fact
from palabre.foundations.ids import AdvisorId, ConversationId, EffectId, PersonId


class CallArrived(Fact, tag="voice.CallArrived.1"):
    """From rows, in the transaction that opened the conversation. `line`: Asterisk's id of the customer's channel."""

    conversation: ConversationId
    line: str
    node: str
    outbound: bool = False               # we called her


class ConnectRequested(Fact, tag="voice.ConnectRequested.1"):
    """Call the advisor's phone and join her with the customer, who stays with her music where she is `held`.

    `session`: the sign-in whose telephone is called, '' any of hers. Where a leg of hers is up in another one, that
    one ends once this one is joined: a hand-over from one browser of hers to another.
    """

    effect: EffectId
    conversation: ConversationId
    advisor: AdvisorId
    record: bool = False
    held: bool = False
    session: str = ""


class DialRequested(Fact, tag="voice.DialRequested.1"):
    """Call a customer. `conversation`: whose behalf it is on (a callback); the number stands in rows under that id.

    Answered: EffectEnded done, its detail the conversation opened for her. Else its detail: busy, no_answer, failed…
    """

    effect: EffectId
    conversation: ConversationId
    seconds: int


class DisconnectRequested(Fact, tag="voice.DisconnectRequested.1"):
    """`who`: advisor, customer, all."""

    effect: EffectId
    conversation: ConversationId
    who: str
    advisor: AdvisorId | None = None


class HoldRequested(Fact, tag="voice.HoldRequested.1"):
    """`on`: the customer hears music, the advisor nothing, the recording is mute; off: they talk again."""

    effect: EffectId
    conversation: ConversationId
    on: bool


class WaitRequested(Fact, tag="voice.WaitRequested.1"):
    """Back to music and the head of the queue after an advisor was lost; `told`: she is told so first."""

    effect: EffectId
    conversation: ConversationId
    told: bool


class EffectEnded(Fact, tag="voice.EffectEnded.1"):
    """`outcome`: done, failed, gone, in_doubt. `detail`: a code (no_answer, busy, not_registered…)."""

    effect: EffectId
    conversation: ConversationId
    outcome: str
    detail: str = ""


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


class RecordingAllowed(Fact, tag="voice.RecordingAllowed.1"):
    """The customer was told and did not refuse (True), or refused (False)."""

    conversation: ConversationId
    allowed: bool


class RecordingKept(Fact, tag="voice.RecordingKept.1"):
    """From rows: a two-channel file is in the blobs, customer left, advisor right."""

    conversation: ConversationId
    recording: str
    seconds: float


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


class RecordingBegan(Fact, tag="voice.RecordingBegan.1"):
    """The driver records this call from here on; silent where there is a reason to be."""

    conversation: ConversationId


class RecordingStopped(Fact, tag="voice.RecordingStopped.1"):
    """It does no more, though the call goes on: a rule forbids it where she is now, or it cannot be written."""

    conversation: ConversationId


class RecordingPauseRequested(Fact, tag="voice.RecordingPauseRequested.1"):
    """`on`: nothing of what follows is kept, while the file's time runs on; off: it is again."""

    effect: EffectId
    conversation: ConversationId
    on: bool


class RecordingTroubled(Fact, tag="voice.RecordingTroubled.1"):
    """`node` cannot record or keep what it did; its calls go on. `why`: disk_full, not_started, cut, not_kept."""

    node: str
    why: str


class RecordingMended(Fact, tag="voice.RecordingMended.1"):
    """It can again."""

    node: str
