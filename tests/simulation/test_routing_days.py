"""Simulated days of the production model: every law holds whatever people, network and nodes do."""
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from palabre.processes.rooms import ROOMS as PARTITION
from palabre.simulation.model.days.day import Day, judged


@pytest.mark.seconds_max(900)
def test_every_law_holds():
    """Two hundred days of 45 minutes and 25 advisors, calm, busy and overrun, with two deaths of the node and new rules
    half-way. One that fails replays: ./palabre simulate --replay-seed N."""
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        days = list(pool.map(judged, range(200), chunksize=5))
    failed = [day for day in days if day["violations"] or day["crash"]]
    assert not failed, [(d["seed"], d["violations"], d["crash"], d["examples"][:3]) for d in failed[:3]]
    assert all(day["deaths"] >= 2 and day["customers"] > 80 for day in days)


def test_a_day_is_full_of_what_may_happen():
    """The days would prove little if nothing rare happened in them."""
    kinds = set()
    for seed in (1, 2, 5, 8, 11, 14):
        day = Day(seed)
        heard = day.owner.heard

        def note(made, number, cause, heard=heard):
            heard(made, number, cause)
            for fact in made:
                kinds.add((type(fact).__name__, "first" if getattr(fact, "first", False) else ""))
                kinds.add((type(fact).__name__, getattr(fact, "end", "") or getattr(fact, "reason", "")))
                if getattr(fact, "interrupted", False):
                    kinds.add(("WorkItemQueued", "ahead" if fact.ahead_seconds else "interrupted"))

        day.owner.heard = note
        day.run()
    for kind in (
        ("OfferEnded", "declined"), ("OfferEnded", "timed_out"), ("OfferEnded", "withdrawn"),
        ("OfferEnded", "rescinded"),
        ("WorkItemEnded", "abandoned"), ("WorkItemEnded", "short_abandoned"), ("WorkItemEnded", "longest_wait"),
        ("WorkItemEnded", "transferred"), ("WorkItemEnded", "overflowed"), ("WorkItemEnded", "queue_removed"),
        ("WorkItemInterrupted", "lost"), ("WorkItemInterrupted", "leg_failed"), ("WorkItemRefused", "closed"),
        ("WorkItemRefused", "full"), ("WorkItemRefused", "nobody"), ("WorkItemQueued", "interrupted"),
        ("WorkItemQueued", "ahead"), ("AdvisorReserved", ""), ("AdvisorReleased", ""), ("RingOpened", ""),
        ("DeferrableWithheld", ""), ("WorkItemInterrupted", "pushed_aside"),
        ("ContactHoursBegan", ""), ("ContactHoursEnded", ""), ("SkillChangeEnded", "time_over"),
        ("PreferenceEnded", "time_over"), ("PreferenceEnded", "unavailable"), ("WrapUpExtended", ""),
        ("CustomerReached", ""), ("AdvisorReserved", "first"), ("WorkItemEnded", "not_reached"),
        ("AdvisorRemoved", ""), ("AdvisorSignedOut", "removed"), ("PresenceRegained", ""),
    ):
        assert kind in kinds, kind


def test_the_whole_partition_leaves_no_segment_open():
    """With the table "what happens after what" and the voices: the same laws, and every conversation ends."""
    for seed in range(3):
        day = Day(seed, minutes=15, rooms=PARTITION)
        laws = day.run()
        assert not laws.violations, (seed, laws.violations, laws.examples[:3])
        assert not day.owner.world["conversations"].conversations


def test_a_seed_replays_to_the_byte():
    one, other = Day(5), Day(5)
    one.run(), other.run()
    assert one.owner.journal == other.owner.journal and len(one.owner.journal) > 500
