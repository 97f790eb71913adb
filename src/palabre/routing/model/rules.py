"""Rules that cannot be published, each with its reason. Called before RoutingRulesPublished is told."""
from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from palabre.foundations.ids import QueueId
from palabre.routing.facts import QueueRules, Requirement, Ring
from palabre.routing.model.requirements import LEVEL_MAX
from palabre.routing.problems import RulesContradictory

FAIRNESS = ("longest_idle", "least_occupied")
RINGS_MAX = 20
REQUIREMENT_DEPTH_MAX = 10


def check_rules(queues: Sequence[QueueRules]) -> None:
    """Raise RulesContradictory with the queue and a code of the reason."""
    by_id: dict[QueueId, QueueRules] = {}
    for rules in queues:
        if rules.queue in by_id:
            raise RulesContradictory(queue=rules.queue, reason="queue_twice")
        by_id[rules.queue] = rules
        if reason := _fault_of(rules):
            raise RulesContradictory(queue=rules.queue, reason=reason)
    for rules in queues:
        _check_overflow(rules, by_id)


def faults_of(queues: Sequence[QueueRules]) -> list[RulesContradictory]:
    """Of every queue its first; of a circle of overflow every queue that leads into it."""
    by_id = {rules.queue: rules for rules in queues}
    found = []
    for rules in queues:
        try:
            if reason := _fault_of(rules):
                raise RulesContradictory(queue=rules.queue, reason=reason)
            _check_overflow(rules, by_id)
        except RulesContradictory as fault:
            if fault.details["queue"] == rules.queue:
                found.append(fault)
    return found


def circle_from(rules: QueueRules, queues: Sequence[QueueRules]) -> list[QueueId]:
    """The queues an overflow passes until it meets one again: what is shown of a circle."""
    by_id, passed, at = {q.queue: q for q in queues} | {rules.queue: rules}, [], rules
    while at.queue not in passed:
        passed.append(at.queue)
        if at.overflow is None or at.overflow not in by_id:
            return []
        at = by_id[at.overflow]
    return [*passed, at.queue]


def _fault_of(rules: QueueRules) -> str:
    if rules.target_seconds < 1:
        return "target_below_one_second"
    if rules.wait_seconds_max < 1 or rules.length_max < 0:
        return "nobody_may_wait"
    if rules.offer_seconds < 1:
        return "offer_below_one_second"
    if min(rules.priority_seconds, rules.wrap_up_seconds, rules.wrap_up_more_seconds, rules.short_abandon_seconds) < 0:
        return "negative_seconds"
    if rules.units < 1:
        return "no_units"
    if rules.preferred_seconds < 0 or rules.callback_priority_seconds < 0:
        return "negative_seconds"
    return _fault_of_fairness(rules) or _fault_of_hours(rules) or _fault_of_rings(rules.rings)


def _fault_of_fairness(rules: QueueRules) -> str:
    if not 0 <= rules.deferrable_below <= 1:
        return "ceiling_out_of_bounds"
    if rules.fairness not in FAIRNESS:
        return "fairness_unknown"
    kinds = {share.kind for share in rules.shares}
    if len(kinds) > 1 or kinds - {"site", "partner"}:
        return "shares_of_two_kinds"
    if len({share.id for share in rules.shares}) < len(rules.shares):
        return "share_twice"
    if any(share.share < 0 for share in rules.shares) or sum(share.share for share in rules.shares) > 1.0001:
        return "shares_beyond_the_whole"
    if rules.shares and rules.share_window_seconds < 60:
        return "share_window_below_a_minute"
    return ""


def _fault_of_hours(rules: QueueRules) -> str:
    hours = rules.open or ()
    if any(begin >= end for begin, end in hours):
        return "hours_end_before_they_begin"
    if any(a[1] > b[0] for a, b in pairwise(hours)):
        return "hours_out_of_order"
    return ""


def _fault_of_rings(rings: Sequence[Ring]) -> str:
    if not rings or rings[0].after_seconds != 0:
        return "first_ring_not_at_once"
    if len(rings) > RINGS_MAX:
        return "too_many_rings"
    if any(a.after_seconds >= b.after_seconds for a, b in pairwise(rings)):
        return "rings_out_of_order"
    if any(not 1 <= first <= last <= LEVEL_MAX for ring in rings for first, last in ring.bands):
        return "band_out_of_levels"
    return next((fault for ring in rings if (fault := _fault_of_requirement(ring.requirement))), "")


def _fault_of_requirement(requirement: Requirement, depth: int = 0) -> str:
    if depth > REQUIREMENT_DEPTH_MAX:
        return "requirement_too_deep"
    if requirement.kind == "skill":
        return "" if requirement.skill and 1 <= requirement.level <= LEVEL_MAX else "skill_malformed"
    if requirement.kind not in ("all", "any", "not"):
        return "requirement_unknown"
    if requirement.kind != "all" and not requirement.parts:
        return "requirement_empty"
    return next((f for part in requirement.parts if (f := _fault_of_requirement(part, depth + 1))), "")


def _check_overflow(rules: QueueRules, by_id: dict[QueueId, QueueRules]) -> None:
    seen, at = {rules.queue}, rules
    while at.overflow is not None:
        following = by_id.get(at.overflow)
        if following is None:
            raise RulesContradictory(queue=at.queue, reason="overflow_unknown")
        if following.channel != at.channel:
            raise RulesContradictory(queue=at.queue, reason="overflow_other_channel")
        if following.queue in seen:
            raise RulesContradictory(queue=rules.queue, reason="overflow_circle")
        seen.add(following.queue)
        at = following
