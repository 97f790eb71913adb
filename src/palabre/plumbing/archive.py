"""The journal's old batches, in files: one a partition and run, the very bytes, gzip, its own sha256 at the end.

    {"format": "palabre.journal.1", "partition": …, "first": …, "last": …, "batches": …}\\n
    then each batch: last number (8 bytes), facts (4), milliseconds when it was written (8), length (4), entries
    then sha256 of all that stands before (32 bytes)

A batch leaves the journal once its file is synced and was read back, and only behind the snapshot and every reader.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec
import psycopg

FORMAT = "palabre.journal.1"
READ_BATCHES = 500
HEAD_BYTES_MAX = 4_096
BATCH_BYTES_MAX = 1024**3  # what PostgreSQL holds in one value
_batch = struct.Struct(">QIQI")


Fits = Callable[[int, bytes], bool]


class ArchiveRefused(Exception):
    """Not a file of ours, cut or changed; or the journal is not what the file says. One line."""


class Batch(NamedTuple):
    """`facts` numbers end with `last`; `written_at` in milliseconds."""

    last: int
    facts: int
    written_at: int
    entries: bytes


class Head(msgspec.Struct):
    partition: int
    first: int
    last: int
    batches: int
    format: str = FORMAT


class Archived(msgspec.Struct):
    """What became of one partition: `file` empty and `why` said when it was left alone."""

    partition: int
    why: str = ""
    file: str = ""
    first: int = 0
    last: int = 0
    batches: int = 0
    bytes: int = 0
    sha256: str = ""


_PARTITIONS = "select id from palabre.partition order by id"
# what is old, below the snapshot and below every reader; a reader known elsewhere that never began here stands at 0
_BOUND = """
select s.number, s.state,
       (select min(coalesce(r.number, 0)) from (select distinct name from palabre.reader) n
          left join palabre.reader r on r.name = n.name and r.partition = %(p)s) as reader,
       (select min(last_number) from palabre.journal
         where partition = %(p)s and written_at >= now() - make_interval(secs => %(seconds)s)) as young
  from (select 1) one left join palabre.snapshot s on s.partition = %(p)s"""
_SPAN = """select min(last_number - facts) + 1 as first, max(last_number) as last, count(*) as batches
 from palabre.journal where partition = %(p)s and last_number <= %(bound)s and last_number < %(young)s"""
_READ = """select last_number, facts, (extract(epoch from written_at) * 1000)::bigint, entries from palabre.journal
 where partition = %(p)s and last_number between %(first)s and %(last)s order by last_number"""
_DROP = "delete from palabre.journal where partition = %(p)s and last_number between %(first)s and %(last)s"
_LOCK = "select pg_advisory_xact_lock(hashtext('palabre.journal.archive'), %(p)s)"
_ABOVE = "select number from palabre.snapshot where partition = %(p)s and number >= %(last)s for share"
_BACK = """insert into palabre.journal (partition, last_number, facts, entries, written_at)
 values (%s, %s, %s, %s, to_timestamp(%s / 1000.0)) on conflict do nothing"""


def partitions(connection: psycopg.Connection) -> list[int]:
    return [row[0] for row in connection.execute(_PARTITIONS).fetchall()]


def archive(connection: psycopg.Connection, partition: int, seconds: float, folder: Path, fits: Fits) -> Archived:
    """Move what is older than `seconds` to a file of `folder`. `connection`: of the owner, outside a transaction.

    `fits(partition, state)`: does the snapshot open with this code? Raises ArchiveRefused when the file does not read
    back as the journal, which is then whole.
    """
    with connection.transaction():
        connection.execute(_LOCK, {"p": partition})
        head = _wanted(connection, partition, seconds, fits)
        if isinstance(head, str):
            return Archived(partition, head)
        path = folder / f"journal-{partition}-{head.first:012d}-{head.last:012d}.gz"
        digest = _write(path, head, _batches(connection, head))
        if (seen := check(path)) != (head, digest):
            raise ArchiveRefused(f"{path} does not read back: {seen}")
        span = {"p": partition, "first": head.first, "last": head.last}
        if connection.execute(_ABOVE, span).fetchone() is None:
            raise ArchiveRefused(f"the snapshot of partition {partition} went back")
        dropped = connection.execute(_DROP, span).rowcount
        if dropped != head.batches:
            raise ArchiveRefused(f"partition {partition} has {dropped} batches where {path} has {head.batches}")
    return Archived(partition, "", str(path), head.first, head.last, head.batches, path.stat().st_size, digest)


def restore(connection: psycopg.Connection, path: Path) -> Head:
    """Put a file's batches back before the journal's beginning; those that are there stay."""
    head, _ = check(path)
    with connection.transaction():
        connection.execute(_LOCK, {"p": head.partition})
        for b in batches(path):
            connection.execute(_BACK, (head.partition, b.last, b.facts, b.entries, b.written_at))
    return head


def _wanted(connection: psycopg.Connection, partition: int, seconds: float, fits: Fits) -> Head | str:
    """What may go; a string says why nothing may."""
    asked = {"p": partition, "seconds": seconds}
    snapshot, state, reader, young = connection.execute(_BOUND, asked).fetchone() or (None,) * 4
    if snapshot is None:
        return "it has no snapshot"
    if not fits(partition, state):
        return "its snapshot does not open with this release"
    if reader is None:
        return "nobody has read it yet"
    bounds = {"p": partition, "bound": min(snapshot, reader), "young": young if young is not None else 2**62}
    first, last, count = connection.execute(_SPAN, bounds).fetchone() or (None, None, 0)
    if count:
        return Head(partition, first, last, count)
    return f"nothing that old lies below its snapshot ({snapshot}) and its slowest reader ({reader})"


def _batches(connection: psycopg.Connection, head: Head) -> Iterator[Batch]:
    with connection.cursor(name="archive") as cursor:
        cursor.itersize = READ_BATCHES
        cursor.execute(_READ, {"p": head.partition, "first": head.first, "last": head.last})
        for row in cursor:
            yield Batch(*row)


def _write(path: Path, head: Head, found: Iterable[Batch]) -> str:
    """Beside, synced, then renamed; returns the sha256 that stands at its end."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part, digest = path.with_suffix(".part"), hashlib.sha256()
    part.unlink(missing_ok=True)
    with open(part, "xb", opener=lambda p, f: os.open(p, f, 0o600)) as raw:
        with gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as file:
            for data in _form(head, found):
                digest.update(data)
                file.write(data)
            file.write(digest.digest())
        raw.flush()
        os.fsync(raw.fileno())
    part.rename(path)
    opened = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
    return digest.hexdigest()


