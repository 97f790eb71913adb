"""The engine keeps time, hears facts in order, and lets production decide."""
from palabre.routing import commands
from palabre.routing.facts import (
    AdvisorConfigured,
    Capacity,
    OfferEnded,
    OfferMade,
    QueueRules,
    Requirement,
    Ring,
    RoutingRulesPublished,
    WorkItemEnded,
)
from palabre.simulation.model.customers import Caller, Customers
from palabre.simulation.model.engine import START, Engine
from palabre.simulation.model.staff import Manners, Staff
from palabre.simulation.model.watching import Checkers, Measures, Tally

EVERYBODY = (Ring(0, Requirement("all")),)


def queue(**rules) -> RoutingRulesPublished:
    return RoutingRulesPublished(0, 1, (QueueRules("q", "voice", EVERYBODY, **rules),))


def advisor(id: str) -> AdvisorConfigured:
    return AdvisorConfigured(0, id, (), None, None, (Capacity("voice", 1),))


def house(callers, advisors=("a1",), rules=None, **staff):
    engine, checkers, measures = Engine(), Checkers(), Measures()
    engine.guard(checkers), engine.guard(measures)
    engine.tell([rules or queue(wrap_up_seconds=0)])
    customers = Customers(engine, callers)
    return engine, checkers, measures, customers, Staff(engine, customers, [advisor(a) for a in advisors], **staff)


def by_key(measures, engine):
    return {f.key: f.value for f in measures.figures(engine.now)}


def test_one_after_the_other_and_one_gives_up():
    engine, checkers, measures, customers, _ = house([
        Caller(START + 1000, "q", service=60_000),
        Caller(START + 2000, "q", service=60_000, patience=100_000),
        Caller(START + 3000, "q", service=60_000, patience=10_000),
    ])
    tally = Tally(engine, START)
    engine.run()
    tally.close()
    found, counted = by_key(measures, engine), tally.figures(1)
    assert (found["answered"], found["abandoned"], found["wait_p95"]) == (2, 1, 59.0)
    assert (counted["calls"], counted["answered"], customers.given_up) == (3, 2, 1)
    assert counted["wait_seconds_mean"] == (0 + 59 + 10) / 3
    assert engine.now == START + 121_000 and not checkers.violations and not engine.refused
    assert counted["occupancy"] == 120 / 121


def test_answers_late_work_after_the_talk_and_misses():
    rules = queue(wrap_up_seconds=30, offer_seconds=10)
    callers = [Caller(START, "q", service=20_000, wrap_up=5_000, answer=3_000), Caller(START + 1, "q", service=1_000)]
    made = []
    engine, checkers, measures, *_ = house(callers, rules=rules, manners=Manners(missed=lambda f: len(made) == 1))
    engine.hear(OfferMade, made.append)
    ends = []
    engine.hear(OfferEnded, lambda f: ends.append((f.end, f.at - START)))
    engine.run()
    assert ends == [("accepted", 3000), ("timed_out", 38_000), ("accepted", 53_000)]
    assert by_key(measures, engine)["wrap_up_time"] == (5 + 30) / 2 and not checkers.violations


def test_shifts_and_breaks_are_kept():
    callers = [Caller(START + n * 10_000, "q", service=15_000, patience=5_000) for n in range(12)]
    present = {"a1": [(START, START + 60_000)]}
    engine, checkers, *_ = house(callers, present=present, breaks=[("a1", START + 30_000, START + 46_000)])
    offered = []
    engine.hear(OfferMade, lambda f: offered.append((f.at - START) // 1000))
    engine.run()
    assert offered == [0, 15, 50] and not checkers.violations
    assert not engine.world["routing"].advisors["a1"].signed_in


def test_time_stops_where_it_is_told_and_facts_are_heard_in_order():
    engine, *_ = house([Caller(START, "q", service=60_000)])
    heard = []
    for kind in (OfferMade, OfferEnded, WorkItemEnded):
        engine.hear(kind, lambda f: heard.append(type(f).__name__))
    engine.run(until=START + 30_000)
    assert engine.now == START + 30_000 and heard == ["OfferMade", "OfferEnded"]
    assert engine.send(commands.AcceptOffer("none", "a1")) is None and engine.refused == {"routing.offer_ended": 1}
    engine.run()
    assert heard[-1] == "WorkItemEnded" and engine.now == START + 60_000


def test_sent_away_after_the_longest_wait():
    engine, checkers, measures, customers, _ = house(
        [Caller(START, "q", service=60_000), Caller(START, "q", service=60_000)],
        rules=queue(wait_seconds_max=10, wrap_up_seconds=0))
    engine.run()
    assert by_key(measures, engine)["ended_otherwise"] == 1 and not customers.coming
    assert not engine.world["conversations"].conversations and not checkers.violations
