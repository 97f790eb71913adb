"""What the worker does by itself for planning."""

from __future__ import annotations

import asyncio
import logging

from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services
from palabre.workforce.actions.contact_hours import let_go

log = logging.getLogger("palabre.workforce")

LOOK_SECONDS = 15.0


async def obey_contact_hours(services: Services) -> None:
    """Until cancelled. Who works at home is left alone within a quarter of a minute of the end of her hours."""
    while True:
        try:
            for tenant in await services.followers.tenants():
                await let_go(services, Scope(tenant))
        except Exception as error:
            log.warning("hours of contact not looked at", extra={"why": repr(error)[:300]})
        await asyncio.sleep(LOOK_SECONDS)
