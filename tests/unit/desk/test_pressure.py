"""Pressure is a word with its reason, about the worst of her own queues."""

from __future__ import annotations

from random_journals import ADVISORS, QUEUES, Journal

from palabre.desk.model.board import Board
from palabre.desk.model.pressure import pressure, same_word
from palabre.routing import commands


def told(journal: Journal, board: Board, later: int = 0):
    return pressure(board, ADVISORS[2], journal.now + later)


def test_from_calm_to_strong_and_back() -> None:
    boards: list[Board] = []
    journal = Journal(lambda number, fact: [b.follow(fact) for b in boards])
    journal.begin()
    boards.append(Board(journal.world))
    board = boards[0]
    assert (told(journal, board).word, told(journal, board).reason) == ("calm", "nobody_waits")
    journal.ask(commands.SignIn(ADVISORS[2]))  # away: able, not available
    journal.open("voice", QUEUES[2])  # a target of 5 s
    assert (told(journal, board).word, told(journal, board).reason, told(journal, board).waiting) == (
        "calm",
        "within_target",
        1,
    )
    assert told(journal, board, 3_000).reason == "nobody_available"
    late = told(journal, board, 5_000)
    assert (late.word, late.reason, late.queue) == ("strong", "past_target", QUEUES[2])
    assert same_word(late, told(journal, board, 9_000)) and not same_word(late, told(journal, board))
    journal.ask(commands.ChangeStatus(ADVISORS[2], "available"))
    offer = next(iter(journal.world["routing"].offers.values()))
    journal.ask(commands.AcceptOffer(offer.id, ADVISORS[2]))
    assert told(journal, board, 9_000).reason == "nobody_waits"


def test_queues_she_cannot_serve_do_not_press_her() -> None:
    journal = Journal()
    journal.begin()
    journal.ask(commands.SignIn(ADVISORS[1]))
    journal.open("chat", QUEUES[1])
    board = Board(journal.world)
    assert told(journal, board, 60_000).word == "calm"
    assert pressure(board, ADVISORS[1], journal.now + 60_000).word == "strong"
