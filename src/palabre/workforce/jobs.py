"""What the worker does by itself for planning."""

from __future__ import annotations

import asyncio
import logging

from palabre.foundations.ids import TenantId
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.plumbing.services import Services
from palabre.workforce.actions.contact_hours import let_go
from palabre.workforce.actions.demand import collect
from palabre.workforce.actions.forecasts import ask_of_the_night, make_next
from palabre.workforce.actions.intraday import update_today
from palabre.workforce.actions.queues import clock_of

log = logging.getLogger("palabre.workforce")

LOOK_SECONDS = 15.0
FORECAST_SECONDS = 1.0     # somebody may look at the screen
QUARTER_MS = 900_000
NIGHT_HOUR = 2             # from when on, by the tenant's clock, the day before is whole


async def obey_contact_hours(services: Services) -> None:
    """Until cancelled. Who works at home is left alone within a quarter of a minute of the end of her hours."""
    while True:
        try:
            for tenant in await services.followers.tenants():
                await let_go(services, Scope(tenant))
        except Exception as error:
            log.warning("hours of contact not looked at", extra={"why": repr(error)[:300]})
        await asyncio.sleep(LOOK_SECONDS)


async def make_forecasts(services: Services) -> None:
    """Until cancelled. Measures are kept each quarter of an hour, the rest of the day is told anew, every queue is
    forecast each night, and whatever was asked for is made. Another worker that does the same changes nothing."""
    quarters: dict[TenantId, int] = {}
    while True:
        try:
            for tenant in await services.followers.tenants():
                await _forecast(services, tenant, quarters)
        except Exception as error:
            log.warning("forecasts not made", extra={"why": repr(error)[:300]})
        await asyncio.sleep(FORECAST_SECONDS)


async def _forecast(services: Services, tenant: TenantId, quarters: dict[TenantId, int]) -> None:
    """One tenant's trouble is nobody else's."""
    try:
        quarter = now_ms() // QUARTER_MS
        if quarters.get(tenant) != quarter:
            quarters[tenant] = quarter
            await collect(services, tenant)
            async with services.database.transaction(Scope(tenant)) as tx:
                clock = await clock_of(tx)
                if clock.local(now_ms()).hour >= NIGHT_HOUR:
                    await ask_of_the_night(tx, clock.today())
            await update_today(services, tenant)
        while await make_next(services, tenant):
            pass
    except Exception as error:
        log.warning("a forecast not made", extra={"tenant": tenant, "why": repr(error)[:300]})
