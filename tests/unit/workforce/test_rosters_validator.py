"""Each hard rule of a roster by hand, and what a roster costs."""

from __future__ import annotations

import msgspec
import pytest

from palabre.workforce.model.rosters.conflicts import conflicting
from palabre.workforce.model.rosters.instance import Cover, Instance, Request, Shift, Staff
from palabre.workforce.model.rosters.validator import breaches, cost

DAYS = 14
HER = Staff("awa", [9, 9], 5 * 480, 8 * 480, 2, 4, 2, 1, [3], [Request(0, "E", 3)], [Request(1, "L", 2)])
INSTANCE = Instance(
    DAYS, [Shift("E", 480), Shift("L", 480, ["E"])], [HER], [[Cover(1, 10, 1), Cover(0, 10, 1)] for _ in range(DAYS)]
)
GOOD = "EE...LL..EEE.."


def row(text: str) -> list[list[str | None]]:
    return [[None if c == "." else c for c in text]]


def rules(text: str, instance: Instance = INSTANCE) -> set[str]:
    return {b.rule for b in breaches(instance, row(text))}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (GOOD, None), ("EE...LL.......", "minTotalMinutes"), ("EEE..EEE..EEE.", "maxTotalMinutes"),
        ("EE.E.LL..EEE..", "daysOff"), ("EE...LE..EEE..", "forbiddenFollowingShifts"),
        ("EE...LL..EE.EE", "maxWeekends"),
        ("EE...LLLLL....", "maxConsecutiveShifts"), ("EE...L...EEEE.", "minConsecutiveShifts"),
        ("EE...LL.EEEE..", "minConsecutiveDaysOff"), ("EE...LL..EEX..", "shape"), ("EE...LL..EEE.", "shape"),
        ("E....LL..EEE.E", "maxWeekends"),
    ],
)  # fmt: skip
def test_each_rule(text, rule):
    assert rules(text) == ({rule} if rule else set()) or rule in rules(text)


def test_runs_at_the_edges_are_not_held_to_the_minima():
    assert "minConsecutiveShifts" not in rules("E....LL..EEE..")
    assert "minConsecutiveShifts" not in rules("....ELL.......E")
    assert "minConsecutiveDaysOff" not in rules(".EE..LL..EEE..")


def test_counts_of_a_shift():
    few = msgspec.structs.replace(INSTANCE, staffs=[msgspec.structs.replace(HER, max_shifts=[2, 9])])
    assert "maxShifts" in rules(GOOD, few)


def test_what_it_costs():
    worked = sum(c == "E" for c in GOOD)
    assert cost(INSTANCE, row(GOOD)) == 10 * (DAYS - worked) + sum(c == "L" for c in GOOD)
    assert cost(INSTANCE, row("." + GOOD[1:])) == cost(INSTANCE, row(GOOD)) + 10 + 3, "her wish missed too"
    assert cost(INSTANCE, row("EL" + GOOD[2:])) == cost(INSTANCE, row(GOOD)) + 10 + 1 + 2


def test_rules_that_exclude_each_other_are_named():
    much = msgspec.structs.replace(HER, min_total_minutes=8 * 480, days_off=list(range(2, 13)))
    found = conflicting(msgspec.structs.replace(INSTANCE, staffs=[much]), 0)
    assert {one.partition(":")[0] for one in found} == {"minTotalMinutes", "daysOff"}
    assert any(f"{3 * 480:g} minutes at most" in one for one in found)
    assert conflicting(INSTANCE, 0), "each rule alone may give way where none has to"
