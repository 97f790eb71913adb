"""Snapshots are disposable: whatever one holds, the state is that of the journal, or the partition refuses to start.

`released.json` keeps what a release wrote: the entries of a journal and the snapshot of its end. Today's code may open
that snapshot or set it aside; the state is the same. `PALABRE_WRITE_CONTRACTS=1` adds today's where it is not there.
"""

from __future__ import annotations

import base64
import gzip
import json
import logging
import os
from pathlib import Path

import msgspec
import psycopg
import pytest
from random_journals import play, random_steps

from palabre.foundations.decision import World, codec_of
from palabre.foundations.facts import Entry
from palabre.foundations.ids import TenantId
from palabre.plumbing.bus import Bus
from palabre.plumbing.identity import new_id
from palabre.plumbing.journal import Append, PostgresJournal
from palabre.plumbing.partition.owned import Owned
from palabre.plumbing.partition.ownership import Ownership
from palabre.plumbing.postgres import Database
from palabre.processes.rooms import ROOMS

KEPT = Path(__file__).parent / "released.json"
RELEASE = "0.1.0"
CODEC = codec_of(ROOMS)
FACTS_A_BATCH = 7


def written(steps: int = 250) -> tuple[list[bytes], bytes]:
    """Batches of a day at random, and the snapshot of their end."""
    facts: list = []
    play(random_steps(11, steps), lambda number, fact: facts.append(fact))
    cut = [facts[n : n + FACTS_A_BATCH] for n in range(0, len(facts), FACTS_A_BATCH)]
    batches = [CODEC.encode_entries([Entry("", msgspec.Raw(b"\xc0"), some)]) for some in cut]
    owned = Owned(1, TenantId(""), ROOMS, CODEC)
    for n, batch in enumerate(batches):
        owned.replay(n * FACTS_A_BATCH + 1, batch)
    return batches, owned.dump()


def released() -> list[dict]:
    lines = json.loads(KEPT.read_text()) if KEPT.exists() else []
    if os.environ.get("PALABRE_WRITE_CONTRACTS") and RELEASE not in [line["release"] for line in lines]:
        batches, snapshot = written()
        lines.append({"release": RELEASE, "batches": _packed(batches), "snapshot": _packed(snapshot)})
        KEPT.write_text(json.dumps(lines, indent=1) + "\n")
    return lines


def _packed(value) -> str:
    return base64.b64encode(gzip.compress(msgspec.msgpack.encode(value), mtime=0)).decode()


def _unpacked(text: str):
    return msgspec.msgpack.decode(gzip.decompress(base64.b64decode(text)))


class Ground:
    """A partition whose journal holds given batches, and an owner that may start on it."""

    def __init__(self, database, bus: Bus, router: Database, partition: int, tenant: TenantId) -> None:
        self._database, self._bus, self._router = database, bus, router
        self.partition, self.tenant, self.last = partition, tenant, 0

    async def write(self, batches: list[bytes]) -> None:
        book = PostgresJournal(self._router)
        epoch, self.last = await book.take_over(self.partition, "before")
        for batch in batches:
            facts = sum(len(e.facts) for e in CODEC.decode_entries(batch))
            append = Append(self.partition, epoch, self.last, self.last + facts, batch)
            assert await book.append([append]) == {self.partition}
            self.last += facts

    def put(self, snapshot: bytes, number: int) -> None:
        self._sql("delete from palabre.snapshot")
        insert = "insert into palabre.snapshot (partition, number, state) values (%s, %s, %s)"
        self._sql(insert, self.partition, number, snapshot)

    def forget(self, upto: int) -> None:
        self._sql("delete from palabre.journal where partition = %s and last_number <= %s", self.partition, upto)

    def _sql(self, statement: str, *params) -> None:
        with psycopg.connect(self._database.dsn("superuser"), autocommit=True) as connection:
            connection.execute(statement, params)

    async def start(self) -> Owned:
        """As a router's start claims it."""
        ownership = Ownership("before", self._router, PostgresJournal(self._router), self._bus, ROOMS)

        async def on_command(message) -> None:
            return None

        ownership.on_command = on_command
        await ownership.claim(await ownership.begin())
        return ownership.by_partition[self.partition]


