"""The journal's three methods, in memory and in PostgreSQL, under the same tests."""

from __future__ import annotations

import psycopg
import pytest

from palabre.plumbing.journal import Append, MemoryJournal, PostgresJournal


@pytest.fixture(params=["memory", "postgres"])
async def journal(request, stage):
    partition = 1
    if request.param == "memory":
        yield MemoryJournal(), partition
        return
    async with stage.router.connection() as connection:
        row = await (
            await connection.execute(
                "select partition from palabre.partition_tenant where tenant = %s", (stage.tenant,)
            )
        ).fetchone()
    yield PostgresJournal(stage.router), row["partition"]


async def read(journal, partition: int, past: int) -> list[tuple[int, bytes]]:
    return [batch async for batch in journal.read_from(partition, past)]


async def test_numbers_have_no_gap_and_are_read_in_order(journal):
    book, p = journal
    epoch, last = await book.take_over(p, "one")
    assert last == 0
    assert await book.append([Append(p, epoch, 0, 3, b"abc")]) == {p}
    assert await book.append([Append(p, epoch, 3, 4, b"d")]) == {p}
    assert await read(book, p, 0) == [(1, b"abc"), (4, b"d")]
    assert await read(book, p, 3) == [(4, b"d")]
    assert await read(book, p, 2) == [(1, b"abc"), (4, b"d")]
    assert await read(book, p, 4) == []


async def test_a_wrong_last_number_or_an_old_epoch_writes_nothing(journal):
    book, p = journal
    old, _ = await book.take_over(p, "one")
    await book.append([Append(p, old, 0, 1, b"a")])
    assert await book.append([Append(p, old, 0, 1, b"again")]) == set()
    new, last = await book.take_over(p, "two")
    assert (new, last) == (old + 1, 1)
    assert await book.append([Append(p, old, 1, 2, b"late")]) == set()
    assert await book.append([Append(p, new, 1, 2, b"b")]) == {p}
    assert await read(book, p, 0) == [(1, b"a"), (2, b"b")]


async def test_one_commit_carries_the_batches_of_all_and_gives_up_the_fenced_only(stage):
    tenants = [await stage.new_tenant() for _ in range(5)]
    book = PostgresJournal(stage.router)
    async with stage.router.connection() as connection:
        rows = await (
            await connection.execute(
                "select partition from palabre.partition_tenant where tenant = any(%s::uuid[]) order by 1", (tenants,)
            )
        ).fetchall()
    partitions = [r["partition"] for r in rows]
    epochs = {p: (await book.take_over(p, "one"))[0] for p in partitions}
    await book.take_over(partitions[2], "two")
    written = await book.append([Append(p, epochs[p], 0, 1, b"x") for p in partitions])
    assert written == set(partitions) - {partitions[2]}


async def test_the_journal_cannot_be_rewritten_by_our_own_roles(stage):
    for role in ("web", "router", "projector"):
        async with await psycopg.AsyncConnection.connect(stage.database.dsn(role)) as connection:
            for statement in ("delete from palabre.journal", "update palabre.journal set entries = ''"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    async with connection.transaction():
                        await connection.execute(statement)
