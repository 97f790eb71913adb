"""Demand from a file: judged whole and reported before anything is taken; what was taken can be undone."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import msgspec

from palabre.foundations import limits
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.routing.actions.queues import all_queues
from palabre.tenants.actions.audit import record
from palabre.workforce.actions.queues import EDIT, VIEW, clock_of, queue_of
from palabre.workforce.model.forecasting import sheets
from palabre.workforce.model.forecasting.sheets import HalfHour, Trouble
from palabre.workforce.problems import HistoryImportUndone, HistoryImportUnknown
from palabre.workforce.store import demand as store


class HistoryReport(msgspec.Struct):
    """What a file would bring, or has brought (`imported`: its id). `accepted`: half-hours taken, of `queues` queues,
    over `days` days (of the one with the fewest). `wrong`: rows by what is wrong; `troubles`: the first of them.
    `holes`: half-hours that such weekdays have and some day lacks; `lacking`: the first. `doubled`: half-hours of the
    hour in which clocks went back. `possible`: nothing, flat, weekly, judged."""

    columns: list[str]
    lines: int
    step_seconds: int
    accepted: int
    queues: int
    days: int
    first: int | None
    last: int | None
    wrong: dict[str, int]
    troubles: list[Trouble]
    holes: int
    lacking: list[str]
    doubled: int
    possible: str
    imported: str | None = None


class HistoryImport(msgspec.Struct):
    id: str
    file_name: str
    imported_at: int
    lines: int
    accepted: int
    undone_at: int | None


async def look_at(tx: Transaction, data: bytes, queue: str | None) -> tuple[HistoryReport, list[HalfHour]]:
    """Raises HistoryFileUnreadable, QueueUnknown."""
    tx.scope.require(EDIT)
    if queue:
        await queue_of(tx, queue)
    clock = await clock_of(tx)
    named = {one.name.casefold(): one.id for one in await all_queues(tx)}
    sheet = sheets.read(data, queue, named, _instants(clock.zone))
    known = {
        whose: await store.starts(tx, whose, *_span(sheet.found, whose)) for whose in {h.queue for h in sheet.found}
    }
    taken = [half for half in sheet.found if half.start not in known[half.queue]]
    troubles = sheet.troubles + [Trouble(h.line, "known") for h in sheet.found if h.start in known[h.queue]]
    holes, lacking = sheets.gaps(taken, clock.local)
    days = sheets.span_days(taken, clock.local)
    starts = [half.start for half in taken]
    return HistoryReport(
        sheet.columns[:50], sheet.lines, sheet.step, len(taken), len({h.queue for h in taken}), days,
        min(starts, default=None), max(starts, default=None), dict(Counter(t.why for t in troubles)),
        sorted(troubles, key=lambda t: t.line)[: limits.WORKFORCE_SHOWN_MAX], holes, lacking, sheet.doubled,
        sheets.possible(days)), taken  # fmt: skip


def _span(found: list[HalfHour], queue: str) -> tuple[int, int]:
    starts = [half.start for half in found if half.queue == queue]
    return min(starts), max(starts)


def _instants(zone: ZoneInfo) -> sheets.At:
    def at(wall: datetime, fold: int) -> int | None:
        """None: clocks skip it."""
        aware = wall if wall.tzinfo else wall.replace(tzinfo=zone, fold=fold)
        instant = aware.astimezone(UTC)
        if wall.tzinfo is None and instant.astimezone(zone).replace(tzinfo=None) != wall:
            return None
        return round(instant.timestamp() * 1000)

    return at


async def import_file(tx: Transaction, data: bytes, queue: str | None, file_name: str) -> HistoryReport:
    """All that can be taken, in one transaction. Raises as look_at."""
    report, taken = await look_at(tx, data, queue)
    channels = {one.id: one.channel for one in await all_queues(tx)}
    id = new_id()
    rows = [{"queue": h.queue, "channel": channels[h.queue], "start": h.start, "offered": h.offered,
             "handled": h.handled, "handle_seconds": h.seconds} for h in taken]  # fmt: skip
    values = {"id": id, "file_name": file_name[: limits.NAME_CHARACTERS_MAX], "now": now_ms(), "by": tx.scope.person,
              "lines": report.lines, "accepted": report.accepted}  # fmt: skip
    await store.insert_import(tx, values, rows)
    await record(tx, "workforce.import_history", f"import:{id}", lines=report.lines, accepted=report.accepted)
    report.imported = id
    return report


async def undo_import(tx: Transaction, id: str) -> int:
    """How many half-hours went. Raises HistoryImportUnknown, HistoryImportUndone."""
    tx.scope.require(EDIT)
    if not await store.undo_import(tx, id, now_ms()):
        known = [row for row in await store.imports(tx, limits.PAGE_ROWS_MAX) if str(row["id"]) == id]
        raise HistoryImportUndone() if known else HistoryImportUnknown()
    removed = await store.remove_imported(tx, id)
    await record(tx, "workforce.undo_history_import", f"import:{id}", removed=removed)
    return removed


async def list_imports(tx: Transaction) -> list[HistoryImport]:
    tx.scope.require(VIEW)
    rows = await store.imports(tx, limits.PAGE_ROWS_MAX)
    return [HistoryImport(str(r["id"]), r["file_name"], r["imported_at"], r["lines"], r["accepted"], r["undone_at"])
            for r in rows]  # fmt: skip
