"""Pressure from workload facts: its parts add up, silence is no calm, and nobody can be told from a team."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import numpy as np
import pytest

from palabre.workforce.model.pressure.facts import Contact, longest_run, soon
from palabre.workforce.model.pressure.index import BOUNDS, Bound, Facts, pressure
from palabre.workforce.model.pressure.teams import of_teams

CALM = Facts(0.6, 0.1, 30, 0.0, 0, 0.0, 1.0)
HEAVY = Facts(0.99, 0.9, 240, 0.5, 30, 0.5, 0.0)


def test_its_ends_and_its_parts():
    assert pressure(CALM).index == 0 and pressure(HEAVY).index == pytest.approx(100)
    half = pressure(msgspec.structs.replace(CALM, occupancy=0.81, chosen=0.35))
    assert [p.name for p in half.parts[:2]] == ["occupancy", "chosen"]
    assert [p.share for p in half.parts[:2]] == [pytest.approx(0.5), pytest.approx(0.5)]
    assert half.index == pytest.approx(sum(p.points for p in half.parts))
    assert half.index == pytest.approx(100 * 0.5 * (2 + 1) / sum(b.weight for b in BOUNDS.values()))


@pytest.mark.parametrize("name", list(BOUNDS))
def test_each_part_alone_weighs_and_never_falls_while_it_grows_heavier(name):
    one = BOUNDS[name]
    values = np.linspace(one.calm, one.heavy, 9)
    told = [pressure(msgspec.structs.replace(CALM, **{name: float(v)})).index for v in values]
    assert all(b > a for a, b in pairwise(told))


def test_what_is_not_known_is_neither_calm_nor_heavy():
    some = pressure(Facts(occupancy=0.99, soon=0.9, longest_run=240))
    assert some.index == pytest.approx(100) and "moved" in some.unknown and len(some.unknown) == 4
    assert pressure(Facts(occupancy=0.99, soon=0.9)).index is None


def test_bounds_are_a_tenants_to_change():
    mild = {"occupancy": Bound(0.99, 1.0, 2.0)}
    assert pressure(msgspec.structs.replace(CALM, occupancy=0.9), mild).index == 0
    for wrong in ({"voice": Bound(0, 1)}, {"soon": Bound(0.5, 0.5)}, {"soon": Bound(0, 1, -1)}):
        with pytest.raises(ValueError):
            pressure(CALM, wrong)


def test_no_part_is_about_how_anybody_feels():
    assert set(Facts.__struct_fields__) == set(BOUNDS) == {
        "occupancy", "soon", "longest_run", "difficult", "change", "moved", "chosen",
    }  # fmt: skip


def test_contacts_that_begin_at_once():
    calls = [Contact(0, 100), Contact(110, 200), Contact(215, 300), Contact(400, 500)]
    assert soon(calls) == pytest.approx(1 / 3), "15 s are not within 15 s"
    assert soon([Contact(0, 300), Contact(10, 50), Contact(310, 400)]) == 1, "a chat beside another is no pause"
    assert soon(calls[:1]) is None


def test_the_longest_run_without_five_minutes():
    calls = [Contact(0, 600), Contact(899, 1200), Contact(1500, 1600)]
    assert longest_run(calls) == pytest.approx(20)
    assert longest_run([*calls, Contact(100, 1300)]) == pytest.approx(1600 / 60), "a chat closed the gap"
    assert longest_run([]) is None


def people(many: int, since: int = 0) -> dict:
    chance = np.random.default_rng(since)
    return {f"p{n}": pressure(msgspec.structs.replace(CALM, occupancy=float(chance.uniform(0.7, 0.95))))
            for n in range(since, since + many)}  # fmt: skip


def test_teams_of_seven_are_held_back():
    found = people(8)
    told = of_teams({"eight": set(found), "seven": set(list(found)[:7])}, found)
    assert told["seven"].index is None and told["seven"].parts == {}
    assert told["eight"].index == pytest.approx(np.mean([p.index for p in found.values()]))
    assert of_teams({"eight": set(found)}, dict(list(found.items())[:7]))["eight"].index is None, "seven have one"


def test_nobody_is_told_by_taking_one_mean_from_another():
    found = people(40)
    names = list(found)
    teams = {"all": set(names), "all_but_one": set(names[1:]), "half": set(names[:20]), "other": set(names[20:]),
             "shifted": set(names[3:23])}  # fmt: skip
    told = of_teams(teams, found)
    assert [n for n in teams if told[n].index is None] == ["all_but_one", "shifted"]
    three = {"all": set(names), "a": set(names[:20]), "b": set(names[20:39])}
    assert [n for n, one in of_teams(three, found).items() if one.index is None] == ["b"], "all less a less b is one"


def test_a_part_that_only_some_have_is_not_told():
    found = people(9)
    found["p0"] = pressure(msgspec.structs.replace(CALM, difficult=None))
    parts = of_teams({"team": set(found)}, found)["team"].parts
    assert "difficult" not in parts and "occupancy" in parts
