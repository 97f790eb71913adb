"""The reader `reporting`: facts into read tables, in the transaction that moves its position."""

from __future__ import annotations

from palabre.foundations.facts import Fact
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.reactions import Batch
from palabre.reporting.model.ledger import FACTS, Ledger, names
from palabre.reporting.store import rolls, rows

NAME = "reporting"

__all__ = ["FACTS", "NAME", "again", "handle"]


async def handle(transaction: Transaction, batch: Batch) -> None:
    """Bring the rows this batch names, fold, write what changed."""
    await rolls.lock(transaction)
    ledger = await rows.bring(transaction, names(fact for _, fact in batch))
    for number, fact in batch:
        ledger.evolve(fact, number)
    await rows.keep(transaction, ledger)


async def again(transaction: Transaction, parked: tuple[int, Fact], story: Batch) -> None:
    """A parked fact, late. The contacts of its conversation are folded anew from all that was told of it.

    What it would have changed in the time of an advisor stays unsaid: her intervals went on without it.
    """
    conversations = names(one for _, one in story).conversations
    if not conversations:  # of an advisor: from now on
        return await handle(transaction, [parked])
    await rolls.lock(transaction)
    forgotten = await rows.forget(transaction, conversations)
    homes = (await rows.bring(transaction, names(one for _, one in story))).homes
    ledger = Ledger()
    ledger.forgotten = forgotten
    ledger.homes.update(homes)
    for number, one in story:
        ledger.evolve(one, number)
    await rows.keep(transaction, ledger)
