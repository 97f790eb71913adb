"""What the worker does for chats by itself: end those whose customer has gone or said nothing for too long."""

from __future__ import annotations

import asyncio
import logging

from palabre.channels.chat import actions
from palabre.conversations.commands import CustomerLeaves
from palabre.conversations.model import Conversation
from palabre.foundations.clock import SECOND
from palabre.foundations.ids import ConversationId, TenantId
from palabre.foundations.problems import Problem
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.plumbing.services import Services

log = logging.getLogger("palabre.chat")

LOOK_SECONDS = 10.0
KEPT_WAITING = ("queue", "ring")


async def end_silent(services: Services) -> None:
    """Until cancelled."""
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        try:
            for tenant in await services.followers.tenants():
                await end_silent_of(services, tenant)
        except Exception as error:
            log.warning("silent chats wait", extra={"why": repr(error)[:300]})


async def end_silent_of(services: Services, tenant: TenantId, now: int | None = None) -> list[ConversationId]:
    """The conversations that were ended at `now` (ms)."""
    follower = await services.followers.of(tenant)
    chats = {
        id: c
        for id, c in follower.world["conversations"].conversations.items()
        if c.channel == actions.CHANNEL and c.present
    }
    if not chats:
        return []
    async with services.database.transaction(Scope(tenant)) as tx:
        rows = await actions.presences(tx, list(chats))
    over = [r["conversation"] for r in rows if is_over(r, chats[r["conversation"]], now_ms() if now is None else now)]
    for conversation in over:
        try:
            await services.commander.ask(tenant, CustomerLeaves(conversation, "silent"))
        except Problem as problem:
            log.warning("a silent chat stays", extra={"conversation": conversation, "code": problem.code})
    return over


def is_over(row: dict, conversation: Conversation, now: int) -> bool:
    """Gone: no socket for `gone_seconds`. Silent: no word for `silent_seconds`, though we do not keep her waiting."""
    gone = now - row["heard_at"] > row["gone_seconds"] * SECOND
    waits = bool(conversation.open_segments(*KEPT_WAITING))
    return gone or (not waits and now - row["active_at"] > row["silent_seconds"] * SECOND)
