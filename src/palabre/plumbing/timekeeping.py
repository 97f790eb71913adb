"""One clock for all nodes: PostgreSQL's, read now and then and carried on by this machine's monotonic clock.

So a node whose own clock is wrong, or is set while it runs, decides, dates and expires as the others do; only its logs
show its error. Each process keeps it for itself (decision 13).
"""

from __future__ import annotations

import asyncio
import logging
import time

from palabre.plumbing import identity
from palabre.plumbing.postgres import Database

log = logging.getLogger("palabre.clock")

LOOK_SECONDS = 2.0
ROUND_TRIP_MS_MAX = 250  # of a reading that is believed; a slower one says too little
SAME_MS = 20  # below it, two readings are the same
LOUD_MS = 1_000
TRIES = 5

_READ = "select (extract(epoch from clock_timestamp()) * 1000)::bigint as at"


async def read(database: Database) -> tuple[int, int]:
    """(milliseconds by which PostgreSQL's clock is ahead of our monotonic one, round trip in ms)."""
    async with database.connection() as connection:
        asked = time.monotonic_ns()
        row = await (await connection.execute(_READ)).fetchone()
        answered = time.monotonic_ns()
    return row["at"] - (asked + answered) // 2_000_000, (answered - asked) // 1_000_000


async def set_clock(database: Database) -> bool:
    """Before a process does anything: the best of a few readings. False where PostgreSQL does not answer."""
    try:
        readings = [await read(database) for _ in range(1 if identity.is_kept() else TRIES)]
    except Exception as error:
        log.warning("clock not read", extra={"why": repr(error)[:200]})
        return False
    ahead, trip = min(readings, key=lambda r: r[1])
    follow(ahead, trip, first=not identity.is_kept())
    return True


async def keep_clock(database: Database) -> None:
    """Until cancelled. While PostgreSQL is away the clock goes on by itself."""
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        try:
            follow(*await read(database))
        except Exception as error:
            log.info("clock not read", extra={"why": repr(error)[:200]})


def follow(ahead: int, trip: int, *, first: bool = False) -> None:
    """Take a reading, unless it tells nothing new or too little."""
    if trip > ROUND_TRIP_MS_MAX and not first:
        return
    off = ahead - identity.ahead_ms()
    if first or abs(off) > SAME_MS + trip // 2:
        if abs(off) > LOUD_MS:
            says = "this machine's clock is wrong" if first else "PostgreSQL's clock was set"
            log.warning(says, extra={"milliseconds": off})
        identity.keep(ahead)
