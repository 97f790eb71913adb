"""Pilots: sizes, chance that can be repeated, intervals that hold what they say, verdicts that may be none."""

from __future__ import annotations

from collections import Counter
from datetime import date

import msgspec
import numpy as np
import pytest

from palabre.workforce.model.pilots.chances import t_quantile, t_tail
from palabre.workforce.model.pilots.plan import Arm, Measure, PilotPlan, arm_of, fixed
from palabre.workforce.model.pilots.size import Spread, advisors_needed, smallest_effect
from palabre.workforce.model.pilots.verdict import Seen, compared, report

AHT = Measure("handle_seconds", 0.05)
PLAN = PilotPlan("home", (Arm("office"), Arm("home")), (AHT,), date(2026, 3, 2), date(2026, 3, 29), ("sales",), "s1")


@pytest.mark.parametrize(
    ("p", "freedom", "value"),
    [(0.975, 1, 12.7062), (0.975, 4, 2.77645), (0.975, 10, 2.22814), (0.95, 30, 1.69726), (0.975, 1000, 1.96234)],
)
def test_students_t_is_that_of_the_tables(p, freedom, value):
    assert t_quantile(p, freedom) == pytest.approx(value, rel=1e-5)
    assert t_tail(value, freedom) == pytest.approx(2 * (1 - p), rel=1e-4)


def test_five_percent_of_handle_time_takes_some_270_advisors():
    spread = Spread(between=0.2, within=0.8, conversations=400)
    needed = advisors_needed(spread, 0.05)
    assert needed == pytest.approx(270, rel=0.05), "of each arm, whose means differ by a fifth from person to person"
    assert smallest_effect(spread, needed) <= 0.05 < smallest_effect(spread, needed - 1)
    more = msgspec.structs.replace(spread, conversations=40_000)
    assert advisors_needed(more, 0.05) > 0.9 * needed, "more conversations of the same people do not help"
    assert spread.design_effect > 20


def test_the_size_shows_the_effect_as_often_as_it_says():
    chance, spread, found = np.random.default_rng(1), Spread(0.2, 0.8, 100), 0
    many = advisors_needed(spread, 0.1)
    for _ in range(400):
        told = compared(AHT, drawn(chance, many, 20, 0.2, 0.8 / 5**0.5, 0.1), "office", "home", 0.95)
        found += told.verdict == "worse"
    assert 0.74 <= found / 400 <= 0.87


def drawn(chance, advisors: int, conversations: int, between: float, within: float, effect: float = 0.0) -> list[Seen]:
    seen = []
    for arm, mean in (("office", 300.0), ("home", 300.0 * (1 + effect))):
        for n in range(advisors):
            own = mean * (1 + between * chance.normal())
            values = own + mean * within * chance.normal(size=conversations)
            seen += [Seen(arm, f"{arm}{n}", float(v)) for v in values]
    return seen


@pytest.mark.parametrize("advisors", [5, 12, 40])
def test_intervals_hold_what_they_say_and_nothing_is_found_where_nothing_is(advisors):
    chance, runs, held, false = np.random.default_rng(advisors), 1_000, 0, 0
    for _ in range(runs):
        told = compared(AHT, drawn(chance, advisors, 6, 0.2, 0.3), "office", "home", 0.95)
        held += told.low <= 0 <= told.high
        false += told.verdict in ("better", "worse")
    assert 0.93 <= held / runs <= 0.975
    assert 0.025 <= false / runs <= 0.07


def test_conversations_taken_each_for_itself_would_lie():
    """What clustering is for: as if every conversation were another advisor, chance alone finds differences."""
    chance, false = np.random.default_rng(3), 0
    for _ in range(200):
        alone = [msgspec.structs.replace(s, advisor=str(n)) for n, s in enumerate(drawn(chance, 12, 30, 0.2, 0.3))]
        false += compared(AHT, alone, "office", "home", 0.95).verdict in ("better", "worse")
    assert false / 200 > 0.3


def test_looking_each_week_does_not_find_what_is_not_there():
    chance, runs, found = np.random.default_rng(4), 300, 0
    for _ in range(runs):
        seen, ever = [], False
        people = {
            f"{arm}{n}": (arm, 300 * (1 + 0.2 * chance.normal())) for arm in ("office", "home") for n in range(15)
        }
        for week in range(1, 5):
            seen += [Seen(arm, who, own + 90 * chance.normal()) for who, (arm, own) in people.items() for _ in range(3)]
            ever |= report(PLAN, week, {"handle_seconds": seen}).compared[0].verdict in ("better", "worse")
        found += ever
    assert found / runs <= 0.06


def test_each_verdict():
    chance = np.random.default_rng(5)
    of = lambda effect, n, measure=AHT: compared(
        measure, drawn(chance, n, 50, 0.05, 0.1, effect), "office", "home", 0.95
    )
    assert of(0.2, 40).verdict == "worse" and of(-0.2, 40).verdict == "better"
    assert of(0.2, 40, Measure("score", 0.05, True)).verdict == "better"
    assert of(0.0, 150).verdict == "alike"
    assert (of(0.0, 5, Measure("handle_seconds", 0.001)).verdict, of(0.0, 4).why) == ("cannot_tell", "too_few_advisors")
    assert compared(AHT, [], "office", "home", 0.95).verdict == "cannot_tell"


def test_what_is_fixed_stays_fixed():
    told = report(PLAN, 1, {"handle_seconds": []})
    assert told.plan == fixed(PLAN) and told.weeks == 4
    assert fixed(msgspec.structs.replace(PLAN, measures=(Measure("handle_seconds", 0.1),))) != fixed(PLAN)
    with pytest.raises(ValueError, match="was not fixed"):
        report(PLAN, 1, {"sales": []})
    for wrong in ({"arms": (Arm("office"),)}, {"measures": ()}, {"until": date(2026, 3, 1)}, {"confidence": 1.0},
                  {"arms": (Arm("a"), Arm("a"))}, {"arms": (Arm("a"), Arm("b", 0.0))}):  # fmt: skip
        with pytest.raises(ValueError):
            msgspec.convert(msgspec.to_builtins(PLAN) | msgspec.to_builtins(wrong), PilotPlan)


def test_chance_routes_by_the_shares_and_can_be_repeated():
    plan = msgspec.structs.replace(PLAN, arms=(Arm("office", 3), Arm("home", 1)))
    names = [arm_of(plan, f"c{n}") for n in range(20_000)]
    assert Counter(names)["home"] / 20_000 == pytest.approx(0.25, abs=0.01)
    assert names == [arm_of(plan, f"c{n}") for n in range(20_000)]
    other = [arm_of(msgspec.structs.replace(plan, seed="s2"), f"c{n}") for n in range(20_000)]
    assert np.mean([a == b for a, b in zip(names, other, strict=True)]) == pytest.approx(0.625, abs=0.02)
