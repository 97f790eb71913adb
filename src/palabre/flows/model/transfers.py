"""An advisor gives her customer to somebody else, or asks somebody first: what is decided, across the rooms.

| asked, or happens            | the customer                | the advisor       | the second party              |
|------------------------------|-----------------------------|-------------------|-------------------------------|
| BeginTransfer                | on hold, with music         | waits, or cancels | sought: offered, or rung      |
| it is there                  | on hold, hears none of them | speaks with it    | its segment is consult        |
| Hold off                     | talks with both             | all three talk    | a conference                  |
| CompleteTransfer, or hang-up | talks with the second party | wrap-up           | has the customer              |
| while it is still sought     | music until it is there     | wrap-up           | as of a blind transfer        |
| Swap                         | talks with the advisor      | talks with her    | waits with music; and back    |
| CancelTransfer               | talks with the advisor      | talks             | is let go                     |
| the second party leaves      | stays as she is             | has her alone     | no wrap-up: it only was asked |
| nobody comes: consulted      | on hold                     | is told why       |                               |
| nobody comes: blind          | the queue she came by       |                   | then the flow of her number   |

Whoever remains keeps the customer. Segments are opened and closed, never rewritten.

What follows from what happens stands in `transfers_follow`, how they stand in `transfers_seen`.
"""

from __future__ import annotations

from palabre.channels.voice import commands as voice_commands
from palabre.channels.voice import facts as voice_facts
from palabre.channels.voice.model import transferring
from palabre.channels.voice.model import verbs as voice
from palabre.channels.voice.model.state import Transfer
from palabre.channels.voice.problems import NotOnThisCall, NoTransfer, TransferRefused, TransferUnderWay
from palabre.conversations.model import open_segment
from palabre.flows.model.transfers_seen import (
    CONSULTED,
    FLOW,
    HANDED_OVER,
    NUMBER,
    QUEUE,
    TARGETS,
    TRANSFERRED,
    call_of,
    item_with,
    talks,
)
from palabre.foundations.decision import Decision
from palabre.foundations.ids import AdvisorId, ConversationId, FlowId, QueueId, WorkItemId
from palabre.foundations.problems import Problem
from palabre.routing import commands as routing_commands
from palabre.routing.model.items import refusal
from palabre.routing.model.preferring import may_be_asked
from palabre.routing.model.state import ONLY


def _hers(d: Decision, conversation: ConversationId, advisor: AdvisorId):
    """Her call and her work item. Raises NotOnThisCall."""
    call, item = call_of(d, conversation), item_with(d, conversation, advisor)
    if call is None or item is None or not call.present:
        raise NotOnThisCall(conversation=conversation)
    return call, item


def begin(d: Decision, c: voice_commands.BeginTransfer) -> dict:
    call, item = _hers(d, c.conversation, c.advisor)
    leg = call.legs.get(c.advisor)
    if leg is None or leg.state == "connecting":
        raise NotOnThisCall(conversation=c.conversation)
    if call.transfer or transferring.others(call, c.advisor):
        raise TransferUnderWay()
    if c.to not in TARGETS or (c.to == FLOW and not c.blind):
        raise TransferRefused(reason="blind_only" if c.to == FLOW else "unknown")
    if c.to == FLOW:
        d.emit(_began(d, c, "", item.queue))
        d.emit(voice_facts.TransferEnded(d.now, c.transfer, c.conversation, HANDED_OVER))
        transferring.give_to_flow(d, c.conversation, FlowId(c.target))
        _leave(d, c.conversation, c.advisor, waits=True)
        return {"transfer": c.transfer}
    d.emit(_began(d, c, _sought(d, c, item), item.queue))
    if c.to == NUMBER:
        transferring.call_party(d, c.conversation, c.transfer, blind=c.blind)
    if c.blind:
        _leave(d, c.conversation, c.advisor, waits=True)
    else:
        transferring.hold(d, c.conversation, True)
    return {"transfer": c.transfer}


def _began(d: Decision, c: voice_commands.BeginTransfer, item: str, origin: str) -> voice_facts.TransferBegan:
    return voice_facts.TransferBegan(
        d.now, c.transfer, c.conversation, c.advisor, c.to, c.target, c.blind, item, origin
    )


def _sought(d: Decision, c: voice_commands.BeginTransfer, item) -> str:
    """The work item by which somebody is sought. Raises TransferRefused before anything has happened."""
    if c.to == NUMBER:
        return ""
    state, kind = d.state("routing"), "transfer" if c.blind else "consult"
    arrived = {"arrived": item.arrived, "kind": kind}
    if c.to == QUEUE:
        rules = state.queues.get(QueueId(c.target))
        if rules is None or rules.channel != "voice":
            raise TransferRefused(reason="unknown")
        if why := refusal(state, rules, d.now):
            raise TransferRefused(reason=why)
        return d.perform(routing_commands.QueueWorkItem(c.conversation, rules.queue, **arrived))["item"]
    queue, why = may_be_asked(state, AdvisorId(c.target), item.queue, d.now)
    if why:
        raise TransferRefused(reason=why)
    her = {"preferred": AdvisorId(c.target), "preferred_why": ONLY}
    return d.perform(routing_commands.QueueWorkItem(c.conversation, queue, **arrived, **her))["item"]


