"""Addresses shut out of our SIP port for guessing: kept with their end, listed, lifted by a person."""

from __future__ import annotations

import msgspec

from palabre.channels.voice.model.guard import FAILURES_MAX, shut_for
from palabre.channels.voice.store import trunks as store
from palabre.foundations import limits
from palabre.foundations.problems import NotFound
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Database, Transaction
from palabre.plumbing.services import Services
from palabre.tenants.actions.audit import record


class ShutOut(msgspec.Struct):
    """Milliseconds since 1970. `times`: it was shut out so often."""

    address: str
    since: int
    until: int
    times: int


async def shut_out(database: Database, address: str) -> int:
    """From now on; longer each time. Until when."""
    async with database.connection() as connection:
        times = await store.times_shut(connection, address) + 1
        values = {"address": address, "failures": round(FAILURES_MAX), "now": now_ms(), "times": times}
        until = now_ms() + shut_for(times)
        await store.put_shut(connection, values | {"until": until})
    return until


async def shut_now(database: Database) -> set[str]:
    async with database.connection() as connection:
        return {r["address"] for r in await store.shut_out(connection, now_ms(), limits.PAGE_ROWS_MAX)}


async def list_shut_out(database: Database) -> list[ShutOut]:
    async with database.connection() as connection:
        rows = await store.shut_out(connection, now_ms(), limits.PAGE_ROWS_MAX)
    return [ShutOut(r["address"], r["since"], r["until"], r["times"]) for r in rows]


async def lift(services: Services, tx: Transaction, address: str) -> None:
    """It may come again at once. Raises NotFound."""
    if not await store.lift_shut(tx.connection, address, now_ms()):
        raise NotFound(what="address")
    await record(tx, "voice.lift_address", "sip_block")


async def tell_lifted(services: Services, tenant: str, address: str) -> None:
    await services.bus.publish(f"live.{tenant}.sip_lifted", address.encode())
