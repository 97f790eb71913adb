"""Reading a call log from a file: csv or csv.gz, comma or semicolon, quoted, with a byte order mark, whatever its name.

One pass, bounded in bytes (unpacked, so that a small archive cannot fill the memory), rows and length of a line.
"""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from palabre.foundations import limits
from palabre.simulation.model.log import LoggedCall, Rows
from palabre.simulation.problems import LogRefused

GZIP = b"\x1f\x8b"
SEPARATORS = (",", ";", "\t")


def read_log(path: Path) -> list[LoggedCall]:
    """All calls of a file, in its order. Raises LogRefused with the line and what mends it."""
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == GZIP
            raw.seek(0)
            return _calls(gzip.GzipFile(fileobj=raw) if packed else raw)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise LogRefused(0, "the archive is cut or damaged", "copy it again") from None
    except OSError as why:
        raise LogRefused(0, f"it cannot be read ({why.strerror or why})", "give the path of a csv or csv.gz") from why


def _calls(stream: IO[bytes]) -> list[LoggedCall]:
    lines = _lines(stream)
    header = next(lines, "")
    if not header.strip():
        raise LogRefused(0, "the file is empty", "a header line and a row for each call are wanted")
    separator = max(SEPARATORS, key=header.count)
    names = _names(header, separator)
    rows, calls = Rows(names), []
    reader = csv.reader(lines, delimiter=separator)
    try:
        for fields in reader:
            line = reader.line_num + 1
            if fields and any(fields):
                calls.append(rows.read(line, _row(line, names, fields)))
            if len(calls) > limits.LOG_ROWS_MAX:
                raise LogRefused(line, f"more than {limits.LOG_ROWS_MAX:,} calls", "cut it by month")
    except csv.Error as why:
        raise LogRefused(reader.line_num + 1, f"no csv ({why})", "close its quotes, end lines by line feeds") from None
    if not calls:
        raise LogRefused(0, "there is a header and no call", "a row for each call is wanted")
    return calls


def _names(header: str, separator: str) -> list[str]:
    try:
        return [name.strip() for name in next(csv.reader([header], delimiter=separator))]
    except csv.Error as why:
        raise LogRefused(1, f"no csv ({why})", "name the columns as docs/reference/call_log.md does") from None


def _row(line: int, names: list[str], fields: list[str]) -> dict[str, str | None]:
    if len(fields) != len(names):
        what = f"{len(fields)} fields where the header has {len(names)}"
        raise LogRefused(line, what, "put quotes around a field that holds the separator, or leave the row out")
    return dict(zip(names, fields, strict=True))


def _lines(stream: IO[bytes]) -> Iterator[str]:
    """Text lines. The whole and each line are bounded; what is no UTF-8 is read as Latin-1, for no column needs it."""
    number = size = 0
    while raw := stream.readline(limits.LOG_LINE_BYTES_MAX + 1):
        number, size = number + 1, size + len(raw)
        if len(raw) > limits.LOG_LINE_BYTES_MAX:
            raise LogRefused(number, f"longer than {limits.LOG_LINE_BYTES_MAX:,} bytes", "give a csv file of calls")
        if size > limits.LOG_BYTES_MAX:
            raise LogRefused(number, f"more than {limits.LOG_BYTES_MAX:,} bytes unpacked", "cut it by month")
        if b"\0" in raw:
            raise LogRefused(number, "no text", "save it as csv in UTF-8")
        if number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        try:
            yield raw.decode()
        except UnicodeDecodeError:
            yield raw.decode("latin-1")
