"""Snapshot + changes = fresh snapshot, after every fact of any journal; and a board kept equals a board made."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from random_journals import ADVISORS, PARTNERS, WIDE, Journal, Steps, play, random_steps, step, steps

from palabre.desk.model.board import Board
from palabre.desk.model.entities import Pressure
from palabre.desk.model.screen import Changes, Screen
from palabre.desk.model.views import personal, wall, wall_part
from palabre.processes.rooms import ROOMS

CALM = Pressure(at=1)
RARE = {"LegReturned"}  # nobody tells it yet
WALLS = (None, PARTNERS[-1])


class Page:
    """A browser: a dict that takes snapshots and changes, nothing else."""

    def __init__(self, entities: dict) -> None:
        self.held = dict(entities)

    def take(self, changes: Changes) -> None:
        assert not set(changes.set) & set(changes.unset)
        self.held.update(changes.set)
        for key in changes.unset:
            del self.held[key]


class Watch:
    """Everybody's screens, brought along only by what each fact is said to touch."""

    def __init__(self, journal: Journal) -> None:
        self.world, self.board = journal.world, Board(journal.world)
        number = journal.world.number
        self.own = {a: Screen(personal(self.board, a, CALM), number) for a in ADVISORS}
        self.walls = {p: Screen(wall(self.board, p), number) for p in WALLS}
        self.pages = {key: Page(screen.entities) for key, screen in self._screens()}
        self.old = {key: (number, dict(screen.entities)) for key, screen in self._screens()}

    def _screens(self):
        return [(("own", a), s) for a, s in self.own.items()] + [(("wall", p), s) for p, s in self.walls.items()]

    def follow(self, number: int, fact) -> None:
        touched = self.board.follow(fact)
        for advisor in touched.advisors & set(self.own):
            changes = self.own[advisor].replace(personal(self.board, advisor, CALM), number)
            self.pages[("own", advisor)].take(changes)
        for partner, screen in self.walls.items():
            changes = screen.update(wall_part(self.board, partner, touched.queues, touched.advisors), number)
            self.pages[("wall", partner)].take(changes)
        self.check(number, fact)

    def check(self, number: int, fact) -> None:
        fresh = Board(self.world)
        for name in ("shares", "counts", "holders", "items"):
            assert getattr(self.board, name) == getattr(fresh, name), (name, fact)
        for advisor in ADVISORS:
            assert self.pages[("own", advisor)].held == personal(fresh, advisor, CALM), fact
        for partner in WALLS:
            assert self.pages[("wall", partner)].held == wall(fresh, partner), fact

    def check_resumption(self) -> None:
        """Who went away at the beginning comes back now, by number."""
        for key, screen in self._screens():
            number, held = self.old[key]
            page = Page(held)
            missed = screen.since(number)
            assert missed is not None
            page.held.update(missed.set)
            for gone in missed.unset:
                page.held.pop(gone, None)
            assert page.held == screen.entities


def follow_all(taken: Steps) -> None:
    """Watch from some way in, so that the first snapshot is not an empty one."""
    watch: list[Watch] = []
    journal = play(taken[: len(taken) // 4], lambda number, fact: watch[0].follow(number, fact) if watch else None)
    watch.append(Watch(journal))
    for each in taken[len(taken) // 4 :]:
        step(journal, *each)
    watch[0].check_resumption()


@settings(max_examples=60, deadline=None)
@given(steps())
def test_snapshot_and_changes_make_a_fresh_snapshot(taken) -> None:
    follow_all(taken)


@pytest.mark.parametrize("seed", range(12))
def test_so_they_do_along_a_long_day(seed: int) -> None:
    follow_all(random_steps(seed, 150, WIDE))


def test_every_kind_of_fact_was_met() -> None:
    """The journals above are worth nothing for a fact they never hold."""
    met = {type(fact) for seed in range(500) for fact in play(random_steps(seed, 150, WIDE)).facts}
    all_of_them = {fact for room in ROOMS for fact in room.evolve}
    assert {fact.__name__ for fact in all_of_them - met} <= RARE
