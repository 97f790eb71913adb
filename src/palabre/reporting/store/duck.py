"""DuckDB in a process of its own, with a bound to its memory: files come and go by a pipe and lie in memory only.

`python -m palabre.reporting.store.duck MEGABYTES` reads frames on stdin and answers on stdout. A frame is four bytes of
length and msgpack. Questions: {"keep": name, "data": bytes} · {"ask": sql, "files": [names], "with": parameters} →
{"rows"} or {"missing": names} · {"write": sql, "data": csv} → {"data"}. Errors: {"error": text}.
The end of stdin ends it.
"""

from __future__ import annotations

import os
import sys
from collections import OrderedDict
from typing import Any, BinaryIO

import msgspec

_FILE = "/proc/self/fd/{}"
THREADS = 2
NICE = 5  # calls come before figures


class Files:
    """Files in memory by name, the least used forgotten first."""

    def __init__(self, bytes_max: int) -> None:
        self._files: OrderedDict[str, tuple[int, int]] = OrderedDict()
        self._bytes_max, self._bytes = bytes_max, 0

    def keep(self, name: str, data: bytes) -> None:
        self._forget(name)
        self._files[name] = (in_memory(data), len(data))
        self._bytes += len(data)

    def shrink(self, but: set[str]) -> None:
        for name in [n for n in self._files if n not in but]:
            if self._bytes <= self._bytes_max:
                return
            self._forget(name)

    def _forget(self, name: str) -> None:
        handle, size = self._files.pop(name, (-1, 0))
        if handle >= 0:
            os.close(handle)
            self._bytes -= size

    def paths(self, names: list[str]) -> tuple[list[str], list[str]]:
        """(paths, names that are missing)"""
        missing = [n for n in names if n not in self._files]
        for name in names:
            if name in self._files:
                self._files.move_to_end(name)
        return [_FILE.format(self._files[n][0]) for n in names if n in self._files], missing


def in_memory(data: bytes = b"") -> int:
    handle = os.memfd_create("palabre")
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]
    return handle


def answer(connection: Any, files: Files, question: dict) -> dict:
    if "keep" in question:
        files.keep(question["keep"], question["data"])
        return {}
    if "ask" in question:
        paths, missing = files.paths(question["files"])
        if missing:
            return {"missing": missing}
        cursor = connection.execute(question["ask"], {**question["with"], "files": paths})
        columns = [c[0] for c in cursor.description]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        files.shrink(set(question["files"]))
        return {"rows": rows}
    return {"data": _written(connection, question["write"], question["data"])}


def _written(connection: Any, sql: str, data: bytes) -> bytes:
    """`sql` names the two files as {into} and {out}."""
    into, out = in_memory(data), in_memory()
    try:
        connection.execute(sql.format(into=_FILE.format(into), out=_FILE.format(out)))
        return os.pread(out, os.fstat(out).st_size, 0)
    finally:
        os.close(into)
        os.close(out)


def read(stream: BinaryIO) -> Any:
    head = stream.read(4)
    if len(head) < 4:
        return None
    size = int.from_bytes(head, "big")
    data = stream.read(size)
    return msgspec.msgpack.decode(data) if len(data) == size else None


def write(stream: BinaryIO, told: Any) -> None:
    data = msgspec.msgpack.encode(told)
    stream.write(len(data).to_bytes(4, "big") + data)
    stream.flush()


def main(megabytes: int) -> None:
    import duckdb

    os.nice(NICE)

    bound = {"memory_limit": f"{megabytes}MB", "threads": THREADS, "autoinstall_known_extensions": False,
             "autoload_known_extensions": False, "temp_directory": "", "preserve_insertion_order": True}  # fmt: skip
    connection = duckdb.connect(":memory:", config=bound)
    files = Files(megabytes * 1_000_000 // 2)
    while (question := read(sys.stdin.buffer)) is not None:
        try:
            told = answer(connection, files, question)
        except Exception as error:
            told = {"error": f"{type(error).__name__}: {error}"[:1500]}
        write(sys.stdout.buffer, told)


if __name__ == "__main__":
    main(int(sys.argv[1]))
