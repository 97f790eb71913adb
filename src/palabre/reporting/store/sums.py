"""Totals of a population, summed by PostgreSQL: the same as `model.totals.totals` over the same rows."""

from __future__ import annotations

from palabre.foundations.clock import SECOND, Instant
from palabre.plumbing.postgres import Transaction
from palabre.reporting.model.totals import PERCENTILES, Totals

# `late`: what of an open interval lies before `now` counts; nothing beyond the end asked for.
_CONTACTS = r"""
with chosen as (
  select *, coalesce(answered, ended) - queued as wait, coalesce(answered, ended) - arrived as wait_from_arrival,
    case when answered is not null then 'answered' when end_reason like 'refused\_%%' then 'refused'
         when end_reason = '' then 'open' when end_reason in ('abandoned', 'short_abandoned') then end_reason
         else 'other' end as outcome
  from palabre.contact
  where tenant = %(tenant)s and queued >= %(begin)s and queued < %(end)s
    and (%(queue)s::uuid is null or queue = %(queue)s::uuid)
    and (%(partner)s::uuid is null or partner = %(partner)s::uuid)
), counted as (select * from chosen
   where outcome <> 'refused' and not resumed and kind not in ('request', 'callback', 'outbound', 'consult'))
select
  (select count(*) from counted) as offered,
  (select count(*) from counted where first) as first_offered,
  (select count(*) from chosen where outcome = 'refused') as refused,
  (select count(*) from chosen where end_reason = 'refused_closed') as refused_closed,
  (select count(*) from chosen where end_reason = 'refused_full') as refused_full,
  (select count(*) from chosen where end_reason = 'refused_nobody') as refused_nobody,
  (select count(*) from chosen where outcome <> 'refused' and resumed
    and kind not in ('request', 'callback', 'outbound', 'consult')) as resumed,
  count(*) filter (where outcome = 'open') as waiting,
  count(*) filter (where outcome = 'answered') as answered,
  count(*) filter (where outcome = 'answered' and wait <= %(threshold)s) as answered_within,
  count(*) filter (where outcome = 'answered' and wait > 0) as answered_waited,
  count(*) filter (where outcome = 'abandoned') as abandoned,
  count(*) filter (where outcome = 'abandoned' and wait <= %(threshold)s) as abandoned_within,
  count(*) filter (where outcome = 'short_abandoned') as short_abandoned,
  (select count(*) from chosen where kind = 'request') as callback,
  (select count(*) from chosen where kind = 'request' and ended is not null) as callback_ended,
  (select count(*) from chosen where kind = 'request' and end_reason like '%%\_in\_time') as callback_in_time,
  count(*) filter (where outcome = 'other') as other,
  coalesce(sum(wait) filter (where outcome = 'answered'), 0)::bigint as wait_sum,
  coalesce(sum(wait_from_arrival) filter (where outcome = 'answered'), 0)::bigint as wait_from_arrival_sum,
  coalesce(sum(wait) filter (where outcome = 'abandoned'), 0)::bigint as abandoned_wait_sum,
  coalesce(max(wait), 0)::bigint as wait_max,
  percentile_disc(%(percents)s::float8[]) within group (order by wait) filter (where outcome = 'answered')
    as percentiles,
  (select row(count(*), coalesce(sum(talk), 0)::bigint, coalesce(sum(hold), 0)::bigint,
              coalesce(sum(wrap_up), 0)::bigint)::text
     from chosen where answered is not null and talk_from is null and hold_from is null and wrap_up_from is null
  ) as handling
from counted"""
_INTERVALS = """
with cut as (
  select greatest(0, least(coalesce(ended, %(now)s), %(end)s, %(now)s) - greatest(begun, %(begin)s)) as lasted,
    ringing + talking + holding + wrapping > 0 as busy, status = 'available' and present as available
  from palabre.advisor_interval
  where tenant = %(tenant)s and begun < %(end)s and (ended is null or ended > %(begin)s)
    and (%(partner)s::uuid is null or partner = %(partner)s::uuid)
)
select coalesce(sum(lasted), 0)::bigint as signed_in_sum,
  coalesce(sum(lasted) filter (where busy), 0)::bigint as busy_sum,
  coalesce(sum(lasted) filter (where not busy and available), 0)::bigint as idle_sum from cut"""


async def sum_up(
    transaction: Transaction,
    *,
    begin: Instant,
    end: Instant,
    now: Instant,
    threshold_seconds: float,
    queue: str | None = None,
    partner: str | None = None,
) -> Totals:
    """Contacts that entered their queue in [begin, end), and advisors' time in it.

    With a queue the advisors' time is left out: an advisor serves several, and her idle time belongs to none.
    """
    chosen = {
        "tenant": transaction.scope.tenant,
        "begin": begin,
        "end": end,
        "now": now,
        "queue": queue,
        "partner": partner,
        "threshold": round(threshold_seconds * SECOND),
        "percents": [p / 100 for p in PERCENTILES],
    }
    row = await transaction.one(_CONTACTS, chosen) or {}
    percentiles = row.pop("percentiles")
    handled, talk, hold, wrap_up = (int(x) for x in row.pop("handling").strip("()").split(","))
    totals = Totals(**row, handled=handled, talk_sum=talk, hold_sum=hold, wrap_up_sum=wrap_up)
    if percentiles and percentiles[0] is not None:
        totals.percentiles = dict(zip(PERCENTILES, percentiles, strict=True))
    if queue is None:
        times = await transaction.one(_INTERVALS, chosen) or {}
        totals.signed_in_sum, totals.busy_sum, totals.idle_sum = (
            times["signed_in_sum"],
            times["busy_sum"],
            times["idle_sum"],
        )
    return totals
