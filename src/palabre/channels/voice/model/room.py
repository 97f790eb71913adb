"""What a partition hosts of the telephone: deadlines of lost legs, snapshots, and the rest of the model by name."""

from __future__ import annotations

from typing import Any

import msgspec

from palabre.channels.voice import facts
from palabre.channels.voice.model import ceilings, internal, recording, supervising
from palabre.channels.voice.model.evolve import EVOLVE
from palabre.channels.voice.model.reports import COMMANDS
from palabre.channels.voice.model.state import Abuse, Call, CeilingAlarm, Effect, Internal, State, Trouble
from palabre.foundations.clock import Instant
from palabre.foundations.decision import Decision, Room, World
from palabre.foundations.ids import AdvisorId, ConversationId, EffectId


def _deadline(state: State) -> Instant | None:
    lost = min((x.deadline for c in state.calls.values() for x in c.legs.values() if x.deadline), default=None)
    ringing, day, paused = internal.deadline(state), ceilings.deadline(state), recording.deadline(state)
    return min((at for at in (lost, ringing, day, paused) if at is not None), default=None)


def _tick(d: Decision) -> None:
    late = [
        (conversation, advisor)
        for conversation, call in d.state("voice").calls.items()
        for advisor, leg in call.legs.items()
        if leg.deadline and leg.deadline <= d.now
    ]
    for conversation, advisor in late:
        d.emit(facts.LegGivenUp(d.now, conversation, advisor))
    internal.tick(d)
    recording.tick(d)
    ceilings.tick(d)


def _after_connect(d: Decision, fact: facts.ConnectRequested, number: int) -> None:
    supervising.FOLLOW[facts.ConnectRequested](d, fact, number)
    internal.after_connect(d, fact, number)


# -- snapshot


def _dump(state: State) -> dict:
    return {
        "calls": msgspec.to_builtins(state.calls),
        "effects": [msgspec.msgpack.encode(e) for e in state.effects.values()],
        "troubles": msgspec.to_builtins(state.troubles),
        "pause_seconds_max": state.pause_seconds_max,
        "ceilings": msgspec.to_builtins(state.ceilings),
        "abuses": msgspec.to_builtins(state.abuses),
        "internals": msgspec.to_builtins(state.internals),
        "kept": msgspec.to_builtins(state.kept),
    }


_effect: msgspec.msgpack.Decoder[Any] = msgspec.msgpack.Decoder(Effect)


def _load(world: World, data: dict) -> State:
    state = State()
    state.calls = msgspec.convert(data["calls"], dict[ConversationId, Call])
    state.effects = {e.effect: e for e in map(_effect.decode, data["effects"])}
    state.troubles = msgspec.convert(data.get("troubles", {}), dict[str, Trouble])
    state.pause_seconds_max = data.get("pause_seconds_max", state.pause_seconds_max)
    state.ceilings = msgspec.convert(data.get("ceilings", {}), dict[str, CeilingAlarm])
    state.abuses = msgspec.convert(data.get("abuses", {}), dict[EffectId, Abuse])
    state.internals = msgspec.convert(data.get("internals", {}), dict[ConversationId, Internal])
    state.kept = msgspec.convert(data.get("kept", {}), dict[ConversationId, tuple[AdvisorId, EffectId]])
    state.ears = {person: c for c, call in state.calls.items() for person in call.listeners}
    return state


ROOM = Room(
    name="voice",
    new_state=lambda world: State(),
    evolve=EVOLVE,
    commands=COMMANDS,
    follow={**supervising.FOLLOW, facts.ConnectRequested: _after_connect},
    deadline=_deadline,
    tick=_tick,
    dump=_dump,
    load=_load,
)
