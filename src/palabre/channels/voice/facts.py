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
    purpose: str = ""                    # on whose behalf: callback, outbound


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
    purpose: str = "callback"            # or outbound: a calling campaign's


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


class MessageRequested(Fact, tag="voice.MessageRequested.1"):
    """Say to a customer whom we called what rows keep for her under `of` (nobody is there for her), and listen for the
    digit by which she wants no more calls: EffectEnded done, its detail opted_out or ''."""

    effect: EffectId
    conversation: ConversationId
    of: ConversationId


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


class RecordingPausesBounded(Fact, tag="voice.RecordingPausesBounded.1"):
    """From rows: no pause by hand or program lasts longer, of those that begin from now on."""

    seconds: int


class RecordingTroubled(Fact, tag="voice.RecordingTroubled.1"):
    """`node` cannot record or keep what it did; its calls go on. `why`: disk_full, not_started, cut, not_kept."""

    node: str
    why: str


class RecordingMended(Fact, tag="voice.RecordingMended.1"):
    """It can again."""

    node: str


class CeilingAlarmed(Fact, tag="voice.CeilingAlarmed.1"):
    """Calls to the outside have come to half of a ceiling of the dial plan (`percent` 50), or to all (100: no more
    is dialled). `ceiling`: calls (at once) or money (of the day); `limit`: what it is, of money micro-units of
    `currency`; `until`: the day's end. `person`: who set the ceiling so, knowing; None: nobody has seen it yet."""

    ceiling: str
    percent: int
    limit: int
    until: Instant
    currency: str = ""
    person: PersonId | None = None


class CeilingAlarmSeen(Fact, tag="voice.CeilingAlarmSeen.1"):
    """Somebody sees to it."""

    ceiling: str
    person: PersonId


class CeilingAlarmEnded(Fact, tag="voice.CeilingAlarmEnded.1"):
    """The ceiling is another one, or the day is over."""

    ceiling: str


class LineJudged(Fact, tag="voice.LineJudged.1"):
    """How good a line of this call is from now on. `end`: customer or advisor (whose telephone it is).

    `mos`: 1 to 4.5 by ITU-T G.107; `word`: good, fair, weak, bad. Told when the word changes.
    """

    conversation: ConversationId
    end: str
    advisor: AdvisorId | None
    mos: float
    word: str


class LineSilent(Fact, tag="voice.LineSilent.1"):
    """Nothing is heard on this line of a talk, though it is neither muted nor on hold; or sound has come back.

    `end`: customer or advisor (whose telephone it is). `why`: no_packets, no_sound (they come empty); '' heard again.
    """

    conversation: ConversationId
    end: str
    advisor: AdvisorId | None
    why: str


class MuteRequested(Fact, tag="voice.MuteRequested.1"):
    """Nothing of what she says is heard (`on`), or it is again."""

    effect: EffectId
    conversation: ConversationId
    advisor: AdvisorId
    on: bool


class AbuseReported(Fact, tag="voice.AbuseReported.1"):
    """She was insulted or threatened: her part ends at once, the customer hears the closing words and is hung up."""

    effect: EffectId
    conversation: ConversationId
    advisor: AdvisorId


class AbuseSeen(Fact, tag="voice.AbuseSeen.1"):
    """A supervisor sees to it. `effect`: of the report."""

    effect: EffectId
    person: PersonId


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


class TransferBegan(Fact, tag="voice.TransferBegan.1"):
    """An advisor seeks a second party for her customer, whom she keeps until she hands over, or (`blind`) not.

    `to`: queue, advisor, number, flow, take_over (by a supervisor, its target). `target`: its id; of a number rows keep
    it under `transfer`. `item`: the work item by which somebody is sought, '' none. `origin`: the queue the customer
    came by, '' none.
    """

    transfer: str
    conversation: ConversationId
    advisor: AdvisorId
    to: str
    target: str = ""
    blind: bool = False
    item: str = ""
    origin: str = ""


class TransferMoved(Fact, tag="voice.TransferMoved.1"):
    """Sought by another work item from here on: it overflowed."""

    transfer: str
    conversation: ConversationId
    item: str


class TransferLetGo(Fact, tag="voice.TransferLetGo.1"):
    """She does not wait for the second party: whoever is sought has the customer at once."""

    transfer: str
    conversation: ConversationId


class TransferJoined(Fact, tag="voice.TransferJoined.1"):
    """The second party is there. They speak alone while the customer is on hold, all three together when not."""

    transfer: str
    conversation: ConversationId


class TransferEnded(Fact, tag="voice.TransferEnded.1"):
    """`outcome`: handed_over, cancelled, left (the second party), customer_left, advisor_lost, or why nobody came:
    busy, no_answer, declined, not_taken, longest_wait, refused, failed…"""

    transfer: str
    conversation: ConversationId
    outcome: str


class PartyRequested(Fact, tag="voice.PartyRequested.1"):
    """Call the outside number that rows keep under `transfer` and join it: with those who consult while the customer is
    on hold, with her where she is not. Answered: done, or why not (busy, no_answer, refused…)."""

    effect: EffectId
    conversation: ConversationId
    transfer: str
    seconds: int
    blind: bool = False


class PartyEndRequested(Fact, tag="voice.PartyEndRequested.1"):
    """An outside party is let go. `party`: the effect that called it."""

    effect: EffectId
    conversation: ConversationId
    party: EffectId


class AsideRequested(Fact, tag="voice.AsideRequested.1"):
    """Whoever is consulted waits with music, apart from the customer and `advisor`, who consults; off: is heard again.
    Done, the customer is taken off hold."""

    effect: EffectId
    conversation: ConversationId
    advisor: AdvisorId
    on: bool


class PartyLeft(Fact, tag="voice.PartyLeft.1"):
    """An outside party hung up."""

    conversation: ConversationId
    party: EffectId


class FlowRequested(Fact, tag="voice.FlowRequested.1"):
    """A flow has the customer again. `flow` '': the one that answers her number."""

    effect: EffectId
    conversation: ConversationId
    flow: str = ""
