"""Rows of a span of time as they stand: for who plays a day again."""

from __future__ import annotations

from palabre.foundations.clock import HOUR, Instant
from palabre.plumbing.postgres import Transaction
from palabre.reporting.model.rows import Contact, Interval

_CONTACTS = """select item, conversation::text, queue::text, kind, arrived, queued, first, resumed, answered, ended,
  end_reason as "end", advisor::text, site::text, partner::text, offers, ring, talk, hold, wrap_up, ring_from,
  talk_from, hold_from, hold_segment, wrap_up_from
 from palabre.contact where tenant = %(tenant)s and queued >= %(begin)s and queued < %(end)s
 order by queued, item limit %(most)s"""
_INTERVALS = """select advisor::text, begun, status, number, present, ringing, talking, holding, wrapping, site::text,
  partner::text, ended
 from palabre.advisor_interval where tenant = %(tenant)s and begun < %(end)s
  and (begun >= %(long_before)s or ended is null) and (ended is null or ended > %(begin)s)
 order by advisor, begun, number limit %(most)s"""

_COUNTS = """select (select count(*) from (select 1 from palabre.contact where tenant = %(tenant)s
   and queued >= asked.begin and queued < asked.end_before limit %(most)s) as first_ones) as n
 from unnest(%(begins)s::bigint[], %(ends)s::bigint[]) with ordinality as asked (begin, end_before, place)
 order by place"""


async def counts(tx: Transaction, begins: list[Instant], ends: list[Instant], most: int) -> list[int]:
    """Of each [begin, end), up to `most`: no more of the index is read than that."""
    asked = {"tenant": tx.scope.tenant, "begins": begins, "ends": ends, "most": most}
    return [row["n"] for row in await tx.all(_COUNTS, asked)]


async def contacts(tx: Transaction, begin: Instant, end: Instant, most: int) -> list[Contact]:
    """The first `most` that entered a queue in [begin, end)."""
    asked = {"tenant": tx.scope.tenant, "begin": begin, "end": end, "most": most}
    return [Contact(**row) for row in await tx.all(_CONTACTS, asked)]


async def intervals(tx: Transaction, begin: Instant, end: Instant, most: int) -> list[Interval]:
    """Those that touch [begin, end); of those begun more than a day before it the open ones alone."""
    asked = {"tenant": tx.scope.tenant, "begin": begin, "end": end, "long_before": begin - 24 * HOUR, "most": most}
    return [Interval(**row) for row in await tx.all(_INTERVALS, asked)]
