"""Several skills and channels: the compiled loop against theory, and against a plain one apart from it."""

from __future__ import annotations

import heapq
from math import sqrt

import msgspec
import numpy as np
import pytest

from palabre.simulation.model.erlang import ErlangA, erlang_c
from palabre.workforce.model.multi_skill.loop import ABANDONED, ANSWERED, IN_TIME, OFFERED, WAITED
from palabre.workforce.model.multi_skill.scenario import FOREVER, Day, Group, Scenario, Type, checked, draw
from palabre.workforce.model.multi_skill.staffing import Desk, days_of, fewest, told
from palabre.workforce.problems import QuestionRefused

HOURS = 200


def steady(calls: float, handle: float, patience: float, advisors: int, *, at_once: int = 1) -> Scenario:
    return Scenario(
        (Type("one", (calls,) * HOURS, handle, patience_seconds=patience),),
        (Group("all", {"one": 1}, advisors, {"one": at_once}),), 3600.0,
    )  # fmt: skip


@pytest.mark.parametrize("at_once", [1, 3])
@pytest.mark.parametrize("patience", [120.0, 0.0])
def test_one_queue_is_as_theory_says(patience, at_once):
    """Of chats, three at a time: ten advisors are thirty places."""
    n, handle, rate = 30 // at_once, 240.0, 27 / 240 if not patience else 30 / 240
    scenario = steady(rate * 3600, handle, patience, n, at_once=at_once)
    means = []
    for day in days_of(scenario, 24, seed=4):
        [one] = told(Desk(scenario), [day, day], scenario.staff())[0]
        means.append((one.abandoned, one.wait_seconds, one.level))
    if patience:
        model = ErlangA(rate, handle, 30, patience)
        known = (model.figures.abandoned, model.figures.wait, model.answered_within(20))
    else:
        theory = erlang_c(rate, handle, 30)
        known = (0.0, theory.wait, 1 - theory.waiting * np.exp(-(30 - rate * handle) * 20 / handle))
    errors = np.std(means, axis=0, ddof=1) / sqrt(len(means))
    assert (np.abs(np.mean(means, axis=0) - known) <= 3.5 * errors + 1e-12).all()


