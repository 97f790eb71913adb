"""Simulated days of the production model: every law holds whatever people, network and nodes do."""
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from palabre.processes.rooms import ROOMS as PARTITION
from palabre.reporting.model.ledger import Ledger
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


def transferring_day(seed: int) -> dict:
    """Violations of a day of transfers, what happened in it, and what reporting makes of advisors' time."""
    day, ledger, kinds = Day(seed, minutes=12, rooms=PARTITION, callbacks=False, transfers=True), Ledger(), set()
    heard = day.owner.heard

    def note(made, number, cause):
        heard(made, number, cause)
        for at, fact in enumerate(made, number):
            ledger.evolve(fact, at)
            kinds.add((type(fact).__name__, getattr(fact, "outcome", "") if "Transfer" in type(fact).__name__ else ""))

    day.owner.heard = note
    laws = day.run()
    calls = [c for c in ledger.contacts.values() if c.conversation in day.transferring.lines]
    answered = [c for c in calls if c.answered is not None]
    wrong = [c for c in answered if c.ended is not None and c.talk + c.hold != c.ended - c.answered]
    return {"seed": seed, "violations": dict(laws.violations), "examples": [str(e) for e in laws.examples[:3]],
            "kinds": kinds, "wrong": [str(c) for c in wrong[:3]], "answered": len(answered),
            "open": list(day.owner.world["conversations"].conversations)}  # fmt: skip


def test_customers_are_given_away_consulted_about_and_swapped_and_nobody_is_alone():
    """Who is with whom, whose time it is, and that the measures add up, in days of the whole partition."""
    days = [transferring_day(seed) for seed in range(6)]
    failed = [d for d in days if d["violations"] or d["wrong"] or d["open"]]
    assert not failed, failed[:2]
    kinds = set().union(*(day["kinds"] for day in days))
    for outcome in ("handed_over", "cancelled", "left", "customer_left", "busy", "no_answer"):
        assert ("TransferEnded", outcome) in kinds, outcome
    for kind in ("TransferJoined", "TransferLetGo"):
        assert (kind, "") in kinds, kind
    for kind in ("AsideRequested", "PartyLeft", "LegLost", "LegReturned", "FlowRequested", "PartyEndRequested"):
        assert (kind, "") in kinds, kind
    assert sum(day["answered"] for day in days) > 200


def test_a_seed_replays_to_the_byte():
    one, other = Day(5), Day(5)
    one.run(), other.run()
    assert one.owner.journal == other.owner.journal and len(one.owner.journal) > 500
