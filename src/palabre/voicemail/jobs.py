"""What the worker does by itself: voice messages whose time has come are erased, each on record."""

from __future__ import annotations

import asyncio
import logging

from palabre.plumbing.services import Services
from palabre.voicemail.actions.messages import erase_due

log = logging.getLogger("palabre.voicemail")

LOOK_SECONDS = 3_600.0


async def erase_old_messages(services: Services) -> None:
    """Until cancelled."""
    while True:
        try:
            for tenant in await services.followers.tenants():
                if erased := await erase_due(services, tenant):
                    log.info("voice messages erased", extra={"tenant": tenant, "messages": erased})
        except Exception as error:
            log.warning("voice messages not erased", extra={"why": repr(error)[:300]})
        await asyncio.sleep(LOOK_SECONDS)


jobs = (erase_old_messages,)
