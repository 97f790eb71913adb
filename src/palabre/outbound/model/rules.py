"""May this number be dialled now? Each refusal names its rule and the article it comes from.

Pure: the instant, the wall clock of the called number and what is known of the person are given.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import zip_longest

import msgspec

from palabre.foundations.clock import HOUR, Instant
from palabre.outbound.model.packs import Hours, Pack, easter_sunday

DAY = 24 * HOUR
DO_NOT_CALL, CONSENT, REFUSAL, ATTEMPTS, HOLIDAY, HOURS = (
    "do_not_call", "consent", "refusal", "attempts", "holiday", "hours")  # fmt: skip
RULES = (DO_NOT_CALL, CONSENT, REFUSAL, ATTEMPTS, HOLIDAY, HOURS)
OWN = "tenant"            # the article of what the tenant keeps to by itself
DAYS_AHEAD = 30


class Known(msgspec.Struct, frozen=True):
    """Of one person. Instants in ms; None: never. `attempts`: dialled by this tenant, whatever the campaign.

    `locals`: what the wall clock says where the number may be (a number of several zones has several), all of which
    have to allow it; `zones`: their names, in the same order.
    """

    now: Instant
    locals: tuple[datetime, ...]
    do_not_call: bool = False
    consent_at: Instant | None = None
    refused_at: Instant | None = None
    attempts: tuple[Instant, ...] = ()
    zones: tuple[str, ...] = ()

    @property
    def clocks(self) -> list[tuple[datetime, str]]:
        return list(zip_longest(self.locals, self.zones, fillvalue=""))  # type: ignore[arg-type]


class Refused(msgspec.Struct, frozen=True):
    """`rule`: one of RULES. `seconds`: after which it may be looked at again; None: not by itself."""

    rule: str
    article: str
    seconds: float | None = None


def refusal_of(pack: Pack, known: Known) -> Refused | None:
    """The first rule that forbids it, the lasting ones first; None: she may be dialled."""
    if known.do_not_call:
        return Refused(DO_NOT_CALL, OWN)
    today = min(known.locals).date()
    for rule in (_consent, _refusal, _attempts):
        if found := rule(pack, known, today):
            return found
    closed = [c for local, zone in known.clocks if (c := _closed(pack, local, zone))]
    return max(closed, key=lambda c: c.seconds or 0.0, default=None)


def _consent(pack: Pack, known: Known, today: date) -> Refused | None:
    rule = pack.consent
    if rule is None or today < rule.since or (known.consent_at is not None and known.consent_at <= known.now):
        return None
    return Refused(CONSENT, rule.article)


def _refusal(pack: Pack, known: Known, today: date) -> Refused | None:
    rule = pack.refusal
    if rule is None or today < rule.since or known.refused_at is None:
        return None
    left = known.refused_at + rule.days * DAY - known.now
    return Refused(REFUSAL, rule.article, left / 1000) if left > 0 else None


def _attempts(pack: Pack, known: Known, today: date) -> Refused | None:
    rule = pack.attempts
    if rule is None or today < rule.since:
        return None
    recent = sorted(at for at in known.attempts if at > known.now - rule.days * DAY)
    if len(recent) < rule.most:
        return None
    return Refused(ATTEMPTS, rule.article, (recent[-rule.most] + rule.days * DAY - known.now) / 1000)


def _closed(pack: Pack, local: datetime, zone: str) -> Refused | None:
    """Closed at this wall clock; when it opens next, days ahead too."""
    if is_holiday(pack, local.date(), zone):
        return Refused(HOLIDAY, pack.holidays.article, _opens_in(pack, local, zone))  # type: ignore[union-attr]
    if pack.hours and local.date() >= pack.hours.since and _period(pack.hours, local) is None:
        return Refused(HOURS, pack.hours.article, _opens_in(pack, local, zone))
    return None


def open_for(pack: Pack, known: Known) -> float:
    """Seconds until one of her clocks says that it is enough; 0 where one does now."""
    return min(open_seconds(pack, local, zone) for local, zone in known.clocks)


def open_seconds(pack: Pack, local: datetime, zone: str = "") -> float:
    """Until the hours end at this wall clock, or the day; 0 where it is closed."""
    if _closed(pack, local, zone):
        return 0.0
    period = _period(pack.hours, local) if pack.hours and local.date() >= pack.hours.since else (0, 1440)
    return (_at_minute(local, period[1]) - local).total_seconds() if period else 0.0


def _period(hours: Hours, local: datetime) -> tuple[int, int] | None:
    if local.weekday() not in hours.days:
        return None
    return next((p for p in hours.periods if _at_minute(local, p[0]) <= local < _at_minute(local, p[1])), None)


def _at_minute(local: datetime, minute: int) -> datetime:
    return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(minutes=minute)


def is_holiday(pack: Pack, day: date, zone: str = "") -> bool:
    rule = pack.holidays
    if rule is None or day < rule.since:
        return False
    if (day.month, day.day) in rule.fixed or (zone, day.month, day.day) in rule.there:
        return True
    return (day - easter_sunday(day.year)).days in rule.easter


def _opens_in(pack: Pack, local: datetime, zone: str) -> float:
    hours = pack.hours
    for ahead in range(DAYS_AHEAD):
        day = (local + timedelta(days=ahead)).replace(hour=0, minute=0, second=0, microsecond=0)
        if is_holiday(pack, day.date(), zone) or (hours and day.weekday() not in hours.days):
            continue
        for begin, _ in hours.periods if hours else ((0, 1440),):
            if (at := _at_minute(day, begin)) > local:
                return (at - local).total_seconds()
    return DAYS_AHEAD * 86_400.0


# -- what follows an attempt

NEVER = 0
SKIPPED = "skipped"                      # she who reads about a contact goes on to the next; why stands behind it
SKIP_REASONS = ("later", "unfit", "wrong_data")
SKIPS = (SKIPPED, *(f"{SKIPPED}_{why}" for why in SKIP_REASONS))
NO_LINE = "no_line"                      # a ceiling of the dial plan, or no trunk that takes it: nothing of hers
OUTCOMES = ("busy", "no_answer", "failed", "invalid_number", "refused", NO_LINE, "in_doubt", "abandoned", "hung_up",
            "machine", "talked", *SKIPS)  # fmt: skip
USUAL_RETRIES = {"busy": 900, "no_answer": 7_200, "failed": 86_400, "invalid_number": NEVER, "in_doubt": 86_400,
                 "abandoned": 259_200, "hung_up": NEVER, "machine": 14_400, "refused": NEVER, NO_LINE: 300,
                 "talked": NEVER, "skipped": 3_600, "skipped_later": 14_400,
                 "skipped_unfit": NEVER, "skipped_wrong_data": NEVER}  # fmt: skip
NOT_DIALLED = ("refused", NO_LINE, *SKIPS)        # no attempt in the sense of any law


def next_try(outcome: str, attempts: int, most: int, retries: dict[str, int], now: Instant) -> Instant:
    """When she is dialled again; 0: no more."""
    seconds = retries.get(outcome, USUAL_RETRIES.get(outcome, NEVER))
    return now + seconds * 1000 if seconds and attempts < most else 0
