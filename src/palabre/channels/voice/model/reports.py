"""What is decided of what the driver reports and the desk asks."""

from __future__ import annotations

from palabre.channels.voice import commands, facts
from palabre.channels.voice.model import ceilings, internal, lines, recording, supervising, transferring
from palabre.channels.voice.model.state import coming, is_lost, leaving
from palabre.channels.voice.problems import NotOnThisCall, NoTransfer
from palabre.foundations import limits
from palabre.foundations.clock import after
from palabre.foundations.decision import Decision
from palabre.foundations.ids import AdvisorId, ConversationId, EffectId


def _report(d: Decision, command: commands.ReportEffect) -> None:
    state = d.state("voice")
    effect = state.effects.get(command.effect)
    if effect is None:
        return
    back = isinstance(effect, facts.ConnectRequested) and command.outcome == "done" and is_lost(state, effect)
    if heard_last := supervising.over(d, effect, command.outcome, command.detail):
        d.emit(heard_last)
    d.emit(facts.EffectEnded(d.now, command.effect, effect.conversation, command.outcome, command.detail))
    if back:
        d.emit(facts.LegReturned(d.now, effect.conversation, effect.advisor))


def _report_lost(d: Decision, command: commands.ReportLegLost) -> None:
    call = d.state("voice").calls.get(command.conversation)
    leg = call.legs.get(command.advisor) if call else None
    if call and leg and leg.state == "up" and call.present:
        left = max(limits.LOST_ADVISOR_SECONDS - command.silent_ms / 1000, limits.LOST_ADVISOR_SECONDS_MIN)
        d.emit(facts.LegLost(d.now, command.conversation, command.advisor, after(d.now, left)))


def _standby_lost(d: Decision, command: commands.ReportStandbyLost) -> None:
    d.emit(facts.StandbyLost(d.now, command.conversation, command.advisor))


def _reattach(d: Decision, command: commands.ReattachLeg) -> dict | None:
    """Dial her again wherever a leg of hers is lost, and she has not hung up meanwhile."""
    state, lost = d.state("voice"), []
    for conversation, call in state.calls.items():
        leg = call.legs.get(command.advisor)
        meant = leg and ("" in (leg.session, command.session) or leg.session == command.session)
        under_way = coming(state, conversation, command.advisor) or leaving(state, conversation, command.advisor)
        if meant and leg.state == "lost" and call.present and not under_way:
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
    if not there and not coming(state, command.conversation, command.advisor):
        _call_again(d, command.conversation, command.advisor, command.session)


def _hold(d: Decision, command: commands.Hold) -> dict:
    call = d.state("voice").calls.get(command.conversation)
    leg = call.legs.get(command.advisor) if call else None
    if call is None or leg is None or leg.state != "up" or not call.present:
        raise NotOnThisCall(conversation=command.conversation)
    aside = call.transfer and transferring.is_aside(d.state("voice"), command.conversation)
    if aside and call.transfer.by != command.advisor:
        raise NotOnThisCall(conversation=command.conversation)
    transferring.hold(d, command.conversation, command.on)
    if aside:  # last: neither hears the other but where all three are meant to
        transferring.set_aside(d, command.conversation, command.advisor, False)
    return {"on": command.on}


def _swap(d: Decision, command: commands.Swap) -> dict:
    state = d.state("voice")
    call = state.calls.get(command.conversation)
    leg = call.legs.get(command.advisor) if call else None
    if call is None or leg is None or leg.state != "up" or not call.present:
        raise NotOnThisCall(conversation=command.conversation)
    if call.transfer is None or call.transfer.by != command.advisor or not call.transfer.joined:
        raise NoTransfer()
    aside = not transferring.is_aside(state, command.conversation)
    if not aside:
        transferring.hold(d, command.conversation, True)
    transferring.set_aside(d, command.conversation, command.advisor, aside)
    return {"aside": aside}


COMMANDS = {
    commands.ReportEffect: _report,
    commands.ReportLegLost: _report_lost,
    commands.ReportStandbyLost: _standby_lost,
    commands.ReattachLeg: _reattach,
    commands.MoveLeg: _move,
    commands.Hold: _hold,
    commands.Swap: _swap,
    **supervising.COMMANDS,
    **lines.COMMANDS,
    **internal.COMMANDS,
    **recording.COMMANDS,
    **ceilings.COMMANDS,
}
