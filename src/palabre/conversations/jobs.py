"""What the worker does by itself: send what was held, repair what never came to life."""

from __future__ import annotations

import asyncio
import logging

from palabre.conversations.actions.messages import release_message
from palabre.conversations.commands import RepairConversation
from palabre.conversations.store import conversations, messages
from palabre.foundations import limits
from palabre.foundations.clock import SECOND
from palabre.foundations.problems import Problem
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.plumbing.services import Services

log = logging.getLogger("palabre.conversations")

LOOK_SECONDS = 0.2  # how late a held message may leave
REPAIR_SECONDS = 5.0
ROWS_MAX = 200
ERROR_PAUSE_SECONDS = 2.0  # after the database refused us


async def release_held(services: Services) -> None:
    """Until cancelled: each held message whose time has come leaves once, whoever is killed meanwhile."""
    while True:
        try:
            full = await release_due(services) == ROWS_MAX
            await asyncio.sleep(0 if full else LOOK_SECONDS)
        except Exception as error:
            log.warning("held messages wait", extra={"why": repr(error)[:300]})
            await asyncio.sleep(ERROR_PAUSE_SECONDS)


async def release_due(services: Services) -> int:
    """Release what is due now; how many were looked at."""
    async with services.database.connection() as connection:
        due = await messages.due_across_tenants(connection, now_ms(), ROWS_MAX)
    for row in due:
        try:
            async with services.database.transaction(Scope(row["tenant"])) as tx:
                await release_message(tx, row["message"])
        except Exception as error:  # the others leave all the same; this one is tried again
            log.warning("a held message stays", extra={"message": row["message"], "why": repr(error)[:300]})
    return len(due)


async def repair_opening(services: Services) -> None:
    """Until cancelled: a conversation still opening after its bound is brought to life or ended, honestly marked."""
    while True:
        await asyncio.sleep(REPAIR_SECONDS)
        try:
            await repair_due(services)
        except Exception as error:
            log.warning("opening conversations wait", extra={"why": repr(error)[:300]})


async def repair_due(services: Services, before: int | None = None) -> int:
    """Look at what is opening since before `before` (ms); how many rows were repaired."""
    before = now_ms() - limits.OPENING_SECONDS_MAX * SECOND if before is None else before
    async with services.database.connection() as connection:
        rows = await conversations.opening_across_tenants(connection, before, ROWS_MAX)
    return sum([await _repair(services, row) for row in rows])


async def _repair(services: Services, row: dict) -> bool:
    tenant, conversation = row["tenant"], row["conversation"]
    follower = await services.followers.of(tenant)
    if conversation in follower.world["conversations"].conversations:
        return await _mark(services, tenant, conversation, alive=True)
    if row["outbox_waits"]:
        log.error("the owner is late", extra={"tenant": tenant, "conversation": conversation})
        return False  # shown on the list; its fact has not been moved yet
    try:  # the owner answers and its outbox is empty: it never will be alive
        await services.commander.ask(tenant, RepairConversation(conversation, "opening"))
    except Problem as problem:
        log.error("nobody repairs", extra={"conversation": conversation, "code": problem.code})
        return False
    return await _mark(services, tenant, conversation, alive=False)


async def _mark(services: Services, tenant: str, conversation: str, *, alive: bool) -> bool:
    async with services.database.transaction(Scope(tenant)) as tx:
        row = await conversations.get(tx, conversation, lock=True)
        if row is None or row["state"] != "opening":
            return False
        await conversations.mark_repaired(tx, conversation, "opening")
        if alive:
            await conversations.mark_open(tx, conversation, now_ms())
        else:
            await conversations.mark_closed(tx, conversation, "never_opened", now_ms())
    log.warning("repaired", extra={"tenant": tenant, "conversation": conversation, "alive": alive})
    return True
