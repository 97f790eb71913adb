"""A report as it is asked for, and what may be asked together."""

from __future__ import annotations

from datetime import date

import msgspec

from palabre.reporting.model.histogram import BOUNDS, is_bound
from palabre.reporting.model.rolls import ADVISOR, PARTNER, SITE, TENANT
from palabre.reporting.problems import ReportRefused, ThresholdOutOfBounds

TIME, QUEUE, CHANNEL = "time", "queue", "channel"
KINDS = (TIME, QUEUE, CHANNEL, SITE, PARTNER, ADVISOR)


class Asked(msgspec.Struct, frozen=True):
    """`by`: what each row is of (time: of nothing but its time). `each`: period, day or interval. Days are civil days
    of `zone`, both included. The filters are ids; at most one of site, partner, advisor, one of queue, channel."""

    by: str
    each: str
    first: date
    last: date
    zone: str
    queue: str | None = None
    channel: str | None = None
    site: str | None = None
    partner: str | None = None
    advisor: str | None = None
    threshold_seconds: float = 20.0


def check(asked: Asked) -> None:
    """Raises ReportRefused, ThresholdOutOfBounds."""
    if asked.by not in KINDS:
        raise ReportRefused(field="by", reason="unknown")
    if not is_bound(asked.threshold_seconds):
        raise ThresholdOutOfBounds(field="seconds", bounds=list(BOUNDS))
    whose = [name for name in (SITE, PARTNER, ADVISOR) if getattr(asked, name)]
    if len(whose) > 1:
        raise ReportRefused(field=whose[1], reason="one_at_a_time")
    if asked.queue and asked.channel:
        raise ReportRefused(field="channel", reason="one_at_a_time")
    if (asked.by == ADVISOR or asked.advisor) and (asked.queue or asked.channel or asked.by in (QUEUE, CHANNEL)):
        raise ReportRefused(field="advisor", reason="not_by_queue")
    if asked.by in (SITE, PARTNER) and asked.advisor:
        raise ReportRefused(field="advisor", reason="not_with_this_report")
    if asked.by in (SITE, PARTNER) and any(name != asked.by for name in whose):
        raise ReportRefused(field=whose[0], reason="not_with_this_report")


def level_of(asked: Asked) -> str:
    """Whose rows are read: the tenant's unless one site, partner or advisor is meant."""
    if asked.by in (SITE, PARTNER, ADVISOR):
        return asked.by
    return next((name for name in (ADVISOR, SITE, PARTNER) if getattr(asked, name)), TENANT)
