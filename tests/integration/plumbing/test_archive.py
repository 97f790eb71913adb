"""A journal shortened by its archive: the very bytes in a file, and whoever starts on what is left starts well."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import logging
import os
from pathlib import Path

import psycopg
import pytest

from palabre.foundations.decision import codec_of
from palabre.foundations.problems import Refused
from palabre.plumbing import archive
from palabre.plumbing.journal import JournalCut
from palabre.plumbing.partition.owned import Owned
from palabre.plumbing.reactions import Reader

from .conftest import ROOM, Count, Counted

DAY = 86_400
MONTH = 30 * DAY


def fits(partition: int, state: bytes) -> bool:
    trial = Owned(partition, "", [ROOM], codec_of([ROOM]))
    trial.restart(0, 2**62)
    try:
        trial.load(state)
    except Exception:
        return False
    return True


def sql(stage, statement: str, *params) -> list[tuple]:
    with psycopg.connect(stage.database.dsn("superuser"), autocommit=True) as connection:
        cursor = connection.execute(statement, params)
        return cursor.fetchall() if cursor.description else []


def in_journal(stage) -> list[tuple]:
    return sql(stage, "select last_number, facts, entries from palabre.journal order by partition, last_number")


def age(stage, days: int = 40, upto: int = 2**60) -> None:
    old = "update palabre.journal set written_at = now() - make_interval(days => %s) where last_number <= %s"
    sql(stage, old, days, upto)


def unpacked(done: archive.Archived) -> bytes:
    return gzip.decompress(Path(done.file).read_bytes())


def run(stage, folder: Path, seconds: float = MONTH) -> archive.Archived:
    with psycopg.connect(stage.database.dsn("owner"), autocommit=True) as connection:
        (partition,) = archive.partitions(connection)[:1]
        return archive.archive(connection, partition, seconds, folder, fits)


async def read_all(stage, upto: int, name: str = "test") -> None:
    """A reader whose position is then `upto`."""
    async def handle(transaction, batch):
        return None

    reader = Reader(name, stage.projector, await stage.bus(), [ROOM], handle, [Counted])
    task = asyncio.create_task(reader.run())
    try:
        async with asyncio.timeout(10):
            while not sql(stage, "select 1 from palabre.reader where name = %s and number >= %s", name, upto):
                await asyncio.sleep(0.02)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def live(stage, before: int = 50, after: int = 10) -> None:
    """Facts, a snapshot, a reader that has read them, more facts; all of it a month old."""
    commander = await stage.commander()
    async with stage.host() as host:
        for n in range(before):
            await commander.ask(stage.tenant, Count(1), id=f"before{n}")
        await host.snapshot_all()
        await read_all(stage, before)
        for _ in range(after):
            await commander.ask(stage.tenant, Count(2))
    age(stage)


async def test_the_very_bytes_leave_for_a_file_and_the_state_is_the_same(stage, tmp_path):
    await live(stage)
    before = in_journal(stage)
    done = run(stage, tmp_path / "kept")
    assert (done.first, done.last, done.why) == (1, 50, "") and done.batches == len(before) - len(in_journal(stage))
    kept = [(b.last, b.facts, b.entries) for b in archive.batches(Path(done.file))]
    assert kept + in_journal(stage) == before and len(kept) == done.batches > 0
    plain = unpacked(done)
    assert hashlib.sha256(plain[:-32]).digest() == plain[-32:] == bytes.fromhex(done.sha256)
    assert os.stat(done.file).st_mode & 0o077 == 0 and os.stat(done.file).st_size == done.bytes
    async with stage.host():
        commander = await stage.commander()
        assert await commander.ask(stage.tenant, Count(1), id="before3") == 4  # remembered by the snapshot
        assert await commander.ask(stage.tenant, Count(5)) == 50 + 20 + 5
    follower = await stage.follower()
    assert (follower.world["sum"].total, follower.number) == (75, 61)
    again = run(stage, tmp_path / "kept")
    assert again.why and not again.file and len(list((tmp_path / "kept").iterdir())) == 1


async def test_everything_may_be_archived_where_a_snapshot_stands_at_the_end(stage, tmp_path):
    await live(stage, after=0)
    assert run(stage, tmp_path).last == 50 and in_journal(stage) == []
    follower = await stage.follower()
    assert (follower.world["sum"].total, follower.number) == (50, 50)
    async with stage.host():
        assert await (await stage.commander()).ask(stage.tenant, Count(1)) == 51


async def test_what_is_young_unread_or_past_the_snapshot_stays(stage, tmp_path):
    commander = await stage.commander()
    async with stage.host() as host:
        for _ in range(10):
            await commander.ask(stage.tenant, Count(1))
        age(stage)
        assert run(stage, tmp_path).why == "it has no snapshot"
        await host.snapshot_all()
        assert run(stage, tmp_path).why == "nobody has read it yet"
        await read_all(stage, 10)
        sql(stage, "insert into palabre.reader (name, partition, number) select 'slow', id, 4 from palabre.partition")
        assert "slowest reader (4)" not in run(stage, tmp_path).why
        assert in_journal(stage)[0][0] == 5
        sql(stage, "update palabre.reader set number = 10")
        age(stage, 20)
        age(stage, 40, upto=7)
        assert run(stage, tmp_path).last == 7
        # a reader known on another partition alone has read nothing here
        await stage.new_tenant()
        age(stage)
        new = "insert into palabre.reader (name, partition, number) select 'new', max(id), 3 from palabre.partition"
        sql(stage, new)
        assert "slowest reader (0)" in run(stage, tmp_path).why
        sql(stage, "delete from palabre.reader where name = 'new'")
        sql(stage, "update palabre.snapshot set state = %s", b"foreign")
        assert run(stage, tmp_path).why == "its snapshot does not open with this release"
    assert [row[0] for row in in_journal(stage)] == [8, 9, 10]


async def test_a_file_that_was_changed_or_cut_is_refused(stage, tmp_path):
    await live(stage)
    done = run(stage, tmp_path)
    plain, path = unpacked(done), tmp_path / "bad.gz"
    middle = len(plain) // 2
    for bad in (plain[:-1], plain[:middle], plain[:middle] + bytes([plain[middle] ^ 1]) + plain[middle + 1 :],
                plain + b"x", b"", b"{}\n", plain.replace(b'"last":', b'"lost":')):  # fmt: skip
        path.write_bytes(gzip.compress(bad))
        with pytest.raises(archive.ArchiveRefused):
            archive.check(path)
    path.write_bytes(plain)
    with pytest.raises(archive.ArchiveRefused):
        archive.check(path)
    assert archive.check(Path(done.file))[0].last == 50


async def test_nothing_leaves_the_journal_unless_the_file_stands(stage, tmp_path, monkeypatch):
    await live(stage)
    before = in_journal(stage)
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(OSError):
        run(stage, tmp_path / "file")
    assert in_journal(stage) == before
    whole = archive._form
    monkeypatch.setattr(archive, "_form", lambda head, found: list(whole(head, found))[:-1])  # a disk that loses one
    with pytest.raises(archive.ArchiveRefused):
        run(stage, tmp_path)
    assert in_journal(stage) == before


async def test_a_journal_that_no_longer_reaches_back_is_refused_loudly_and_restored(stage, tmp_path, caplog):
    await live(stage)
    done = run(stage, tmp_path)
    sql(stage, "update palabre.snapshot set state = %s", b"\x81\xa5world\x01")
    with caplog.at_level(logging.CRITICAL):
        other = await stage.new_tenant()
        async with stage.host() as host:
            commander = await stage.commander()
            with pytest.raises(Refused) as refusal:
                await commander.ask(stage.tenant, Count(1))
            assert refusal.value.code == "routing.parked" and "goes on at 51" in refusal.value.details["why"]
            assert await commander.ask(other, Count(1)) == 1  # the others live on
            for _ in range(2):
                with pytest.raises(JournalCut):
                    await (stage.followers.of(stage.tenant) if hasattr(stage, "followers") else stage.follower())
            assert await stage.followers.tenants() == [other]
            await host.snapshot_all()
    said = [r.getMessage() for r in caplog.records if r.levelno == logging.CRITICAL]
    assert "partition refused" in said and "stream refused" in said
    parked = "select parked_why from palabre.partition_tenant where tenant = %s"
    assert "journal cut" in sql(stage, parked, stage.tenant)[0][0]
    assert sql(stage, "select count(*) from palabre.snapshot where state <> %s", b"\x81\xa5world\x01")[0][0] <= 1
    with psycopg.connect(stage.database.dsn("owner"), autocommit=True) as connection:
        assert archive.restore(connection, Path(done.file)).last == 50
        assert archive.restore(connection, Path(done.file)).last == 50
    async with stage.host() as host:
        assert await once_the_first_is_silent(commander, stage) == 71  # folded from the first fact
        await host.snapshot_all()
    assert sql(stage, parked, stage.tenant)[0][0] is None
    assert (await stage.follower()).world["sum"].total == 71


async def once_the_first_is_silent(commander, stage) -> int:
    """The host before is cancelled, not killed: it refuses on until its lease has run out."""
    async with asyncio.timeout(10):
        while True:
            try:
                return await commander.ask(stage.tenant, Count(1), id="the same")
            except Refused:
                await asyncio.sleep(0.1)


async def test_a_follower_left_behind_by_the_archive_goes_on_from_the_snapshot(stage, tmp_path):
    async with stage.host() as host:
        commander, follower = await stage.commander(), await stage.follower()
        await commander.ask(stage.tenant, Count(1))
        await follower.reached(1)
        for leave in follower._leave:  # as a connection that is gone
            await leave()
        for _ in range(20):
            await commander.ask(stage.tenant, Count(1))
        await host.snapshot_all()
        await read_all(stage, 21)
        await commander.ask(stage.tenant, Count(100))
        age(stage, upto=21)
        assert run(stage, tmp_path).last == 21
        assert follower.number == 1
        follower._behind.set()
        await follower.reached(22)
        assert follower.world["sum"].total == 121
