"""What cannot be applied is set apart in sight and stops nobody else: a tenant of the owner, a fact of a reader."""

from __future__ import annotations

import asyncio

import psycopg
import pytest

from palabre.foundations.problems import Refused
from palabre.foundations.scope import Scope
from palabre.plumbing import parked
from palabre.plumbing.partition import registry, streams
from palabre.plumbing.reactions import Reader

from .conftest import ROOM, Count, Counted, Noted

pytestmark = pytest.mark.asyncio


async def stopped(stage, is_stopped: bool = True) -> str:
    """Why the tenant stands still, once it does (or ''), once it does not any more."""
    async with asyncio.timeout(5):
        while True:
            async with stage.web.transaction(Scope(stage.tenant)) as tx:
                found = await parked.stream(tx)
            if (found is not None) == is_stopped:
                return found["why"] if found else ""
            await asyncio.sleep(0.02)


async def test_a_poisoned_fact_parks_that_tenant_loudly_and_no_other(stage):
    other = await stage.new_tenant()
    async with stage.host():
        commander = await stage.commander()
        async with stage.web.transaction(Scope(stage.tenant)) as transaction:
            transaction.tell(Noted(0, "poison"))
        await stopped(stage)
        with pytest.raises(Refused) as refusal:
            await commander.ask(stage.tenant, Count(1))
        assert refusal.value.code == "routing.parked"
        assert await commander.ask(other, Count(1)) == 1
        assert (await parked.counts(stage.web))[parked.OWNER][0] == 1


async def ask_owner(stage, asked: str, reason: str = "") -> None:
    async with stage.web.transaction(Scope(stage.tenant)) as tx:
        await parked.ask_stream(tx, asked, reason)


async def test_a_stopped_tenant_goes_on_once_its_cause_is_mended(stage, monkeypatch):
    """Asked too early it stops again; mended and asked again, the fact is numbered and commands are answered."""
    async with stage.host():
        async with stage.web.transaction(Scope(stage.tenant)) as tx:
            tx.tell(Noted(0, "before"))
            tx.tell(Noted(0, "poison"))
        await stopped(stage)
        await ask_owner(stage, parked.RETRY)
        async with asyncio.timeout(5):
            while await registry.asked(stage.router, [stage.tenant]):
                await asyncio.sleep(0.02)
        assert "outbox row" in await stopped(stage)
        monkeypatch.setitem(ROOM.evolve, Noted, lambda state, fact, number: state.notes.append(fact.row))
        await ask_owner(stage, parked.RETRY)
        assert await stopped(stage, False) == ""
        follower = await stage.follower()
        await follower.until(lambda world: world["sum"].notes == ["before", "poison"], 5)
        assert await (await stage.commander()).ask(stage.tenant, Count(1)) == 1


async def test_what_stopped_a_tenant_is_set_aside_whole_and_can_come_back(stage, monkeypatch):
    async with stage.host():
        async with stage.web.transaction(Scope(stage.tenant)) as tx:
            tx.tell(Noted(0, "with it"))
            tx.tell(Noted(0, "poison"))
        async with stage.web.transaction(Scope(stage.tenant)) as tx:
            tx.tell(Noted(0, "after"))
        await stopped(stage)
        monkeypatch.setitem(ROOM.evolve, Noted, lambda state, fact, number: state.notes.append(fact.row))
        await ask_owner(stage, parked.SET_ASIDE, "read by hand")
        assert await stopped(stage, False) == ""
        follower = await stage.follower()
        await follower.until(lambda world: world["sum"].notes == ["after"], 5)
        async with stage.web.transaction(Scope(stage.tenant)) as tx:
            rows = await parked.page(tx, parked.SET_ASIDE, None, 10)
            assert [(r["reader"], r["reason"]) for r in rows] == [("owner", "read by hand")] * 2
            assert [parked.kind_of(r["fact"]) for r in rows] == ["test.Noted"] * 2
            for row in rows:
                await parked.ask(tx, row)
        await follower.until(lambda world: world["sum"].notes == ["after", "with it", "poison"], 5)


async def test_a_reader_commits_its_position_with_its_rows_and_parks_what_fails(stage):
    seen: list[int] = []

    async def handle(transaction, batch):
        for _, fact in batch:
            if fact.by == 13:
                raise ValueError("not this one")
        seen.extend(fact.by for _, fact in batch)

    async with stage.host():
        commander = await stage.commander()
        for by in (1, 2, 13, 4):
            await commander.ask(stage.tenant, Count(by))
        reader = Reader("test", stage.projector, await stage.bus(), [ROOM], handle, [Counted])
        task = asyncio.create_task(reader.run())
        try:
            async with asyncio.timeout(10):
                while seen != [1, 2, 4]:
                    await asyncio.sleep(0.02)
        finally:
            task.cancel()
        async with stage.web.transaction(Scope(stage.tenant)) as tx:
            [row] = await parked.page(tx, parked.OPEN, None, 10)
        assert (row["reader"], row["number"], row["tries"]) == ("test", 3, 3)
        assert row["why"] == "ValueError: not this one"


async def test_a_parked_fact_is_tried_again_when_asked_and_knows_the_rest_of_its_story(stage):
    told, broken = [], True

    async def handle(tx, batch):
        if broken and any(fact.by == 13 for _, fact in batch):
            raise ValueError("not this one")

    async def again(tx, fact, story):
        if broken:
            raise LookupError("nor now")
        told.append((fact[1].by, [number for number, _ in story]))

    async with stage.host():
        commander = await stage.commander()
        for by, item in ((1, "a"), (13, "b"), (2, "a"), (3, "b")):
            await commander.ask(stage.tenant, Count(by, item=item))
    reader = Reader("test", stage.projector, await stage.bus(), [ROOM], handle, [Counted], again)
    [(tenant, partition)] = await streams.tenants(stage.projector)
    while await reader.step(tenant, partition):
        pass
    await reader.try_again()
    async with stage.web.transaction(Scope(stage.tenant)) as tx:
        [row] = await parked.page(tx, parked.OPEN, None, 10)
        assert row["state"] == parked.OPEN and row["tries"] == 3, "nobody asked"
        await parked.ask(tx, row)
    await reader.try_again()
    async with stage.web.transaction(Scope(stage.tenant)) as tx:
        [row] = await parked.page(tx, parked.OPEN, None, 10)
        assert (row["state"], row["tries"], row["why"]) == (parked.OPEN, 4, "LookupError: nor now")
        await parked.ask(tx, row)
    broken = False
    await reader.try_again()
    async with stage.web.transaction(Scope(stage.tenant)) as tx:
        assert (await parked.one(tx, row["id"]))["state"] == parked.DONE and not await parked.page(tx, "open", None, 10)
    assert told == [(13, [2, 4])]


async def test_a_database_that_falls_silent_parks_nothing(stage):
    """The fact is not to blame: the reader stops short and comes back to it."""
    failures = iter([psycopg.OperationalError("server closed the connection unexpectedly")] * 9)

    async def handle(tx, batch):
        raise next(failures)

    async with stage.host():
        await (await stage.commander()).ask(stage.tenant, Count(1))
    reader = Reader("test", stage.projector, await stage.bus(), [ROOM], handle, [Counted])
    [(tenant, partition)] = await streams.tenants(stage.projector)
    with pytest.raises(psycopg.OperationalError):
        await reader.step(tenant, partition)
    assert await parked.counts(stage.web) == {}
