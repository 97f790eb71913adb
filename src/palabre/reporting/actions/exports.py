"""A report as a file: CSV, XLSX or Parquet, whole, with the definition of each figure.

Nothing in it is a formula: a text that a spreadsheet would take for one is written with an apostrophe before it in CSV,
and as a string cell in XLSX (OWASP, CSV injection). Numbers are numbers; the decimal comma goes with the semicolon.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from palabre.foundations import limits
from palabre.foundations.clock import Instant
from palabre.foundations.problems import Invalid
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services
from palabre.reporting.actions.reports import Asked, Column, ReportTable, make_report
from palabre.reporting.model.definitions import definition, name
from palabre.reporting.model.words import HEADS, POPULATIONS, SHEETS, said
from palabre.reporting.problems import ExportTooLong
from palabre.reporting.store.long_memory import of_process
from palabre.tenants.actions.audit import record

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "definitions": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
ROWS_MAX = 100_000
CHUNK_BYTES = 64 * 1024
EXPLAINED = ("figure", "definition", "population", "cohort", "source", "n")
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


class File(msgspec.Struct):
    content_type: str
    name: str
    chunks: AsyncIterator[bytes]


async def export(
    services: Services, scope: Scope, asked: Asked, *, now: Instant, kind: str, comma: bool
) -> File:
    """Every row of a report, ROWS_MAX at most. `comma`: decimal comma and semicolons in CSV. Raises ExportTooLong."""
    if kind not in FORMATS:
        raise Invalid(field="format", reason="unknown")
    pages = _pages(services, scope, asked, now)
    first = await anext(pages)  # what is refused is refused before anything is sent
    async with services.database.transaction(scope) as tx:
        codes = {"each": asked.each, "first": str(asked.first), "last": str(asked.last), "format": kind}
        await record(tx, "reporting.export", f"report:{asked.by}", **codes)
    write = {"csv": _csv, "definitions": _definitions, "xlsx": _xlsx, "parquet": _parquet}[kind]
    ending = "definitions.csv" if kind == "definitions" else kind
    file = f"palabre-{asked.by}-{asked.first}-{asked.last}.{ending}"
    return File(FORMATS[kind], file, write(services, scope, first, pages, comma))


async def _pages(services: Services, scope: Scope, asked: Asked, now: Instant) -> AsyncIterator[ReportTable]:
    after, sent = "", 0
    while True:
        page = await make_report(services, scope, asked, now=now, after=after, limit=limits.PAGE_ROWS_MAX)
        sent += len(page.rows)
        if sent > ROWS_MAX:
            raise ExportTooLong(field="last", rows_max=ROWS_MAX)
        yield page
        if page.next is None:
            return
        after = page.next


def harmless(text: str) -> str:
    """As a spreadsheet shows it, and never executes it."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def heads(table: ReportTable, language: str) -> list[str]:
    own = [said(HEADS[key], language) for key in ("subject", "name", "begin", "end")]
    return [*own, *(_head(column, language) for column in table.columns)]


def _head(column: Column, language: str) -> str:
    unit = {"seconds": " (s)", "ratio": "", "count": ""}[column.unit]
    within = f" ({column.threshold_seconds:g} s)" if column.threshold_seconds is not None else ""
    return f"{name(column.key, language)}{within}{unit}"


