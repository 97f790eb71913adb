"""Customers who would rather be called back, in virtual time: reserved first, then dialled, never abandoned."""

from collections import Counter

import msgspec
import pytest

from palabre.callbacks import facts as callbacks
from palabre.channels.voice.facts import DialRequested
from palabre.routing.facts import AdvisorReserved
from palabre.simulation.model.scenario import Callbacks, plain
from palabre.simulation.model.simulation import Simulation

WISH = Callbacks(0.6, 40.0, 0.6, distances=(120, 240), promise_seconds=900)


def house(wish: Callbacks | None):
    return plain(150, 180.0, 7, patience_seconds=200.0, days=0.06, seed=4, callbacks=wish)


@pytest.fixture(scope="module")
def played():
    simulation, heard = Simulation(house(WISH), check=True, measure=True), []
    for kind in (AdvisorReserved, DialRequested, callbacks.CallbackTried, callbacks.CallbackEnded):
        simulation.engine.hear(kind, heard.append)
    simulation.finish()
    return simulation, heard


def test_every_law_holds_and_everybody_has_an_end(played):
    simulation, heard = played
    assert not simulation.checkers.violations, simulation.checkers.laws.examples
    assert not simulation.calling_back.wanted and not simulation.engine.world["callbacks"].callbacks
    ends = Counter(f.outcome for f in heard if isinstance(f, callbacks.CallbackEnded))
    assert ends["reached"] > 10 and ends["not_reached"] > 0 and set(ends) <= {"reached", "not_reached"}


def test_the_room_decides_and_the_telephone_answers(played):
    _, heard = played
    dials = Counter(f.conversation for f in heard if isinstance(f, DialRequested))
    tried = Counter(f.outcome for f in heard if isinstance(f, callbacks.CallbackTried))
    assert max(dials.values()) == 3 and tried["no_answer"] > 5
    assert 0.4 < 1 - tried["no_answer"] / dials.total() < 0.8
    assert sum(f.first for f in heard if isinstance(f, AdvisorReserved)) >= dials.total()


def test_who_is_called_back_is_in_no_rate_of_those_who_wait(played):
    simulation, _ = played
    figures, measures = simulation.figures(), {
        f.key: f.value for f in simulation.measures.figures(simulation.end, simulation.begin, simulation.end)}
    assert figures["calls"] == measures["offered"] == simulation.tally.answered + simulation.tally.left
    assert figures["callbacks"] == measures["callback"] > 15 and 0 < figures["callback_level"] <= 1


def test_others_meet_the_same_customers_where_nobody_is_called_back(played):
    without = Simulation(house(None))
    without.finish()
    assert without.customers.come == played[0].customers.come and "callbacks" not in without.figures()


def test_a_scenario_says_it_in_json():
    data = msgspec.json.encode(house(WISH))
    assert msgspec.json.decode(data, type=type(house(WISH))).callbacks == WISH