def _form(head: Head, found: Iterable[Batch]) -> Iterator[bytes]:
    yield json.dumps(msgspec.to_builtins(head)).encode() + b"\n"
    for b in found:
        yield _batch.pack(b.last, b.facts, b.written_at, len(b.entries)) + b.entries


def batches(path: Path) -> Iterator[Batch]:
    """Each batch of a file, oldest first. Raises ArchiveRefused, at its end only where bytes were changed."""
    yield from _Reading(path)


def check(path: Path) -> tuple[Head, str]:
    """Read it whole: its head and its sha256. Raises ArchiveRefused."""
    reading = _Reading(path)
    for _ in reading:
        pass
    return reading.head, reading.digest.hexdigest()


class _Reading:
    """One pass over a file: numbers without a gap, as many as the head says, and the sum."""

    def __init__(self, path: Path) -> None:
        self.path, self.digest = path, hashlib.sha256()
        self.head: Head

    def __iter__(self) -> Iterator[Batch]:
        try:
            with gzip.open(self.path, "rb") as file:
                yield from self._read(file)  # type: ignore[arg-type]
        except (OSError, EOFError, ValueError, struct.error, zlib.error, msgspec.MsgspecError) as why:
            raise ArchiveRefused(f"{self.path}: {why}") from None

    def _read(self, file: BinaryIO) -> Iterator[Batch]:
        line = file.readline(HEAD_BYTES_MAX)
        self.digest.update(line)
        self.head = msgspec.json.decode(line, type=Head)
        if self.head.format != FORMAT:
            raise ValueError(f"is of another form, {self.head.format[:40]}")
        past = self.head.first - 1
        for _ in range(self.head.batches):
            told = self._take(file, _batch.size)
            last, facts, written_at, length = _batch.unpack(told)
            if last - facts != past or length > BATCH_BYTES_MAX:
                raise ValueError(f"has a gap after {past}")
            past = last
            yield Batch(last, facts, written_at, self._take(file, length))
        if past != self.head.last or file.read(33) != self.digest.digest():
            raise ValueError("was changed")

    def _take(self, file: BinaryIO, length: int) -> bytes:
        data = file.read(length)
        if len(data) != length:
            raise ValueError("ends early")
        self.digest.update(data)
        return data
