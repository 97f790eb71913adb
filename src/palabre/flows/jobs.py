"""What the worker does by itself: keep the queues' compiled hours ahead of the present; publish what was planned; let
go of packages that nobody applied, and of ways back that are closed."""
from __future__ import annotations

import asyncio
import logging

from palabre.flows.actions.flow_imports import let_go
from palabre.flows.actions.later import publish_due
from palabre.foundations import limits
from palabre.foundations.clock import HOUR, Instant
from palabre.foundations.ids import TenantId
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.plumbing.services import Services
from palabre.routing.actions.rules import refresh_hours
from palabre.routing.facts import QueueRules

log = logging.getLogger("palabre.flows")

LOOK_SECONDS = 3600.0
PLANNED_LOOK_SECONDS = 5.0  # how late a planned flow may answer
AHEAD_MS = limits.HOURS_DAYS * 24 * HOUR // 2
AGAIN_MS = 24 * HOUR  # a calendar without any hours to come is not compiled every hour


async def publish_planned(services: Services) -> None:
    """Until cancelled. One tenant's trouble keeps no other waiting."""
    while True:
        for tenant in await _tenants(services):
            try:
                async with services.database.transaction(Scope(tenant)) as tx:
                    await publish_due(tx, services.voices)
            except Exception as error:
                log.warning("planned flows wait", extra={"tenant": tenant, "why": repr(error)[:300]})
        await asyncio.sleep(PLANNED_LOOK_SECONDS)


async def _tenants(services: Services) -> list[TenantId]:
    try:
        return list(await services.followers.tenants())
    except Exception as error:
        log.warning("planned flows wait", extra={"why": repr(error)[:300]})
        return []


async def let_go_packages(services: Services) -> None:
    """Until cancelled."""
    while True:
        for tenant in await _tenants(services):
            try:
                await let_go(services, tenant)
            except Exception as error:
                log.warning("packages not let go", extra={"tenant": tenant, "why": repr(error)[:300]})
        await asyncio.sleep(LOOK_SECONDS)


async def refresh_hours_ahead(services: Services) -> None:
    """Until cancelled: hours that end within a month are compiled again, further."""
    done: dict[TenantId, Instant] = {}
    while True:
        try:
            for tenant in await services.followers.tenants():
                await refresh_tenant(services, tenant, done)
        except Exception as error:
            log.warning("hours not compiled ahead", extra={"why": repr(error)[:300]})
        await asyncio.sleep(LOOK_SECONDS)


async def refresh_tenant(services: Services, tenant: TenantId, done: dict[TenantId, Instant]) -> bool:
    """Whether this tenant's hours were compiled again."""
    now = now_ms()
    queues = (await services.followers.of(tenant)).world["routing"].queues.values()
    if not any(_ends_soon(rules, now) for rules in queues) or now < done.get(tenant, 0) + AGAIN_MS:
        return False
    done[tenant] = now
    async with services.database.transaction(Scope(tenant)) as tx:
        await refresh_hours(tx)
    return True


def _ends_soon(rules: QueueRules, now: Instant) -> bool:
    return rules.open is not None and (not rules.open or rules.open[-1][1] < now + AHEAD_MS)
