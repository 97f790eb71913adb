"""The path of a fact: numbered, acknowledged after the commit, counted once, followed, rebuilt."""

from __future__ import annotations

import asyncio

import psycopg
import pytest

from palabre.foundations.decision import codec_of
from palabre.foundations.problems import Refused
from palabre.foundations.scope import Scope
from palabre.plumbing.journal import Doubtful
from palabre.plumbing.partition import ownership, registry, streams

from .conftest import ROOM, Count, Counted, Noted, Reminded

pytestmark = pytest.mark.asyncio


async def facts_in(stage) -> int:
    async with await psycopg.AsyncConnection.connect(stage.database.dsn("superuser")) as connection:
        row = await (
            await connection.execute(
                "select coalesce(sum(facts), 0)::int, coalesce(max(last_number), 0)::int from palabre.journal"
            )
        ).fetchone()
    assert row[0] == row[1], "the journal has a gap"
    return row[0]


async def test_a_command_is_answered_after_its_commit_and_followed(stage):
    async with stage.host():
        commander, follower = await stage.commander(), await stage.follower()
        totals = await asyncio.gather(*(commander.ask(stage.tenant, Count(1)) for _ in range(200)))
        assert sorted(totals) == list(range(1, 201))
        assert await facts_in(stage) == 200
        await follower.reached(200)
        assert follower.world["sum"].total == 200


async def test_a_burst_looks_its_partition_up_once(stage, monkeypatch):
    looked_up, stream_of = [], streams.stream_of

    async def counted(database, tenant):
        looked_up.append(tenant)
        return await stream_of(database, tenant)

    monkeypatch.setattr(streams, "stream_of", counted)
    commander = await stage.commander()
    assert await asyncio.gather(*(commander.partition_of(stage.tenant) for _ in range(100))) == [1] * 100
    assert looked_up == [stage.tenant]


async def test_a_repeated_id_counts_once_even_after_the_owner_died(stage):
    commander = await stage.commander()
    async with stage.host():
        assert await commander.ask(stage.tenant, Count(5), id="same") == 5
        assert await commander.ask(stage.tenant, Count(5), id="same") == 5
    async with stage.host():
        assert await commander.ask(stage.tenant, Count(5), id="same") == 5
        assert await commander.ask(stage.tenant, Count(2), id="other") == 7
    assert await facts_in(stage) == 2


async def test_a_refusal_changes_nothing_and_says_its_code(stage):
    async with stage.host():
        commander = await stage.commander()
        with pytest.raises(Refused) as refusal:
            await commander.ask(stage.tenant, Count(2000))
        assert refusal.value.code == "test.too_much" and refusal.value.details == {"by": 2000}
        assert await facts_in(stage) == 0


async def test_a_refusal_waits_for_the_commit_of_what_it_was_decided_upon(stage, monkeypatch):
    """Else somebody is told "that is done already" of what is lost a moment later."""
    held, lost = asyncio.Event(), asyncio.Event()

    async def append(*_):
        held.set()
        await lost.wait()
        raise Doubtful("cut off")

    async with stage.host() as owner:
        commander = await stage.commander()
        assert await commander.ask(stage.tenant, Count(1)) == 1
        monkeypatch.setattr(owner.journal, "append", append)
        first = asyncio.create_task(commander.ask(stage.tenant, Count(600), seconds_max=0.5))
        await held.wait()
        second = asyncio.create_task(commander.ask(stage.tenant, Count(500), seconds_max=10))
        with pytest.raises(Refused, match=r"routing\.busy"):
            await first
        assert not second.done()
        monkeypatch.undo()
        lost.set()
        assert await second == 501


async def test_a_defect_in_mid_decision_leaves_no_trace(stage):
    async with stage.host():
        commander = await stage.commander()
        await commander.ask(stage.tenant, Count(3))
        asked = asyncio.create_task(commander.ask(stage.tenant, Count(666), seconds_max=1.5))
        with pytest.raises(Refused, match=r"routing\.busy"):
            await asked
        assert await commander.ask(stage.tenant, Count(1)) == 4


async def test_rows_tell_in_order_whole_or_not_at_all(stage):
    async with stage.host():
        follower = await stage.follower()
        for n in range(20):
            async with stage.web.transaction(Scope(stage.tenant)) as transaction:
                transaction.tell(Noted(0, f"{n}a"))
                transaction.tell(Noted(0, f"{n}b"))
        with pytest.raises(ZeroDivisionError):
            async with stage.web.transaction(Scope(stage.tenant)) as transaction:
                transaction.tell(Noted(0, "never"))
                raise ZeroDivisionError
        await follower.reached(40)
        assert follower.world["sum"].notes == [f"{n}{x}" for n in range(20) for x in "ab"]
        async with await psycopg.AsyncConnection.connect(stage.database.dsn("superuser")) as connection:
            assert (await (await connection.execute("select count(*) from palabre.outbox")).fetchone())[0] == 0


async def test_a_deadline_comes_by_itself(stage):
    async with stage.host():
        commander, follower = await stage.commander(), await stage.follower()
        await commander.ask(stage.tenant, Count(7))
        await follower.until(lambda world: world["sum"].reminded == 1, 3)


