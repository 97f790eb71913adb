"""What higher rooms hang on to when people change: registered by their wiring, called inside the transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from palabre.plumbing.postgres import Transaction
from palabre.tenants.model.people import Person

PersonChanged = Callable[[Transaction, Person], Awaitable[None]]

person_changed: list[PersonChanged] = []  # after a person was made or changed in roles, site, partner or activity


def on_person_changed(function: PersonChanged) -> None:
    """Registers once, however often a process composes."""
    if function not in person_changed:
        person_changed.append(function)


async def tell_person_changed(tx: Transaction, person: Person) -> None:
    for function in person_changed:
        await function(tx, person)
