"""Tables as people have them in files: with or without a byte order mark, four encodings, four separators, quotes, a
column twice. Pure: bytes in, rows out, one at a time.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import islice

SEPARATORS = ";,\t|"
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


class Unreadable(Exception):
    """`reason`: empty, binary, encoding, too_long."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def decode(data: bytes) -> tuple[str, str]:
    """Text, its lines ended as ours are, and encoding. Raises Unreadable."""
    text, encoding = _read(data)
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding  # a lone one: as old Macs wrote


def _read(data: bytes) -> tuple[str, str]:
    if not data.strip():
        raise Unreadable("empty")
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _decoded(data, encoding), encoding
    if b"\0" in data:
        encoding = _unmarked(data)
        return _decoded(data, encoding), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "windows-1252"


def _unmarked(data: bytes) -> str:
    """UTF-16 without its mark: every other byte of Latin text is nothing."""
    head = data[:400]
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = head[first::2]
        if len(half) > 3 and half.count(0) > len(half) * 0.6 and head[1 - first :: 2].count(0) == 0:
            return encoding
    raise Unreadable("binary")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable("encoding") from None


def separator_of(text: str) -> str:
    """What parts the first lines into the most, and the same number of, fields. Raises Unreadable."""
    sample = [m.group() for m in islice(_LINE.finditer(text), 20) if m.group().strip()]

    def worth(separator: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(sample, delimiter=separator)]
        return (sum(1 for c in counts if c == counts[0] and c > 1), counts[0]) if counts else (0, 0)

    try:
        return max(SEPARATORS, key=worth)
    except csv.Error:
        raise Unreadable("too_long") from None


def rows_of(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """(line of the file, cells without spaces around), empty lines left out. Raises Unreadable."""
    reader = csv.reader((m.group() for m in _LINE.finditer(text)), delimiter=separator)
    try:
        for row in reader:
            cells = [cell.strip().strip("\ufeff\u200e\u200f\u202a\u202c") for cell in row]
            if any(cells):
                yield reader.line_num, cells
    except csv.Error:
        raise Unreadable("too_long") from None


def named_columns(first: list[str]) -> tuple[list[str], list[str]]:
    """Names of a header, repeated ones numbered; and those that were repeated."""
    names: list[str] = []
    doubled: list[str] = []
    for position, cell in enumerate(first):
        name, n = cell or f"column {position + 1}", 2
        while name in names:
            name, n = f"{cell} ({n})", n + 1
            doubled.append(cell)
        names.append(name)
    return names, sorted(set(doubled))
