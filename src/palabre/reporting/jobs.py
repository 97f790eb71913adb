"""Rounds over all tenants: days summed, moved to files, forgotten."""

from __future__ import annotations

import asyncio
import logging

from palabre.plumbing.identity import now_ms
from palabre.plumbing.partition import streams
from palabre.plumbing.postgres import Database
from palabre.reporting.actions.keeping import Keeping

log = logging.getLogger("palabre.figures")

ROUND_SECONDS = 300.0
BEFORE_SECONDS = 20.0  # an installation has other things to do when it starts


async def keep_figures(database: Database, keeping: Keeping) -> None:
    """Until cancelled; a tenant whose round fails is left for the next."""
    await asyncio.sleep(BEFORE_SECONDS)
    while True:
        try:
            for tenant, _ in await streams.tenants(database):
                await _keep(keeping, tenant)
        except Exception as error:
            log.warning("tenants not read", extra={"why": repr(error)[:300]})
        await asyncio.sleep(ROUND_SECONDS)


async def _keep(keeping: Keeping, tenant) -> None:
    try:
        done = await keeping.keep(tenant, now_ms())
        if done.made or done.moved or done.forgotten:
            told = {"tenant": tenant, "made": done.made, "moved": done.moved, "forgotten": done.forgotten}
            log.info("figures kept", extra=told)
    except Exception as error:
        log.warning("figures not kept", extra={"tenant": tenant, "why": repr(error)[:300]})
