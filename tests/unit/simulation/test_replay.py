"""A few customers by hand through the production rooms: who waits how long, who is taken first, and ghosts' waits."""

import palabre.flows.wiring  # noqa: F401  its steps
from palabre.flows.model.validation import Library, flow_faults
from palabre.processes.rooms import ROOMS
from palabre.simulation.model.checkers.offers import AllLaws
from palabre.simulation.model.replay import Replay
from palabre.simulation.model.replay_flow import flow_of, sought
from palabre.simulation.model.replay_plan import Customer, Plan, Presence
from palabre.simulation.model.replay_rules import Choice, told
from palabre.simulation.model.replay_waits import Waits

BEGIN = 917_856_000_000


class Laws(AllLaws):
    def next_look(self, now):
        return min((e for e in self.expiries() if e > now), default=None)


def comes(id, at, patience, service, vip=False):
    queued = BEGIN + at * 1000
    return Customer(id, BEGIN, queued - 5_000, queued, "PS", vip, patience, service)


def play(*customers, here=((0, 3600),), choice=Choice(10.0)):  # noqa: B008 - frozen
    present = tuple(Presence(BEGIN + a * 1000, BEGIN + b * 1000, f"A{n}") for n, (a, b) in enumerate(here))
    plan = Plan(customers, present, ("PS",), {p.advisor: {"PS": 1} for p in present})
    replay = Replay(plan, told(plan, choice), ROOMS, flow_of(plan.types, choice.vip_seconds))
    waits, laws = Waits(replay.engine.world), Laws()
    replay.engine.guard(waits)
    replay.engine.guard(laws)
    replay.run()
    assert not laws.violations, (laws.violations, laws.examples)
    assert not replay.engine.refused and not replay.engine.world["conversations"].conversations
    contacts = replay.measures.ledger.contacts.values()
    return {c.conversation: (c.outcome, c.wait / 1000) for c in contacts}, waits.guesses


def test_after_each_call_she_works_on_and_then_takes_the_next():
    found, _ = play(comes("1", 10, 99, 60), comes("2", 20, 99, 60), comes("3", 30, 40, 60))
    assert found == {"1": ("answered", 0), "2": ("answered", 60), "3": ("abandoned", 40)}


def test_a_vip_passes_who_came_less_than_her_seconds_before():
    ordinary, vip = comes("2", 20, 999, 60), comes("3", 35, 999, 60, vip=True)
    busy = comes("1", 10, 99, 40)
    assert play(busy, ordinary, vip)[0]["3"] == ("answered", 25)
    assert play(busy, ordinary, vip, choice=Choice(10.0, vip_seconds=5.0))[0]["2"] == ("answered", 40)


def test_whoever_comes_before_an_advisor_waits_for_her_and_a_talk_outlasts_her_hours():
    found, guesses = play(comes("1", 5, 99, 60), comes("2", 50, 30, 60), here=((20, 40),))
    assert found == {"1": ("answered", 15), "2": ("abandoned", 30)}
    assert not guesses  # nobody was at work when they came


def test_a_ghost_waits_until_somebody_would_have_taken_her():
    _, guesses = play(comes("1", 10, 99, 60), comes("2", 20, 5, 60), comes("3", 30, 7, 60), comes("4", 40, 99, 60))
    assert [(g.answered, g.waited, g.ahead) for g in guesses] == [(False, 60, 0), (False, 50, 0), (True, 40, 0)]
    _, alone = play(comes("1", 10, 99, 60), comes("2", 20, 5, 60))
    assert [(g.answered, g.waited) for g in alone] == [(False, 60)]  # she would have been free then
    _, closed = play(comes("1", 10, 99, 60), comes("2", 20, 5, 60), here=((0, 50),))
    assert [(g.answered, g.waited) for g in closed] == [(False, None)]


def test_naive_estimates_are_queue_length_times_handling_over_advisors():
    _, guesses = play(comes("1", 10, 99, 60), comes("2", 20, 99, 60), comes("3", 30, 99, 60))
    assert [(g.naive, g.naive_own) for g in guesses] == [(0, 180), (180, 360)]


def test_its_flow_could_be_published_and_sends_each_to_her_queue():
    flow = flow_of(("PS", "NW"), 20.0)
    there = Library(known={"queue": frozenset(("PS", "NW"))}, capabilities={"voice": frozenset(("speech", "digits"))})
    assert not flow_faults(flow, there)
    assert sought(flow, "NW", vip=False) == ("NW", 0) and sought(flow, "PS", vip=True) == ("PS", 20)