def plain(desk: Desk, day: Day, staff: np.ndarray) -> np.ndarray:
    """One place an advisor: heaps and lists, and everybody looked at each time."""
    scenario = desk.scenario
    groups, types, step = range(len(staff)), range(len(scenario.types)), scenario.interval_seconds
    out = np.zeros((scenario.intervals, len(scenario.types), 5))
    present, busy, waiting = [0] * len(staff), [0] * len(staff), [[] for _ in types]
    agenda = [(at, 2, n, -1) for n, at in enumerate(day.at.tolist())]
    agenda += [(i * step, 1, i, -1) for i in range(scenario.intervals + 1)]
    heapq.heapify(agenda)

    def serve(group: int, customer: int, now: float) -> None:
        row, kind = int(day.at[customer] // step), int(day.kind[customer])
        wait = now - day.at[customer]
        out[row, kind, [ANSWERED, IN_TIME, WAITED]] += 1, wait <= desk.threshold[kind], wait
        busy[group] += 1
        heapq.heappush(agenda, (now + day.service[customer], 0, customer, group))

    def pull(group: int, now: float) -> None:
        while busy[group] < present[group]:
            able = [k for k in types if desk.ranks[group, k] >= 0]
            for k in able:
                for one in [c for c in waiting[k] if day.at[c] + day.patience[c] <= now]:
                    waiting[k].remove(one)
                    out[int(day.at[one] // step), k, [ABANDONED, WAITED]] += 1, day.patience[one]
            ready = [(desk.ranks[group, k], day.at[waiting[k][0]], k) for k in able if waiting[k]]
            if not ready:
                return
            serve(group, waiting[min(ready)[2]].pop(0), now)

    while agenda:
        now, what, which, group = heapq.heappop(agenda)
        if what == 2:
            kind = int(day.kind[which])
            out[int(now // step), kind, OFFERED] += 1
            free = [g for g in desk.prefers[kind].tolist() if g >= 0 and busy[g] < present[g]]
            if free:
                serve(free[0], which, now)
            else:
                waiting[kind].append(which)
        elif what == 1:
            present = staff[:, which].tolist() if which < scenario.intervals else [0] * len(staff)
            for g in groups:
                pull(g, now)
        else:
            busy[group] -= 1
            pull(group, now)
    closing = scenario.intervals * step
    for k in types:
        for one in waiting[k]:
            out[int(day.at[one] // step), k, [ABANDONED, WAITED]] += 1, min(day.patience[one], closing - day.at[one])
    return out


@pytest.mark.parametrize("seed", range(12))
def test_the_same_customers_get_the_same_as_by_a_plain_loop(seed):
    chance = np.random.default_rng(seed)
    intervals, names = int(chance.integers(1, 6)), ["a", "b", "c"]
    types = tuple(
        Type(n, tuple(chance.integers(0, 60, intervals).tolist()), float(chance.integers(30, 400)),
             float(chance.choice([1, 0.5])), float(chance.choice([0, 40, 300])), float(chance.integers(0, 60)))
        for n in names
    )  # fmt: skip
    groups = [Group(f"g{n}", {k: int(chance.integers(1, 3)) for k in names if chance.random() < 0.6} or {"a": 1},
                    tuple(chance.integers(0, 9, intervals).tolist())) for n in range(3)]  # fmt: skip
    groups.append(Group("all", dict.fromkeys(names, 2), 1))
    desk = Desk(checked(Scenario(types, tuple(groups), 900.0)))
    day, staff = draw(desk.scenario, chance), desk.scenario.staff()
    found = desk.play([day], staff).sums
    expected = plain(desk, day, staff)
    assert np.array_equal(found[:, :, :WAITED], expected[:, :, :WAITED])
    assert np.allclose(found[:, :, WAITED], expected[:, :, WAITED])


def test_the_fewest_reach_every_level_and_one_less_does_not():
    types = (Type("a", (40, 80, 50), 240, patience_seconds=180), Type("b", (20, 30, 25), 400, level=0.9))
    groups = (Group("a", {"a": 1}), Group("b", {"b": 1}, shrinkage=0.3), Group("both", {"a": 2, "b": 1}))
    scenario = Scenario(types, groups, 1800.0)
    desk, days = Desk(scenario), days_of(scenario, 40, 3)
    staff = fewest(desk, days)
    found, people, _ = told(desk, days, staff)
    assert all(min(one.levels) >= kind.level for one, kind in zip(found, types, strict=True))
    assert people[1].scheduled >= people[1].advisors and people[0].scheduled == people[0].advisors
    for group, interval in zip(*np.nonzero(staff), strict=True):
        fewer = staff.copy()
        fewer[group, interval] -= 1
        assert any(min(one.levels) < kind.level for one, kind in zip(told(desk, days, fewer)[0], types, strict=True))


def test_kept_ones_answer_others_first():
    """Mails fill the time of two of three: the third is kept for calls."""
    types = (Type("call", (20,), 60), Type("mail", (60,), 300, threshold_seconds=7200))
    free, kept = (
        Scenario(types, (Group("all", {"call": 1, "mail": 2}, 5, kept={"mail": n}),), 3600.0) for n in (0, 2)
    )
    one, other = (told(Desk(s), days_of(s, 30, 1), s.staff())[0][0].level for s in (free, kept))
    assert other > one + 0.05


def test_a_day_scatters_as_said_and_the_same_seed_is_the_same_day():
    kind = Type("a", (100,) * 10, 60, scatter=0.2)
    scenario = Scenario((kind,), (Group("g", {"a": 1}, 4),), 1800.0)
    counts = np.array([len(day.at) for day in days_of(scenario, 400, 1)])
    assert counts.mean() == pytest.approx(1000, rel=0.04) and counts.std() == pytest.approx(203, rel=0.15)
    one, other = (days_of(scenario, 2, 7)[1] for _ in range(2))
    assert np.array_equal(one.at, other.at) and (one.patience == FOREVER).all() and (np.diff(one.at) >= 0).all()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"types": []}, "types, groups"), ({"groups": [{"name": "g", "skills": {"b": 1}}]}, "no type 'b'"),
        ({"groups": [{"name": "g", "skills": {}}]}, "nobody is able"), ({"interval_seconds": 1}, "interval_seconds"),
        ({"groups": [{"name": "g", "skills": {"a": 1}, "advisors": [1, 2]}]}, "groups.g.advisors"),
        ({"groups": [{"name": "g", "skills": {"a": 1}, "at_once": {"a": 0}}]}, "at once"),
        ({"prefers": {"a": ["h"]}}, "prefers.a"),
        ({"types": [{"name": "a", "calls": [-1], "handle_seconds": 1}]}, "calls"),
        ({"types": [{"name": "a", "calls": [1], "handle_seconds": 0}]}, "handling"),
        ({"groups": [{"name": "g", "skills": {"a": 1}, "shrinkage": 1}]}, "shrinkage"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_words(change, words):
    groups = [{"name": "g", "skills": {"a": 1}}]
    whole = {"types": [{"name": "a", "calls": [1], "handle_seconds": 60}], "groups": groups}
    with pytest.raises(QuestionRefused, match=words):
        checked(msgspec.convert(whole | change, Scenario))
