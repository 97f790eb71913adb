"""A partition moves while it is asked: by wish, by balance, at an orderly stop, because its owner hears nobody."""

from __future__ import annotations

import asyncio
import time

import pytest

from palabre.foundations.decision import codec_of
from palabre.plumbing.partition import placement, placing, streams

from .conftest import ROOM, Count, Counted

pytestmark = pytest.mark.asyncio
SECONDS_MAX = 10


async def until(test, what: str) -> None:
    deadline = time.monotonic() + SECONDS_MAX
    while not (found := test()):
        assert time.monotonic() < deadline, f"{what}: {found!r}"
        await asyncio.sleep(0.01)


async def counted(stage) -> list[int]:
    """By how much, of every fact in the journal."""
    codec, found = codec_of([ROOM]), []
    async for _, _, data in streams.read(stage.web, stage.tenant, 0):
        for entry in codec.decode_entries(data):
            found += [fact.by for fact in entry.facts if isinstance(fact, Counted)]
    return found


async def ask_on(stage, commander, answers: list[int], stop: asyncio.Event) -> None:
    while not stop.is_set():
        answers.append(await commander.ask(stage.tenant, Count(1)))


async def test_a_partition_moves_there_and_back_while_it_is_asked_and_nobody_is_refused(stage, capsys):
    """Eight ask without pause; each command counts once, and the longest wait is told."""
    commander, answers, stop, waits = await stage.commander(), [], asyncio.Event(), []
    async with stage.host("one") as one, stage.host("two") as two:
        await until(lambda: one.owned or two.owned, "somebody owns it")
        here, there = (one, two) if one.owned else (two, one)
        await commander.ask(stage.tenant, Count(1))
        asking = [asyncio.create_task(ask_on(stage, commander, answers, stop)) for _ in range(8)]
        for giver, taker in ((here, there), (there, here)) * 2:
            name = taker._ownership.lease.name
            assert await placing.move(stage.router, stage.tenant, name)
            began, before = time.monotonic(), len(answers)
            await until(lambda g=giver, t=taker: t.owned and not g.owned, f"it moves to {name}")
            await until(lambda b=before: len(answers) > b + 20, "it answers there")
            waits.append(time.monotonic() - began)
        stop.set()
        await asyncio.gather(*asking)
        assert await commander.ask(stage.tenant, Count(1)) == len(answers) + 2
    assert sorted(answers) == list(range(2, len(answers) + 2)), "each answer once, none left out"
    assert await counted(stage) == [1] * (len(answers) + 2)
    with capsys.disabled():
        print(f" {len(answers)} commands over {len(waits)} moves, {max(waits) * 1000:.0f} ms from wish to answers")


async def test_a_wish_for_a_process_that_is_gone_is_dropped(stage):
    async with stage.host("one") as one:
        await one.owning.wait()
        assert await placing.move(stage.router, stage.tenant, "nobody")
        deadline = time.monotonic() + SECONDS_MAX
        while (row := (await placing.listed(stage.router))[0]).going_to:
            assert time.monotonic() < deadline, row
            await asyncio.sleep(0.02)
        assert row.owner == "one" and row.placed and row.lives
    assert not await placing.move(stage.router, "00000000-0000-7000-8000-000000000000", "one")


async def test_a_process_that_stops_in_order_hands_everything_on(stage):
    tenants = [stage.tenant, *[await stage.new_tenant() for _ in range(3)]]
    commander = await stage.commander()
    async with stage.host("two") as two:
        async with stage.host("one") as one:
            await until(lambda: len(one.owned) + len(two.owned) == 4, "all are owned")
            for tenant in tenants:
                assert await commander.ask(tenant, Count(1)) == 1
            began = time.monotonic()
            await one.drain()
            assert not one.owned
            for tenant in tenants:
                assert await commander.ask(tenant, Count(1)) == 2
            assert time.monotonic() - began < 3.0, "before the lease would have run out"
            assert len(two.owned) == 4


