"""A partition as it was: a kept state of before, then the journal up to a number. It explains and never decides."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

import msgspec

from palabre.foundations.clock import Instant
from palabre.foundations.decision import Room, World, codec_of
from palabre.foundations.facts import Fact
from palabre.foundations.ids import TenantId
from palabre.foundations.problems import NotFound, Problem
from palabre.plumbing.partition import streams
from palabre.plumbing.postgres import Database

log = logging.getLogger("palabre.past")

REPLAYED_FACTS_MAX = 300_000  # some three seconds; states are kept each quarter of an hour (migration 0015)


class TooLongAgo(Problem):
    """The journal of then is archived, or too much happened since the state kept nearest."""

    code, status = "too_long_ago", 409


async def world_before(
    database: Database, rooms: Sequence[Room], tenant: TenantId, number: int
) -> tuple[World, Fact]:
    """The state just before fact `number` of the tenant's partition of now, and it. Raises NotFound, TooLongAgo."""
    world, fact = await _fold(database, rooms, tenant, number, lambda at, _: at == number)
    if fact is None:
        raise NotFound(what="fact")
    return world, fact


async def world_at(
    database: Database, rooms: Sequence[Room], tenant: TenantId, number: int, instant: Instant
) -> World:
    """The state at an instant, not before fact `number` was applied. Raises NotFound, TooLongAgo."""
    return (await _fold(database, rooms, tenant, number, lambda at, fact: at > number and fact.at > instant))[0]


async def facts_with(
    database: Database, rooms: Sequence[Room], tenant: TenantId, number: int
) -> list[tuple[int, Fact]]:
    """Those that were committed together with fact `number`, numbered. Raises TooLongAgo where they are archived."""
    async for first, last, entries in streams.read(database, tenant, number - 1, batches=1):
        if not first <= number <= last:
            break
        decoded = codec_of(rooms).decode_entries(entries)
        return list(enumerate((fact for entry in decoded for fact in entry.facts), first))
    raise TooLongAgo(first=number)


async def _fold(
    database: Database, rooms: Sequence[Room], tenant: TenantId, number: int, stop: Callable[[int, Fact], bool]
) -> tuple[World, Fact | None]:
    """From the state kept nearest before `number` to the first fact that `stop` names, which is not applied."""
    partition, last = await streams.stream_of(database, tenant)
    if not 0 < number <= last:
        raise NotFound(what="fact")
    world = await _nearest(database, rooms, tenant, partition, number)
    begun, codec = world.number, codec_of(rooms)
    if number - begun > REPLAYED_FACTS_MAX:
        raise TooLongAgo(facts=number - begun)
    async for first, _, entries in streams.read(database, tenant, world.number):
        if first > world.number + 1:
            raise TooLongAgo(first=first)
        if first - begun > REPLAYED_FACTS_MAX:
            raise TooLongAgo(facts=first - begun)
        at = first
        for entry in codec.decode_entries(entries):
            for fact in entry.facts:
                if stop(at, fact):
                    return world, fact
                if at == world.number + 1:
                    world.apply(fact)
                at += 1
        await asyncio.sleep(0)  # others on this loop are people who wait
    return world, None


async def _nearest(
    database: Database, rooms: Sequence[Room], tenant: TenantId, partition: int, number: int
) -> World:
    world = World(rooms, partition, tenant)
    kept = await streams.kept_state(database, tenant, number)
    if kept is not None:
        try:
            world.load(msgspec.msgpack.decode(kept)["world"])
        except Exception as error:
            log.warning("kept state set aside", extra={"partition": partition, "why": repr(error)[:300]})
            return World(rooms, partition, tenant)
    return world
