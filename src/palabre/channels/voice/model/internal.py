"""Calls between advisors: two telephones and nobody else, no record but the facts.

Whether each may be called is looked at where routing is seen (flows); here is what becomes of the call.
"""

from __future__ import annotations

from collections.abc import Callable

from palabre.channels.voice import commands, facts
from palabre.channels.voice.model.state import Internal, InternalEnd, State
from palabre.channels.voice.problems import NotOnThisCall
from palabre.foundations import limits
from palabre.foundations.clock import Instant, after
from palabre.foundations.decision import Decision
from palabre.foundations.ids import AdvisorId, ConversationId, EffectId

RINGING, ANSWERED, TALKING = "ringing", "answered", "talking"
OUTCOMES = {"hung_up": "", "declined": "declined", "no_answer": "no_answer", "not_registered": "unreachable",
            "own_call": "elsewhere"}  # fmt: skip


def of_advisor(state: State, advisor: AdvisorId) -> ConversationId | None:
    """The internal call she is in."""
    return next((id for id, one in state.internals.items() if advisor in (one.caller, one.called)), None)


def begin(
    d: Decision, caller: AdvisorId, called: AdvisorId, session: str, node: str = "", help: str = ""
) -> ConversationId:
    """That both may be called has been looked at. `help`: an emergency number, nobody is `called`."""
    effect = d.next_id()
    deadline = after(d.now, limits.INTERNAL_RING_SECONDS)
    d.emit(facts.ColleagueCalled(
        d.now, EffectId(effect), ConversationId(effect), caller, called, deadline, session, node, help))  # fmt: skip
    return ConversationId(effect)


def _answer(d: Decision, command: commands.AnswerColleague) -> None:
    one = d.state("voice").internals.get(command.call)
    if one is None or one.called != command.advisor or one.ending:
        raise NotOnThisCall(conversation=command.call)
    if one.state == RINGING:
        d.emit(facts.ColleagueAnswered(
            d.now, EffectId(d.next_id()), command.call, command.advisor, command.session))  # fmt: skip


def _end(d: Decision, command: commands.EndInternalCall) -> None:
    one = d.state("voice").internals.get(command.call)
    if one and command.advisor in (None, one.caller, one.called):
        reason = "declined" if command.advisor == one.called and one.state == RINGING else command.reason
        end(d, command.call, reason)


def end(d: Decision, call: ConversationId, reason: str) -> None:
    """Idempotent."""
    one = d.state("voice").internals.get(call)
    if one and not one.ending:
        d.emit(facts.InternalCallEnded(d.now, EffectId(d.next_id()), call, one.caller, one.called, reason))


def after_effect(d: Decision, fact: facts.EffectEnded, number: int) -> None:
    """A telephone of the two that was not there ends it for both. Help is called once her own is up."""
    one = d.state("voice").internals.get(fact.conversation)
    if one and fact.outcome != "done":
        end(d, fact.conversation, fact.detail or "failed")
    elif one and one.help and one.state == RINGING and not one.ending:
        d.emit(facts.ColleagueAnswered(d.now, EffectId(d.next_id()), fact.conversation, AdvisorId("")))


def after_connect(d: Decision, fact: facts.ConnectRequested, number: int) -> None:
    """A customer is hers: whom she talks with otherwise can wait."""
    if call := of_advisor(d.state("voice"), fact.advisor):
        end(d, call, "own_call")


def deadline(state: State) -> Instant | None:
    return min((x.deadline for x in state.internals.values() if x.state == RINGING and not x.ending), default=None)


def tick(d: Decision) -> None:
    for id, one in list(d.state("voice").internals.items()):
        if one.state == RINGING and one.deadline <= d.now:
            end(d, id, "no_answer")


def _see_end(d: Decision, command: commands.SeeInternalEnd) -> None:
    if any(one.call == command.call for one in d.state("voice").internal_ends.get(command.advisor, ())):
        d.emit(facts.InternalEndSeen(d.now, command.call, command.advisor))


COMMANDS = {
    commands.AnswerColleague: _answer,
    commands.EndInternalCall: _end,
    commands.SeeInternalEnd: _see_end,
}


# -- evolve


def _called(state: State, fact: facts.ColleagueCalled, number: int) -> None:
    state.effects[fact.effect] = fact
    state.internals[fact.conversation] = Internal(
        fact.caller, fact.called, fact.at, fact.deadline, fact.session, node=fact.node, help=fact.help)
    _forget(state, fact.caller, lambda one: one.with_advisor == fact.called or not one.incoming)
    _forget(state, fact.called, lambda one: one.with_advisor == fact.caller)


def _answered(state: State, fact: facts.ColleagueAnswered, number: int) -> None:
    state.effects[fact.effect] = fact
    if one := state.internals.get(fact.conversation):
        one.state, one.since = ANSWERED, fact.at


def _ending(state: State, fact: facts.InternalCallEnded, number: int) -> None:
    state.effects[fact.effect] = fact
    if one := state.internals.get(fact.conversation):
        if not one.help:
            _keep_end(state, fact, one)
        one.ending = True


def _keep_end(state: State, fact: facts.InternalCallEnded, one: Internal) -> None:
    """Who was called reads that somebody tried; who called, why nobody came. Two who have talked know how it ended,
    unless it was cut."""
    outcome = OUTCOMES.get(fact.reason, "cut")
    talked = one.state == TALKING
    theirs = outcome if talked else "" if fact.reason == "declined" else "missed"
    for advisor, other, incoming, told in (
        (fact.caller, fact.called, False, outcome),
        (fact.called, fact.caller, True, theirs),
    ):
        if told:
            kept = state.internal_ends.setdefault(advisor, [])
            kept.append(InternalEnd(fact.conversation, other, incoming, told, fact.at))
            del kept[: -limits.INTERNAL_ENDS_MAX]


def _forget(state: State, advisor: AdvisorId, which: Callable[[InternalEnd], bool]) -> None:
    kept = [one for one in state.internal_ends.pop(advisor, ()) if not which(one)]
    if kept:
        state.internal_ends[advisor] = kept


def _end_seen(state: State, fact: facts.InternalEndSeen, number: int) -> None:
    _forget(state, fact.advisor, lambda one: one.call == fact.conversation)


def ended(state: State, effect: object, outcome: str) -> None:
    """What the driver's answer means."""
    match effect:
        case facts.ColleagueAnswered(conversation=call) if outcome == "done" and call in state.internals:
            state.internals[call].state = TALKING
        case facts.InternalCallEnded(conversation=call):
            state.internals.pop(call, None)


EVOLVE = {
    facts.ColleagueCalled: _called,
    facts.ColleagueAnswered: _answered,
    facts.InternalCallEnded: _ending,
    facts.InternalEndSeen: _end_seen,
}
