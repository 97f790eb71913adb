"""Who is able, at which level, in which ring and band."""
import pytest

from palabre.routing.facts import QueueRules, Requirement, Ring
from palabre.routing.model.requirements import level_of, one_needed, ranks_of

SKILLS = {"fr": 7, "mobile": 3, "ar": 1}


def skill(name, level=1):
    return Requirement("skill", name, level)


def both(*parts):
    return Requirement("all", parts=parts)


def either(*parts):
    return Requirement("any", parts=parts)


def without(*parts):
    return Requirement("not", parts=parts)


@pytest.mark.parametrize(("requirement", "level"), [
    (skill("fr"), 7), (skill("fr", 7), 7), (skill("fr", 8), 0), (skill("en"), 0),
    (both(skill("fr"), skill("mobile")), 3), (both(skill("fr"), skill("en")), 0), (both(), 10),
    (either(skill("en"), skill("mobile")), 3), (either(skill("fr"), skill("mobile")), 7), (either(), 0),
    (without(skill("en")), 10), (without(skill("ar")), 0), (both(skill("fr"), without(skill("ar", 2))), 7),
    (both(skill("fr"), without(either(skill("en"), skill("ar")))), 0),
])
def test_level_is_the_least_needed_by_her_best_way(requirement, level):
    assert level_of(requirement, SKILLS) == level


@pytest.mark.parametrize(("requirement", "skills"), [
    (skill("fr"), {"fr"}), (either(skill("fr"), skill("en")), {"fr", "en"}), (either(), set()),
    (both(either(skill("fr"), skill("en")), skill("mobile")), {"mobile"}), (both(), None), (without(skill("fr")), None),
    (both(without(skill("ar")), skill("fr")), {"fr"}), (either(skill("fr"), without(skill("ar"))), None),
])
def test_nobody_is_able_without_one_of_the_skills_needed(requirement, skills):
    assert one_needed(requirement) == skills
    others = {"fr": 10, "en": 10, "mobile": 10, "ar": 10, "other": 10}.items() - {(s, 10) for s in skills or ()}
    assert skills is None or level_of(requirement, dict(others)) == 0


def test_rank_names_the_first_ring_that_admits_her_then_the_band():
    rules = QueueRules("q", "voice", (Ring(0, skill("fr", 8)), Ring(10, skill("mobile", 2), ((4, 10), (1, 3)))))
    assert ranks_of(rules, SKILLS) == [None, (1, 1)]
    assert ranks_of(rules, {"fr": 9, "mobile": 9}) == [(0, 0), (0, 0)]
    assert ranks_of(rules, {"mobile": 4}) == [None, (1, 0)]
    assert ranks_of(rules, {"ar": 4}) == [None, None]


def test_levels_outside_every_band_come_last_and_best_level_first_is_an_option():
    banded = QueueRules("q", "voice", (Ring(0, skill("fr"), ((3, 5),)),))
    assert [ranks_of(banded, {"fr": n})[0] for n in (3, 5, 8, 2)] == [(0, 0), (0, 0), (0, 1), (0, 1)]
    best = QueueRules("q", "voice", (Ring(0, skill("fr")),), best_level_first=True)
    assert [ranks_of(best, {"fr": n})[0] for n in (10, 4)] == [(0, 0), (0, 6)]
