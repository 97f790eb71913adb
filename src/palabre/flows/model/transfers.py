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
"""

from __future__ import annotations

from palabre.channels.voice import commands as voice_commands
from palabre.channels.voice import facts as voice_facts
from palabre.channels.voice.model import transferring
from palabre.channels.voice.model import verbs as voice
from palabre.channels.voice.model.state import Call, Transfer
from palabre.channels.voice.problems import NotOnThisCall, NoTransfer, TransferRefused, TransferUnderWay
from palabre.conversations.model import close_segments, open_segment
from palabre.foundations.decision import Decision
from palabre.foundations.ids import AdvisorId, ConversationId, FlowId, QueueId, WorkItemId
from palabre.foundations.problems import Problem
from palabre.routing import commands as routing_commands
from palabre.routing import facts as routing_facts
from palabre.routing.model.items import refusal
from palabre.routing.model.preferring import may_be_asked
from palabre.routing.model.state import ONLY

QUEUE, ADVISOR, NUMBER, FLOW = TARGETS = ("queue", "advisor", "number", "flow")
CONSULTED, TRANSFERRED, HANDED_OVER = "consulted", "transferred", "handed_over"
HERS = ("talk", "hold", "consult")


# -- small questions


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


def _talks(d: Decision, conversation: ConversationId) -> list:
    return [i for i in d.state("routing").conversations.get(conversation, ()) if i.state == "talking"]


def item_with(d: Decision, conversation: ConversationId, advisor: AdvisorId):
    return next((i for i in _talks(d, conversation) if i.advisor == advisor), None)


def _hers(d: Decision, conversation: ConversationId, advisor: AdvisorId):
    """Her call and her work item. Raises NotOnThisCall."""
    call, item = call_of(d, conversation), item_with(d, conversation, advisor)
    if call is None or item is None or not call.present:
        raise NotOnThisCall(conversation=conversation)
    return call, item


# -- gestures


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
        _together(d, conversation, transfer, aside)
        return
    d.emit(voice_facts.TransferLetGo(d.now, transfer.id, conversation))
    sought = d.state("routing").items.get(WorkItemId(transfer.item))
    if sought is not None and sought.state == "talking":  # accepted, and her telephone is on its way
        d.emit(voice_facts.TransferEnded(d.now, transfer.id, conversation, HANDED_OVER))
    elif sought is not None:
        open_segment(d, conversation, "queue", sought.queue, sought.id)
    _leave(d, conversation, transfer.by, waits=True)


def _together(d: Decision, conversation: ConversationId, transfer: Transfer, aside: bool) -> None:
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
    elif call.present and not call.legs and not _talks(d, c.conversation):
        voice.release(d, c.conversation)  # only wrap-ups


# -- what follows from what


def after_effect(d: Decision, fact: voice_facts.EffectEnded) -> None:
    """The second party is there, or could not be had."""
    transfer = transfer_of(d, fact.conversation)
    if transfer is None:
        return
    if transfer.joined and transfer.aside and _settled(d, fact.conversation):
        transferring.hold(d, fact.conversation, False)
    if transfer.party and fact.effect == transfer.party:
        if fact.outcome == "done":
            _is_there(d, fact.conversation, transfer)
        else:
            _nobody_came(d, fact.conversation, transfer, fact.detail or fact.outcome)
        return
    sought = d.state("routing").items.get(WorkItemId(transfer.item))
    if sought is None or sought.state != "talking" or transfer.joined:
        return
    leg = call_of(d, fact.conversation).legs.get(sought.advisor)
    if leg is not None and leg.state == "up":
        _is_there(d, fact.conversation, transfer)
    elif leg is None and not transfer.blind and fact.outcome != "done":
        let_go(d, fact.conversation, fact.detail or fact.outcome)


def _settled(d: Decision, conversation: ConversationId) -> bool:
    """Nothing more is asked about who hears whom."""
    moves = (voice_facts.AsideRequested, voice_facts.HoldRequested)
    return not any(isinstance(e, moves) and e.conversation == conversation for e in d.state("voice").effects.values())


def _is_there(d: Decision, conversation: ConversationId, transfer: Transfer) -> None:
    d.emit(voice_facts.TransferJoined(d.now, transfer.id, conversation))
    if transfer.blind:
        d.emit(voice_facts.TransferEnded(d.now, transfer.id, conversation, HANDED_OVER))


def _nobody_came(d: Decision, conversation: ConversationId, transfer: Transfer, why: str) -> None:
    d.emit(voice_facts.TransferEnded(d.now, transfer.id, conversation, why))
    if transfer.blind and call_of(d, conversation).present:
        _give_back(d, conversation, transfer)


def _give_back(d: Decision, conversation: ConversationId, transfer: Transfer) -> None:
    """Nobody has her: to the queue she came by, first to who had her, else to the flow of her number."""
    state = d.state("routing")
    rules = state.queues.get(QueueId(transfer.origin))
    if rules and not (transfer.to == QUEUE and transfer.target == transfer.origin) and not refusal(state, rules, d.now):
        d.perform(
            routing_commands.QueueWorkItem(
                conversation, rules.queue, kind="transfer", preferred=transfer.by, preferred_why="last"
            )
        )
    else:
        transferring.give_to_flow(d, conversation)


def after_accepted(d: Decision, fact: routing_facts.OfferEnded) -> None:
    """From here on a blind transfer is a talk as any other."""
    transfer = transfer_of(d, fact.conversation)
    if transfer and transfer.item == fact.item and transfer.blind:
        d.emit(voice_facts.TransferEnded(d.now, transfer.id, fact.conversation, HANDED_OVER))


def after_item(d: Decision, fact: routing_facts.WorkItemEnded) -> bool:
    """True where it was somebody who was sought or consulted: nothing else follows."""
    conversation, transfer = fact.conversation, transfer_of(d, fact.conversation)
    if transfer is None or transfer.item != fact.item:
        return False
    sought = (i for i in d.state("routing").conversations.get(conversation, ()) if i.state in ("waiting", "offered"))
    again = next((i for i in sought if i.id != fact.item), None)
    if again and fact.reason == "overflowed":
        d.emit(voice_facts.TransferMoved(d.now, transfer.id, conversation, again.id))
    elif fact.reason in ("abandoned", "short_abandoned"):
        pass  # the customer's leaving says it
    else:
        _nobody_came(d, conversation, transfer, "left" if fact.reason == "handled" else fact.reason)
    return True


def after_interrupted(d: Decision, fact: routing_facts.WorkItemInterrupted) -> bool:
    """An advisor of two was lost: the other keeps the customer. True where nobody need be sought anew."""
    call = call_of(d, fact.conversation)
    transfer = call.transfer if call else None
    if transfer is None or not call.present:
        return False
    voice.disconnect(d, fact.conversation, fact.advisor)
    if fact.item == transfer.item:
        d.emit(voice_facts.TransferEnded(d.now, transfer.id, fact.conversation, "left"))
        return True
    if transfer.joined:
        aside = transferring.is_aside(d.state("voice"), fact.conversation)
        d.emit(voice_facts.TransferEnded(d.now, transfer.id, fact.conversation, HANDED_OVER))
        _together(d, fact.conversation, transfer, aside)
        return True
    let_go(d, fact.conversation, "advisor_lost")
    return False


def is_superfluous(d: Decision, fact: routing_facts.WorkItemQueued) -> bool:
    """Queued again for an advisor who was lost, while somebody else has the customer."""
    call = call_of(d, fact.conversation)
    return fact.interrupted and call is not None and (bool(call.outside) or bool(_talks(d, fact.conversation)))


def after_given_up(d: Decision, fact: voice_facts.LegGivenUp) -> bool:
    """She did not come back. True where somebody else has the customer."""
    transfer = transfer_of(d, fact.conversation)
    if transfer is None or item_with(d, fact.conversation, fact.advisor) is None:
        return False
    if fact.advisor != transfer.by:
        let_go(d, fact.conversation, "left")
    elif transfer.joined:
        hand_over(d, fact.conversation, transfer)
    else:
        let_go(d, fact.conversation, "advisor_lost")
        return False
    return True


def after_left(d: Decision, conversation: ConversationId) -> None:
    """The customer is gone: nobody is sought for her, and no outside party stays."""
    call = call_of(d, conversation)
    if call is None:
        return
    if call.transfer:
        d.emit(voice_facts.TransferEnded(d.now, call.transfer.id, conversation, "customer_left"))


def show(d: Decision, conversation: ConversationId) -> None:
    """Each advisor's interval, as it is now: talk, hold, or consult."""
    call, alive = call_of(d, conversation), d.state("conversations").conversations.get(conversation)
    if call is None or alive is None or not call.present:
        return
    for item in _talks(d, conversation):
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


COMMANDS = {
    voice_commands.BeginTransfer: begin,
    voice_commands.CompleteTransfer: complete,
    voice_commands.CancelTransfer: cancel,
    voice_commands.ReportPartyLeft: report_party_left,
}
