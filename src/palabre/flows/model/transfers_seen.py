"""Transfers as they stand: who is in one, who has the customer, and how each advisor's interval is called."""

from __future__ import annotations

from palabre.channels.voice import facts as voice_facts
from palabre.channels.voice.model.state import Call, Transfer
from palabre.conversations.model import close_segments, open_segment
from palabre.foundations.decision import Decision
from palabre.foundations.ids import AdvisorId, ConversationId

QUEUE, ADVISOR, NUMBER, FLOW = TARGETS = ("queue", "advisor", "number", "flow")
CONSULTED, TRANSFERRED, HANDED_OVER = "consulted", "transferred", "handed_over"
HERS = ("talk", "hold", "consult")


def call_of(d: Decision, conversation: ConversationId) -> Call | None:
    return d.state("voice").calls.get(conversation)


def transfer_of(d: Decision, conversation: ConversationId) -> Transfer | None:
    call = call_of(d, conversation)
    return call.transfer if call else None


def has_her(d: Decision, conversation: ConversationId) -> bool:
    """Beside work items: an outside party, somebody sought for a transfer, or a flow that is about to begin."""
    call = call_of(d, conversation)
    if call is None:
        return False
    asked = (e for e in d.state("voice").effects.values() if e.conversation == conversation)
    return bool(call.outside or call.transfer) or any(isinstance(e, voice_facts.FlowRequested) for e in asked)


def is_consulted(d: Decision, conversation: ConversationId, item: str) -> bool:
    """This work item seeks, or is, who is asked while the first advisor keeps the customer."""
    transfer = transfer_of(d, conversation)
    return transfer is not None and transfer.item == item and not transfer.blind


def talks(d: Decision, conversation: ConversationId) -> list:
    return [i for i in d.state("routing").conversations.get(conversation, ()) if i.state == "talking"]


def item_with(d: Decision, conversation: ConversationId, advisor: AdvisorId):
    return next((i for i in talks(d, conversation) if i.advisor == advisor), None)


def show(d: Decision, conversation: ConversationId) -> None:
    """Each advisor's interval, as it is now: talk, hold, or consult."""
    call, alive = call_of(d, conversation), d.state("conversations").conversations.get(conversation)
    if call is None or alive is None or not call.present:
        return
    for item in talks(d, conversation):
        wanted = kind_of(d, conversation, item.id)
        for id in alive.open_segments(*HERS, subject=item.id, owner=item.advisor):
            before = alive.segments[id].kind
            if before != wanted:
                close_segments(d, conversation, before, subject=item.id, owner=item.advisor, reason=wanted)
                open_segment(d, conversation, wanted, item.advisor, item.id)


def kind_of(d: Decision, conversation: ConversationId, item: str) -> str:
    call, transfer = call_of(d, conversation), transfer_of(d, conversation)
    if call is None or not call.held:
        aside = transfer is not None and transfer.aside and is_consulted(d, conversation, item)
        return "hold" if aside else "talk"
    if is_consulted(d, conversation, item):
        return "consult"
    return "consult" if transfer and transfer.joined else "hold"
