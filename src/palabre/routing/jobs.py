"""What the worker does by itself: put in force the rules and the changes of skills whose instant has come."""

from __future__ import annotations

import asyncio
import logging

from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services
from palabre.routing.actions.changes import begin_due
from palabre.routing.actions.schedule import publish_due

log = logging.getLogger("palabre.routing")

LOOK_SECONDS = 5.0  # how late rules may be in force


async def publish_scheduled(services: Services) -> None:
    """Until cancelled. One tenant's refusal keeps no other waiting."""
    while True:
        try:
            for tenant in await services.followers.tenants():
                async with services.database.transaction(Scope(tenant)) as tx:
                    await publish_due(tx)
                    await begin_due(tx)
        except Exception as error:
            log.warning("scheduled rules wait", extra={"why": repr(error)[:300]})
        await asyncio.sleep(LOOK_SECONDS)
