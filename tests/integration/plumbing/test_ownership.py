"""Asking while the owner starts, moves or was held up: answered at once, not by a second try; one name, one process."""

from __future__ import annotations

import asyncio

import pytest

from palabre.plumbing.partition import commander as asking
from palabre.plumbing.partition import lease as leases
from palabre.plumbing.partition import registry

from .conftest import Count

pytestmark = pytest.mark.asyncio


@pytest.fixture(autouse=True)
def no_second_try(monkeypatch):
    """Whatever is lost stays lost: an answer that comes within the deadline did not need it."""
    monkeypatch.setattr(asking, "TRY_SECONDS", 3600.0)


async def asked(stage, commander, by: int) -> asyncio.Task:
    """On its way, and nobody has answered yet."""
    task = asyncio.create_task(commander.ask(stage.tenant, Count(by)))
    await commander.partition_of(stage.tenant)
    while not commander._asked:
        await asyncio.sleep(0)
    return task


async def test_what_is_asked_before_anybody_owns_is_answered_as_soon_as_somebody_does(stage):
    commander = await stage.commander()
    early = await asked(stage, commander, 1)
    async with stage.host() as host:
        await host.owning.wait()
        assert await early == 1


async def test_what_is_asked_while_it_rebuilds_waits_there(stage, monkeypatch):
    commander, reading, go_on = await stage.commander(), asyncio.Event(), asyncio.Event()
    snapshot = registry.snapshot

    async def slow(*arguments):
        reading.set()
        await go_on.wait()
        return await snapshot(*arguments)

    monkeypatch.setattr(registry, "snapshot", slow)
    async with stage.host() as host:
        await reading.wait()
        early = await asked(stage, commander, 1)
        partition = await commander.partition_of(stage.tenant)
        async with asyncio.timeout(5):
            while not host._ownership._waiting.get(partition):
                await asyncio.sleep(0.01)
        go_on.set()
        assert await early == 1


async def test_an_owner_held_up_beyond_its_lease_renews_it_for_who_asks(stage):
    """As at a start that takes longer than a lease, or a process that was stopped for a while."""
    commander = await stage.commander()
    async with stage.host() as host:
        assert await commander.ask(stage.tenant, Count(1)) == 1
        host._ownership.lease.stand(0.0)
        assert await commander.ask(stage.tenant, Count(1)) == 2


async def test_a_start_keeps_its_lease_however_long_it_takes(stage, monkeypatch):
    monkeypatch.setattr(leases, "LEASE_SECONDS", 0.3)
    monkeypatch.setattr("palabre.plumbing.partition.host.RENEW_SECONDS", 0.1)
    renewed, snapshot, renew = asyncio.Semaphore(0), registry.snapshot, registry.renew

    async def counted(*arguments):
        renewed.release()
        return await renew(*arguments)

    async def slow(*arguments):
        for _ in range(5):
            await renewed.acquire()
        return await snapshot(*arguments)

    monkeypatch.setattr(registry, "renew", counted)
    monkeypatch.setattr(registry, "snapshot", slow)
    async with stage.host() as host, asyncio.timeout(5):
        await host.owning.wait()


async def test_an_owner_begins_also_where_the_database_cuts_its_first_lines(stage, monkeypatch):
    hold, cuts = registry.hold, iter([ConnectionError, ConnectionError])

    async def cut(*arguments):
        if error := next(cuts, None):
            raise error
        return await hold(*arguments)

    monkeypatch.setattr(registry, "hold", cut)
    commander = await stage.commander()
    async with stage.host():
        assert await commander.ask(stage.tenant, Count(1)) == 1


async def test_a_command_follows_a_partition_that_moves(stage):
    commander = await stage.commander()
    async with stage.host("one") as old:
        assert await commander.ask(stage.tenant, Count(1)) == 1
        async with stage.router.connection() as connection:
            await connection.execute("update palabre.router_process set lease_until = now() - interval '1 s'")
            await connection.execute("update palabre.partition set owner = 'nobody'")
        async with stage.host("two") as new:
            await new.owning.wait()
            assert await commander.ask(stage.tenant, Count(1)) == 2
            async with asyncio.timeout(5):
                while old.owned:
                    await asyncio.sleep(0.01)
            assert await commander.ask(stage.tenant, Count(1)) == 3
            assert len(new.owned) == 1


async def test_two_processes_of_one_name_do_not_take_from_each_other(stage):
    commander = await stage.commander()
    async with stage.host("same") as first:
        await first.owning.wait()
        assert await commander.ask(stage.tenant, Count(1)) == 1
        epoch = next(iter(first.owned.values())).epoch
        async with stage.host("same") as second:
            await second.owning.wait()
            await second._ownership.claim()
            assert not second.owned and second._ownership.lease.name == "same#2"
            assert await commander.ask(stage.tenant, Count(1)) == 2
        assert next(iter(first.owned.values())).epoch == epoch
    async with stage.host("same") as third:
        await third.owning.wait()
        assert third._ownership.lease.name == "same" and len(third.owned) == 1


async def test_a_name_is_kept_through_a_cut_of_the_database(stage):
    commander = await stage.commander()
    async with stage.host("same") as host:
        await host.owning.wait()
        lease = host._ownership.lease
        before = lease._line._connection.info.backend_pid
        async with stage.router.connection() as connection:
            await connection.execute("select pg_terminate_backend(%s)", (before,))
        async with asyncio.timeout(5):
            while lease._line._connection is None or lease._line._connection.info.backend_pid == before:
                lease.asked_for.set()
                await asyncio.sleep(0.02)
        assert await commander.ask(stage.tenant, Count(1)) == 1
        assert lease.name == "same" and lease.stands()


async def test_a_process_that_lost_its_name_keeps_what_it_owns_under_another(stage, monkeypatch):
    """Cut off for a moment: PostgreSQL may hold the name for the session that it has not missed yet."""
    monkeypatch.setattr("palabre.plumbing.partition.host.RENEW_SECONDS", 3600.0)
    commander, stale = await stage.commander(), stage.router.line()
    async with stage.host("same") as host:
        assert await commander.ask(stage.tenant, Count(1)) == 1
        lease, epoch = host._ownership.lease, next(iter(host.owned.values())).epoch
        await lease._line.close()
        assert await registry.hold(stale, "same")
        await host._ownership.renew()
        assert lease.name == "same#2"
        async with stage.router.connection() as connection:
            row = await (await connection.execute("select owner, epoch from palabre.partition")).fetchone()
        assert row == {"owner": "same#2", "epoch": epoch}
        assert await commander.ask(stage.tenant, Count(1)) == 2
