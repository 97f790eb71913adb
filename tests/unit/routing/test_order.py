"""The order of waiting items and the choice of an advisor."""
from palabre.routing import commands
from palabre.routing.facts import Requirement, Ring


def skill(name, level=1):
    return Requirement("skill", name, level)


def test_a_freed_advisor_receives_the_most_urgent_across_queues_and_channels(floor):
    floor.publish(
        floor.queue_rules("calls", target_seconds=20, wrap_up_seconds=0),
        floor.queue_rules("mails", "email", target_seconds=4 * 3600, wait_seconds_max=1e6),
    )
    floor.advisor("ana", available=False)
    mail = floor.arrive("mails")
    floor.until(4 * 3600 - 19)
    call = floor.arrive("calls")
    floor.until(4 * 3600 + 0.5)                   # mail 1.00003 of its target, call 19.5 s of 20
    floor.status("ana", "available")
    assert floor.holder(mail) == ("offered", "ana")
    floor.accept(mail)
    assert call.state == "waiting"                # a call does not fit beside a mail
    floor.finish(mail)
    floor.end_wrap_up(mail)
    assert floor.holder(call) == ("offered", "ana")


def test_ties_go_by_arrival(calls):
    calls.advisor("ana", available=False)
    first, second = calls.arrive(), calls.arrive()
    calls.status("ana", "available")
    assert (first.state, second.state) == ("offered", "waiting")


def test_priority_is_seconds_and_capped_at_three_targets(floor):
    floor.publish(floor.queue_rules(target_seconds=20))
    floor.advisor("ana", available=False)
    plain = floor.arrive()
    floor.until(30)
    asked = floor.arrive(priority=1000)
    assert asked.priority_ms == 60_000
    floor.status("ana", "available")
    assert (plain.state, asked.state) == ("waiting", "offered")


def test_beyond_three_targets_the_oldest_precedes_whatever_the_priority(floor):
    floor.publish(floor.queue_rules("calls", target_seconds=20), floor.queue_rules("vip", target_seconds=20,
                                                                                 priority_seconds=60))
    floor.advisor("ana", available=False)
    plain = floor.arrive("calls")
    floor.until(50)
    vip = floor.arrive("vip")
    same_queue = floor.arrive("calls", priority=60)
    floor.until(60.001)
    floor.status("ana", "available")
    assert [plain.state, vip.state, same_queue.state] == ["offered", "waiting", "waiting"]


def test_the_longest_idle_is_chosen_and_a_missed_offer_does_not_reset_it(calls):
    for second, name in enumerate(("ana", "bea", "cleo")):
        calls.until(second)
        calls.advisor(name)
    calls.until(10)
    first = calls.arrive()
    assert first.advisor == "ana"
    calls.miss(first)
    assert first.advisor == "bea"
    calls.accept(first)
    calls.status("ana", "available")              # the confirming click
    second = calls.arrive()
    assert second.advisor == "ana"                # still before cleo
    calls.accept(second)
    calls.finish(second)                          # now idle since the end of her segment
    assert calls.arrive().advisor == "cleo"


def test_earlier_ring_then_band_then_idle(floor):
    rings = (Ring(0, skill("fr"), ((5, 10), (1, 4))), Ring(30, skill("en")))
    floor.publish(floor.queue_rules(rings=rings))
    floor.advisor("low", fr=2)
    floor.until(1)
    floor.advisor("other", en=9)
    floor.until(2)
    floor.advisor("high", fr=9)
    floor.until(3)
    floor.advisor("middle", fr=5)
    items = [floor.arrive() for _ in range(4)]
    assert [i.advisor for i in items] == ["high", "middle", "low", None]
    for item in items[:3]:
        floor.accept(item)
    floor.until(32.999)
    assert items[3].state == "waiting"
    floor.until(33)
    assert items[3].advisor == "other"


def test_best_level_first_where_a_queue_asks_for_it(floor):
    floor.publish(floor.queue_rules(needs=skill("fr"), best_level_first=True))
    floor.advisor("low", fr=3)
    floor.until(5)
    floor.advisor("best", fr=8)
    assert floor.arrive().advisor == "best"


def test_fewest_units_before_longest_idle(floor):
    floor.publish(floor.queue_rules("chats", "chat"))
    floor.advisor("ana")
    floor.until(1)
    floor.advisor("bea")
    assert [floor.arrive("chats").advisor for _ in range(4)] == ["ana", "bea", "ana", "bea"]


def test_many_stale_entries_are_compacted(calls):
    calls.advisor("ana", available=False)
    for _ in range(300):
        calls.leaves(calls.arrive())
    items = [calls.arrive() for _ in range(3)]
    for _ in range(300):
        calls.status("ana", "available")
        calls.status("ana", "pause")
    heap = calls.state.advisors["ana"].profile.idle["voice"]
    place = calls.state.classes["calls"][0]
    assert len(heap) <= 70 and len(place.by_key) <= 72
    calls.status("ana", "available")
    assert items[0].state == "offered"


def test_old_deadlines_are_dropped(calls):
    calls.advisor("ana", available=False)
    for _ in range(3000):
        calls.do(commands.CancelWorkItem(calls.arrive().id))
    assert len(calls.state.timers) < 1100
