"""The reader `callbacks`: what became of each, written into its row."""

from __future__ import annotations

from palabre.callbacks import store
from palabre.callbacks.facts import CallbackEnded, CallbackReached, CallbackTried
from palabre.foundations.facts import Fact
from palabre.plumbing.postgres import Transaction

NAME = "callbacks"
FACTS = (CallbackTried, CallbackReached, CallbackEnded)


async def handle(tx: Transaction, batch: list[tuple[int, Fact]]) -> None:
    """For plumbing.reactions.Reader: idempotent fact by fact."""
    for _, fact in batch:
        match fact:
            case CallbackTried():
                await store.note_try(tx, fact.callback, fact.number, fact.outcome, fact.again)
            case CallbackReached():
                await store.note_reached(tx, fact.callback, fact.conversation)
            case CallbackEnded():
                await store.note_end(tx, fact.callback, fact.outcome, fact.at)
