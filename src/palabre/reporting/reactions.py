"""The reader `reporting`: facts into read tables, in the transaction that moves its position."""

from __future__ import annotations

from palabre.plumbing.postgres import Transaction
from palabre.plumbing.reactions import Batch
from palabre.reporting.model.ledger import FACTS, names
from palabre.reporting.store import rows

NAME = "reporting"

__all__ = ["FACTS", "NAME", "handle"]


async def handle(transaction: Transaction, batch: Batch) -> None:
    """Bring the rows this batch names, fold, write what changed."""
    ledger = await rows.bring(transaction, names(fact for _, fact in batch))
    for number, fact in batch:
        ledger.evolve(fact, number)
    await rows.keep(transaction, ledger)
