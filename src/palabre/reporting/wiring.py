"""What a process needs to run reporting."""

from __future__ import annotations

from collections.abc import Sequence

from palabre.foundations.decision import Room
from palabre.plumbing.bus import Bus
from palabre.plumbing.postgres import Database
from palabre.plumbing.reactions import Reader
from palabre.reporting import reactions


def readers(database: Database, bus: Bus, rooms: Sequence[Room]) -> list[Reader]:
    """Readers of the stream, to be run by the projector (database: role projector)."""
    return [Reader(reactions.NAME, database, bus, rooms, reactions.handle, reactions.FACTS)]
