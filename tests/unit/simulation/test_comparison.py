"""Pairs under common chance, Student's law, and what times are drawn."""
from statistics import mean, stdev

import pytest

from palabre.simulation.model.arrivals import callers, drawing, poisson
from palabre.simulation.model.chance import generator
from palabre.simulation.model.comparison import compare, paired, student
from palabre.simulation.model.scenario import Arrivals, Times, plain, read
from palabre.simulation.problems import ScenarioRefused


@pytest.mark.parametrize(("confidence", "freedom", "expected"), [
    (0.95, 1, 12.7062), (0.95, 2, 4.30265), (0.95, 9, 2.26216), (0.99, 30, 2.74999), (0.9973, 10_000, 3.0005)])
def test_students_quantiles(confidence, freedom, expected):
    assert student(confidence, freedom) == pytest.approx(expected, rel=1e-4)


def test_a_pair_that_moves_together_is_told_apart_from_noise():
    told = paired([(10 + n % 3, 11 + n % 3 + 0.01 * (n % 2)) for n in range(10)])
    assert told["difference"] == pytest.approx(1.005) and told["interval"][0] > 0.99
    assert paired([(1.0, 2.0)]) is None


def test_the_same_customers_meet_both_rules():
    """Twice the advisors change who waits; nobody's arrival, service or patience."""
    few, many = plain(60, 120, 2, patience_seconds=60, days=0.1), plain(60, 120, 4, patience_seconds=60, days=0.1)
    assert [repr(c) for c in callers(few, 3)] == [repr(c) for c in callers(many, 3)]
    found = compare(few, many, replications=3)
    assert found["measures"]["abandoned_share"]["difference"] < 0 and found["measures"]["asa"]["n"] == 3
    same = compare(few, few, replications=3)
    assert all(one["difference"] == 0 for one in same["measures"].values())


@pytest.mark.parametrize(("times", "middle", "spread"), [
    (Times("exponential", 60), 60, 60), (Times("lognormal", 60, 30), 60, 30), (Times("constant", 60), 60, 0),
    (Times("values", values=(30, 90)), 60, 30)])
def test_times_have_the_mean_and_the_spread_asked_for(times, middle, spread):
    draw = drawing(times, generator(1, "test"))
    drawn = [draw() / 1000 for _ in range(4000)]
    assert mean(drawn) == pytest.approx(middle, rel=0.06) and stdev(drawn) == pytest.approx(spread, rel=0.1, abs=1e-9)
    assert drawing(Times("none"), generator(1))() == -1


def test_counts_are_kept_exactly_or_on_average():
    scenario = plain(60, 120, 2, days=0.02)
    exact = Arrivals("skill-1", counts=(5.0, 0.0, 7.0), interval_seconds=300, exact=True)
    at = [c.at for c in callers(type(scenario)(scenario.queues, scenario.advisors, (exact,), days=0.02), 1)]
    first = at[0] - at[0] % 1000
    assert len(at) == 12 and sum(a < first + 300_000 for a in at) == 5
    chance = generator(1, "counts")
    assert mean(poisson(chance, 4.0) for _ in range(3000)) == pytest.approx(4, rel=0.05)


def test_what_cannot_be_meant_is_refused():
    for text in ('{"queues": [{"id": "q", "options": {"overflow": "q"}}], "advisors": [], "arrivals": []}',
                 '{"queues": [{"id": "q"}], "advisors": [], "arrivals": [], "service": {"kind": "exponential"}}',
                 '{"queues": [{"id": "q"}], "advisors": [], "arrivals": [{"queue": "q", "at": [1], "counts": [1]}]}'):
        with pytest.raises(Exception) as refused:
            read(text)
        assert refused.type is ScenarioRefused or refused.value.code == "routing.rules_contradictory"
