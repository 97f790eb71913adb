"""Lines of a call: how good each is, whose microphone is closed at the server, and what is asked after an insult."""

from __future__ import annotations

from palabre.channels.voice import commands, facts
from palabre.channels.voice.model.silence import WHYS
from palabre.channels.voice.model.state import Abuse, Call, Judged, Silent, State
from palabre.channels.voice.problems import NotOnThisCall
from palabre.foundations import limits
from palabre.foundations.decision import Decision
from palabre.foundations.ids import AdvisorId, ConversationId, EffectId

CUSTOMER, ADVISOR = "customer", "advisor"


def _judge(d: Decision, command: commands.ReportQuality) -> None:
    call = d.state("voice").calls.get(command.conversation)
    if call is None or command.end not in (CUSTOMER, ADVISOR):
        return
    before = call.judged.get(command.advisor or "")
    if before is None or before.word != command.word:
        d.emit(facts.LineJudged(
            d.now, command.conversation, command.end, command.advisor, command.mos, command.word))  # fmt: skip


def _silent(d: Decision, command: commands.ReportSilence) -> None:
    call = d.state("voice").calls.get(command.conversation)
    if call is None or command.end not in (CUSTOMER, ADVISOR) or command.why not in ("", *WHYS):
        return
    before = call.silent.get(command.advisor or "")
    if (before.why if before else "") != command.why:
        d.emit(facts.LineSilent(d.now, command.conversation, command.end, command.advisor, command.why))


def _mute(d: Decision, command: commands.Mute) -> dict:
    call = d.state("voice").calls.get(command.conversation)
    leg = call.legs.get(command.advisor) if call else None
    if call is None or leg is None or leg.state != "up" or not call.present:
        raise NotOnThisCall(conversation=command.conversation)
    asked = [e for e in d.state("voice").effects.values() if isinstance(e, facts.MuteRequested)]
    hers = [e for e in asked if (e.conversation, e.advisor) == (command.conversation, command.advisor)]
    if (hers[-1].on if hers else leg.muted) != command.on:
        d.emit(facts.MuteRequested(
            d.now, EffectId(d.next_id()), command.conversation, command.advisor, command.on))  # fmt: skip
    return {"on": command.on}


def report_abuse(d: Decision, conversation: ConversationId, advisor: AdvisorId) -> EffectId:
    """Whose part it is has been looked at."""
    effect = EffectId(d.next_id())
    d.emit(facts.AbuseReported(d.now, effect, conversation, advisor))
    return effect


def _see(d: Decision, command: commands.SeeAbuse) -> None:
    if command.effect in d.state("voice").abuses:
        d.emit(facts.AbuseSeen(d.now, command.effect, command.person))


COMMANDS = {
    commands.ReportQuality: _judge,
    commands.ReportSilence: _silent,
    commands.Mute: _mute,
    commands.SeeAbuse: _see,
}


# -- evolve


def _judged(state: State, fact: facts.LineJudged, number: int) -> None:
    if call := state.calls.get(fact.conversation):
        call.judged[fact.advisor or ""] = Judged(fact.end, fact.mos, fact.word)


def _line_silent(state: State, fact: facts.LineSilent, number: int) -> None:
    if call := state.calls.get(fact.conversation):
        if fact.why:
            call.silent[fact.advisor or ""] = Silent(fact.end, fact.why, fact.at)
        else:
            call.silent.pop(fact.advisor or "", None)


def _asked(state: State, fact: facts.MuteRequested, number: int) -> None:
    state.effects[fact.effect] = fact


def muted(call: Call, effect: facts.MuteRequested) -> None:
    if leg := call.legs.get(effect.advisor):
        leg.muted = effect.on


def _abused(state: State, fact: facts.AbuseReported, number: int) -> None:
    state.effects[fact.effect] = fact
    state.abuses[fact.effect] = Abuse(fact.conversation, fact.advisor, fact.at)
    while len(state.abuses) > limits.ABUSES_SHOWN_MAX:
        del state.abuses[next(iter(state.abuses))]


def _seen(state: State, fact: facts.AbuseSeen, number: int) -> None:
    state.abuses.pop(fact.effect, None)


EVOLVE = {
    facts.LineJudged: _judged,
    facts.LineSilent: _line_silent,
    facts.MuteRequested: _asked,
    facts.AbuseReported: _abused,
    facts.AbuseSeen: _seen,
}