async def test_an_old_owner_is_fenced(stage):
    commander = await stage.commander()
    async with stage.host("one") as old:
        await commander.ask(stage.tenant, Count(1))
        partition = next(iter(old.owned))
        await old.journal.take_over(partition, "two")  # as a new owner does when the lease has run out
        async with stage.web.transaction(Scope(stage.tenant)) as transaction:
            transaction.tell(Noted(0, "seen by whoever owns"))
        async with asyncio.timeout(5):
            while partition in old.owned and old.owned[partition].epoch == 1:
                await asyncio.sleep(0.02)
    assert await facts_in(stage) in (1, 2)


async def test_an_old_owner_without_work_finds_out_and_refuses_nobody(stage):
    """A refusal is answered without a commit: the fence alone would let it speak from an old world for ever."""
    commander = await stage.commander()
    async with stage.host("one") as old:
        await commander.ask(stage.tenant, Count(1))
        partition = next(iter(old.owned))
        await registry.renew(stage.router.line(), "two", 60.0)
        await old.journal.take_over(partition, "two")
        async with asyncio.timeout(3):
            while partition in old.owned:
                await asyncio.sleep(0.02)
        with pytest.raises(Refused, match=r"routing\.busy"):
            await commander.ask(stage.tenant, Count(2000), seconds_max=0.5)
    assert await facts_in(stage) == 1


async def test_an_owner_whose_lease_has_run_out_is_silent_until_it_stands_again(stage, monkeypatch):
    commander = await stage.commander()
    async with stage.host("one") as owner:
        await commander.ask(stage.tenant, Count(1))
        monkeypatch.setattr(owner._ownership.lease, "_until", 0.0)
        monkeypatch.setattr(registry, "renew", Mute())
        with pytest.raises(Refused, match=r"routing\.busy"):
            await commander.ask(stage.tenant, Count(2000), seconds_max=0.3)
        monkeypatch.undo()
        with pytest.raises(Refused, match=r"test\.too_much"):
            await commander.ask(stage.tenant, Count(2000))


class Mute:
    async def __call__(self, *_: object) -> None:
        raise ConnectionError


async def test_the_database_cut_in_mid_commit_loses_nothing(stage):
    acknowledged = 0
    async with stage.host():
        commander = await stage.commander()

        async def ask(n: int) -> None:
            nonlocal acknowledged
            await commander.ask(stage.tenant, Count(1), id=f"c{n}", seconds_max=15)
            acknowledged += 1

        async def cut() -> None:
            for _ in range(5):
                await asyncio.sleep(0.1)
                async with await psycopg.AsyncConnection.connect(
                    stage.database.dsn("superuser"), autocommit=True
                ) as connection:
                    await connection.execute(
                        "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'router'"
                    )

        async def load() -> None:
            for start in range(0, 400, 20):
                await asyncio.gather(*(ask(n) for n in range(start, start + 20)))
                await asyncio.sleep(0.02)

        await asyncio.gather(load(), cut())
        follower = await stage.follower()
        await follower.reached(400)
        assert acknowledged == 400 and follower.world["sum"].total == 400 and await facts_in(stage) == 400


async def test_a_new_tenant_is_owned_within_seconds(stage):
    async with stage.host():
        commander = await stage.commander()
        tenant = await stage.new_tenant()
        assert await commander.ask(tenant, Count(4), seconds_max=5) == 4


async def test_a_snapshot_and_the_rest_of_the_journal_give_the_same_state(stage):
    commander = await stage.commander()
    async with stage.host() as host:
        await commander.ask(stage.tenant, Count(1), id="first")
        await commander.ask(stage.tenant, Count(2))
        await host.snapshot_all()
        await commander.ask(stage.tenant, Count(3))
    async with stage.host() as host:
        assert await commander.ask(stage.tenant, Count(1), id="first") == 1  # remembered through the snapshot
        assert await commander.ask(stage.tenant, Count(4)) == 10
        assert next(iter(host.owned.values())).snapshot_number == 2
    follower = await stage.follower()
    assert follower.world["sum"].total == 10


async def test_nothing_expires_at_once_after_an_absence(stage, monkeypatch):
    monkeypatch.setattr(ownership, "QUIET_MS", 1500)
    monkeypatch.setattr(ownership, "GAP_MS", 100)
    commander = await stage.commander()
    while True:
        async with stage.host():
            await commander.ask(stage.tenant, Count(7))  # due 50 ms later
        told = await facts_of(stage)
        if isinstance(told[-1], Counted):
            break  # else this machine was slow, and it came due before the owner was gone
    before = sum(isinstance(fact, Reminded) for fact in told)
    await asyncio.sleep(0.2)  # the absence itself
    follower = await stage.follower()
    async with stage.host() as host:
        await commander.ask(stage.tenant, Count(1))
        owned = next(iter(host.owned.values()))
        begun = owned.quiet_until
        await follower.until(lambda world: world["sum"].reminded > before, 40)
        reminded = next(f for f in reversed(await facts_of(stage)) if isinstance(f, Reminded))
        assert begun > 0 and reminded.at >= begun


async def facts_of(stage) -> list:
    codec = codec_of([ROOM])
    return [
        f
        async for _, _, data in streams.read(stage.web, stage.tenant, 0)
        for e in codec.decode_entries(data)
        for f in e.facts
    ]
