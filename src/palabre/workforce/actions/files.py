"""Files of planning: bounded, and refused in words that say what is wrong and how to mend it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

from palabre.workforce.problems import FileRefused

T = TypeVar("T")


def read_json(path: Path, kind: type[T], bytes_max: int, smaller: str, reference: str) -> T:
    """Read no further than `bytes_max`. `smaller`: what to do with a file that is larger; `reference`: the document
    that says the format. Raises FileRefused."""
    try:
        with path.open("rb") as file:
            held = file.read(bytes_max + 1)
    except OSError as why:
        raise FileRefused(0, why.strerror or "it cannot be read", "name a JSON file that is there") from None
    if len(held) > bytes_max:
        raise FileRefused(0, f"it is over {bytes_max // 1_000_000} MB", smaller)
    try:
        return msgspec.json.decode(held, type=kind)
    except (msgspec.MsgspecError, RecursionError) as why:
        raise FileRefused(0, str(why), f"docs/reference/{reference} says the format") from None


@contextmanager
def csv_columns(path: Path, needed: tuple[str, ...], mend: str) -> Iterator[csv.DictReader]:
    """Rows of a CSV file in UTF-8 that has these columns, others left alone. FileRefused, while it is read too."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            missing = [c for c in needed if c not in (reader.fieldnames or ())]
            if missing:
                raise FileRefused(1, f"there is no column {missing[0]}", mend)
            yield reader
    except OSError as why:
        raise FileRefused(0, why.strerror or "it cannot be read", "name a CSV file that is there") from None
    except (UnicodeDecodeError, csv.Error) as why:
        raise FileRefused(0, f"it is no CSV in UTF-8 ({why})", "save it again as CSV, UTF-8") from None


def must(right: bool, place: str, mend: str) -> None:
    if not right:
        raise FileRefused(0, place, mend)
