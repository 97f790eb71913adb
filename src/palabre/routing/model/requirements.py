"""Requirements: who is able, at which level, in which ring and band. Rules only; no state."""
from __future__ import annotations

from collections.abc import Mapping

from palabre.foundations.ids import SkillId
from palabre.routing.facts import QueueRules, Requirement, Ring

LEVEL_MAX = 10

Rank = tuple[int, int]  # ring that admits her, then band inside it: smaller is asked first


def level_of(requirement: Requirement, levels: Mapping[SkillId, int]) -> int:
    """The least of her levels among the skills she needs, by her best way through `any`; 0 when she is not able."""
    if requirement.kind == "skill":
        level = levels.get(requirement.skill, 0)
        return level if level >= requirement.level else 0
    parts = [level_of(part, levels) for part in requirement.parts]
    if requirement.kind == "all":
        return min(parts, default=LEVEL_MAX)
    if requirement.kind == "any":
        return max(parts, default=0)
    return 0 if any(parts) else LEVEL_MAX  # not: none of its parts


def one_needed(requirement: Requirement) -> frozenset[SkillId] | None:
    """Who has none of these skills is not able; None: she may be able without any."""
    if requirement.kind == "skill":
        return frozenset((requirement.skill,))
    parts = [one_needed(part) for part in requirement.parts]
    named = [skills for skills in parts if skills is not None]
    if requirement.kind == "all":
        return min(named, key=lambda skills: (len(skills), sorted(skills)), default=None)
    if requirement.kind == "any" and len(named) == len(parts):
        return frozenset().union(*named)
    return None


def band_of(ring: Ring, level: int, best_level_first: bool) -> int:
    """Place of a level among the bands: 0 is asked first."""
    if best_level_first:
        return LEVEL_MAX - level
    for place, (first, last) in enumerate(ring.bands):
        if first <= level <= last:
            return place
    return len(ring.bands)


def ranks_of(rules: QueueRules, levels: Mapping[SkillId, int]) -> list[Rank | None]:
    """Her rank for an item of this queue once each ring in turn is open; None while no open ring admits her."""
    ranks: list[Rank | None] = []
    rank: Rank | None = None
    for number, ring in enumerate(rules.rings):
        if rank is None and (level := level_of(ring.requirement, levels)):
            rank = (number, band_of(ring, level, rules.best_level_first))
        ranks.append(rank)
    return ranks
