"""`./palabre journal verify [PARTITION]` and `./palabre journal export PARTITION --to FILE`.

Verify reads every batch: numbers without a gap, as many facts as each batch says, bytes that this release opens, a
clock that never runs back, an end where the partition says. Export writes one JSON object a line: a head, each fact
with the hash of all that stands before it and itself, a foot; `./palabre journal verify --file FILE` proves such a file
whole.
Both print the same hash of the same facts. Nothing personal is in it.
"""

import argparse
import asyncio
import contextlib
import hashlib
import json
import os
import sys
from collections.abc import AsyncIterator, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TextIO

FORMAT = "palabre.journal.lines.1"
FAULTS_MAX = 20
READ_BATCHES = 500

_PARTITION = "select id, last_number from palabre.partition where id = %(partition)s"
_BATCHES = """select last_number, facts, entries from palabre.journal where partition = %(partition)s
 and last_number > %(past)s and last_number <= %(until)s order by last_number limit %(batches)s"""


class Chain:
    """sha256 of the hash before and the line: a line that was changed, moved or left out breaks all that follow."""

    def __init__(self) -> None:
        self.value = hashlib.sha256(FORMAT.encode()).hexdigest()

    def add(self, line: str) -> str:
        self.value = hashlib.sha256(f"{self.value}{line}".encode()).hexdigest()
        return self.value


class Verified:
    """What was found in one partition or file."""

    def __init__(self, partition: int, past: int = 0) -> None:
        self.partition, self.first, self.last = partition, 0, past
        self.batches = self.facts = 0
        self.faults: list[str] = []
        self.chain, self._at = Chain(), 0

    def fault(self, text: str) -> None:
        if len(self.faults) < FAULTS_MAX:
            self.faults.append(text)

    def batch(self, last: int, facts: int) -> None:
        self.batches += 1
        if self.first == 0:
            self.first, self.last = last - facts + 1, last - facts
        if last - facts != self.last:
            self.fault(f"after {self.last} comes {last - facts + 1}")
            self.last = last - facts

    def fact(self, number: int, at: int, line: str) -> str:
        if self.first == 0:
            self.first, self.last = number, number - 1
        if number != self.last + 1:
            self.fault(f"after {self.last} comes {number}")
        if at < self._at:
            self.fault(f"the clock runs back at {number}")
        self.last, self._at = number, max(at, self._at)
        self.facts += 1
        return self.chain.add(line)

    def told(self) -> dict[str, Any]:
        return {
            "partition": self.partition, "first": self.first, "last": self.last, "batches": self.batches,
            "facts": self.facts, "sha256": self.chain.value, "whole": not self.faults, "faults": self.faults,
        }  # fmt: skip


class Numbered(NamedTuple):
    number: int
    at: int
    line: str


