"""A day's rows played again under two sets of rules: the day itself comes back, and better rules show."""
import msgspec
import pytest

from palabre.routing.facts import QueueRules, Requirement, Ring, RoutingRulesPublished
from palabre.simulation.model.engine import START
from palabre.simulation.model.preview import Yesterday, callers_of, presence_of, preview
from palabre.simulation.model.scenario import Arrivals, Group, Scenario, SimulatedQueue, Times, advisors, rules
from palabre.simulation.model.simulation import Simulation

FRENCH = Requirement("skill", "fr")


@pytest.fixture(scope="module")
def day() -> tuple[Scenario, Yesterday]:
    """Three speak French, three do not, and only French is asked for."""
    scenario = Scenario(
        (SimulatedQueue("q"),), (Group(3, "fr", {"fr": 5}), Group(3, "ar", {"ar": 5})), (Arrivals("q", 60.0),),
        service=Times("exponential", 150.0), patience=Times("exponential", 120.0), wrap_up=Times("exponential", 10.0),
        answer=Times("constant", 2.0), days=0.4)
    asked = QueueRules("q", "voice", (Ring(0, FRENCH),))
    made = Simulation(scenario, 4, measure=True)
    made.engine.tell([RoutingRulesPublished(0, 2, (asked,))])
    made.finish()
    ledger = made.measures.ledger
    rows = [msgspec.structs.replace(c) for c in ledger.contacts.values()]
    intervals = list(ledger.changed_intervals.values())
    return scenario, Yesterday(START, made.end, rows, intervals, [a for _, a in advisors(scenario)])


def by_key(found) -> dict:
    return {b.key: b for b in found.measures}


def test_the_same_rules_give_the_same_day_and_nearly_the_recorded_one(day):
    _, yesterday = day
    told = []
    same = (QueueRules("q", "voice", (Ring(0, FRENCH),)),)
    found = preview(same, same, yesterday, progress=told.append)
    assert all(b.before == b.after for b in found.measures) and told[-1] == 1.0 and told == sorted(told)
    assert found.customers == len(yesterday.contacts) and found.advisors == 6
    for key in ("service_level", "abandoned_share"):
        assert by_key(found)[key].before == pytest.approx(by_key(found)[key].recorded, abs=0.05), key
    assert by_key(found)["aht"].before == pytest.approx(by_key(found)["aht"].recorded, rel=0.1)
    assert set(found.queues) == {"q"}


def test_a_ring_for_everybody_would_have_answered_more(day):
    scenario, yesterday = day
    before = (QueueRules("q", "voice", (Ring(0, FRENCH),)),)
    after = (QueueRules("q", "voice", (Ring(0, FRENCH), Ring(15, Requirement("all")))),)
    found = by_key(preview(before, after, yesterday))
    assert found["abandoned_share"].after < found["abandoned_share"].before - 0.05
    assert found["service_level"].after > found["service_level"].before
    assert rules(scenario)


def test_hours_of_a_queue_are_kept(day):
    """Closed from noon on under the drafts: whoever comes then is turned away there, and only there."""
    _, yesterday = day
    noon = (yesterday.begin + yesterday.end) // 2
    before = (QueueRules("q", "voice", (Ring(0, FRENCH),)),)
    after = (msgspec.structs.replace(before[0], open=((yesterday.begin, noon),)),)
    found, late = by_key(preview(before, after, yesterday)), sum(c.queued >= noon for c in yesterday.contacts)
    assert found["refused_closed"].before == 0 and found["refused_closed"].after == late > 50
    assert found["offered"].after == found["offered"].before - late


def test_who_found_it_closed_is_served_where_the_drafts_open_and_who_was_called_back_is_left_out(day):
    _, yesterday = day
    one, other = (msgspec.structs.replace(c, item=c.item + "x", conversation=n) for c, n in
                  zip(yesterday.contacts[:2], ("closed", "back"), strict=True))  # fmt: skip
    one.answered, one.ended, one.end, one.talk, one.advisor = None, one.queued, "refused_closed", 0, None
    other.kind = "request"
    more = msgspec.structs.replace(yesterday, contacts=[*yesterday.contacts, one, other])
    assert len(callers_of(more, 1)) == len(callers_of(yesterday, 1)) + 1


def test_who_was_there_and_who_came(day):
    _, yesterday = day
    there = presence_of(yesterday)
    assert all(spans == [(START, yesterday.end)] for spans in there.values())
    callers = callers_of(yesterday, 1)
    assert [c.at for c in callers] == sorted(c.queued for c in yesterday.contacts)
    left = {c.queued: c.wait for c in yesterday.contacts if c.outcome == "abandoned"}
    assert left and all(c.patience == left[c.at] for c in callers if c.at in left)
    assert all(c.patience >= 0 for c in callers)


def test_an_empty_day_and_a_queue_that_is_gone():
    nobody = Yesterday(START, START + 1000, [], [], [])
    found = preview((), (), nobody)
    assert found.customers == 0 and by_key(found)["service_level"].after is None
