"""What the bus told of a stream lately: without gaps, or not at all."""

from __future__ import annotations

import msgspec

from palabre.foundations.facts import Codec, Entry, Fact
from palabre.plumbing.partition.wire import Batch
from palabre.plumbing.tail import FACTS_KEPT, Tail

PARTITION = 3


class Seen(Fact, frozen=True, tag="test.Seen"):
    n: int = 0


CODEC = Codec([Seen])


def batch(first: int, last: int) -> Batch:
    facts = [Seen(0, n) for n in range(first, last + 1)]
    return Batch(first, last, CODEC.encode_entries([Entry("", msgspec.Raw(b"\xc0"), facts)]))


def tail_of(*batches: Batch) -> Tail:
    tail = Tail(CODEC)
    for one in batches:
        tail._keep(PARTITION, one)
    return tail


def numbers(tail: Tail, past: int) -> list[int] | None:
    told = tail.past(PARTITION, past)
    assert all(number == fact.n for number, fact in told or ())
    return None if told is None else [number for number, _ in told]


def test_what_came_past_a_number_is_given_with_its_numbers():
    tail = tail_of(batch(11, 13), batch(14, 14))
    assert (numbers(tail, 10), numbers(tail, 12), numbers(tail, 14)) == ([11, 12, 13, 14], [13, 14], [])


def test_before_it_listened_it_knows_nothing():
    assert numbers(tail_of(batch(11, 13)), 9) is None and numbers(tail_of(), 0) is None


def test_after_a_gap_only_what_follows_is_known():
    tail = tail_of(batch(1, 3), batch(6, 7))
    assert numbers(tail, 3) is None and numbers(tail, 5) == [6, 7]


def test_what_was_too_large_for_the_bus_is_a_gap():
    tail = tail_of(batch(1, 3), Batch(4, 9, b""), batch(10, 10))
    assert numbers(tail, 3) is None and numbers(tail, 8) is None and numbers(tail, 9) == [10]


def test_of_many_the_last_are_kept():
    tail = tail_of(batch(1, FACTS_KEPT), batch(FACTS_KEPT + 1, FACTS_KEPT + 2))
    assert numbers(tail, 1) is None and numbers(tail, 2)[0] == 3
