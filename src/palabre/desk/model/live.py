"""The wall in one answer, for those who ask by HTTP."""

from __future__ import annotations

from typing import Any

from palabre.desk.model.board import Board
from palabre.desk.model.views import queue_entity, tiles


def live(board: Board, partner: str | None) -> dict[str, Any]:
    """{"tiles": Tiles, "queues": [Queue]} in the queues' published order."""
    queues = [queue_entity(board, queue, partner) for queue in board.world["routing"].queues]
    return {"tiles": tiles(board, partner), "queues": [q for q in queues if q is not None]}
