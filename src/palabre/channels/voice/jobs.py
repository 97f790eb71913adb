"""What the worker does by itself: recordings whose time has come are erased, each on record."""

from __future__ import annotations

import asyncio
import logging

from palabre.channels.voice.actions.recordings import erase_due
from palabre.plumbing.services import Services

log = logging.getLogger("palabre.voice")

LOOK_SECONDS = 3_600.0


async def erase_old_recordings(services: Services) -> None:
    """Until cancelled. A tenant that cannot be looked at now is looked at again."""
    while True:
        try:
            for tenant in await services.followers.tenants():
                if erased := await erase_due(services, tenant):
                    log.info("recordings erased", extra={"tenant": tenant, "recordings": erased})
        except Exception as error:
            log.warning("recordings not erased", extra={"why": repr(error)[:300]})
        await asyncio.sleep(LOOK_SECONDS)


jobs = (erase_old_recordings,)
