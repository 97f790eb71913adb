"""What a process needs to run reporting."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import Any

from palabre.foundations.decision import Room
from palabre.plumbing.blobs import Blobs
from palabre.plumbing.bus import Bus
from palabre.plumbing.postgres import Database
from palabre.plumbing.reactions import Reader
from palabre.plumbing.settings import Settings
from palabre.reporting import reactions
from palabre.reporting.actions.keeping import Keeping
from palabre.reporting.jobs import keep_figures
from palabre.reporting.store.long_memory import of_process


def readers(database: Database, bus: Bus, rooms: Sequence[Room]) -> list[Reader]:
    """Readers of the stream, to be run by the projector (database: role projector)."""
    return [Reader(reactions.NAME, database, bus, rooms, reactions.handle, reactions.FACTS, reactions.again)]


def keeping(database: Database, blobs: Blobs, settings: Settings) -> Coroutine[Any, Any, None]:
    """Until cancelled: what is done with figures as they grow old (database: role projector)."""
    bounds = {"recent_days": settings.reporting_recent_days, "kept_days": settings.reporting_kept_days}
    return keep_figures(database, Keeping(database, blobs, of_process(settings), **bounds))
