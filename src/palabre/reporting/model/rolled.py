"""Totals of summed roll-ups: what the measures are computed from, the same as of the contacts themselves.

Counts and sums are exact, and so is what waited at most a bound of the histogram; percentiles are taken from it.
"""

from __future__ import annotations

from collections.abc import Mapping

from palabre.reporting.model.histogram import percentile, within
from palabre.reporting.model.rolls import ANSWERED_WAITS, TIMES
from palabre.reporting.model.totals import PERCENTILES, Totals

_SAME = (
    "offered first_offered refused_closed refused_full refused_nobody resumed waiting answered answered_waited"
    " abandoned short_abandoned callback callback_ended callback_in_time other wait_sum wait_from_arrival_sum"
    " abandoned_wait_sum wait_max handled talk_sum hold_sum wrap_up_sum"
).split()


def totals_of(sums: Mapping[str, int], threshold_seconds: float, times: Mapping[str, int] | None = None) -> Totals:
    """`threshold_seconds`: a bound of the histogram. `times`: advisors' milliseconds, at the event."""
    waits = [sums.get(name, 0) for name in ANSWERED_WAITS]
    totals = Totals(**{name: sums.get(name, 0) for name in _SAME})
    totals.refused = sum(sums.get(f"refused_{why}", 0) for why in ("closed", "full", "nobody", "other"))
    totals.answered_within = within(waits, threshold_seconds)
    found = {p: percentile(waits, p) for p in PERCENTILES}
    totals.percentiles = {p: min(told[0], totals.wait_max or told[0]) for p, told in found.items() if told}
    for name in TIMES:
        setattr(totals, name, (times or {}).get(name, 0))
    return totals
