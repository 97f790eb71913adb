"""Replies are found for five minutes, or as long as not too many came after; the oldest go together."""

from __future__ import annotations

import msgspec

from palabre.foundations.clock import MINUTE
from palabre.plumbing.partition import remembered as room
from palabre.plumbing.partition.remembered import REMEMBERED_MS, Remembered

RAW = msgspec.Raw(b"\xc0")


def test_found_for_five_minutes_whenever_it_was_given():
    replies = Remembered()
    for minute in range(60):
        replies.add(f"c{minute}", minute * MINUTE, RAW)
        for past in range(max(0, minute - 4), minute + 1):
            assert replies.get(f"c{past}") == (past * MINUTE, RAW)
    assert replies.get("c40") is None and len(replies) < 12


def test_the_newest_are_found_however_many_come(monkeypatch):
    monkeypatch.setattr(room, "REMEMBERED_MAX", 10)
    replies = Remembered()
    for n in range(100):
        replies.add(f"c{n}", 1, RAW)
        assert all(replies.get(f"c{past}") for past in range(max(0, n - 4), n + 1)) and len(replies) <= 10


def test_a_snapshot_takes_those_of_the_last_five_minutes_and_gives_them_back():
    replies = Remembered()
    for minute in range(9):
        replies.add(f"c{minute}", minute * MINUTE, RAW)
    kept = replies.since(8 * MINUTE - REMEMBERED_MS)
    assert set(kept) == {f"c{n}" for n in range(3, 9)}
    again = Remembered(kept)
    again.add("new", 8 * MINUTE, RAW)
    assert again.get("c3") == (3 * MINUTE, RAW) and again.get("new") and again.get("c2") is None
