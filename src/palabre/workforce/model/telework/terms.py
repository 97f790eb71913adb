"""What an agreement on work from home says: days, hours at which she may be reached, who pays, how it ends.

Founded on the French Code du travail, L1222-9 to -11, and the national agreement of 26 November 2020: voluntary,
reversible on both sides, with a time to adapt, hours of contact and a talk a year; no longer term is asked elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import Annotated

import msgspec

from palabre.foundations import limits
from palabre.workforce.problems import TermsInvalid

MINUTES_OF_A_DAY = 1_440

Weekday = Annotated[int, msgspec.Meta(ge=0, le=6)]  # 0: Monday
Minute = Annotated[int, msgspec.Meta(ge=0, le=MINUTES_OF_A_DAY)]
Words = Annotated[str, msgspec.Meta(max_length=limits.TELEWORK_WORDS_CHARACTERS_MAX)]


class ContactHours(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """She may be reached on `weekday` from minute `begins` of the day to before minute `ends`, by her own clock."""

    weekday: Weekday
    begins: Minute
    ends: Minute


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`days`: weekdays that she may work at home. `starts_on`: its first day. For `adaptation_days` from then on either
    side ends it within `adaptation_notice_days`, later within `notice_days`. `allowance_cents`: paid for each day at
    home, in `currency` (ISO 4217). `equipment`: what is lent, one a line."""

    days: Annotated[tuple[Weekday, ...], msgspec.Meta(min_length=1, max_length=7)]
    contact: Annotated[tuple[ContactHours, ...], msgspec.Meta(min_length=1, max_length=21)]
    starts_on: date
    adaptation_days: Annotated[int, msgspec.Meta(ge=0, le=180)] = 60
    adaptation_notice_days: Annotated[int, msgspec.Meta(ge=0, le=60)] = 7
    notice_days: Annotated[int, msgspec.Meta(ge=0, le=180)] = 30
    allowance_cents: Annotated[int, msgspec.Meta(ge=0, le=100_000)] = 0
    currency: Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{3}$")] = "EUR"
    equipment: Words = ""


def check_terms(terms: Terms, today: date) -> None:
    """Raises TermsInvalid."""
    if len(set(terms.days)) < len(terms.days):
        raise TermsInvalid(field="days", reason="twice")
    if terms.starts_on < today:
        raise TermsInvalid(field="starts_on", reason="past")
    if any(one.ends <= one.begins for one in terms.contact):
        raise TermsInvalid(field="contact", reason="ends_before_it_begins")
    in_order = sorted(terms.contact, key=lambda one: (one.weekday, one.begins))
    for one, following in pairwise(in_order):
        if one.weekday == following.weekday and following.begins < one.ends:
            raise TermsInvalid(field="contact", reason="overlap")
    if not {one.weekday for one in terms.contact} >= set(terms.days):
        raise TermsInvalid(field="contact", reason="day_without_hours")


def may_be_reached(contact: Iterable[ContactHours], weekday: int, minute: int) -> bool:
    """At that minute of that day, by her own clock."""
    return any(one.weekday == weekday and one.begins <= minute < one.ends for one in contact)


def last_end(contact: Iterable[ContactHours], weekday: int, minute: int) -> int:
    """The minute of that day at which the last of its hours ended; 0 where none has."""
    return max((one.ends for one in contact if one.weekday == weekday and one.ends <= minute), default=0)
