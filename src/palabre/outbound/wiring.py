"""What the processes take from this room."""

from __future__ import annotations

from collections.abc import Sequence

from palabre.customers.ports import on_erase
from palabre.foundations.decision import Room
from palabre.outbound import reactions
from palabre.outbound.actions.contacts import erase_customer
from palabre.outbound.http import routes
from palabre.outbound.jobs import keep_supplied
from palabre.plumbing.bus import Bus
from palabre.plumbing.postgres import Database
from palabre.plumbing.reactions import Reader

__all__ = ["jobs", "reader", "routes"]

jobs = (keep_supplied,)
on_erase(erase_customer)


def reader(database: Database, bus: Bus, rooms: Sequence[Room]) -> Reader:
    """For the projector: writes what became of each contact into its row."""
    return Reader(reactions.NAME, database, bus, rooms, reactions.handle, reactions.FACTS)
