"""What the partition knows of calls: the customer's line, advisors' legs, effects asked and not yet answered."""

from __future__ import annotations

from typing import Any

import msgspec

from palabre.channels.voice import commands, facts
from palabre.channels.voice.problems import NotOnThisCall
from palabre.conversations.facts import ConversationClosed, CustomerLeft
from palabre.foundations import limits
from palabre.foundations.clock import Instant, after
from palabre.foundations.decision import Decision, Room, World
from palabre.foundations.ids import AdvisorId, ConversationId, EffectId

Effect = (
    facts.DialRequested
    | facts.ConnectRequested
    | facts.DisconnectRequested
    | facts.HoldRequested
    | facts.WaitRequested
)


class Leg(msgspec.Struct):
    """`state`: connecting, up, lost. `deadline`: while lost, until when she may come back. `session`: where it is."""

    state: str
    deadline: Instant = 0
    session: str = ""


class Call(msgspec.Struct):
    line: str
    node: str
    legs: dict[AdvisorId, Leg] = {}
    held: bool = False
    recording_allowed: bool = False
    present: bool = True
    closed: bool = False
    outbound: bool = False


class State:
    def __init__(self) -> None:
        self.calls: dict[ConversationId, Call] = {}
        self.effects: dict[EffectId, Effect] = {}  # asked and not yet answered


# -- evolve


def _arrived(state: State, fact: facts.CallArrived, number: int) -> None:
    state.calls[fact.conversation] = Call(fact.line, fact.node, legs={}, outbound=fact.outbound)


def _connect(state: State, fact: facts.ConnectRequested, number: int) -> None:
    state.effects[fact.effect] = fact
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
    call = state.calls.get(fact.conversation)
    if effect is None or call is None:
        return
    done = fact.outcome == "done"
    match effect:
        case facts.ConnectRequested(advisor=advisor):
            leg = call.legs.get(advisor)
            if done:
                call.legs[advisor] = Leg("up", session=effect.session)
            elif leg and leg.deadline:
                leg.state = "lost"  # it was a way back: she has until the deadline
            elif leg is None or leg.state != "up":
                call.legs.pop(advisor, None)
        case facts.HoldRequested(on=on) if done:
            call.held = on
        case facts.DisconnectRequested(advisor=advisor, who=who):
            call.legs = {} if who == "all" else {a: x for a, x in call.legs.items() if a != advisor}
    _sweep(state, fact.conversation)


def _lost(state: State, fact: facts.LegLost, number: int) -> None:
    if call := state.calls.get(fact.conversation):
        call.legs[fact.advisor] = Leg("lost", fact.deadline, _session(call, fact.advisor))


def _returned(state: State, fact: facts.LegReturned, number: int) -> None:
    if call := state.calls.get(fact.conversation):
        call.legs[fact.advisor] = Leg("up", session=_session(call, fact.advisor))


def _session(call: Call, advisor: AdvisorId) -> str:
    leg = call.legs.get(advisor)
    return leg.session if leg else ""


def _given_up(state: State, fact: facts.LegGivenUp, number: int) -> None:
    if call := state.calls.get(fact.conversation):
        call.legs.pop(fact.advisor, None)
        call.held = False  # the next one who answers finds nobody on hold


def _allowed(state: State, fact: facts.RecordingAllowed, number: int) -> None:
    if call := state.calls.get(fact.conversation):
        call.recording_allowed = fact.allowed


def _kept(state: State, fact: facts.RecordingKept, number: int) -> None:
    pass


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


# -- what flows may ask of this channel (channels' common verbs)


def dial(d: Decision, wanted: ConversationId, seconds: int) -> None:
    """Call the customer whose number rows keep under this id."""
    d.emit(facts.DialRequested(d.now, EffectId(d.next_id()), wanted, seconds))


def connect(d: Decision, conversation: ConversationId, advisor: AdvisorId, session: str = "") -> None:
    """Her telephone of this sign-in is called and joined."""
    call = d.state("voice").calls.get(conversation)
    record = bool(call and call.recording_allowed)
    d.emit(facts.ConnectRequested(d.now, EffectId(d.next_id()), conversation, advisor, record, session=session))


def _coming(state: State, conversation: ConversationId, advisor: AdvisorId) -> facts.ConnectRequested | None:
    """Her telephone is being called."""
    asked = (e for e in state.effects.values() if isinstance(e, facts.ConnectRequested))
    return next((e for e in asked if (e.conversation, e.advisor) == (conversation, advisor)), None)


def disconnect(d: Decision, conversation: ConversationId, advisor: AdvisorId) -> None:
    """Her part of the call ends, also where her telephone still rings; the customer's is not touched."""
    call = d.state("voice").calls.get(conversation)
    if call and (advisor in call.legs or _coming(d.state("voice"), conversation, advisor)):
        d.emit(facts.DisconnectRequested(d.now, EffectId(d.next_id()), conversation, "advisor", advisor))


def release(d: Decision, conversation: ConversationId) -> None:
    """The call ends for everyone."""
    if conversation in d.state("voice").calls:
        d.emit(facts.DisconnectRequested(d.now, EffectId(d.next_id()), conversation, "all"))


def wait_again(d: Decision, conversation: ConversationId) -> None:
    """Back to music, told so, after an advisor was lost."""
    if conversation in d.state("voice").calls:
        d.emit(facts.WaitRequested(d.now, EffectId(d.next_id()), conversation, told=True))


# -- decide


