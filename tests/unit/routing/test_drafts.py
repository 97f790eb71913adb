"""Drafts become rules, and what is lawful but probably not meant is said."""
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import msgspec
import pytest

from palabre.foundations.ids import QueueId
from palabre.routing.actions.rules import days_of
from palabre.routing.facts import Requirement, Ring
from palabre.routing.model.drafts import (
    Abilities,
    Queue,
    QueueOptions,
    RequirementDraft,
    RingDraft,
    rules_of,
    skills_of,
    warnings,
)
from palabre.routing.model.rules import check_rules
from palabre.routing.problems import RulesContradictory


def queue(id="q", requirement=None, **options):
    wanted = requirement or RequirementDraft("skill", "wolof", 5)
    return Queue(QueueId(id), id, "voice", (RingDraft(0, wanted),), QueueOptions(**options))


def test_a_draft_becomes_rules_with_its_hours():
    both = RequirementDraft(
        "all",
        parts=(
            RequirementDraft("skill", "wolof", 5),
            RequirementDraft("not", parts=(RequirementDraft("skill", "new"),)),
        ),
    )
    rules = rules_of(queue(requirement=both, target_seconds=30.0, overflow="other"), ((0, 10),))
    parts = (Requirement("skill", "wolof", 5), Requirement("not", parts=(Requirement("skill", "new"),)))
    assert rules.rings == (Ring(0, Requirement("all", parts=parts)),)
    assert (rules.target_seconds, rules.overflow, rules.open, rules.units) == (30.0, "other", ((0, 10),), 100)
    assert skills_of(queue(requirement=both).rings) == {"wolof", "new"}


def test_every_option_of_a_draft_reaches_the_rules():
    changed = QueueOptions(
        *(
            v + 1 if type(v) in (int, float) else not v if type(v) is bool else v
            for v in msgspec.structs.astuple(QueueOptions())
        )
    )
    rules = rules_of(msgspec.structs.replace(queue(), options=changed), None)
    assert all(getattr(rules, name) == getattr(changed, name) for name in QueueOptions.__struct_fields__)


@pytest.mark.parametrize(
    "options, advisors, reasons",
    [
        ({}, [Abilities({"wolof": 7}, {"voice": 1})], []),
        ({}, [Abilities({"wolof": 4}, {"voice": 1})], ["nobody_has_this"]),
        ({}, [], ["nobody_has_this"]),
        ({}, [Abilities({"wolof": 7}, {"chat": 3, "voice": 0})], ["nobody_takes_this_channel"]),
        (
            {"target_seconds": 20.0, "priority_seconds": 300.0},
            [Abilities({"wolof": 7}, {"voice": 1})],
            ["priority_starves_others"],
        ),
    ],
)
def test_warnings(options, advisors, reasons):
    assert [w.reason for w in warnings([rules_of(queue(**options), None)], advisors)] == reasons


def test_a_circle_of_overflow_is_refused():
    with pytest.raises(RulesContradictory) as refused:
        check_rules([rules_of(queue("a", overflow="b"), None), rules_of(queue("b", overflow="a"), None)])
    assert refused.value.details["reason"] == "overflow_circle"


def test_days_begin_by_the_tenants_clock_also_where_it_is_put_forward():
    now = round(datetime(2026, 3, 28, 12, tzinfo=ZoneInfo("Europe/Paris")).timestamp() * 1000)
    days = days_of("Europe/Paris", now, 4)
    assert days[0] <= now < days[1]
    assert [(b - a) / 3_600_000 for a, b in pairwise(days)] == [24, 23, 24]