def verify(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./palabre journal verify", description=__doc__)
    parser.add_argument("partition", nargs="?", type=int, default=0, help="default: all")
    parser.add_argument("--file", default="", metavar="FILE", help="a file that was exported, instead")
    parser.add_argument("--data", default="", metavar="DIR", help="data folder of the installation")
    parser.add_argument("--json", action="store_true", help="one JSON object a partition")
    asked = parser.parse_args(arguments)
    found = [verify_lines(Path(asked.file))] if asked.file else asyncio.run(_verify_all(asked))
    for one in found:
        print(json.dumps(one.told()) if asked.json else _said(one))
    return 0 if found and not any(one.faults for one in found) else 1


def export(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./palabre journal export", description=__doc__)
    parser.add_argument("partition", type=int)
    parser.add_argument("--to", default="-", metavar="FILE", help="default: stdout")
    parser.add_argument("--past", type=int, default=0, metavar="N", help="only facts after this number")
    parser.add_argument("--data", default="", metavar="DIR", help="data folder of the installation")
    parser.add_argument("--json", action="store_true", help="say on stderr what was written as a JSON object")
    asked = parser.parse_args(arguments)
    done = asyncio.run(_export(asked))
    print(json.dumps(done.told()) if asked.json else _said(done), file=sys.stderr)
    return 1 if done.faults else 0


def _said(one: Verified) -> str:
    head = f"partition {one.partition}: {one.first} to {one.last}, {one.facts} facts, sha256 {one.chain.value}"
    return "\n".join([head, *(f"  {fault}" for fault in one.faults)]) if one.faults else f"{head}, whole"


# -- from the database


async def _verify_all(asked: argparse.Namespace) -> list[Verified]:
    from palabre.processes import reading

    async with _database(asked.data) as database:
        wanted = [asked.partition] if asked.partition else await reading.partitions(database)
        return [await verify_partition(database, partition) for partition in wanted]


async def verify_partition(database, partition: int) -> Verified:
    """Every batch up to the last that was committed when it began: the installation goes on meanwhile."""
    found = Verified(partition)
    until = await _last(database, partition)
    async for one in numbered(database, partition, found, until):
        found.fact(one.number, one.at, one.line)
    if found.last != until and found.batches:
        found.fault(f"it ends at {found.last}, the partition at {until}")
    return found


async def numbered(database, partition: int, found: Verified, until: int, past: int = 0) -> AsyncIterator[Numbered]:
    from palabre.foundations.decision import codec_of
    from palabre.processes.reading import Told
    from palabre.processes.rooms import ROOMS

    codec = codec_of(ROOMS)
    async for last, facts, entries in _batches(database, partition, past, until):
        found.batch(last, facts)
        try:
            told = [(entry.cause, fact) for entry in codec.decode_entries(entries) for fact in entry.facts]
        except Exception as error:
            found.fault(f"batch {last - facts + 1} to {last} is not read: {type(error).__name__}")
            found.last = last
            continue
        if len(told) != facts:
            found.fault(f"batch {last - facts + 1} to {last} holds {len(told)} facts")
        for number, (cause, fact) in enumerate(told, last - facts + 1):
            if number > past:
                yield Numbered(number, fact.at, Told(partition, number, fact, cause).as_json())


async def _batches(database, partition: int, past: int, until: int) -> AsyncIterator[tuple[int, int, bytes]]:
    while True:
        wanted = {"partition": partition, "past": past, "until": until, "batches": READ_BATCHES}
        async with database.connection() as connection:
            rows = await (await connection.execute(_BATCHES, wanted)).fetchall()
        for row in rows:
            past = row["last_number"]
            yield past, row["facts"], bytes(row["entries"])
        if len(rows) < READ_BATCHES:
            return


async def _last(database, partition: int) -> int:
    from palabre.plumbing.engines.problems import EngineRefused

    async with database.connection() as connection:
        row = await (await connection.execute(_PARTITION, {"partition": partition})).fetchone()
    if row is None:
        raise EngineRefused(f"there is no partition {partition}", "./palabre journal verify names them all")
    return row["last_number"]


@contextlib.asynccontextmanager
async def _database(data: str) -> AsyncIterator[Any]:
    from palabre.plumbing.postgres import Database
    from palabre.processes import reading

    database = await Database.open(reading.projector_dsn(data), size_max=2)
    try:
        yield database
    finally:
        await database.close()


# -- to and from a file of lines


async def _export(asked: argparse.Namespace) -> Verified:
    async with _database(asked.data) as database:
        with _output(asked.to) as out:
            return await export_partition(database, asked.partition, out, past=asked.past)


async def export_partition(database, partition: int, out: TextIO, *, past: int = 0) -> Verified:
    found = Verified(partition)
    until = await _last(database, partition)
    out.write(json.dumps({"format": FORMAT, "partition": partition, "past": past}) + "\n")
    async for one in numbered(database, partition, found, until, past):
        if one.number == past + 1:
            found.first, found.last = one.number, past
        out.write(json.dumps({"fact": json.loads(one.line), "sha256": found.fact(one.number, one.at, one.line)}) + "\n")
    out.write(json.dumps({"last": found.last, "facts": found.facts, "sha256": found.chain.value}) + "\n")
    return found


@contextlib.contextmanager
def _output(to: str) -> Iterator[TextIO]:
    """A file appears whole or not at all."""
    if to == "-":
        yield sys.stdout
        return
    from palabre.plumbing.engines.problems import EngineRefused

    part = Path(f"{to}.part")
    try:
        with part.open("w") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        part.replace(to)
    except OSError as why:
        raise EngineRefused(f"{to} cannot be written: {why.strerror}", "another file with --to FILE") from None
    finally:
        part.unlink(missing_ok=True)


def verify_lines(file: Path) -> Verified:
    """A file of `export`: every line in its place, none changed, none left out, to its foot."""
    from palabre.plumbing.engines.problems import EngineRefused

    try:
        with file.open() as lines:
            return _verified(lines)
    except OSError as why:
        raise EngineRefused(f"{file} cannot be read: {why.strerror}") from None
    except (ValueError, KeyError, TypeError) as why:
        raise EngineRefused(f"{file} is no export of a journal: {type(why).__name__}") from None


def _verified(lines: Iterable[str]) -> Verified:
    rows = iter(lines)
    head = json.loads(next(rows, "null"))
    if head["format"] != FORMAT:
        raise ValueError("another format")
    found, foot = Verified(head["partition"]), None
    for text in rows:
        told = json.loads(text)
        if "fact" not in told:
            foot = told
            break
        fact = told["fact"]
        if found.fact(fact["number"], fact["at"], json.dumps(fact)) != told["sha256"]:
            found.fault(f"{fact['number']} is not what was written")
            found.chain.value = told["sha256"]
    if foot is None:
        found.fault("the file is cut: it has no foot")
    elif (foot["last"], foot["facts"], foot["sha256"]) != (found.last, found.facts, found.chain.value):
        found.fault("its foot speaks of another journal")
    if next(rows, None) is not None:
        found.fault("something stands behind its foot")
    return found
