"""Ceilings of calls to the outside that are near, or reached."""

from __future__ import annotations

from palabre.foundations.clock import Instant
from palabre.foundations.facts import Fact
from palabre.foundations.ids import PersonId


class CeilingAlarmed(Fact, tag="voice.CeilingAlarmed.1"):
    """Calls to the outside have come to half of a ceiling of the dial plan (`percent` 50), or to all (100: no more
    is dialled). `ceiling`: calls (at once) or money (of the day); `limit`: what it is, of money micro-units of
    `currency`; `until`: the day's end. `person`: who set the ceiling so, knowing; None: nobody has seen it yet."""

    ceiling: str
    percent: int
    limit: int
    until: Instant
    currency: str = ""
    person: PersonId | None = None


class CeilingAlarmSeen(Fact, tag="voice.CeilingAlarmSeen.1"):
    """Somebody sees to it."""

    ceiling: str
    person: PersonId


class CeilingAlarmEnded(Fact, tag="voice.CeilingAlarmEnded.1"):
    """The ceiling is another one, or the day is over."""

    ceiling: str
