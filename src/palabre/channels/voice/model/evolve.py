"""What facts do to calls."""

from __future__ import annotations

from palabre.channels.voice import facts
from palabre.channels.voice.model import ceilings, internal, lines, recording, standing, supervising, transferring
from palabre.channels.voice.model.state import Call, Effect, Leg, State
from palabre.conversations.facts import ConversationClosed, CustomerLeft
from palabre.foundations.ids import AdvisorId, ConversationId


def _arrived(state: State, fact: facts.CallArrived, number: int) -> None:
    state.calls[fact.conversation] = Call(fact.line, fact.node, legs={}, outbound=fact.outbound, purpose=fact.purpose)


def _connect(state: State, fact: facts.ConnectRequested, number: int) -> None:
    state.effects[fact.effect] = fact
    standing.taken(state, fact.advisor)
    if call := state.calls.get(fact.conversation):
        leg = call.legs.get(fact.advisor)
        if leg is None:
            call.legs[fact.advisor] = Leg("connecting", session=fact.session)
        elif leg.state != "up":  # else a hand-over: she talks on until the other telephone has answered
            leg.state = "connecting"


def _asked(state: State, fact: Effect, number: int) -> None:
    state.effects[fact.effect] = fact


def _ended(state: State, fact: facts.EffectEnded, number: int) -> None:
    effect = state.effects.pop(fact.effect, None)
    internal.ended(state, effect, fact.outcome)
    standing.stood_by(state, effect, fact.outcome)
    call = state.calls.get(fact.conversation)
    if effect is None or call is None:
        return
    done = fact.outcome == "done"
    match effect:
        case facts.ConnectRequested(advisor=advisor):
            leg = call.legs.get(advisor)
            if done:
                call.legs[advisor] = Leg("up", session=effect.session, effect=effect.effect, since=fact.at)
            elif leg and leg.deadline:
                leg.state = "lost"  # it was a way back: she has until the deadline
            elif leg is None or leg.state != "up":
                call.legs.pop(advisor, None)
        case facts.HoldRequested(on=on) if done:
            call.held = on
        case facts.WaitRequested() if done:
            call.held = False
        case facts.AsideRequested(on=on) if done and call.transfer:
            call.transfer.aside = on
        case facts.PartyRequested() | facts.PartyEndRequested():
            transferring.answered(call, effect, fact)
        case facts.RecordingPauseRequested() if done:
            recording.paused(call, effect)
        case facts.MuteRequested() if done:
            lines.muted(call, effect)
        case facts.SupervisionRequested() if done:
            supervising.joined(call, effect)
        case facts.DisconnectRequested(advisor=advisor, who=who):
            call.legs = {} if who == "all" else {a: x for a, x in call.legs.items() if a != advisor}
    _sweep(state, fact.conversation)


def _lost(state: State, fact: facts.LegLost, number: int) -> None:
    if call := state.calls.get(fact.conversation):
        call.legs[fact.advisor] = Leg("lost", fact.deadline, _session(call, fact.advisor), since=fact.at)


def _returned(state: State, fact: facts.LegReturned, number: int) -> None:
    if call := state.calls.get(fact.conversation):
        leg = call.legs.get(fact.advisor, Leg("up"))
        call.legs[fact.advisor] = Leg("up", session=leg.session, effect=leg.effect, since=leg.since)


def _session(call: Call, advisor: AdvisorId) -> str:
    leg = call.legs.get(advisor)
    return leg.session if leg else ""


def _given_up(state: State, fact: facts.LegGivenUp, number: int) -> None:
    if call := state.calls.get(fact.conversation):
        call.legs.pop(fact.advisor, None)
        call.held = call.held and transferring.others(call, None)  # else the next who answers finds nobody on hold


def _kept(state: State, fact: facts.RecordingKept, number: int) -> None:
    pass


def _stand_down(state: State, fact: facts.StandDownRequested, number: int) -> None:
    _asked(state, fact, number)
    state.kept.pop(fact.conversation, None)


def _not_kept(state: State, fact: facts.StandbyLost, number: int) -> None:
    state.kept.pop(fact.conversation, None)


def _left(state: State, fact: CustomerLeft, number: int) -> None:
    if call := state.calls.get(fact.conversation):
        call.present = False


def _closed(state: State, fact: ConversationClosed, number: int) -> None:
    if call := state.calls.get(fact.conversation):
        call.closed = True
        _sweep(state, fact.conversation)


def _sweep(state: State, conversation: ConversationId) -> None:
    """A closed call is forgotten once its last effect is answered."""
    call = state.calls.get(conversation)
    if call and call.closed and not any(e.conversation == conversation for e in state.effects.values()):
        del state.calls[conversation]


EVOLVE = {
    facts.CallArrived: _arrived,
    facts.DialRequested: _asked,
    facts.ConnectRequested: _connect,
    facts.DisconnectRequested: _asked,
    facts.HoldRequested: _asked,
    facts.WaitRequested: _asked,
    facts.StandbyRequested: _asked,
    facts.StandDownRequested: _stand_down,
    facts.MessageRequested: _asked,
    facts.StandbyLost: _not_kept,
    facts.EffectEnded: _ended,
    facts.LegLost: _lost,
    facts.LegReturned: _returned,
    facts.LegGivenUp: _given_up,
    facts.RecordingKept: _kept,
    CustomerLeft: _left,
    ConversationClosed: _closed,
    **supervising.EVOLVE,
    **transferring.EVOLVE,
    **lines.EVOLVE,
    **internal.EVOLVE,
    **recording.EVOLVE,
    **ceilings.EVOLVE,
}