@pytest.fixture
async def ground(own_database, nats):
    tenant = TenantId(new_id())
    with psycopg.connect(own_database.dsn("owner")) as connection:
        partition = connection.execute("select palabre.create_partition(%s)", (tenant,)).fetchone()[0]
    router, bus = await Database.open(own_database.dsn("router")), await Bus.open(nats.url("core"), "test")
    yield Ground(own_database, bus, router, partition, tenant)
    await bus.close()
    await router.close()


def folded(batches: list[bytes], partition: int, tenant: TenantId) -> dict:
    world = World(ROOMS, partition, tenant)
    for batch in batches:
        for entry in CODEC.decode_entries(batch):
            for fact in entry.facts:
                world.apply(fact)
    return plain(world)


def plain(world: World) -> dict:
    return msgspec.msgpack.decode(msgspec.msgpack.encode(world.dump()))


def test_this_release_is_kept():
    assert RELEASE in [line["release"] for line in released()], "PALABRE_WRITE_CONTRACTS=1 writes it, then commit"


@pytest.mark.parametrize("line", released(), ids=lambda line: line["release"])
async def test_a_released_snapshot_gives_the_state_of_its_journal_or_is_set_aside(ground, line):
    batches, snapshot = _unpacked(line["batches"]), _unpacked(line["snapshot"])
    await ground.write(batches)
    told = msgspec.msgpack.decode(snapshot)
    told["partition"] = ground.partition
    ground.put(msgspec.msgpack.encode(told), ground.last)
    owned = await ground.start()
    assert not owned.parked and owned.world.number == ground.last > 100
    anew = {room.name for room in ROOMS if room.learns} - set(told["world"]["rooms"])
    assert without(plain(owned.world), anew) == without(folded(batches, ground.partition, ground.tenant), anew)


def without(dump: dict, rooms: set[str]) -> dict:
    """Those that learn begin anew where the release did not know them."""
    return {**dump, "rooms": {name: state for name, state in dump["rooms"].items() if name not in rooms}}


def foreign(snapshot: bytes) -> dict[str, bytes]:
    """Snapshots that no code of ours would write for this partition today."""
    told, encode = msgspec.msgpack.decode(snapshot), msgspec.msgpack.encode
    world = told["world"]
    return {
        "empty": b"",
        "noise": bytes(range(256)),
        "cut": snapshot[: len(snapshot) // 2],
        "another_shape": encode(["a", "list"]),
        "a_room_of_another_shape": encode({**told, "world": {**world, "rooms": {**world["rooms"], "routing": [1, 2]}}}),
        "a_room_of_text": encode({**told, "world": {**world, "rooms": {**world["rooms"], "conversations": "x"}}}),
        "of_another_partition": encode({**told, "partition": 4_711}),
        "ahead_of_the_journal": encode({**told, "world": {**world, "number": world["number"] + 1}}),
    }


BATCHES, SNAPSHOT = written()


@pytest.mark.parametrize("what", foreign(SNAPSHOT))
async def test_a_foreign_snapshot_is_set_aside_and_the_journal_replayed(ground, caplog, what):
    await ground.write(BATCHES)
    ground.put(foreign(SNAPSHOT)[what], ground.last)
    with caplog.at_level(logging.WARNING):
        owned = await ground.start()
    assert "snapshot set aside" in [r.getMessage() for r in caplog.records]
    assert not owned.parked and owned.snapshot_number == 0
    assert plain(owned.world) == folded(BATCHES, ground.partition, ground.tenant)


@pytest.mark.parametrize("left", ["some", "nothing"])
@pytest.mark.parametrize("what", ["noise", "of_another_partition", None])
async def test_where_the_journal_no_longer_reaches_back_the_partition_refuses_loudly(ground, caplog, what, left):
    await ground.write(BATCHES)
    if what:
        ground.put(foreign(SNAPSHOT)[what], ground.last)
    ground.forget(ground.last // 2 if left == "some" else ground.last)
    with caplog.at_level(logging.CRITICAL):
        owned = await ground.start()
    (record,) = [r for r in caplog.records if r.levelno == logging.CRITICAL]
    assert record.getMessage() == "partition refused" and record.partition == ground.partition
    assert "restore" in record.mend
    assert owned.parked.startswith("journal cut") and owned.world.number == 0, "it started wrong"
