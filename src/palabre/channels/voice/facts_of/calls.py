"""What happens on a customer's line, and what is asked of the telephone about it."""

from __future__ import annotations

from palabre.foundations.facts import Fact
from palabre.foundations.ids import AdvisorId, ConversationId, EffectId


class CallArrived(Fact, tag="voice.CallArrived.1"):
    """From rows, in the transaction that opened the conversation. `line`: Asterisk's id of the customer's channel."""

    conversation: ConversationId
    line: str
    node: str
    outbound: bool = False  # we called her
    purpose: str = ""  # on whose behalf: callback, outbound


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
    purpose: str = "callback"  # or outbound: a calling campaign's


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


class FlowRequested(Fact, tag="voice.FlowRequested.1"):
    """A flow has the customer again. `flow` '': the one that answers her number."""

    effect: EffectId
    conversation: ConversationId
    flow: str = ""
