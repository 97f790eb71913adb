"""What the processes take from this room; importing it registers its step and what it keeps for the others."""

from __future__ import annotations

from collections.abc import Sequence

from palabre.callbacks import reactions
from palabre.callbacks.actions.requests import erase_customer, kept_place
from palabre.callbacks.http import routes
from palabre.callbacks.steps import callback  # noqa: F401  registers its kind
from palabre.customers.ports import on_erase
from palabre.flows.ports import keep_places
from palabre.foundations.decision import Room
from palabre.plumbing.bus import Bus
from palabre.plumbing.postgres import Database
from palabre.plumbing.reactions import Reader

__all__ = ["reader", "routes"]

on_erase(erase_customer)
keep_places(kept_place)


def reader(database: Database, bus: Bus, rooms: Sequence[Room]) -> Reader:
    """For the projector: writes what became of each into its row."""
    return Reader(reactions.NAME, database, bus, rooms, reactions.handle, reactions.FACTS)
