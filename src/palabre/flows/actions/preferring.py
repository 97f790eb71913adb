"""Whom a customer's work item should wait for: the first that is found of those the flow names."""
from __future__ import annotations

import logging
from collections.abc import Sequence

from palabre.conversations.actions.records import customer_of, last_advisor
from palabre.flows.actions.patience import stored
from palabre.flows.actions.visit import Visit
from palabre.flows.model.preferred import Preferred
from palabre.foundations.ids import AdvisorId
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Transaction
from palabre.routing.actions.advisors import account_manager_of, known_advisor

log = logging.getLogger("palabre.flows")

DAY_MS = 86_400_000


async def preferred_of(visit: Visit, several: Sequence[Preferred]) -> tuple[AdvisorId | None, str]:
    """Her and why; nobody where none is found, or where the rows cannot be read: nobody waits for a wish."""
    if not several:
        return None, ""

    async def read() -> tuple[AdvisorId | None, str]:
        async with visit.services.database.transaction(visit.scope) as tx:
            for one in several:
                if found := await _find(tx, visit, one):
                    return AdvisorId(found), one.who
        return None, ""

    try:
        return await stored(read)
    except Exception as error:
        log.warning("preferred advisor not looked up", extra={"run": visit.run.id, "why": type(error).__name__})
        return None, ""


async def _find(tx: Transaction, visit: Visit, one: Preferred) -> str | None:
    if one.who == "named":
        return await known_advisor(tx, visit.fill(one.advisor).strip())  # a variable may hold anything
    if one.who == "last":
        return await last_advisor(tx, visit.run.conversation, now_ms() - round(one.within_days * DAY_MS))
    customer = await customer_of(tx, visit.run.conversation)
    return await account_manager_of(tx, customer) if customer else None
