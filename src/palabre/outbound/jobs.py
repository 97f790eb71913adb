"""What the worker does by itself: running campaigns never lack contacts, and hold no more than they need."""

from __future__ import annotations

import asyncio
import logging

from palabre.foundations import limits
from palabre.foundations.ids import CallingCampaignId, ContactId, TenantId
from palabre.foundations.scope import Scope
from palabre.outbound.actions.campaigns import running
from palabre.outbound.actions.supply import supply
from palabre.outbound.model.state import State
from palabre.plumbing.services import Services

log = logging.getLogger("palabre.outbound")

LOOK_SECONDS = 0.5
ARRIVES_SECONDS_MAX = 3.0     # for a supply to come by in the stream


async def keep_supplied(services: Services) -> None:
    """Until cancelled. Several workers: the row of a campaign is locked while one of them supplies it."""
    on_the_way: dict[CallingCampaignId, tuple[ContactId, float]] = {}
    while True:
        try:
            for tenant in await services.followers.tenants():
                await supply_tenant(services, tenant, on_the_way)
        except Exception as error:
            log.warning("campaigns not supplied", extra={"why": repr(error)[:300]})
        await asyncio.sleep(LOOK_SECONDS)


async def supply_tenant(
    services: Services, tenant: TenantId, on_the_way: dict[CallingCampaignId, tuple[ContactId, float]]
) -> None:
    world = (await services.followers.of(tenant)).world
    state, now = world["outbound"], asyncio.get_running_loop().time()
    for id in running(world):
        last, until = on_the_way.get(id, (ContactId(""), 0.0))
        if now < until and not _has_come(state, id, last):
            continue
        lacking = wanted(state, id) - len(state.campaigns[id].supply)
        if lacking <= 0:
            continue
        async with services.database.transaction(Scope(tenant)) as tx:
            made = await supply(tx, id, lacking)
        if made:
            on_the_way[id] = (made[-1], now + ARRIVES_SECONDS_MAX)


def _has_come(state: State, campaign: CallingCampaignId, contact: ContactId) -> bool:
    return contact in state.attempts or any(c == contact for c, _ in state.campaigns[campaign].supply)


def wanted(state: State, campaign: CallingCampaignId) -> int:
    """For a minute or two: three for each advisor, five at least."""
    people = sum(1 for _ in state.seats_of(campaign)) + len(state.attempts_of(campaign))
    return min(limits.OUTBOUND_SUPPLY_MAX, max(limits.OUTBOUND_SUPPLY_MIN, 3 * people))
