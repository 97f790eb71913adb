"""What keeps one advisor from one item at this instant. Codes are stable: screens translate them.

not_able · later_ring · preferred (it waits for somebody else alone) · capacity · signed_out · status · presence ·
hours · unconfirmed · not_shown · offer · talking · wrap_up (of these, where she has several, the end of any may be
enough) · reservation · withheld (too occupied for deferrable work) · declined
"""
from __future__ import annotations

import msgspec

from palabre.foundations.clock import Instant
from palabre.routing.model.lines import has_room
from palabre.routing.model.matching import refuses
from palabre.routing.model.occupancy import MILLION, occupied_lately
from palabre.routing.model.requirements import ranks_of
from palabre.routing.model.state import AVAILABLE, RESERVED, UNITS, Advisor, Item, State


class Blocker(msgspec.Struct, frozen=True):
    """`until`: when it ends by itself at the latest; 0: when somebody does something. `detail`: status, ring, id."""

    code: str
    until: Instant = 0
    detail: str = ""


def blockers(state: State, advisor: Advisor, item: Item, now: Instant) -> list[Blocker]:
    """Everything that must end before she is offered it; none: she may have it now."""
    load = _load(advisor, item)
    return [*_ability(state, advisor, item), *_readiness(advisor), *load, *_choice(state, advisor, item, now)]


def joins_at(state: State, advisor: Advisor, item: Item) -> int | None:
    """The ring that admits her; None: no ring does."""
    ranks = ranks_of(state.queues[item.queue], dict(advisor.skills))
    return next((number for number, rank in enumerate(ranks) if rank is not None), None)


def _ability(state: State, advisor: Advisor, item: Item) -> list[Blocker]:
    if item.holding and item.preferred != advisor.id:
        return [Blocker("preferred", item.preferred_until, item.preferred or ""), *_rings(state, advisor, item)]
    return _rings(state, advisor, item)


def _rings(state: State, advisor: Advisor, item: Item) -> list[Blocker]:
    ring = joins_at(state, advisor, item)
    if ring is None:
        return [Blocker("not_able")]
    if _capacity(advisor, item.channel) < item.units:
        return [Blocker("capacity", detail=item.channel)]
    if ring > item.ring and not item.holding:
        opens = item.since + round(state.queues[item.queue].rings[ring].after_seconds * 1000)
        return [Blocker("later_ring", opens, str(ring))]
    return []


def _capacity(advisor: Advisor, channel: str) -> int:
    return next((UNITS * c.conversations_max for c in advisor.capacities if c.channel == channel), 0)


def _readiness(advisor: Advisor) -> list[Blocker]:
    if not advisor.signed_in:
        return [Blocker("signed_out")]
    found = []
    if advisor.status != AVAILABLE:
        found.append(Blocker("status", detail=advisor.status))
    if not advisor.present:
        found.append(Blocker("presence"))
    if advisor.off_hours:
        found.append(Blocker("hours", advisor.hours_turn))
    if not advisor.confirmed:
        found.append(Blocker("unconfirmed"))
    if advisor.held:
        found.append(Blocker("not_shown"))
    return found


def _load(advisor: Advisor, item: Item) -> list[Blocker]:
    """What fills her, where it leaves no room."""
    if not advisor.units or has_room(advisor, item.channel, item.units):
        return []
    return [
        *(Blocker("offer", offer.deadline, offer.item) for offer in advisor.offers.values()),
        *(Blocker("talking", detail=talk) for talk in advisor.talks),
        *(Blocker("wrap_up", done.wrap_up_deadline, done.id) for done in advisor.wrap_ups.values()),
    ]


def _fits(advisor: Advisor, item: Item | None) -> bool:
    """What she is kept free for fits by now: the reservation ends when she is next looked at."""
    return item is None or (item.state != RESERVED and has_room(advisor, item.channel, item.units))


def _choice(state: State, advisor: Advisor, item: Item, now: Instant) -> list[Blocker]:
    found = []
    if advisor.reserved and advisor.reserved != item.id and not _fits(advisor, state.items.get(advisor.reserved)):
        found.append(Blocker("reservation", advisor.reserved_until, advisor.reserved))
    if item.place and item.place.deferrable:
        until, below = advisor.withheld.get(item.queue, 0), round(state.queues[item.queue].deferrable_below * MILLION)
        if until > now or occupied_lately(advisor, now) >= below:
            found.append(Blocker("withheld", max(until, now), item.queue))
    if item.refused and item.place and refuses(state, advisor, item, now):
        found.append(Blocker("declined", item.refused[advisor.id]))
    return found
