"""Pressure in a word, with its reason: what an advisor's queues ask of her, looked at every thirty seconds at most."""

from __future__ import annotations

from palabre.desk.model.board import Board
from palabre.desk.model.entities import Pressure
from palabre.desk.model.look import advisor_of
from palabre.foundations.clock import SECOND, Instant

PRESSURE_SECONDS = 30  # between two words
NEAR = 0.5  # of its target: somebody who has waited that long presses


def pressure(board: Board, advisor: str, now: Instant) -> Pressure:
    """The worst of the queues she is able for; ties by the queues' order."""
    found = advisor_of(board.world, advisor)
    worst, told = (-1, 0.0), Pressure(at=now)
    for queue in board.able(found) if found else ():
        rank, one = _of_queue(board, queue, now)
        if rank > worst:
            worst, told = rank, one
    return told


def _of_queue(board: Board, queue: str, now: Instant) -> tuple[tuple[int, float], Pressure]:
    waiting, since = board.waiting(queue), board.longest_since(queue)
    if not waiting or since is None:
        return (0, 0.0), Pressure(at=now)
    target = board.world["routing"].queues[queue].target_seconds * SECOND
    share = (now - since) / target if target else 1.0
    if share >= 1:
        level, word, reason = 3, "strong", "past_target"
    elif not board.count(queue, "available") and share >= NEAR:
        level, word, reason = 2, "sustained", "nobody_available"
    elif share >= NEAR:
        level, word, reason = 2, "sustained", "near_target"
    else:
        level, word, reason = 1, "calm", "within_target"
    return (level, share), Pressure(word, reason, queue, waiting, since, now)


def same_word(one: Pressure, other: Pressure) -> bool:
    """Whether nothing worth a message has changed: neither the word, nor its reason, nor the queue."""
    return (one.word, one.reason, one.queue) == (other.word, other.reason, other.queue)
