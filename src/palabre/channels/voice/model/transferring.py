"""Transfers: somebody is sought for a customer who is in an advisor's hands, consulted, and given her or not.

What is decided needs routing, hence stands in `flows.model.transfers`; here is what facts do, and what may be asked of
the telephone. A conference is no state of its own: the second party is there and the customer is not on hold.
"""

from __future__ import annotations

from palabre.channels.voice import facts
from palabre.channels.voice.model.state import Call, State, Transfer
from palabre.foundations import limits
from palabre.foundations.decision import Decision
from palabre.foundations.ids import AdvisorId, ConversationId, EffectId

# -- what facts do


def _began(state: State, fact: facts.TransferBegan, number: int) -> None:
    if call := state.calls.get(fact.conversation):
        call.outcome = ""
        call.transfer = Transfer(
            fact.transfer, fact.advisor, fact.to, fact.target, fact.blind, fact.item, fact.origin, fact.at
        )


def _moved(state: State, fact: facts.TransferMoved, number: int) -> None:
    if transfer := _of(state, fact):
        transfer.item = fact.item


def _let_go(state: State, fact: facts.TransferLetGo, number: int) -> None:
    if transfer := _of(state, fact):
        transfer.blind = True


def _joined(state: State, fact: facts.TransferJoined, number: int) -> None:
    if transfer := _of(state, fact):
        transfer.joined = True


def _over(state: State, fact: facts.TransferEnded, number: int) -> None:
    if _of(state, fact):
        call = state.calls[fact.conversation]
        call.transfer, call.outcome = None, fact.outcome


def _of(state: State, fact: facts.TransferMoved | facts.TransferLetGo | facts.TransferJoined | facts.TransferEnded):
    call = state.calls.get(fact.conversation)
    transfer = call.transfer if call else None
    return transfer if transfer and transfer.id == fact.transfer else None


def _party(state: State, fact: facts.PartyRequested, number: int) -> None:
    state.effects[fact.effect] = fact
    call = state.calls.get(fact.conversation)
    if call and call.transfer:
        call.transfer.party = fact.effect


def _asked(
    state: State, fact: facts.PartyEndRequested | facts.FlowRequested | facts.AsideRequested, number: int
) -> None:
    state.effects[fact.effect] = fact


def _party_left(state: State, fact: facts.PartyLeft, number: int) -> None:
    call = state.calls.get(fact.conversation)
    if call and call.outside == fact.party:
        call.outside = EffectId("")


def answered(call: Call, effect: object, fact: facts.EffectEnded) -> None:
    """An outside party is there, or is no more."""
    match effect:
        case facts.PartyRequested() if fact.outcome == "done":
            call.outside, call.outside_since = effect.effect, fact.at
        case facts.PartyEndRequested(party=party) if call.outside == party:
            call.outside = EffectId("")


EVOLVE = {
    facts.TransferBegan: _began,
    facts.TransferMoved: _moved,
    facts.TransferLetGo: _let_go,
    facts.TransferJoined: _joined,
    facts.TransferEnded: _over,
    facts.PartyRequested: _party,
    facts.PartyEndRequested: _asked,
    facts.PartyLeft: _party_left,
    facts.FlowRequested: _asked,
    facts.AsideRequested: _asked,
}


# -- small questions


def others(call: Call, advisor: AdvisorId | None) -> bool:
    """Somebody but this advisor is with the customer, or with whoever consults for her."""
    return bool(call.outside) or any(a != advisor and leg.state != "connecting" for a, leg in call.legs.items())


def is_aside(state: State, conversation: ConversationId) -> bool:
    """The second party waits with music, or will as soon as that is done."""
    asked = [e for e in state.effects.values() if isinstance(e, facts.AsideRequested)]
    asked = [e for e in asked if e.conversation == conversation]
    transfer = state.calls[conversation].transfer
    return asked[-1].on if asked else bool(transfer and transfer.aside)


# -- what may be asked of the telephone


def set_aside(d: Decision, conversation: ConversationId, by: AdvisorId, on: bool) -> None:
    """Unless it is, or is asked for already."""
    if is_aside(d.state("voice"), conversation) != on:
        d.emit(facts.AsideRequested(d.now, EffectId(d.next_id()), conversation, by, on))


def call_party(d: Decision, conversation: ConversationId, transfer: str, *, blind: bool) -> None:
    effect = EffectId(d.next_id())
    seconds = limits.TRANSFER_RING_SECONDS
    d.emit(facts.PartyRequested(d.now, effect, conversation, transfer, seconds, blind))


def heard_again(d: Decision, conversation: ConversationId, by: AdvisorId) -> None:
    """Who was aside; the transfer is over."""
    d.emit(facts.AsideRequested(d.now, EffectId(d.next_id()), conversation, by, False))


def let_party_go(d: Decision, conversation: ConversationId, party: EffectId) -> None:
    d.emit(facts.PartyEndRequested(d.now, EffectId(d.next_id()), conversation, party))


def hold(d: Decision, conversation: ConversationId, on: bool) -> None:
    """Unless it is, or is asked for already."""
    state = d.state("voice")
    asked = [e for e in state.effects.values() if isinstance(e, facts.HoldRequested) and e.conversation == conversation]
    if (asked[-1].on if asked else state.calls[conversation].held) != on:
        d.emit(facts.HoldRequested(d.now, EffectId(d.next_id()), conversation, on))


def wait(d: Decision, conversation: ConversationId) -> None:
    """Music, nothing said: she is given to somebody who is still sought."""
    d.emit(facts.WaitRequested(d.now, EffectId(d.next_id()), conversation, told=False))


def give_to_flow(d: Decision, conversation: ConversationId, flow: str = "") -> None:
    d.emit(facts.FlowRequested(d.now, EffectId(d.next_id()), conversation, flow))
