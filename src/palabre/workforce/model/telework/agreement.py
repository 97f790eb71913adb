"""An agreement on work from home, from the request to its end: who may do what to it, and when.

Days are given, never looked up. Each step takes the agreement and gives it back changed, or raises AgreementNotSo.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import msgspec

from palabre.workforce.model.telework.terms import Terms
from palabre.workforce.problems import AgreementNotSo, ReasonMissing

State = Literal["asked", "refused", "offered", "declined", "withdrawn", "signed"]
Phase = State | Literal["to_come", "adapting", "running", "ending", "ended"]
Side = Literal["advisor", "employer"]

ANSWER_DAYS = 30  # within which a request is answered; past it the request is marked late
TALK_EVERY_DAYS = 365  # about her workload and how it goes (L1222-10)
REASON_CHARACTERS_MIN = 10  # a reason says something: L1222-9 wants a refusal to be motivated
OPEN = frozenset(("asked", "offered", "signed"))


class Agreement(msgspec.Struct, frozen=True):
    """`days`, `words`: what she asked for. `reason`: why it was refused, declined or ended. `ends_on`: its last day."""

    state: State
    asked_on: date
    days: tuple[int, ...]
    words: str = ""
    terms: Terms | None = None
    reason: str = ""
    signed_on: date | None = None
    ends_on: date | None = None
    ended_by: Side | None = None
    talked_on: date | None = None

    def phase(self, today: date) -> Phase:
        if self.state != "signed" or self.terms is None:
            return self.state
        if self.ends_on is not None:
            return "ended" if today > self.ends_on else "ending"
        if today < self.terms.starts_on:
            return "to_come"
        adapting_until = self.terms.starts_on + timedelta(days=self.terms.adaptation_days)
        return "adapting" if today < adapting_until else "running"

    def is_open(self, today: date) -> bool:
        """Nobody asks for a second one beside it."""
        return self.state in OPEN and self.phase(today) != "ended"

    def holds(self, today: date) -> bool:
        """It is in force today."""
        return self.terms is not None and today >= self.terms.starts_on and (
            self.phase(today) in ("adapting", "running", "ending"))  # fmt: skip

    def answer_due_on(self) -> date | None:
        return self.asked_on + timedelta(days=ANSWER_DAYS) if self.state == "asked" else None

    def talk_due_on(self, today: date) -> date | None:
        """None where it is not in force."""
        if self.terms is None or not self.holds(today):
            return None
        return max(self.talked_on or self.terms.starts_on, self.terms.starts_on) + timedelta(days=TALK_EVERY_DAYS)


def refuse(was: Agreement, reason: str) -> Agreement:
    """Also what was offered and is not signed yet. Raises ReasonMissing: who asked is told why."""
    _must_be(was, "asked", "offered")
    return msgspec.structs.replace(was, state="refused", reason=_reason(reason))


def offer(was: Agreement, terms: Terms) -> Agreement:
    """Also again, with other terms, while she has not signed."""
    _must_be(was, "asked", "offered")
    return msgspec.structs.replace(was, state="offered", terms=terms)


def decline(was: Agreement, words: str) -> Agreement:
    """She asks nothing of it any more; nobody has to say why."""
    _must_be(was, "offered")
    return msgspec.structs.replace(was, state="declined", reason=words)


def withdraw(was: Agreement) -> Agreement:
    _must_be(was, "asked")
    return msgspec.structs.replace(was, state="withdrawn")


def sign(was: Agreement, today: date) -> Agreement:
    """What is signed late begins late: never before it was signed."""
    _must_be(was, "offered")
    assert was.terms is not None
    terms = msgspec.structs.replace(was.terms, starts_on=max(was.terms.starts_on, today))
    return msgspec.structs.replace(was, state="signed", terms=terms, signed_on=today)


def end(was: Agreement, by: Side, reason: str, today: date) -> Agreement:
    """Its last day is the notice's: the short one until she has got used to it. The employer says why."""
    phase = was.phase(today)
    if phase not in ("to_come", "adapting", "running"):
        raise AgreementNotSo(state=phase)
    assert was.terms is not None
    notice = 0 if phase == "to_come" else was.terms.adaptation_notice_days
    if phase == "running":
        notice = was.terms.notice_days
    words = _reason(reason) if by == "employer" else reason
    return msgspec.structs.replace(was, ends_on=today + timedelta(days=notice), ended_by=by, reason=words)


def keep(was: Agreement, by: Side, today: date) -> Agreement:
    """Whoever ended it takes that back, until its last day."""
    if was.phase(today) != "ending" or was.ended_by != by:
        raise AgreementNotSo(state=was.phase(today))
    return msgspec.structs.replace(was, ends_on=None, ended_by=None, reason="")


def talk(was: Agreement, on: date, today: date) -> Agreement:
    if was.terms is None or not was.holds(today):
        raise AgreementNotSo(state=was.phase(today))
    if not was.terms.starts_on <= on <= today:
        raise AgreementNotSo(state="talk_on_another_day")
    return msgspec.structs.replace(was, talked_on=max(on, was.talked_on or on))


def _must_be(was: Agreement, *states: State) -> None:
    if was.state not in states:
        raise AgreementNotSo(state=was.state)


def _reason(reason: str) -> str:
    if len(" ".join(reason.split())) < REASON_CHARACTERS_MIN:
        raise ReasonMissing(characters_min=REASON_CHARACTERS_MIN)
    return reason
