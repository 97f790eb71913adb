"""What imports remember of a customer goes with her."""

from __future__ import annotations

from palabre.foundations.ids import CustomerId
from palabre.moving.store import imports as store
from palabre.plumbing.postgres import Transaction


async def erase_customer(tx: Transaction, customer: CustomerId) -> None:
    await store.forget_thing(tx, customer)
