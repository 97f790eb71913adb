"""Primary data of the state in plain values and back; indices are rebuilt."""
from __future__ import annotations

from operator import attrgetter
from typing import Any

import msgspec

from palabre.foundations.decision import World
from palabre.routing.facts import Capacity, QueueRules
from palabre.routing.model import timers
from palabre.routing.model.evolve_items import add_item, take_units
from palabre.routing.model.indices import rebuild
from palabre.routing.model.state import OFFERED, TALKING, WRAP_UP, Advisor, Item, Offer, SkillChange, Skills, State

_item = attrgetter(*Item.__struct_fields__[:-1])         # all but its place
_offer = attrgetter(*Offer.__struct_fields__)
_advisor = attrgetter(*Advisor.__struct_fields__[: Advisor.__struct_fields__.index("offers")])


FORMAT = 8  # of these values; a snapshot of another one is set aside and the journal replayed


def dump(state: State) -> dict[str, Any]:
    """Lists keep the order of the state's own maps: what is looped over comes back in the same order.

    To be encoded at once: the owner stands still meanwhile, so nothing is copied.
    """
    return {
        "format": FORMAT,
        "version": state.version,
        "days": state.days,
        "given": [[q, [[b, [*shares.items()]] for b, shares in some.items()]] for q, some in state.given.items()],
        "changes": [(c.id, c.number, sorted(c.advisors), c.skills, c.until) for c in state.changes.values()],
        "queues": msgspec.to_builtins(list(state.queues.values())),
        "retired": msgspec.to_builtins(list(state.retired.values())),
        "advisors": [_advisor(a) for a in state.advisors.values()],
        "items": [_item(i) for i in state.items.values()],
        "offers": [_offer(o) for o in state.offers.values()],
    }


def load(world: World, data: dict[str, Any]) -> State:
    if data["format"] != FORMAT:
        raise ValueError("a snapshot of another format")
    state = State()
    state.version = data["version"]
    state.days = tuple(data["days"])
    state.given = {q: {b: {n: list(two) for n, two in shares} for b, shares in buckets} for q, buckets in data["given"]}
    state.queues = _rules(data["queues"])
    state.retired = _rules(data["retired"])
    for id, number, advisors, skills, until in data["changes"]:
        had = msgspec.convert(skills, Skills)
        state.changes[id] = SkillChange(id, number, frozenset(advisors), had, until)
    for values in data["advisors"]:
        _load_advisor(state, Advisor(*values))
    for values in data["items"]:
        _load_item(state, Item(*values))
    for values in data["offers"]:
        offer = Offer(*values)
        offer.possible = tuple(offer.possible)
        state.offers[offer.id] = state.advisors[offer.advisor].offers[offer.id] = offer
    rebuild(state)
    timers.rebuild(state)
    return state


def _rules(data: list) -> dict:
    return {rules.queue: rules for rules in msgspec.convert(data, list[QueueRules])}


def _load_advisor(state: State, advisor: Advisor) -> None:
    advisor.skills, advisor.base = (msgspec.convert(s, Skills) for s in (advisor.skills, advisor.base))
    advisor.recent = [tuple(r) for r in advisor.recent]
    advisor.withheld = dict(advisor.withheld)
    if advisor.contact_hours is not None:
        advisor.contact_hours = tuple(map(tuple, advisor.contact_hours))
    advisor.capacities = msgspec.convert(advisor.capacities, tuple[Capacity, ...])
    state.advisors[advisor.id] = advisor


def _load_item(state: State, item: Item) -> None:
    item.refused = dict(item.refused) if item.refused else None
    item.passed = tuple(item.passed)
    add_item(state, item)
    if item.state in (OFFERED, TALKING, WRAP_UP):
        take_units(state, state.advisors[item.advisor], item)
    if item.state == TALKING:
        state.advisors[item.advisor].talks[item.id] = item
    elif item.state == WRAP_UP:
        state.advisors[item.advisor].wrap_ups[item.id] = item
