"""Supervisors in a talk: who is there and how, what is decided of it, and when it ends.

She is shown to the advisor from the request on, before the first sound, until nothing of her is left in the talk.
"""

from __future__ import annotations

from palabre.channels.voice import commands, facts
from palabre.channels.voice.model.state import Call, Effect, Listener, State
from palabre.channels.voice.problems import HowUnknown, ListensElsewhere, NotOnThisCall, OwnCall, TooManyListeners
from palabre.conversations.facts import CustomerLeft
from palabre.foundations import limits
from palabre.foundations.decision import Decision
from palabre.foundations.ids import ConversationId, EffectId, PersonId

LISTEN, WHISPER, JOIN = HOWS = ("listen", "whisper", "join")


# -- what facts do


def _requested(state: State, fact: facts.SupervisionRequested, number: int) -> None:
    state.effects[fact.effect] = fact
    if call := state.calls.get(fact.conversation):
        before = call.listeners.get(fact.person)
        up = before is not None and before.up
        call.listeners[fact.person] = Listener(
            fact.advisor, fact.how, fact.at, fact.leg, fact.effect, fact.session, up=up
        )
        state.ears[fact.person] = fact.conversation


def _end_requested(state: State, fact: facts.SupervisionEndRequested, number: int) -> None:
    state.effects[fact.effect] = fact
    if listener := _listener(state, fact.conversation, fact.person):
        listener.ending = fact.effect


def _ended(state: State, fact: facts.SupervisionEnded, number: int) -> None:
    if call := state.calls.get(fact.conversation):
        call.listeners.pop(fact.person, None)
    if state.ears.get(fact.person) == fact.conversation:
        del state.ears[fact.person]


def joined(call: Call, effect: facts.SupervisionRequested) -> None:
    """It is done: from here on she hears."""
    listener = call.listeners.get(effect.person)
    if listener and listener.leg == effect.leg:
        listener.up = True


EVOLVE = {
    facts.SupervisionRequested: _requested,
    facts.SupervisionEndRequested: _end_requested,
    facts.SupervisionEnded: _ended,
}


# -- what is decided


def _supervise(d: Decision, command: commands.Supervise) -> dict:
    state: State = d.state("voice")
    call = state.calls.get(command.conversation)
    if command.how not in HOWS:
        raise HowUnknown(how=command.how)
    leg = call.legs.get(command.advisor) if call else None
    if call is None or leg is None or leg.state != "up" or not call.present:
        raise NotOnThisCall(conversation=command.conversation)
    before = call.listeners.get(command.person)
    _free(state, command, before)
    if before and not before.ending and (before.how, before.advisor) == (command.how, command.advisor):
        return {"how": before.how}
    effect = EffectId(d.next_id())
    leg_effect, session = (before.leg, before.session) if before else (effect, command.session)
    d.emit(
        facts.SupervisionRequested(
            d.now, effect, command.conversation, command.advisor, command.person, command.how, leg_effect, session
        )
    )
    return {"how": command.how}


def _free(state: State, command: commands.Supervise, before: Listener | None) -> None:
    """She has one telephone and one ear."""
    if any(command.person in call.legs for call in state.calls.values()):
        raise OwnCall()
    if (before and before.ending) or state.ears.get(command.person, command.conversation) != command.conversation:
        raise ListensElsewhere()
    if before is None and len(state.calls[command.conversation].listeners) >= limits.LISTENERS_MAX:
        raise TooManyListeners()


def _end(d: Decision, command: commands.EndSupervision) -> None:
    end(d, command.conversation, command.person, command.reason)


def end(d: Decision, conversation: ConversationId, person: PersonId, reason: str) -> None:
    """Ask for it once; nothing where she is not there."""
    listener = _listener(d.state("voice"), conversation, person)
    if listener and not listener.ending:
        effect = EffectId(d.next_id())
        d.emit(
            facts.SupervisionEndRequested(
                d.now, effect, conversation, listener.advisor, person, listener.leg, reason
            )
        )


def end_of(d: Decision, person: PersonId, reason: str) -> None:
    """Wherever she listens."""
    if conversation := d.state("voice").ears.get(person):
        end(d, conversation, person, reason)


COMMANDS = {commands.Supervise: _supervise, commands.EndSupervision: _end}


def over(d: Decision, effect: Effect, outcome: str, detail: str) -> facts.SupervisionEnded | None:
    """What the answer to this effect ends: her part, where it was asked for or has never begun."""
    listener = _listener(d.state("voice"), effect.conversation, getattr(effect, "person", PersonId("")))
    match effect:
        case facts.SupervisionEndRequested() if listener and listener.ending == effect.effect:
            reason = effect.reason
        case facts.SupervisionRequested() if listener and outcome != "done" and not listener.ending:
            reason = detail or outcome
        case _:
            return None
    return facts.SupervisionEnded(d.now, effect.conversation, effect.advisor, effect.person, reason)


# -- when it ends by itself


def _after_connect(d: Decision, fact: facts.ConnectRequested, number: int) -> None:
    """Her own call is about to ring where she listens."""
    end_of(d, PersonId(fact.advisor), "own_call")


def _after_change(d: Decision, fact: facts.EffectEnded | facts.LegGivenUp, number: int) -> None:
    """The advisor she listened to is no longer in the call; one who is lost may still come back."""
    call = d.state("voice").calls.get(fact.conversation)
    for person, listener in list(call.listeners.items()) if call else ():
        if listener.advisor not in call.legs:
            end(d, fact.conversation, person, "talk_over")


def _after_left(d: Decision, fact: CustomerLeft, number: int) -> None:
    call = d.state("voice").calls.get(fact.conversation)
    for person in list(call.listeners) if call else ():
        end(d, fact.conversation, person, "customer_left")


FOLLOW = {
    facts.ConnectRequested: _after_connect,
    facts.EffectEnded: _after_change,
    facts.LegGivenUp: _after_change,
    CustomerLeft: _after_left,
}


# -- small questions


def _listener(state: State, conversation: ConversationId, person: PersonId) -> Listener | None:
    call = state.calls.get(conversation)
    return call.listeners.get(person) if call else None