def complete(d: Decision, c: voice_commands.CompleteTransfer) -> None:
    call, _ = _hers(d, c.conversation, c.advisor)
    if call.transfer is None or call.transfer.by != c.advisor:
        raise NoTransfer()
    hand_over(d, c.conversation, call.transfer)


def hand_over(d: Decision, conversation: ConversationId, transfer: Transfer, taken_by: AdvisorId | None = None) -> None:
    """To the second party, or to whoever is still sought. `taken_by`: who asked for it herself."""
    if transfer.joined:
        aside = transferring.is_aside(d.state("voice"), conversation)
        d.emit(voice_facts.TransferEnded(d.now, transfer.id, conversation, HANDED_OVER))
        _leave(d, conversation, transfer.by, waits=False, taken_by=taken_by)
        together(d, conversation, transfer, aside)
        return
    d.emit(voice_facts.TransferLetGo(d.now, transfer.id, conversation))
    sought = d.state("routing").items.get(WorkItemId(transfer.item))
    if sought is not None and sought.state == "talking":  # accepted, and her telephone is on its way
        d.emit(voice_facts.TransferEnded(d.now, transfer.id, conversation, HANDED_OVER))
    elif sought is not None:
        open_segment(d, conversation, "queue", sought.queue, sought.id)
    _leave(d, conversation, transfer.by, waits=True)


def together(d: Decision, conversation: ConversationId, transfer: Transfer, aside: bool) -> None:
    """Who remains and the customer hear each other, whichever of them was with music."""
    if aside:
        transferring.heard_again(d, conversation, transfer.by)
    transferring.hold(d, conversation, False)


def _leave(
    d: Decision, conversation: ConversationId, advisor: AdvisorId, *, waits: bool, taken_by: AdvisorId | None = None
) -> None:
    """Her part ends and her wrap-up begins. `waits`: the customer hears music until somebody has her."""
    if waits:
        transferring.wait(d, conversation)
    voice.disconnect(d, conversation, advisor)
    if item := item_with(d, conversation, advisor):
        d.perform(routing_commands.CancelWorkItem(item.id, TRANSFERRED, taken_by=taken_by))


def cancel(d: Decision, c: voice_commands.CancelTransfer) -> None:
    call, _ = _hers(d, c.conversation, c.advisor)
    if call.transfer is None:
        return
    if call.transfer.by != c.advisor:
        raise NoTransfer()
    let_go(d, c.conversation, "cancelled")
    transferring.hold(d, c.conversation, False)


def let_go(d: Decision, conversation: ConversationId, outcome: str) -> None:
    """The second party, sought or there, is no more; the first advisor has the customer."""
    call = call_of(d, conversation)
    transfer, aside = call.transfer, transferring.is_aside(d.state("voice"), conversation)
    d.emit(voice_facts.TransferEnded(d.now, transfer.id, conversation, outcome))
    if transfer.party and (call.outside == transfer.party or transfer.party in d.state("voice").effects):
        transferring.let_party_go(d, conversation, transfer.party)
    if sought := d.state("routing").items.get(WorkItemId(transfer.item)):
        if sought.state == "talking":
            voice.disconnect(d, conversation, sought.advisor)
        _end(d, sought.id, CONSULTED if sought.state == "talking" else "cancelled")
    if aside:  # once her telephone is let go: whoever is asked next would be set aside in her place
        transferring.heard_again(d, conversation, transfer.by)


def _end(d: Decision, item: WorkItemId, reason: str) -> None:
    try:
        d.perform(routing_commands.CancelWorkItem(item, reason))
    except Problem:
        pass  # it ended by another way in this very batch


def hangs_up(d: Decision, conversation: ConversationId, advisor: AdvisorId) -> bool:
    """One of two hangs up: the other keeps the customer. False where she alone has her."""
    call = call_of(d, conversation)
    transfer, item = call.transfer if call else None, item_with(d, conversation, advisor)
    if transfer is None or item is None:
        return False
    if advisor == transfer.by:
        hand_over(d, conversation, transfer)
    else:
        let_go(d, conversation, "left")
    return True


def report_party_left(d: Decision, c: voice_commands.ReportPartyLeft) -> None:
    call = call_of(d, c.conversation)
    if call is None or call.outside != c.party:
        return
    d.emit(voice_facts.PartyLeft(d.now, c.conversation, c.party))
    transfer = call.transfer
    if transfer and transfer.party == c.party:
        d.emit(voice_facts.TransferEnded(d.now, transfer.id, c.conversation, "left"))
    elif call.present and not call.legs and not d.state("routing").conversations.get(c.conversation):
        voice.release(d, c.conversation)  # nobody else has her
    elif call.present and not call.legs and not talks(d, c.conversation):
        voice.release(d, c.conversation)  # only wrap-ups


COMMANDS = {
    voice_commands.BeginTransfer: begin,
    voice_commands.CompleteTransfer: complete,
    voice_commands.CancelTransfer: cancel,
    voice_commands.ReportPartyLeft: report_party_left,
}
