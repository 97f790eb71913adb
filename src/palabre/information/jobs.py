"""What the worker does by itself: feeds are read before anybody asks for them."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from palabre.foundations.ids import TenantId
from palabre.foundations.scope import Scope
from palabre.information.actions.feeds import claim_due, fetch
from palabre.plumbing.services import Services

log = logging.getLogger("palabre.information")

LOOK_SECONDS = 2.0
AT_ONCE = 16  # of all tenants: a slow one holds up nobody


async def fetch_feeds(services: Services) -> None:
    """Until cancelled."""
    under_way: set[asyncio.Task[None]] = set()
    room = asyncio.Semaphore(AT_ONCE)
    try:
        while True:
            try:
                for tenant in await services.followers.tenants():
                    for row in await claim_due(services, Scope(tenant)):
                        task = asyncio.create_task(_fetch(services, tenant, row, room))
                        under_way.add(task)
                        task.add_done_callback(under_way.discard)
            except Exception as error:
                log.warning("feeds not looked at", extra={"why": repr(error)[:300]})
            await asyncio.sleep(LOOK_SECONDS)
    finally:
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)


async def _fetch(services: Services, tenant: TenantId, row: dict[str, Any], room: asyncio.Semaphore) -> None:
    try:
        async with room:
            outcome = await fetch(services, Scope(tenant), row)
        if outcome not in ("read", "unchanged"):
            log.info("feed not read", extra={"tenant": tenant, "feed": str(row["id"]), "why": outcome})
    except Exception as error:
        log.warning("feed not read", extra={"tenant": tenant, "feed": str(row["id"]), "why": repr(error)[:200]})
