"""What is done with figures as they grow old: days are summed, then moved to files, then forgotten. Role projector.

Each step is one transaction under the tenant's lock, so that a cut at any instant loses and doubles nothing: a file
that no day names is swept, a day whose rows changed while its file was written is written again.
"""

from __future__ import annotations

import logging
from datetime import timedelta

import msgspec

from palabre.foundations.clock import Instant
from palabre.foundations.ids import TenantId
from palabre.foundations.scope import Scope
from palabre.plumbing.blobs import Blobs
from palabre.plumbing.postgres import Database
from palabre.reporting.actions.periods import Span, civil_day, day_span, zone_of
from palabre.reporting.store import files, rolls
from palabre.reporting.store.long_memory import FILE_BYTES_MAX, LongMemory

log = logging.getLogger("palabre.figures")

KIND, CONTENT_TYPE = "figures", "application/vnd.apache.parquet"
DAYS_AT_ONCE = 40  # made or moved in one round, so that every tenant has its turn
SWEPT_AT_ONCE = 20_000


class Kept(msgspec.Struct):
    """What one round did for a tenant. `held_back`: why no further day moved."""

    made: int = 0
    moved: int = 0
    forgotten: int = 0
    held_back: str = ""


class Keeping:
    """`recent_days` in PostgreSQL by quarters of an hour, `kept_days` in all."""

    def __init__(
        self, database: Database, blobs: Blobs, memory: LongMemory, *, recent_days: int, kept_days: int
    ) -> None:
        self._database, self._blobs, self._memory = database, blobs, memory
        self._recent, self._longest = recent_days * files.DAY, kept_days * files.DAY

    async def keep(self, tenant: TenantId, now: Instant) -> Kept:
        done = Kept()
        done.made = await self.make_days(tenant, now)
        if done.made < DAYS_AT_ONCE:  # what leaves the tables is summed first
            done.moved, done.held_back = await self.move_days(tenant, now)
        done.forgotten = await self.forget(tenant, now)
        return done

    # -- daily sums

    async def make_days(self, tenant: TenantId, now: Instant) -> int:
        """Of the civil days that are over, those that hold no more or never did; returns how many."""
        made = 0
        for zone, span in await self._unmade(tenant, now):
            async with self._database.transaction(Scope(tenant)) as tx:
                await rolls.lock(tx)
                await rolls.make_day(tx, zone, span.begin, span.end)
            made += 1
        return made

    async def _unmade(self, tenant: TenantId, now: Instant) -> list[tuple[str, Span]]:
        async with self._database.transaction(Scope(tenant)) as tx:
            first, until = await files.first_row(tx), await files.until(tx)
            if first is None:
                return []
            name = await files.zone_of_tenant(tx)
            known = {(z, b, e) for z, b, e in await rolls.days_made(tx, 0, now)}
        zone, found = zone_of(name), []
        day, last = civil_day(zone, max(first, until)), civil_day(zone, now)
        while day < last and len(found) < DAYS_AT_ONCE:
            span = day_span(zone, day)
            if (name, span.begin, span.end) not in known and span.begin >= until:
                found.append((name, span))
            day += timedelta(days=1)
        return found

    # -- to files

    async def move_days(self, tenant: TenantId, now: Instant) -> tuple[int, str]:
        """Days of UTC that are old enough, oldest first: (how many, why no more)."""
        for moved in range(DAYS_AT_ONCE):
            async with self._database.transaction(Scope(tenant)) as tx:
                first, until = await files.first_row(tx), await files.until(tx)
                day = max(until, (first or now) - (first or now) % files.DAY)
                if first is None or day + files.DAY > now - self._recent:
                    return moved, ""
                why = await files.busy(tx, day)
            if why or not await self._move(tenant, day):
                log.info("a day stays in the tables", extra={"tenant": tenant, "day": day, "why": why or "changed"})
                return moved, why or "changed"
        return DAYS_AT_ONCE, ""

    async def _move(self, tenant: TenantId, day: Instant) -> bool:
        """False where its rows changed meanwhile: tried again at the next round."""
        written = []
        for kind in files.KINDS:
            async with self._database.transaction(Scope(tenant)) as tx:
                before = await files.print_of(tx, kind, day)
                csv = await _gathered(tx, kind, day) if before[0] else b""
            if before[0]:
                data = await self._memory.parquet(csv)
                blob = await self._blobs.put(tenant, data, kind=KIND, content_type=CONTENT_TYPE)
                written.append((kind, before, blob))
        async with self._database.transaction(Scope(tenant)) as tx:
            await rolls.lock(tx)
            wanted = {kind: before for kind, before, _ in written}
            same = [await files.print_of(tx, k, day) == wanted.get(k, (0, "0")) for k in files.KINDS]
            if not all(same) or await files.until(tx) > day:
                return False
            for kind, before, blob in written:
                await files.record(tx, day, kind, blob.id, before[0], blob.bytes)
            await files.drop_rows(tx, day)
            await files.move_until(tx, day + files.DAY)
        return True

    # -- away

    async def forget(self, tenant: TenantId, now: Instant) -> int:
        """Past the longest retention; and what interrupted rounds and emptied tables left."""
        async with self._database.transaction(Scope(tenant)) as tx:
            old = await files.outlived(tx, now - self._longest, DAYS_AT_ONCE * len(files.KINDS))
            await files.drop_days(tx, now - self._longest)
            await files.sweep_before(tx, await files.until(tx), SWEPT_AT_ONCE)
            nobodys = await files.unreferenced(tx, KIND, DAYS_AT_ONCE)
        for one in old:
            await self._blobs.erase(tenant, one.blob)
            async with self._database.transaction(Scope(tenant)) as tx:
                await files.forget(tx, one)
        for blob in nobodys:
            await self._blobs.erase(tenant, blob)
        return len(old)


async def _gathered(tx, kind: str, day: Instant) -> bytes:
    data = bytearray()
    async for chunk in files.csv_of(tx, kind, day):
        data += chunk
        if len(data) > FILE_BYTES_MAX:
            raise OverflowError(f"a day of {kind} is longer than {FILE_BYTES_MAX} bytes")
    return bytes(data)


