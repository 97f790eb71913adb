"""Alarms at the ceilings of the dial plan: told once for half and once for all of one, until its day is over.

An alarm stands though fewer calls are up meanwhile: whoever comes a minute later must see it. Rows count, this decides.
"""

from __future__ import annotations

from palabre.channels.voice import commands, facts
from palabre.channels.voice.model.state import CeilingAlarm, State
from palabre.foundations.clock import Instant
from palabre.foundations.decision import Decision

CALLS, MONEY = CEILINGS = ("calls", "money")


def is_news(state: State, ceiling: str, percent: int, limit: int) -> bool:
    """Would a report of this change what is known?"""
    known = state.ceilings.get(ceiling)
    if known is None:
        return percent > 0
    return known.limit != limit or percent > known.percent


def _report(d: Decision, c: commands.ReportCeiling) -> None:
    state: State = d.state("voice")
    if c.ceiling not in CEILINGS or not is_news(state, c.ceiling, c.percent, c.limit):
        return
    if c.percent and c.until > d.now:
        d.emit(facts.CeilingAlarmed(d.now, c.ceiling, c.percent, c.limit, c.until, c.currency, c.person))
    elif c.ceiling in state.ceilings:
        d.emit(facts.CeilingAlarmEnded(d.now, c.ceiling))


def _see(d: Decision, c: commands.SeeCeiling) -> None:
    known = d.state("voice").ceilings.get(c.ceiling)
    if known and known.person is None and known.percent == c.percent:  # it may have come to all of it meanwhile
        d.emit(facts.CeilingAlarmSeen(d.now, c.ceiling, c.person))


COMMANDS = {commands.ReportCeiling: _report, commands.SeeCeiling: _see}


def deadline(state: State) -> Instant | None:
    return min((one.until for one in state.ceilings.values()), default=None)


def tick(d: Decision) -> None:
    for ceiling in [c for c, one in d.state("voice").ceilings.items() if one.until <= d.now]:
        d.emit(facts.CeilingAlarmEnded(d.now, ceiling))


# -- evolve


def _alarmed(state: State, fact: facts.CeilingAlarmed, number: int) -> None:
    state.ceilings[fact.ceiling] = CeilingAlarm(
        fact.percent, fact.limit, fact.at, fact.until, fact.currency, fact.person)  # fmt: skip


def _seen(state: State, fact: facts.CeilingAlarmSeen, number: int) -> None:
    if known := state.ceilings.get(fact.ceiling):
        known.person = fact.person


def _ended(state: State, fact: facts.CeilingAlarmEnded, number: int) -> None:
    state.ceilings.pop(fact.ceiling, None)


EVOLVE = {
    facts.CeilingAlarmed: _alarmed,
    facts.CeilingAlarmSeen: _seen,
    facts.CeilingAlarmEnded: _ended,
}
