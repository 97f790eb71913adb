"""Work classes and profiles: who is able to take what, found once when rules or skills change (never per choice)."""
from __future__ import annotations

from palabre.routing.facts import QueueRules
from palabre.routing.model.lines import enter, freshen
from palabre.routing.model.requirements import Rank, one_needed, ranks_of
from palabre.routing.model.state import OFF, UNITS, WAITING, Advisor, Profile, State, WorkClass

OVERDUE_TARGETS = 3  # times its target

Ranks = tuple[tuple[int, Rank], ...]  # (place of the class among all, her rank in it), of those she may take


def rebuild(state: State) -> None:
    """All indices of classes and profiles, from rules, advisors and items."""
    _classes(state)
    state.profiles, state.profile_of, state.ranks_of = [], {}, {}
    state.idle, state.peopled, state.serving = {}, 0, 0
    for advisor in state.advisors.values():
        advisor.preferring = {}
    for item in state.items.values():
        classes = state.classes.get(item.queue)
        item.place = classes[min(item.ring, len(classes) - 1)] if classes else None
        if item.state == WAITING and item.place:
            item.channel, item.units, item.deferrable = item.place.channel, item.place.units, item.place.deferrable
            enter(state, item)
    for advisor in state.advisors.values():
        advisor.serving, advisor.profile = False, None
        if not state.timed:
            advisor.doing, advisor.doing_since, advisor.day, advisor.recent = OFF, 0, 0, []
        join_profile(state, advisor)


def _classes(state: State) -> None:
    state.classes, state.by_bit, state.channel_mask, state.nonempty = {}, [], {}, 0
    state.queues_of, state.queues_of_all = {}, []
    rules_of = state.queues.values()
    state.timed = any(rules.fairness == "least_occupied" or rules.deferrable_below for rules in rules_of)
    state.deferring = 0
    state.shared = any(rules.shares for rules in state.queues.values())
    for rules in state.queues.values():
        state.lines.setdefault(rules.queue, {})
        state.classes[rules.queue] = [_class(state, rules, ring) for ring in range(len(rules.rings))]
        needed = [one_needed(ring.requirement) for ring in rules.rings]
        for skill in frozenset().union(*(skills or () for skills in needed)):
            state.queues_of.setdefault(skill, []).append(rules.queue)
        if None in needed:
            state.queues_of_all.append(rules.queue)


def _class(state: State, rules: QueueRules, ring: int) -> WorkClass:
    target = round(rules.target_seconds * 1000)
    bit, by_rule = 1 << len(state.by_bit), bool(rules.shares or rules.fairness != "longest_idle")
    one = WorkClass(bit, rules.queue, ring, rules.channel, rules.units, target, OVERDUE_TARGETS * target,
                    rules.deferrable_below > 0, by_rule)
    state.deferring |= bit if one.deferrable else 0
    state.by_bit.append(one)
    state.channel_mask[rules.channel] = state.channel_mask.get(rules.channel, 0) | bit
    return one


def join_profile(state: State, advisor: Advisor) -> None:
    """Her profile for her present skills and capacities; she stands in its heaps if she is free."""
    leave_profile(state, advisor)
    ranks = _ranks(state, advisor)
    key = (ranks, advisor.capacities, *((advisor.site, advisor.partner) if state.shared else ()))
    profile = state.profile_of.get(key)
    if profile is None:
        profile = state.profile_of[key] = _new_profile(state, ranks, advisor)
    advisor.profile = profile
    profile.size += 1
    if not advisor.removed:
        count_people(state, profile, 1)
    freshen(state, advisor)


def leave_profile(state: State, advisor: Advisor) -> None:
    profile = advisor.profile
    if profile is None:
        return
    if advisor.serving:
        profile.serving -= 1
        advisor.serving = False
        if not profile.serving:
            state.serving &= ~profile.bit
    if not advisor.removed:
        count_people(state, profile, -1)
    profile.size -= 1
    advisor.profile = None
    advisor.stamp += 1


def forget_if_done(state: State, advisor: Advisor) -> None:
    if advisor.removed and not (advisor.offers or advisor.talks or advisor.wrap_ups or advisor.signed_in):
        leave_profile(state, advisor)
        for item in advisor.preferring.values():
            item.preferred_until = 0
        del state.advisors[advisor.id]


def count_people(state: State, profile: Profile, by: int) -> None:
    """Signed in or not, but not removed."""
    profile.people += by
    state.peopled = state.peopled | profile.bit if profile.people else state.peopled & ~profile.bit


def _ranks(state: State, advisor: Advisor) -> Ranks:
    """Of the queues that name a skill of hers, or none at all: with thousands of advisors no others are looked at."""
    ranks = state.ranks_of.get(advisor.skills)
    if ranks is None:
        levels = dict(advisor.skills)
        queues = {queue for skill in levels for queue in state.queues_of.get(skill, ())}.union(state.queues_of_all)
        ranks = state.ranks_of[advisor.skills] = tuple(sorted(
            (one.bit.bit_length() - 1, rank)
            for queue in queues
            for one, rank in zip(state.classes[queue], ranks_of(state.queues[queue], levels), strict=True)
            if rank is not None
        ))
    return ranks


def _new_profile(state: State, ranks: Ranks, advisor: Advisor) -> Profile:
    capacity = {c.channel: c.conversations_max * UNITS for c in advisor.capacities}
    profile = Profile(1 << len(state.profiles), 0, capacity, (), {})
    for place, rank in ranks:
        one = state.by_bit[place]
        if one.units <= capacity.get(one.channel, 0):
            profile.mask |= one.bit
            one.able |= profile.bit
            one.by_rank[rank] = one.by_rank.get(rank, 0) | profile.bit
            one.groups = [one.by_rank[r] for r in sorted(one.by_rank)]
    if state.shared:
        profile.site, profile.partner = advisor.site, advisor.partner
    used = [c for c in capacity if profile.mask & state.channel_mask.get(c, 0)]
    profile.channels = tuple((c, capacity[c]) for c in used)
    profile.idle = {c: [] for c in used}
    state.profiles.append(profile)
    return profile
