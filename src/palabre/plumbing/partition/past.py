"""A partition as it was: a kept state of before, then the journal up to a number. It explains and never decides."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

import msgspec

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
    partition, last = await streams.stream_of(database, tenant)
    if not 0 < number <= last:
        raise NotFound(what="fact")
    world = await _nearest(database, rooms, tenant, partition, number)
    if number - world.number > REPLAYED_FACTS_MAX:
        raise TooLongAgo(facts=number - world.number)
    codec = codec_of(rooms)
    async for first, _, entries in streams.read(database, tenant, world.number):
        if first > world.number + 1:
            raise TooLongAgo(first=first)
        at = first
        for entry in codec.decode_entries(entries):
            for fact in entry.facts:
                if at == number:
                    return world, fact
                if at == world.number + 1:
                    world.apply(fact)
                at += 1
        await asyncio.sleep(0)  # others on this loop are people who wait
    raise NotFound(what="fact")


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
