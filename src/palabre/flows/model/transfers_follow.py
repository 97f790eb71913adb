"""What follows for a transfer from what happens: an effect is answered, an offer ends, somebody leaves."""

from __future__ import annotations

from palabre.channels.voice import facts as voice_facts
from palabre.channels.voice.model import transferring
from palabre.channels.voice.model import verbs as voice
from palabre.channels.voice.model.state import Transfer
from palabre.flows.model.transfers import hand_over, let_go, together
from palabre.flows.model.transfers_seen import HANDED_OVER, QUEUE, call_of, item_with, talks, transfer_of
from palabre.foundations.decision import Decision
from palabre.foundations.ids import ConversationId, QueueId, WorkItemId
from palabre.routing import commands as routing_commands
from palabre.routing import facts as routing_facts
from palabre.routing.model.items import refusal


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
        together(d, fact.conversation, transfer, aside)
        return True
    let_go(d, fact.conversation, "advisor_lost")
    return False


def is_superfluous(d: Decision, fact: routing_facts.WorkItemQueued) -> bool:
    """Queued again for an advisor who was lost, while somebody else has the customer."""
    call = call_of(d, fact.conversation)
    return fact.interrupted and call is not None and (bool(call.outside) or bool(talks(d, fact.conversation)))


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
