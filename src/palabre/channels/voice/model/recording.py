"""What is recorded: the rule that decides it, the customer's word, pauses, and the places that cannot record.

A rule says never, consent (she was told and did not refuse) or always (unless she refused). The most particular one
that says anything counts: of the queue, else of the flow, else of the number, else of the tenant, else consent.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from palabre.channels.voice import commands, facts
from palabre.channels.voice.model.state import Call, State, Trouble
from palabre.channels.voice.problems import NotOnThisCall, NotRecorded
from palabre.foundations.clock import Instant
from palabre.foundations.decision import Decision
from palabre.foundations.ids import ConversationId, EffectId

NEVER, CONSENT, ALWAYS = MODES = ("never", "consent", "always")
PLACES = ("queue", "flow", "number", "tenant")  # what a rule may be of, the most particular first
OFF, ON, PAUSED, REFUSED = "off", "on", "paused", "refused"


class Rule(msgspec.Struct, frozen=True):
    """`whole`: from the first answer on, flow and queue too; else talks alone."""

    mode: str = CONSENT
    whole: bool = False


def rule_for(rules: Mapping[tuple[str, str], Rule], of: Mapping[str, str]) -> Rule:
    """`rules`: by (place, subject). `of`: what this call has of each place; the tenant's subject is ''."""
    for place in PLACES:
        subject = "" if place == "tenant" else of.get(place)
        if subject is not None and (place, subject) in rules:
            return rules[place, subject]
    return Rule()


def allows(rule: Rule, call: Call) -> bool:
    """Her refusal goes before every rule."""
    if rule.mode == NEVER or call.recording_refused:
        return False
    return rule.mode == ALWAYS or call.recording_allowed


def state_of(call: Call) -> str:
    if call.recording_refused:
        return REFUSED
    if not call.recorded:
        return OFF
    return PAUSED if call.recording_paused else ON


# -- what facts do


def _allowed(state: State, fact: facts.RecordingAllowed, number: int) -> None:
    if call := state.calls.get(fact.conversation):
        call.recording_allowed, call.recording_refused = fact.allowed, not fact.allowed


def _began(state: State, fact: facts.RecordingBegan, number: int) -> None:
    if call := state.calls.get(fact.conversation):
        call.recorded = True


def _stopped(state: State, fact: facts.RecordingStopped, number: int) -> None:
    if call := state.calls.get(fact.conversation):
        call.recorded = False


def _pause_asked(state: State, fact: facts.RecordingPauseRequested, number: int) -> None:
    """The bound is counted from here: the driver's answer may be late, what is not kept meanwhile is gone."""
    state.effects[fact.effect] = fact
    if call := state.calls.get(fact.conversation):
        call.recording_resumes_at = fact.at + state.pause_seconds_max * 1000 if fact.on else 0


def _bounded(state: State, fact: facts.RecordingPausesBounded, number: int) -> None:
    state.pause_seconds_max = fact.seconds


def paused(call: Call, effect: facts.RecordingPauseRequested) -> None:
    """It is done."""
    call.recording_paused = effect.on


def _troubled(state: State, fact: facts.RecordingTroubled, number: int) -> None:
    state.troubles[fact.node] = Trouble(fact.why, fact.at)


def _mended(state: State, fact: facts.RecordingMended, number: int) -> None:
    state.troubles.pop(fact.node, None)


EVOLVE = {
    facts.RecordingAllowed: _allowed,
    facts.RecordingBegan: _began,
    facts.RecordingStopped: _stopped,
    facts.RecordingPauseRequested: _pause_asked,
    facts.RecordingPausesBounded: _bounded,
    facts.RecordingTroubled: _troubled,
    facts.RecordingMended: _mended,
}


# -- what is decided


def _allow(d: Decision, command: commands.AllowRecording) -> None:
    call = d.state("voice").calls.get(command.conversation)
    known = call and (call.recording_allowed if command.allowed else call.recording_refused)
    if call and not known:
        d.emit(facts.RecordingAllowed(d.now, command.conversation, command.allowed))


def _report(d: Decision, command: commands.ReportRecording) -> None:
    call = d.state("voice").calls.get(command.conversation)
    if call and call.recorded != command.on:
        kind = facts.RecordingBegan if command.on else facts.RecordingStopped
        d.emit(kind(d.now, command.conversation))


def _pause(d: Decision, command: commands.PauseRecording) -> dict:
    """`advisor` None: by a program of the tenant's, on whatever call. A pause asked for again is a longer one."""
    state: State = d.state("voice")
    call = state.calls.get(command.conversation)
    leg = call.legs.get(command.advisor) if call and command.advisor else None
    if call is None or not call.present or (command.advisor and (leg is None or leg.state != "up")):
        raise NotOnThisCall(conversation=command.conversation)
    if state_of(call) not in (ON, PAUSED):
        raise NotRecorded(conversation=command.conversation)
    if _wanted(state, command, call) != command.on or (command.on and not _waiting(state, command.conversation)):
        d.emit(facts.RecordingPauseRequested(d.now, EffectId(d.next_id()), command.conversation, command.on))
    return {"on": command.on}


def _wanted(state: State, command: commands.PauseRecording, call: Call) -> bool:
    """What was asked last, done or not."""
    waiting = _waiting(state, command.conversation)
    return waiting[-1] if waiting else call.recording_paused


def _waiting(state: State, conversation: ConversationId) -> list[bool]:
    return [
        e.on
        for e in state.effects.values()
        if isinstance(e, facts.RecordingPauseRequested) and e.conversation == conversation
    ]


def deadline(state: State) -> Instant | None:
    """Of the pause that ends by itself first."""
    return min((c.recording_resumes_at for c in state.calls.values() if c.recording_resumes_at), default=None)


def tick(d: Decision) -> None:
    """Pauses that were forgotten."""
    for conversation, call in list(d.state("voice").calls.items()):
        if 0 < call.recording_resumes_at <= d.now:
            d.emit(facts.RecordingPauseRequested(d.now, EffectId(d.next_id()), conversation, False))


def _trouble(d: Decision, command: commands.ReportRecordingTrouble) -> None:
    known = d.state("voice").troubles.get(command.node)
    if command.why and (known is None or known.why != command.why):
        d.emit(facts.RecordingTroubled(d.now, command.node, command.why))
    elif known and not command.why:
        d.emit(facts.RecordingMended(d.now, command.node))


COMMANDS = {
    commands.AllowRecording: _allow,
    commands.ReportRecording: _report,
    commands.PauseRecording: _pause,
    commands.ReportRecordingTrouble: _trouble,
}