def _local(at: Instant, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(zone)


def explained(table: ReportTable, language: str) -> list[list[str]]:
    """The sheet of definitions: of the report, then of each figure."""
    zone = ZoneInfo(table.time_zone)
    period = f"{_local(table.begin, zone).isoformat()} / {_local(table.end, zone).isoformat()}"
    about = [("period", period), ("zone", table.time_zone), ("made", _local(table.now, zone).isoformat())]
    filters = "; ".join(f"{kind}: {text}" for kind, text in table.filters.items()) or said(HEADS["all"], language)
    rows = [[said(HEADS[key], language), text] for key, text in [*about, ("filters", filters)]]
    rows += [[], [said(HEADS[key], language) for key in EXPLAINED]]
    for column, n in zip(table.columns, table.total.n, strict=True):
        words = definition(column.key, language).replace("{X}", f"{column.threshold_seconds or 0:g}")
        population = said(POPULATIONS.get(column.population, (column.population,) * 3), language)
        told = [said(HEADS[column.cohort], language), said(HEADS[column.source], language)]
        rows.append([_head(column, language), words, population, *told, str(n)])
    return rows


# -- CSV


async def _csv(services, scope: Scope, first: ReportTable, rest, comma: bool) -> AsyncIterator[bytes]:
    """With a mark at the head, for spreadsheets. Its definitions are a file of their own."""
    zone, text = ZoneInfo(first.time_zone), io.StringIO()
    lines = csv.writer(text, delimiter=";" if comma else ",", lineterminator="\r\n")
    text.write("\ufeff")
    lines.writerow(harmless(h) for h in heads(first, scope.language))
    async for row in _every(first, rest):
        figures = (_written(value, comma) for value in row.values)
        lines.writerow([row.subject, harmless(row.name), *_instants(row, zone), *figures])
        if text.tell() > CHUNK_BYTES:
            yield _taken(text)
    yield _taken(text)


async def _definitions(services, scope: Scope, first: ReportTable, rest, comma: bool) -> AsyncIterator[bytes]:
    """What a CSV has no sheet for."""
    text = io.StringIO()
    text.write("\ufeff")
    lines = csv.writer(text, delimiter=";" if comma else ",", lineterminator="\r\n")
    lines.writerows([harmless(cell) for cell in row] for row in explained(first, scope.language))
    yield _taken(text)


def _instants(row, zone: ZoneInfo) -> list[str]:
    return [_local(at, zone).isoformat() for at in (row.begin, row.end)]


def _written(value: float | None, comma: bool) -> str:
    if value is None:
        return ""
    text = str(int(value)) if float(value).is_integer() else f"{value:.6g}"
    return text.replace(".", ",") if comma else text


def _taken(text: io.StringIO) -> bytes:
    data = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return data


async def _every(first: ReportTable, rest):
    for row in first.rows:
        yield row
    async for page in rest:
        for row in page.rows:
            yield row


# -- XLSX


async def _xlsx(services, scope: Scope, first: ReportTable, rest, comma: bool) -> AsyncIterator[bytes]:
    """Row by row into a file of its own: memory stays as it is, however many rows."""
    import xlsxwriter

    with tempfile.TemporaryFile() as file:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                   "strings_to_numbers": False}  # fmt: skip
        book = xlsxwriter.Workbook(file, options)
        await _fill(book, scope, first, rest)
        book.close()
        file.seek(0)
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


async def _fill(book: Any, scope: Scope, first: ReportTable, rest) -> None:
    bold, date = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    shapes = {"ratio": book.add_format({"num_format": "0.0 %"}), "seconds": book.add_format({"num_format": "0.0"})}
    sheet, zone = book.add_worksheet(said(SHEETS["figures"], scope.language)), ZoneInfo(first.time_zone)
    sheet.freeze_panes(1, 2)
    for n, head in enumerate(heads(first, scope.language)):
        sheet.write_string(0, n, head, bold)
    line = 0
    async for row in _every(first, rest):
        line += 1
        sheet.write_string(line, 0, row.subject)
        sheet.write_string(line, 1, row.name)
        for n, at in ((2, row.begin), (3, row.end)):
            sheet.write_datetime(line, n, _local(at, zone).replace(tzinfo=None), date)
        for n, (value, column) in enumerate(zip(row.values, first.columns, strict=True), 4):
            if value is not None:
                sheet.write_number(line, n, value, shapes.get(column.unit))
    words = book.add_worksheet(said(SHEETS["definitions"], scope.language))
    for line, cells in enumerate(explained(first, scope.language)):
        for n, cell in enumerate(cells):
            words.write_string(line, n, cell)


# -- Parquet


async def _parquet(services, scope: Scope, first: ReportTable, rest, comma: bool) -> AsyncIterator[bytes]:
    """Columns by their keys, instants in milliseconds; the definitions are the file's metadata."""
    text = io.StringIO()
    lines = csv.writer(text)
    keys = [column.key for column in first.columns]
    lines.writerow(["subject", "name", "begin", "end", *keys])
    async for row in _every(first, rest):
        lines.writerow([row.subject, row.name, row.begin, row.end, *row.values])
    told = msgspec.json.encode({c.key: definition(c.key, scope.language) for c in first.columns}).decode()
    types = {"subject": "VARCHAR", "name": "VARCHAR", "begin": "BIGINT", "end": "BIGINT"}
    columns = ", ".join(f"'{n}': '{types.get(n, 'DOUBLE')}'" for n in ("subject", "name", "begin", "end", *keys))
    quoted = told.replace("'", "''").replace("{", "{{").replace("}", "}}")
    sql = f"""copy (select * from read_csv('{{into}}', header = true, nullstr = '', delim = ',', quote = '"',
 escape = '"', columns = {{{{{columns}}}}})) to '{{out}}' (format parquet, compression zstd, use_tmp_file false,
 kv_metadata {{{{definitions: '{quoted}', time_zone: '{first.time_zone}'}}}})"""
    data = await of_process(services.settings).write(sql, text.getvalue().encode())
    for begin in range(0, len(data), CHUNK_BYTES):
        yield data[begin : begin + CHUNK_BYTES]
