"""Roll-ups summed: by PostgreSQL the recent quarters of an hour and all made days; by the long memory what is older.

The two are asked the same question (`Question`) and answer with the same rows.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from palabre.foundations.clock import Instant
from palabre.plumbing.postgres import Transaction
from palabre.reporting.model.rolls import ALL, ANSWERED_WAITS, COUNTS, GREATEST, SUMS, TIMES, Sums

SHOWN = (*COUNTS, *SUMS, *ANSWERED_WAITS)
OPEN_MAX = 200_000  # advisors signed in at once

# (subject, begin of its bucket) → sums
Found = dict[tuple[str, Instant], Sums]


class Question(msgspec.Struct, frozen=True):
    """Whose sums, grouped by `group` (subject, queue or nothing), in which buckets.

    `begins`: first instants of the buckets, in order; `quarters`: each quarter of an hour is one.
    `subjects`, `queues`: those wanted, all named. `partner`: of whose people alone.
    """

    level: str
    subjects: tuple[str, ...]
    queues: tuple[str, ...] = (ALL,)
    partner: str | None = None
    group: str = ""
    begins: tuple[Instant, ...] = ()
    quarters: bool = False


def _summed(names: Sequence[str], greatest: bool) -> str:
    told = [f"sum({n})::bigint as {n}" for n in names]
    return ", ".join([*told, f"max({GREATEST})::bigint as {GREATEST}"] if greatest else told)


def _bucket(question: Question, table: str) -> str:
    """A search among hundreds of days for each row costs a second a year: done only where nothing simpler is right."""
    if len(question.begins) == 1 and not question.quarters:
        return "%(begin_of_all)s::bigint"
    if question.quarters or table.endswith("_day"):
        return "slot"
    return "(%(begins)s::bigint[])[width_bucket(slot, %(begins)s::bigint[])]"


def _statement(table: str, question: Question, names: Sequence[str], when: str) -> str:
    group = f"{question.group}::text" if question.group else "''::text"
    partner = "and partner = %(partner)s::uuid" if question.partner else ""
    return f"""select {group} as grouped, {_bucket(question, table)} as bucket, {_summed(names, names is SHOWN)}
 from palabre.{table} where tenant = %(tenant)s and level = %(level)s and subject = any(%(subjects)s::uuid[])
  and queue = any(%(queues)s::uuid[]) {partner} and {when} group by 1, 2"""


_OPEN = """select advisor::text, site::text, partner::text, begun, status, present, ringing, talking, holding, wrapping,
  number from palabre.advisor_interval
 where tenant = %(tenant)s and ended is null and begun < %(end)s order by advisor limit %(most)s"""


async def quarters(
    transaction: Transaction, question: Question, begin: Instant, end: Instant, *, times: bool = False
) -> Found:
    """What PostgreSQL holds of [begin, end) by quarters of an hour. `times`: of advisors, at the event."""
    chosen = {"begin": begin, "end": end}
    when = "slot >= %(begin)s and slot < %(end)s"
    return await _read(transaction, "roll_up_time" if times else "roll_up", question, when, chosen)


async def whole_days(
    transaction: Transaction, question: Question, begins: Sequence[Instant], *, times: bool = False
) -> Found:
    """The daily sums of these days, that begin at `begins`."""
    table = "roll_up_time_day" if times else "roll_up_day"
    chosen = {"days": list(begins), "first": min(begins), "last": max(begins)}
    when = "slot between %(first)s and %(last)s and slot = any(%(days)s::bigint[])"
    return await _read(transaction, table, question, when, chosen)


async def _read(transaction: Transaction, table: str, question: Question, when: str, chosen: dict) -> Found:
    names = TIMES if "time" in table else SHOWN
    asked = {
        **chosen,
        "tenant": transaction.scope.tenant,
        "level": question.level,
        "subjects": list(question.subjects),
        "queues": list(question.queues),
        "partner": question.partner,
        "begins": list(question.begins),
        "begin_of_all": question.begins[0] if question.begins else None,
    }
    # never prepared: a plan made for any parameters takes the index of days alone, and reads every advisor's rows
    sql = _statement(table, question, names, when)
    return found(await (await transaction.connection.execute(sql, asked, prepare=False)).fetchall())


def found(rows: Sequence[dict]) -> Found:
    told: Found = {}
    for row in rows:
        key = (row.pop("grouped"), row.pop("bucket"))
        told[key] = {name: value for name, value in row.items() if value}
    return told


def add(into: Found, more: Found) -> None:
    for key, sums in more.items():
        own = into.setdefault(key, {})
        for name, value in sums.items():
            own[name] = max(own.get(name, 0), value) if name == GREATEST else own.get(name, 0) + value


async def open_intervals(transaction: Transaction, end: Instant) -> list[dict]:
    """What advisors are doing now: in no roll-up until it ends."""
    asked = {"tenant": transaction.scope.tenant, "end": end, "most": OPEN_MAX}
    return await transaction.all(_OPEN, asked)
