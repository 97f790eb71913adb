"""A partition as it was before any of its facts, whatever was snapshotted since."""

from __future__ import annotations

import asyncio

import psycopg
import pytest

from palabre.foundations.problems import NotFound
from palabre.plumbing.partition import past
from palabre.plumbing.partition.past import TooLongAgo, world_before

from .conftest import ROOM, Count

SECONDS_MAX = 10


async def totals(stage, last: int) -> list[int]:
    found = []
    for number in range(1, last + 1):
        world, fact = await world_before(stage.web, [ROOM], stage.tenant, number)
        assert world.number == number - 1 and fact.by == number
        found.append(world["sum"].total)
    return found


async def test_every_moment_comes_back_with_and_without_a_kept_state(stage):
    async with stage.host() as host:
        commander = await stage.commander()
        for n in range(1, 4):
            await commander.ask(stage.tenant, Count(n), seconds_max=SECONDS_MAX)
        async with asyncio.timeout(SECONDS_MAX):
            await host.snapshot_all()
        for n in range(4, 7):
            await commander.ask(stage.tenant, Count(n), seconds_max=SECONDS_MAX)
    with psycopg.connect(stage.database.dsn("superuser")) as connection:
        kept = connection.execute("select number from palabre.kept_state").fetchall()
    assert kept == [(3,)]
    assert await totals(stage, 6) == [0, 1, 3, 6, 10, 15]


async def test_what_never_was_is_refused(stage):
    async with stage.host():
        await (await stage.commander()).ask(stage.tenant, Count(1), seconds_max=SECONDS_MAX)
    for number in (0, 2, -1, 10**12):
        with pytest.raises(NotFound):
            await world_before(stage.web, [ROOM], stage.tenant, number)


async def test_too_much_between_is_refused_rather_than_waited_for(stage, monkeypatch):
    monkeypatch.setattr(past, "REPLAYED_FACTS_MAX", 2)
    async with stage.host():
        commander = await stage.commander()
        for n in range(1, 5):
            await commander.ask(stage.tenant, Count(n), seconds_max=SECONDS_MAX)
    with pytest.raises(TooLongAgo):
        await world_before(stage.web, [ROOM], stage.tenant, 4)


async def test_an_instant_and_what_was_committed_together(stage):
    async with stage.host():
        commander = await stage.commander()
        for n in range(1, 4):
            await commander.ask(stage.tenant, Count(n), seconds_max=SECONDS_MAX)
    first = dict(await past.facts_with(stage.web, [ROOM], stage.tenant, 2))
    assert first[2].by == 2
    at = [dict(await past.facts_with(stage.web, [ROOM], stage.tenant, n))[n].at for n in (1, 2, 3)]
    seen = [(await past.world_at(stage.web, [ROOM], stage.tenant, 1, when)).number for when in (0, at[1], at[2] + 9)]
    assert seen[0] == 1 and seen[1] >= 2 and seen[2] == 3
    with pytest.raises(NotFound):
        await past.world_at(stage.web, [ROOM], stage.tenant, 9, 0)
    with pytest.raises(TooLongAgo):
        await past.facts_with(stage.web, [ROOM], stage.tenant, 9)
