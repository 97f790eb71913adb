"""The reader `outbound`: what became of each contact, written into its row; who wants no more calls, onto the list."""

from __future__ import annotations

from palabre.foundations.facts import Fact
from palabre.outbound.actions import do_not_call
from palabre.outbound.actions.campaigns import retries_of
from palabre.outbound.facts import ContactReached, ContactsReturned, ContactTried
from palabre.outbound.model.rules import NOT_DIALLED, SKIPS, next_try
from palabre.outbound.store import campaigns as store
from palabre.outbound.store import contacts as contact_store
from palabre.plumbing.postgres import Transaction

NAME = "outbound"
FACTS = (ContactsReturned, ContactReached, ContactTried)


async def handle(tx: Transaction, batch: list[tuple[int, Fact]]) -> None:
    """For plumbing.reactions.Reader: idempotent fact by fact."""
    for _, fact in batch:
        match fact:
            case ContactsReturned():
                await contact_store.give_back(tx, fact.contacts)
            case ContactReached():
                await contact_store.note_reached(tx, fact.contact, fact.conversation)
            case ContactTried():
                await _tried(tx, fact)


async def _tried(tx: Transaction, fact: ContactTried) -> None:
    campaign = await store.campaign(tx, fact.campaign)
    contact = await contact_store.get(tx, fact.contact)
    if campaign is None or contact is None:
        return
    counted = fact.outcome not in NOT_DIALLED
    if (counted or fact.outcome in SKIPS) and not await contact_store.insert_attempt(tx, {
        "contact": fact.contact, "campaign": fact.campaign, "at": fact.at, "day": fact.day, "outcome": fact.outcome,
        "advisor": fact.advisor, "conversation": fact.conversation}):  # fmt: skip
        return
    made = contact["attempts"] + counted
    again = next_try(fact.outcome, made, campaign["attempts_max"], retries_of(campaign), fact.at)
    if fact.opted_out:
        again = 0
        await do_not_call.put(tx, [contact["number"]], source="digit", campaign=fact.campaign)
    await contact_store.close_attempt(
        tx, fact.contact, counted=counted, outcome=fact.outcome, next_at=again, over=not again)
