"""The worker of an import is killed (SIGKILL, a true process) while it reads, applies and undoes: another goes on, and
nothing is counted, made or taken away twice. A lock stops it at an exact row, so that the kill finds it with rows
written and not committed.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import psycopg
import pytest
from moving_workers import open_workers
from psycopg.rows import dict_row

from palabre.moving.actions import uploads
from palabre.moving.jobs import let_go_of

ROWS, BATCH = 30, 5
AT = 2 * BATCH + 3  # two batches are done, the third is under way
HEADER = "nom;tel\n"
A_ROW = "select 1 from palabre.moving_row where import = %(id)s and position = %(at)s for update"
ITS_FILE = """select 1 from palabre.blob where id = (select blob from palabre.moving_import where id = %(id)s)
              for update"""
# of a row that is not there yet: whoever writes it waits for the end of who wrote it first
A_PLACE = """insert into palabre.moving_row (tenant, import, position, kind, line, key, state, fields)
             values (%(tenant)s, %(id)s, %(at)s, 'customers', 1, '', 'same', '{}')"""
WAITING = "select count(*) as n from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))"
THERE = {
    "customers": "customer where name like 'C%%' and erased_at is null and",
    "applied": "audit where verb = 'moving.applied' and",
    "undone": "audit where verb = 'moving.undone' and",
    "files": "blob where erased_at is null and",
}


class Deaths:
    """Of the workers of one centre's imports."""

    def __init__(self, centre, workers, locks: psycopg.AsyncConnection) -> None:
        self.centre, self.workers, self._locks = centre, workers, locks

    async def at(self, lock: str, id: str, at: int = 0) -> None:
        """A worker begins, comes to what is locked, and dies there."""
        await self._locks.execute(lock, {"tenant": self.centre.tenant, "id": id, "at": at})
        await self.workers.begin()
        await until(self._waits)
        self.workers.kill()
        await self._locks.rollback()

    async def _waits(self) -> bool:
        return (await (await self._locks.execute(WAITING)).fetchone())["n"] == 1

    async def then(self, id: str, state: str, workers: int = 1):
        """Others begin, and come to their end."""
        async def there() -> bool:
            return (await self.centre.get(id)).state == state

        for _ in range(workers):
            await self.workers.begin()
        await until(there)
        self.workers.kill()
        return await self.centre.get(id)

    async def left(self) -> dict[str, int]:
        async with self.centre.transaction() as tx:
            asked = {name: await tx.one(f"select count(*) as n from palabre.{of} tenant = %(tenant)s",
                                        {"tenant": self.centre.tenant}) for name, of in THERE.items()}  # fmt: skip
        return {name: row["n"] for name, row in asked.items()}


async def until(test, seconds_max: float = 20.0) -> None:
    deadline = time.monotonic() + seconds_max
    while not await test():
        assert time.monotonic() < deadline, "not within its time"
        await asyncio.sleep(0.01)


@pytest.fixture
async def deaths(centre, own_database, tmp_path) -> AsyncIterator[Deaths]:
    async with open_workers(own_database.dsn("web"), tmp_path) as workers, await psycopg.AsyncConnection.connect(
        own_database.dsn("superuser"), row_factory=dict_row
    ) as locks:
        await locks.execute("set session_replication_role = replica")  # a place without a share in its import
        await locks.commit()
        yield Deaths(centre, workers, locks)


def customers(n: int) -> str:
    return HEADER + "".join(f"C{i};01990071{i:02}\n" for i in range(n))


async def asked(centre, ask, id: str, **more) -> None:
    async with centre.transaction() as tx:
        await ask(tx, id, **more)


async def test_killed_while_it_reads_applies_and_undoes(centre, deaths):
    id = (await centre.upload(customers(ROWS), "clients.csv")).id
    await deaths.at(A_PLACE, id, AT)
    seen = await centre.get(id)
    assert (seen.state, seen.done) == ("reading", 2 * BATCH)
    seen = await deaths.then(id, "ready")
    assert (seen.counts["customers"]["new"], seen.done) == (ROWS, ROWS), "from its beginning again, counted once"

    await asked(centre, uploads.apply, id)
    for at in (AT, AT + 2 * BATCH):  # its successor too
        await deaths.at(A_ROW, id, at)
        seen, done = await centre.get(id), at // BATCH * BATCH
        assert (seen.state, seen.done, seen.rows) == ("applying", done, ROWS)
        assert (await deaths.left())["customers"] == done, "what it says is done, is there; nothing else is"
    seen = await deaths.then(id, "applied", workers=2)
    assert seen.done == ROWS
    assert (await deaths.left()) | {"files": 0} == {"customers": ROWS, "applied": 1, "undone": 0, "files": 0}

    await asked(centre, uploads.undo, id, changed_since=False)
    await deaths.at(A_ROW, id, ROWS - AT)  # the last row first
    assert (await centre.get(id)).state == "undoing"
    assert (await deaths.left())["customers"] == ROWS - (await centre.get(id)).done == ROWS - 2 * BATCH
    seen = await deaths.then(id, "undone")
    assert (seen.done, seen.left) == (ROWS, 0)
    assert await deaths.left() | {"files": 0} == {"customers": 0, "applied": 1, "undone": 1, "files": 0}


async def test_killed_in_the_one_transaction_of_a_small_file_and_before_that_file_is_erased(centre, deaths):
    id = (await centre.looked_at(customers(6), "clients.csv")).id
    await asked(centre, uploads.apply, id)
    await deaths.at(A_ROW, id, 4)
    assert (await centre.get(id)).state == "applying"
    assert await deaths.left() == {"customers": 0, "applied": 0, "undone": 0, "files": 1}, "all of it or nothing"
    await deaths.at(ITS_FILE, id)
    assert (await centre.get(id)).state == "applied"
    assert await deaths.left() == {"customers": 6, "applied": 1, "undone": 0, "files": 1}
    await let_go_of(centre.services, centre.tenant)
    assert (await deaths.left())["files"] == 0, "nobody else would know of it"
    assert len(await centre.rows(id)) == 6, "it can still be undone"
    assert (await centre.undo(id)).left == 0 and await let_go_of(centre.services, centre.tenant) == 0
