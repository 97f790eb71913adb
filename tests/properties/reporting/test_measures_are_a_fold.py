"""Measures = fold of the journal: the ledger's figures equal those worked out by brute force over plain facts."""

from __future__ import annotations

import itertools

import msgspec
import pytest
from brute_reporting import figures as brute
from brute_reporting import times as brute_times
from hypothesis import given, settings
from random_journals import ADVISORS, BEGIN, QUEUES, WIDE, Journal, Steps, play, random_steps, steps

from palabre.reporting.model.ledger import Ledger
from palabre.reporting.model.measures import figures
from palabre.reporting.model.totals import Totals, totals

THRESHOLD = 2.0


def fold(journal: Journal) -> tuple[Ledger, list]:
    """The ledger, and every interval it ever wrote, by its last form."""
    ledger = Ledger()
    for number, fact in enumerate(journal.facts, 1):
        ledger.evolve(fact, number)
    return ledger, list(ledger.changed_intervals.values())


def plain(t: Totals) -> dict[str, int]:
    told = msgspec.structs.asdict(t)
    return told | {f"p{p}": v for p, v in told.pop("percentiles").items()}


def compare(taken: Steps) -> None:
    journal = play(taken)
    ledger, intervals = fold(journal)
    span = (BEGIN, BEGIN + 3_600_000)
    middle = (BEGIN + (journal.now - BEGIN) // 3, BEGIN + (journal.now - BEGIN) // 3 * 2)
    for (begin, end), queue in ((span, None), (span, QUEUES[0]), (middle, None), (middle, QUEUES[3])):
        chosen = [c for c in ledger.contacts.values() if begin <= c.queued < end and queue in (None, c.queue)]
        told = totals(chosen, intervals, threshold_seconds=THRESHOLD, now=journal.now, begin=begin, end=end)
        expected = brute(journal.facts, begin=begin, end=end, now=journal.now, threshold=2_000, queue=queue)
        expected |= brute_times(journal.facts, ADVISORS, begin=begin, end=end, now=journal.now)
        assert plain(told) == expected
        for one in figures(told, threshold_seconds=THRESHOLD):
            assert one.value is None or one.value >= 0, one
            assert one.unit != "ratio" or one.value is None or one.value <= 1, one


@settings(max_examples=40, deadline=None)
@given(steps())
def test_the_ledger_equals_brute_force(taken) -> None:
    compare(taken)


@pytest.mark.parametrize("seed", range(8))
def test_so_it_does_along_a_long_day(seed: int) -> None:
    compare(random_steps(seed, 400, WIDE))


@pytest.mark.parametrize("seed", range(4))
def test_intervals_join_without_gap_or_overlap(seed: int) -> None:
    _, intervals = fold(play(random_steps(seed, 150, WIDE)))
    for advisor in ADVISORS:
        hers = sorted((i for i in intervals if i.advisor == advisor), key=lambda i: (i.begun, i.number))
        for one, following in itertools.pairwise(hers):
            assert one.ended is not None and one.begun < one.ended <= following.begun
