"""Reading and writing rows while the database may be away for a moment."""
from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from palabre.flows.store.runs import UNAVAILABLE
from palabre.plumbing.identity import now_ms

STORE_SECONDS_MAX = 10.0     # without the database so long, a customer hears an apology
STORE_RETRY_SECONDS = 0.2

T = TypeVar("T")


async def stored(work: Callable[[], Awaitable[T]]) -> T:
    """Do `work`, a whole transaction, again and again while the database is away; its own error after that."""
    deadline = now_ms() + STORE_SECONDS_MAX * 1000
    while True:
        try:
            return await work()
        except UNAVAILABLE:
            if now_ms() > deadline:
                raise
            await asyncio.sleep(STORE_RETRY_SECONDS)
