"""What the worker does by itself: reads, applies and undoes what was asked; lets go what is over."""

from __future__ import annotations

import asyncio
import logging

from nats.aio.msg import Msg

from palabre.foundations import limits
from palabre.foundations.clock import HOUR
from palabre.foundations.ids import TenantId
from palabre.foundations.problems import Problem
from palabre.foundations.scope import Scope
from palabre.moving.actions.applying import apply
from palabre.moving.actions.calling_robots import call_one
from palabre.moving.actions.reading import read
from palabre.moving.actions.undoing import undo
from palabre.moving.actions.uploads import erase_file, let_go
from palabre.moving.actions.working import Held, take
from palabre.moving.problems import LostHold
from palabre.moving.store import imports as store
from palabre.plumbing.identity import now_ms
from palabre.plumbing.services import Services

log = logging.getLogger("palabre.moving")

LOOK_SECONDS = 0.5
LET_GO_SECONDS = 3_600.0
LAPSED_SECONDS = 15.0
ROBOTS = 3  # calls of one tenant at once, in each worker
LET_GO_AT_ONCE = 100


async def move(services: Services) -> None:
    """Until cancelled. Several workers: an import is in one's hands at a time."""
    while True:
        try:
            for tenant in await services.followers.tenants():
                while await move_one(services, tenant):
                    pass
        except Exception as error:
            log.warning("imports not looked at", extra={"why": repr(error)[:300]})
        await asyncio.sleep(LOOK_SECONDS)


async def move_one(services: Services, tenant: TenantId) -> bool:
    """Whether there was one."""
    held = await take(services, tenant)
    if held is None:
        return False
    try:
        await {"reading": read, "applying": apply, "undoing": undo}[held.row["state"]](held)
    except LostHold:
        log.info("another worker has this import", extra={"tenant": tenant, "import": held.id})
    except Problem as problem:
        await _back(held, problem)
    return True


async def _back(held: Held, problem: Problem) -> None:
    """What cannot be done at all (a permission that is gone): told, and where it was before."""
    log.warning("an import stopped", extra={"import": held.id, "code": problem.code})
    state = {"reading": "unreadable", "applying": "ready", "undoing": "applied"}[held.row["state"]]
    more: dict = {}
    failure = {"kind": "", "line": "0", "reason": "refused", "what": problem.code}
    async with held.services.database.transaction(Scope(held.scope.tenant)) as tx:
        if state == "ready" and await store.count(tx, held.id, "undo"):
            state, more = "applied", {"applied_at": now_ms()}  # in part: that can be undone
        await store.set_state(tx, held.id, state, failure=failure, holder="", held_until=0, **more)


async def let_go_old(services: Services) -> None:
    """Until cancelled."""
    while True:
        try:
            for tenant in await services.followers.tenants():
                await let_go_of(services, tenant)
        except Exception as error:
            log.warning("old imports not let go", extra={"why": repr(error)[:300]})
        await asyncio.sleep(LET_GO_SECONDS)


async def let_go_of(services: Services, tenant: TenantId) -> int:
    """Rows of imports that can be undone no more; previews that nobody applied; files that nobody needs."""
    now = now_ms()
    async with services.database.transaction(Scope(tenant)) as tx:
        rows = await store.over(tx, now - limits.MOVING_UNDO_DAYS * 24 * HOUR,
                                now - limits.MOVING_PREVIEW_HOURS * HOUR, LET_GO_AT_ONCE)  # fmt: skip
        for row in rows:
            if row["state"] in ("ready", "unreadable"):
                await let_go(tx, row["id"])
            elif row["past"] and row["state"] in ("applied", "undone"):
                await store.delete_rows(tx, row["id"])
    for row in rows:
        if row["blob"]:
            await erase_file(services, tenant, row["id"], row["blob"])
    return len(rows)


async def rehearse(services: Services) -> None:
    """Until cancelled: calls of rehearsals, as soon as one is asked for, some at a time for each tenant."""
    told, at_work = asyncio.Queue[TenantId](), dict[TenantId, asyncio.Task]()

    async def on_told(message: Msg) -> None:
        told.put_nowait(TenantId(message.subject.split(".")[1]))

    await services.bus.subscribe("live.*.rehearsal", on_told)
    async with asyncio.TaskGroup() as group:
        while True:
            try:
                async with asyncio.timeout(LAPSED_SECONDS):
                    tenants = [await told.get()]
            except TimeoutError:  # what a killed worker had in hand
                tenants = await _tenants(services)
            for tenant in tenants:
                if tenant not in at_work or at_work[tenant].done():
                    at_work[tenant] = group.create_task(_rehearse(services, tenant))


async def _tenants(services: Services) -> list[TenantId]:
    try:
        return await services.followers.tenants()
    except Exception as error:
        log.warning("rehearsals not looked for", extra={"why": repr(error)[:300]})
        return []


async def _rehearse(services: Services, tenant: TenantId) -> None:
    await asyncio.gather(*(_call(services, tenant) for _ in range(ROBOTS)))


async def _call(services: Services, tenant: TenantId) -> None:
    try:
        while await call_one(services, tenant):
            pass
    except Exception as error:
        log.warning("a robot's call was not followed", extra={"why": repr(error)[:300]})


jobs = (move, let_go_old, rehearse)
