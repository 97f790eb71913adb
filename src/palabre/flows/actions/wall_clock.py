"""An instant said as a wall clock says it, in a zone whose clock may jump."""
from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from palabre.flows.problems import ZoneUnknown
from palabre.foundations.clock import Instant
from palabre.foundations.problems import Invalid


def instant_of(local: datetime.datetime, zone: str) -> Instant:
    """`local` without an offset. What the clock shows twice is the first time; what it skips is refused."""
    try:
        there = ZoneInfo(zone)
    except (ValueError, KeyError, OSError):
        raise ZoneUnknown(zone=zone) from None
    if local.tzinfo is not None:
        raise Invalid(field="at", reason="not_local")
    moment = local.replace(tzinfo=there, fold=0).astimezone(datetime.UTC)
    if moment.astimezone(there).replace(tzinfo=None) != local:
        raise Invalid(field="at", reason="clock_skips_it")
    return int(moment.timestamp() * 1000)
