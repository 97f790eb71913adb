"""Once at a worker's start: what puts and erasures interrupted long ago have left in the storage."""

from __future__ import annotations

import logging

from palabre.plumbing.services import Services

log = logging.getLogger("palabre.blobs")


async def sweep_blobs(services: Services) -> None:
    """A tenant that cannot be swept is left for the next start; never raises but when cancelled."""
    try:
        for tenant in await services.followers.tenants():
            if removed := await services.blobs.sweep(tenant):
                log.info("swept", extra={"tenant": tenant, "files": removed})
    except Exception as error:
        log.warning("blobs not swept", extra={"why": repr(error)[:300]})
