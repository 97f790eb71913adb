"""What flows may name beside themselves."""
from __future__ import annotations

from palabre.plumbing.postgres import Transaction


async def queues(tx: Transaction) -> frozenset[str]:
    rows = await tx.all("select id::text from palabre.queue where tenant = %(tenant)s and active",
                        {"tenant": tx.scope.tenant})
    return frozenset(row["id"] for row in rows)
