"""What the processes take from this room."""

from __future__ import annotations

from collections.abc import Sequence

from palabre.conversations import reactions
from palabre.conversations.actions.records import erase_customer
from palabre.conversations.http.routes import routes
from palabre.conversations.jobs import release_held, repair_opening
from palabre.customers.ports import on_erase
from palabre.foundations.decision import Room
from palabre.plumbing.bus import Bus
from palabre.plumbing.postgres import Database
from palabre.plumbing.reactions import Reader

__all__ = ["jobs", "reader", "routes"]

on_erase(erase_customer)

jobs = (release_held, repair_opening)  # for the worker: each takes the services and runs until cancelled


def reader(database: Database, bus: Bus, rooms: Sequence[Room]) -> Reader:
    """For the projector: writes life and segments into the rows."""
    return Reader(reactions.NAME, database, bus, rooms, reactions.handle, reactions.FACTS, reactions.again)
