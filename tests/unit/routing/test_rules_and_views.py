"""What cannot be published, and what other rooms read."""
import pytest

from palabre.routing.facts import QueueRules, Requirement, Ring
from palabre.routing.model import views
from palabre.routing.model.rules import check_rules
from palabre.routing.problems import RulesContradictory

ALL = Requirement("all")
RINGS = (Ring(0, ALL),)


def queue(name="q", **rules):
    rules.setdefault("rings", RINGS)
    return QueueRules(name, rules.pop("channel", "voice"), **rules)


@pytest.mark.parametrize(("queues", "reason"), [
    ([queue(), queue()], "queue_twice"),
    ([queue(target_seconds=0)], "target_below_one_second"),
    ([queue(wait_seconds_max=0)], "nobody_may_wait"),
    ([queue(offer_seconds=0)], "offer_below_one_second"),
    ([queue(wrap_up_seconds=-1)], "negative_seconds"),
    ([queue(units=0)], "no_units"),
    ([queue(open=((5, 5),))], "hours_end_before_they_begin"),
    ([queue(open=((5, 9), (8, 12)))], "hours_out_of_order"),
    ([queue(rings=())], "first_ring_not_at_once"),
    ([queue(rings=(Ring(5, ALL),))], "first_ring_not_at_once"),
    ([queue(rings=(Ring(0, ALL), Ring(9, ALL), Ring(9, ALL)))], "rings_out_of_order"),
    ([queue(rings=tuple(Ring(n, ALL) for n in range(21)))], "too_many_rings"),
    ([queue(rings=(Ring(0, ALL, ((3, 2),)),))], "band_out_of_levels"),
    ([queue(rings=(Ring(0, Requirement("skill", "fr", 11)),))], "skill_malformed"),
    ([queue(rings=(Ring(0, Requirement("perhaps")),))], "requirement_unknown"),
    ([queue(rings=(Ring(0, Requirement("all", parts=(Requirement("any"),))),))], "requirement_empty"),
    ([queue(overflow="x")], "overflow_unknown"),
    ([queue(overflow="b"), queue("b", channel="chat")], "overflow_other_channel"),
    ([queue(overflow="b"), queue("b", overflow="c"), queue("c", overflow="q")], "overflow_circle"),
])
def test_each_contradiction_has_its_name(queues, reason):
    with pytest.raises(RulesContradictory) as refused:
        check_rules(queues)
    assert refused.value.details["reason"] == reason


def test_a_deep_requirement_is_refused():
    deep = ALL
    for _ in range(12):
        deep = Requirement("all", parts=(deep,))
    with pytest.raises(RulesContradictory):
        check_rules([queue(rings=(Ring(0, deep),))])


def test_sound_rules_pass():
    check_rules([queue(overflow="b", open=((1, 5), (5, 9))), queue("b", overflow="c"), queue("c")])


def test_position_and_waiting(floor):
    floor.publish(floor.queue_rules(target_seconds=20), floor.queue_rules("others"))
    floor.advisor("ana", available=False)
    a, b = floor.arrive(), floor.arrive()
    floor.until(30)
    vip = floor.arrive(priority=60)
    state = floor.state
    assert [i.id for i in views.waiting(state, "calls")] == [vip.id, a.id, b.id]
    assert [views.position(state, i.id) for i in (a, b, vip)] == [2, 3, 1]
    assert views.positions(state, "calls") == {vip.id: 1, a.id: 2, b.id: 3}
    floor.until(61)
    assert [i.id for i in views.waiting(state, "calls", floor.now)] == [a.id, b.id, vip.id]
    assert views.longest_since(state, "calls") == a.since and views.longest_since(state, "others") is None
    floor.status("ana", "available")
    assert a.state == "offered" and [views.position(state, i.id) for i in (a, vip, b)] == [0, 1, 2]
    assert views.position(state, "gone") == 0


def test_who_is_able_available_and_talking(calls):
    calls.advisor("ana")
    calls.advisor("bea", available=False)
    assert [a.id for a in views.able(calls.state, "calls")] == ["ana", "bea"]
    assert (views.advisors_available(calls.state, "calls"), views.talking(calls.state, "calls")) == (1, 0)
    calls.accept(calls.arrive())
    assert (views.advisors_available(calls.state, "calls"), views.talking(calls.state, "calls")) == (0, 1)
    assert views.able(calls.state, "nowhere") == []