def _report(d: Decision, command: commands.ReportEffect) -> None:
    state = d.state("voice")
    effect = state.effects.get(command.effect)
    if effect is None:
        return
    back = isinstance(effect, facts.ConnectRequested) and command.outcome == "done" and _is_lost(state, effect)
    d.emit(facts.EffectEnded(d.now, command.effect, effect.conversation, command.outcome, command.detail))
    if back:
        d.emit(facts.LegReturned(d.now, effect.conversation, effect.advisor))


def _is_lost(state: State, effect: facts.ConnectRequested) -> bool:
    call = state.calls.get(effect.conversation)
    leg = call.legs.get(effect.advisor) if call else None
    return leg is not None and leg.deadline > 0


def _report_lost(d: Decision, command: commands.ReportLegLost) -> None:
    call = d.state("voice").calls.get(command.conversation)
    leg = call.legs.get(command.advisor) if call else None
    if call and leg and leg.state == "up" and call.present:
        left = max(limits.LOST_ADVISOR_SECONDS - command.silent_ms / 1000, limits.LOST_ADVISOR_SECONDS_MIN)
        d.emit(facts.LegLost(d.now, command.conversation, command.advisor, after(d.now, left)))


def _reattach(d: Decision, command: commands.ReattachLeg) -> dict | None:
    """Dial her again wherever a leg of hers is lost."""
    state, lost = d.state("voice"), []
    for conversation, call in state.calls.items():
        leg = call.legs.get(command.advisor)
        meant = leg and ("" in (leg.session, command.session) or leg.session == command.session)
        if meant and leg.state == "lost" and call.present and not _coming(state, conversation, command.advisor):
            lost.append(conversation)
    for conversation in lost:
        _call_again(d, conversation, command.advisor, state.calls[conversation].legs[command.advisor].session)
    return {"conversations": lost} if lost else None


def _call_again(d: Decision, conversation: ConversationId, advisor: AdvisorId, session: str) -> None:
    """Into the call as it is: on hold where it is held, recorded where that is allowed."""
    call, effect = d.state("voice").calls[conversation], EffectId(d.next_id())
    record, held = call.recording_allowed, call.held
    d.emit(facts.ConnectRequested(d.now, effect, conversation, advisor, record, held, session))


def _move(d: Decision, command: commands.MoveLeg) -> None:
    state = d.state("voice")
    call = state.calls.get(command.conversation)
    leg = call.legs.get(command.advisor) if call else None
    if call is None or leg is None or not call.present:
        raise NotOnThisCall(conversation=command.conversation)
    there = leg.state == "up" and leg.session == command.session
    if not there and not _coming(state, command.conversation, command.advisor):
        _call_again(d, command.conversation, command.advisor, command.session)


def _allow(d: Decision, command: commands.AllowRecording) -> None:
    call = d.state("voice").calls.get(command.conversation)
    if call and call.recording_allowed != command.allowed:
        d.emit(facts.RecordingAllowed(d.now, command.conversation, command.allowed))


def _hold(d: Decision, command: commands.Hold) -> dict:
    call = d.state("voice").calls.get(command.conversation)
    leg = call.legs.get(command.advisor) if call else None
    if call is None or leg is None or leg.state != "up" or not call.present:
        raise NotOnThisCall(conversation=command.conversation)
    waiting = [
        e
        for e in d.state("voice").effects.values()
        if isinstance(e, facts.HoldRequested) and e.conversation == command.conversation
    ]
    wanted = waiting[-1].on if waiting else call.held
    if wanted == command.on:
        return {"on": command.on}
    d.emit(facts.HoldRequested(d.now, EffectId(d.next_id()), command.conversation, command.on))
    return {"on": command.on}


def _deadline(state: State) -> Instant | None:
    return min((x.deadline for c in state.calls.values() for x in c.legs.values() if x.deadline), default=None)


def _tick(d: Decision) -> None:
    late = [
        (conversation, advisor)
        for conversation, call in d.state("voice").calls.items()
        for advisor, leg in call.legs.items()
        if leg.deadline and leg.deadline <= d.now
    ]
    for conversation, advisor in late:
        d.emit(facts.LegGivenUp(d.now, conversation, advisor))


# -- snapshot


def _dump(state: State) -> dict:
    return {
        "calls": msgspec.to_builtins(state.calls),
        "effects": [msgspec.msgpack.encode(e) for e in state.effects.values()],
    }


_effect: msgspec.msgpack.Decoder[Any] = msgspec.msgpack.Decoder(Effect)


def _load(world: World, data: dict) -> State:
    state = State()
    state.calls = msgspec.convert(data["calls"], dict[ConversationId, Call])
    state.effects = {e.effect: e for e in map(_effect.decode, data["effects"])}
    return state


ROOM = Room(
    name="voice",
    new_state=lambda world: State(),
    evolve={
        facts.CallArrived: _arrived,
        facts.DialRequested: _asked,
        facts.ConnectRequested: _connect,
        facts.DisconnectRequested: _asked,
        facts.HoldRequested: _asked,
        facts.WaitRequested: _asked,
        facts.EffectEnded: _ended,
        facts.LegLost: _lost,
        facts.LegReturned: _returned,
        facts.LegGivenUp: _given_up,
        facts.RecordingAllowed: _allowed,
        facts.RecordingKept: _kept,
        CustomerLeft: _left,
        ConversationClosed: _closed,
    },
    commands={
        commands.ReportEffect: _report,
        commands.ReportLegLost: _report_lost,
        commands.ReattachLeg: _reattach,
        commands.MoveLeg: _move,
        commands.AllowRecording: _allow,
        commands.Hold: _hold,
    },
    deadline=_deadline,
    tick=_tick,
    dump=_dump,
    load=_load,
)