async def test_whoever_stops_alone_keeps_what_it_owns(stage):
    commander = await stage.commander()
    async with stage.host("one") as one:
        assert await commander.ask(stage.tenant, Count(1)) == 1
        epoch = next(iter(one.owned.values())).epoch
        await one.drain()
        assert next(iter(one.owned.values())).epoch == epoch


async def test_partitions_are_shared_out_and_what_was_placed_stays(stage, monkeypatch):
    monkeypatch.setattr(placement, "BALANCE_SECONDS", 0.0)
    step = placing.step

    async def at_once(database, **_):
        return await step(database, steady_seconds=0.0)

    monkeypatch.setattr(placing, "step", at_once)
    tenants = [stage.tenant, *[await stage.new_tenant() for _ in range(5)]]
    commander = await stage.commander()
    async with stage.host("one") as one:
        await until(lambda: len(one.owned) == 6, "one owns all")
        async with stage.host("two") as two:
            await until(lambda: len(one.owned) == len(two.owned) == 3, "shared out")
            assert sorted([await commander.ask(tenant, Count(1)) for tenant in tenants]) == [1] * 6
            for tenant in [o.tenant for o in one.owned.values()]:
                await placing.move(stage.router, tenant, "two")
            placed = {row.tenant for row in await placing.listed(stage.router) if row.placed}
            assert len(placed) == 3
            await until(lambda: placed == {o.tenant for o in two.owned.values()} and len(one.owned) == 3,
                        "those placed stay, the others make room")  # fmt: skip


async def test_an_owner_that_the_bus_does_not_reach_gives_way(stage, monkeypatch):
    """Cut off from NATS alone: its lease would stand for ever."""
    monkeypatch.setattr(placement, "STEADY_SECONDS", 0.2)
    monkeypatch.setattr(placement, "LISTEN_SECONDS", 0.1)
    commander = await stage.commander()
    async with stage.host("one") as one:
        assert await commander.ask(stage.tenant, Count(1)) == 1
        async with stage.host("two") as two:
            await two.owning.wait()
            deaf = asyncio.Event()

            async def silence(seconds_max: float) -> bool:
                await asyncio.sleep(seconds_max if deaf.is_set() else 0)
                return not deaf.is_set()

            monkeypatch.setattr(one._bus, "echoes", silence)
            deaf.set()
            began = time.monotonic()
            await until(lambda: two.owned, "the other takes it")
            assert await commander.ask(stage.tenant, Count(1)) == 2
            assert time.monotonic() - began < 5.0
            await until(lambda: not one.owned, "it sees that it owns no more")
            deaf.clear()
            await until(lambda: one._ownership.lease.serving, "it serves again")
            assert two.owned


async def test_where_the_bus_is_away_for_all_nothing_moves(stage, monkeypatch):
    monkeypatch.setattr(placement, "LISTEN_SECONDS", 0.05)
    commander = await stage.commander()
    async with stage.host("one") as one, stage.host("two") as two:
        assert await commander.ask(stage.tenant, Count(1)) == 1
        epochs = {p: o.epoch for host in (one, two) for p, o in host.owned.items()}
        deaf = asyncio.Event()
        for host in (one, two):

            async def silence(seconds_max: float) -> bool:
                await asyncio.sleep(seconds_max if deaf.is_set() else 0)
                return not deaf.is_set()

            monkeypatch.setattr(host._bus, "echoes", silence)
        deaf.set()
        await until(lambda: not one._ownership.lease.serving and not two._ownership.lease.serving, "both say so")
        assert [row.lives for row in await placing.listed(stage.router)] == [False]
        deaf.clear()
        await until(lambda: one._ownership.lease.serving and two._ownership.lease.serving, "both are back")
        assert await commander.ask(stage.tenant, Count(1)) == 2
        assert {p: o.epoch for host in (one, two) for p, o in host.owned.items()} == epochs
