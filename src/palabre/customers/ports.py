"""What higher rooms hang on to: each erases what it holds of a customer, in the transaction that erases her."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from palabre.foundations.ids import CustomerId
from palabre.plumbing.postgres import Transaction

EraseCustomer = Callable[[Transaction, CustomerId], Awaitable[None]]

erasers: list[EraseCustomer] = []


def on_erase(function: EraseCustomer) -> None:
    """Registers once, however often a process composes."""
    if function not in erasers:
        erasers.append(function)
