"""What facts about skills, contact hours and the places of advisors do to the state."""
from __future__ import annotations

from bisect import bisect_right
from heapq import heappush

from palabre.foundations.clock import Instant
from palabre.routing import facts
from palabre.routing.model import timers
from palabre.routing.model.indices import join_profile, leave_profile
from palabre.routing.model.lines import freshen
from palabre.routing.model.state import Advisor, SkillChange, Skills, State


def configured(state: State, fact: facts.AdvisorConfigured, number: int) -> None:
    advisor, state.now = state.advisors.get(fact.advisor), fact.at
    if advisor is None:
        advisor = state.advisors[fact.advisor] = Advisor(fact.advisor)
    leave_profile(state, advisor)
    advisor.base = tuple(sorted(fact.skills))
    advisor.capacities = tuple(sorted(fact.capacities, key=lambda c: c.channel))
    advisor.site, advisor.partner, advisor.removed = fact.site, fact.partner, False
    advisor.contact_hours = fact.contact_hours
    _turn(state, advisor, fact.at)
    _have(state, advisor)


def _have(state: State, advisor: Advisor) -> None:
    """Her skills with every change that has not ended, the later over the earlier."""
    skills = dict(advisor.base)
    for change in state.changes.values():
        if advisor.id in change.advisors:
            skills.update(change.skills)
    advisor.skills = tuple(sorted((skill, level) for skill, level in skills.items() if level))
    join_profile(state, advisor)


def _turn(state: State, advisor: Advisor, at: Instant) -> None:
    """Whether she is within her hours, and when this changes."""
    advisor.off_hours, advisor.hours_turn = False, 0
    if (hours := advisor.contact_hours) is None:
        return
    place = bisect_right(hours, (at, float("inf")))
    within = place > 0 and at < hours[place - 1][1]
    following = hours[place][0] if place < len(hours) else 0
    advisor.off_hours, advisor.hours_turn = not within, hours[place - 1][1] if within else following
    if advisor.hours_turn:
        heappush(state.turns, (advisor.hours_turn, advisor.id))


def hours_turned(state: State, fact: facts.ContactHoursBegan | facts.ContactHoursEnded, number: int) -> None:
    advisor, state.now = state.advisors[fact.advisor], fact.at
    _turn(state, advisor, fact.at)
    freshen(state, advisor)


def skills_changed(state: State, fact: facts.SkillsChanged, number: int) -> None:
    state.now = fact.at
    if fact.until:
        change = SkillChange(fact.change, number, frozenset(fact.advisors), fact.skills, fact.until)
        state.changes[fact.change] = change
        timers.watch_change(state, change)
    for id in fact.advisors:
        if advisor := state.advisors.get(id):
            if not fact.until:
                advisor.base = _with(advisor.base, fact.skills)
            _have(state, advisor)


def _with(base: Skills, skills: Skills) -> Skills:
    return tuple(sorted((skill, level) for skill, level in {**dict(base), **dict(skills)}.items() if level))


def change_ended(state: State, fact: facts.SkillChangeEnded, number: int) -> None:
    state.now = fact.at
    change = state.changes.pop(fact.change, None)
    for id in sorted(change.advisors) if change else ():
        if advisor := state.advisors.get(id):
            _have(state, advisor)


EVOLVE = {
    facts.AdvisorConfigured: configured,
    facts.ContactHoursBegan: hours_turned,
    facts.ContactHoursEnded: hours_turned,
    facts.SkillsChanged: skills_changed,
    facts.SkillChangeEnded: change_ended,
}
