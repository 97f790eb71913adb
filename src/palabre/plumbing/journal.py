"""The journal: one gapless numbered stream per partition. Three methods: append, read_from, take_over.

Every append carries the owner's epoch and the last number it expects; it fails if either is not current, so an old
owner that wakes up late can never write. One commit carries the batches of every partition a process owns.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Protocol

import msgspec
import psycopg

from palabre.plumbing.postgres import Database

READ_BATCHES = 500


class Append(msgspec.Struct):
    """`past` → `last`: the numbers before and after. `outbox`: ids of rows moved, deleted in the same commit."""

    partition: int
    epoch: int
    past: int
    last: int
    entries: bytes
    outbox: Sequence[int] = ()


class Journal(Protocol):
    async def append(self, batches: Sequence[Append]) -> set[int]:
        """The partitions written: acknowledge these, give up the others. Raises Doubtful when nobody can tell."""

    def read_from(self, partition: int, past: int) -> AsyncIterator[tuple[int, bytes]]:
        """(number of the first fact, bytes of the entries) of each batch that holds a fact past a number."""

    async def take_over(self, partition: int, owner: str) -> tuple[int, int]:
        """A new epoch and the last number; any earlier owner is fenced from here on."""


class JournalCut(Exception):
    """What the state needs is no longer in the journal: it was archived, and no snapshot stands where it ends."""

    def __init__(self, number: int, first: int) -> None:
        super().__init__(f"the journal goes on at {first}, the state ends at {number}")


class Doubtful(Exception):
    """The commit may or may not have happened: drop the state, read the last number again, rebuild."""


_APPEND = """
with u as (select * from unnest(%(ids)s::int[], %(epochs)s::bigint[], %(pasts)s::bigint[], %(lasts)s::bigint[],
                                %(entries)b::bytea[])
             as t(id, epoch, past, last, entries)),
 f as (update palabre.partition p set last_number = u.last from u
         where p.id = u.id and p.epoch = u.epoch and p.last_number = u.past and p.moved_to is null returning p.id),
 i as (insert into palabre.journal (partition, last_number, facts, entries)
         select u.id, u.last, u.last - u.past, u.entries from u join f using (id)),
 m as (select t.row, t.id from unnest(%(rows)s::bigint[], %(row_ids)s::int[]) as t(row, id)),
 d as (delete from palabre.outbox o using m join f using (id) where o.id = m.row)
select coalesce(array_agg(id), '{}') as written from f"""
_READ = """select last_number, facts, entries from palabre.journal
 where partition = %(partition)s and last_number > %(past)s order by last_number limit %(batches)s"""
_TAKE = """update palabre.partition set epoch = epoch + 1, owner = %(owner)s where id = %(partition)s
 returning epoch, last_number"""


class PostgresJournal:
    def __init__(self, database: Database) -> None:
        self._database, self._line = database, database.line()

    async def append(self, batches: Sequence[Append]) -> set[int]:
        moved = [(row, b.partition) for b in batches for row in b.outbox]
        params = {
            "ids": [b.partition for b in batches],
            "epochs": [b.epoch for b in batches],
            "pasts": [b.past for b in batches],
            "lasts": [b.last for b in batches],
            "entries": [b.entries for b in batches],
            "rows": [row for row, _ in moved],
            "row_ids": [p for _, p in moved],
        }
        try:
            row = await self._line.one(_APPEND, params)
        except psycopg.Error as error:
            raise Doubtful(str(error)) from error
        return set(row["written"])

    async def read_from(self, partition: int, past: int) -> AsyncIterator[tuple[int, bytes]]:
        while True:
            async with self._database.connection() as connection:
                params = {"partition": partition, "past": past, "batches": READ_BATCHES}
                rows = await (await connection.execute(_READ, params)).fetchall()
            for row in rows:
                past = row["last_number"]
                yield past - row["facts"] + 1, row["entries"]
            if len(rows) < READ_BATCHES:
                return

    async def take_over(self, partition: int, owner: str) -> tuple[int, int]:
        async with self._database.connection() as connection:
            async with connection.transaction():
                row = await (await connection.execute(_TAKE, {"partition": partition, "owner": owner})).fetchone()
        return row["epoch"], row["last_number"]


class MemoryJournal:
    """The same three methods over lists, for simulation and replay."""

    def __init__(self) -> None:
        self._heads: dict[int, tuple[int, int]] = {}
        self._batches: dict[int, list[tuple[int, int, bytes]]] = {}

    async def append(self, batches: Sequence[Append]) -> set[int]:
        written = set()
        for b in batches:
            if self._heads.get(b.partition, (0, 0)) == (b.epoch, b.past):
                self._heads[b.partition] = (b.epoch, b.last)
                self._batches.setdefault(b.partition, []).append((b.past + 1, b.last, b.entries))
                written.add(b.partition)
        return written

    async def read_from(self, partition: int, past: int) -> AsyncIterator[tuple[int, bytes]]:
        for first, last, entries in list(self._batches.get(partition, ())):
            if last > past:
                yield first, entries

    async def take_over(self, partition: int, owner: str) -> tuple[int, int]:
        epoch, last = self._heads.get(partition, (0, 0))
        self._heads[partition] = (epoch + 1, last)
        return epoch + 1, last
