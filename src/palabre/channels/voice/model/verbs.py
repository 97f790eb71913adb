"""What flows may ask of this channel: channels' common verbs."""

from __future__ import annotations

from palabre.channels.voice import facts
from palabre.channels.voice.model.state import coming
from palabre.foundations.decision import Decision
from palabre.foundations.ids import AdvisorId, ConversationId, EffectId


def dial(d: Decision, wanted: ConversationId, seconds: int, purpose: str = "callback") -> None:
    """Call the customer whose number rows keep under this id."""
    d.emit(facts.DialRequested(d.now, EffectId(d.next_id()), wanted, seconds, purpose))


def stand_by(d: Decision, kept_as: ConversationId, advisor: AdvisorId) -> None:
    """Her telephone is called and kept for the next customer."""
    d.emit(facts.StandbyRequested(d.now, EffectId(d.next_id()), kept_as, advisor))


def stand_down(d: Decision, kept_as: ConversationId, advisor: AdvisorId) -> None:
    d.emit(facts.StandDownRequested(d.now, EffectId(d.next_id()), kept_as, advisor))


def say_message(d: Decision, conversation: ConversationId, of: ConversationId) -> None:
    """What rows keep for a customer whom we called and whom nobody has."""
    d.emit(facts.MessageRequested(d.now, EffectId(d.next_id()), conversation, of))


def connect(d: Decision, conversation: ConversationId, advisor: AdvisorId, session: str = "") -> None:
    """Her telephone of this sign-in is called and joined."""
    call = d.state("voice").calls.get(conversation)
    record = bool(call and call.recording_allowed)
    held = bool(call and call.held and call.transfer and not call.transfer.blind)  # asked, not given her
    d.emit(facts.ConnectRequested(d.now, EffectId(d.next_id()), conversation, advisor, record, held, session))


def disconnect(d: Decision, conversation: ConversationId, advisor: AdvisorId) -> None:
    """Her part of the call ends, also where her telephone still rings; the customer's is not touched."""
    call = d.state("voice").calls.get(conversation)
    if call and (advisor in call.legs or coming(d.state("voice"), conversation, advisor)):
        d.emit(facts.DisconnectRequested(d.now, EffectId(d.next_id()), conversation, "advisor", advisor))


def release(d: Decision, conversation: ConversationId) -> None:
    """The call ends for everyone."""
    if conversation in d.state("voice").calls:
        d.emit(facts.DisconnectRequested(d.now, EffectId(d.next_id()), conversation, "all"))


def wait_again(d: Decision, conversation: ConversationId) -> None:
    """Back to music, told so, after an advisor was lost."""
    if conversation in d.state("voice").calls:
        d.emit(facts.WaitRequested(d.now, EffectId(d.next_id()), conversation, told=True))
