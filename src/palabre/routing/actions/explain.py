"""Why still waiting, why her, why not me: asked by a supervisor of anybody's, by an advisor of her own.

The present is read from the tenant's followed world; an offer is explained by the world as it was just before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from heapq import nsmallest

import msgspec

from palabre.foundations.clock import Instant
from palabre.foundations.decision import World
from palabre.foundations.ids import AdvisorId, OfferId, QueueId, WorkItemId
from palabre.foundations.problems import Forbidden
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.plumbing.services import Services
from palabre.routing.facts import OfferMade
from palabre.routing.model import explain, waits
from palabre.routing.model.blockers import joins_at
from palabre.routing.model.explain_said import PEOPLE_SAID, Teller
from palabre.routing.model.state import OFFERED, WAITING, Advisor, Item, State
from palabre.routing.problems import OfferUnknown, WorkItemUnknown
from palabre.tenants.actions import people

PERMISSION, OWN = "routing.explain", "desk.answer"
_PERSON = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NO_ITEM = WorkItemId("")
_BORN = re.compile(r"(\d{1,9})\.(\d{1,18})")


class Waiting(msgspec.Struct):
    """`estimate`: None where nobody who could take it is at work, or of an instant that is over. `said`: in full
    sentences. `at`: the instant it is told of."""

    why: explain.WhyWaiting
    estimate: waits.Estimate | None
    said: list[str]
    at: Instant


class InLine(msgspec.Struct):
    """One who waits. `conversation`: '' for whoever may not read all. `offered_to`, `offer`: for whom it rings now."""

    item: WorkItemId
    conversation: str
    queue: QueueId
    channel: str
    kind: str
    since: Instant
    offered_to: AdvisorId | None
    offer: OfferId | None


async def list_waiting(services: Services, who: Scope, *, queue: QueueId | None, limit: int) -> list[InLine]:
    """Who has waited longest first. An advisor is told of what she could be offered, and no customer's conversation."""
    if not {PERMISSION, OWN} & who.permissions:
        raise Forbidden(permission=PERMISSION)
    state = (await services.followers.of(who.tenant)).world["routing"]
    lines = state.lines.values() if queue is None else [state.lines.get(queue, {})]
    everything = PERMISSION in who.permissions
    hers = None if everything else state.advisors.get(AdvisorId(who.person or ""))
    mine = (i for line in lines for i in line.values() if everything or (hers and _could(state, hers, i)))
    found = nsmallest(limit, mine, key=lambda item: (item.since, item.id))
    reads = everything and who.partner is None
    return [_in_line(state, item, reads) for item in found]


def _could(state: State, advisor: Advisor, item: Item) -> bool:
    return item.state == WAITING and joins_at(state, advisor, item) is not None


def _in_line(state: State, item: Item, reads: bool) -> InLine:
    told = InLine(item.id, "", item.queue, item.channel, item.kind, item.since, None, None)
    if reads:
        told.conversation = item.conversation
        if item.state == OFFERED:
            told.offered_to, told.offer = item.advisor, item.offer
    return told


async def why_waiting(services: Services, who: Scope, item: WorkItemId) -> Waiting:
    """Raises Forbidden, WorkItemUnknown (also when it was answered or ended meanwhile)."""
    who.require(PERMISSION)
    world = (await services.followers.of(who.tenant)).world
    now = max(world.now, now_ms())
    found = _waiting(world, item)
    why = veiled(who, world, explain.why_waiting(world["routing"], found, now))
    said = (await teller(services, who, _named(why))).waiting(why, now)
    return Waiting(why, waits.estimate(world, found, now), said, now)


def veiled(who: Scope, world: World, why: explain.WhyWaiting) -> explain.WhyWaiting:
    """Without those whom the reader may not see; they stay counted."""
    why.people = [p for p in why.people if _may_see(who, world, p.advisor)]
    if PERMISSION not in who.permissions or who.partner is not None:
        for coming in why.next:
            coming.detail = coming.detail if coming.code == "ring_opens" else ""
        if why.offered_to and not _may_see(who, world, why.offered_to):
            why.offered_to = None
    return why


async def why_her(services: Services, who: Scope, offer: OfferId) -> explain.WhyHer:
    """An advisor asks it of her own offers, and is told no other's name. Raises OfferUnknown, TooLongAgo."""
    world, made = await _offer(services, who, offer)
    told = explain.why_her(world["routing"], offer, made.item, made.advisor, made.at)
    if not _may_see(who, world, made.advisor):
        raise Forbidden(permission=PERMISSION)
    if told.runner_up is not None and not _may_see_all(who, world, told.runner_up.advisor):
        told.runner_up.advisor = AdvisorId("")
    named = [told.advisor, *([told.runner_up.advisor] if told.runner_up else [])]
    told.said = (await teller(services, who, named, past=True)).her(told)
    return told


async def why_not(
    services: Services, who: Scope, advisor: AdvisorId, *, item: WorkItemId = _NO_ITEM, offer: OfferId = OfferId("")
) -> explain.WhyNotHer:
    """Why she has not been given an item that waits, or was not made an offer that another was."""
    if offer:
        world, made = await _offer(services, who, offer)
        sought, chosen, at = made.item, made.advisor, made.at
    else:
        world = (await services.followers.of(who.tenant)).world
        sought, chosen, at = _waiting(world, item).id, None, max(world.now, now_ms())
    if advisor not in world["routing"].advisors or not _may_see(who, world, advisor):
        raise Forbidden(permission=PERMISSION)
    told = explain.why_not(world["routing"], sought, advisor, chosen, at)
    if told.other is not None and not _may_see_all(who, world, told.other.advisor):
        told.other.advisor = AdvisorId("")
    named = [advisor, *([told.other.advisor] if told.other else [])]
    telling = await teller(services, who, named, past=bool(offer))
    told.said = telling.not_her(told, advisor, at, hers=chosen == advisor)
    return told


def _named(why: explain.WhyWaiting) -> list[str]:
    people = [p.advisor for p in why.people[:PEOPLE_SAID]]
    return [*people, *([why.offered_to] if why.offered_to else []), *(n.detail for n in why.next)]


async def teller(services: Services, who: Scope, named: Sequence[str], *, past: bool = False) -> Teller:
    """Who tells it in the reader's language, to an advisor as to herself. `named`: ids; what is none is passed over."""
    wanted = sorted({one for one in named if _PERSON.fullmatch(one)})
    found: dict[str, str] = {}
    if wanted and "people.names" in who.permissions:
        async with services.database.transaction(who) as tx:
            found = {one.id: one.name for one in await people.names(tx, wanted)}
    own = AdvisorId(who.person) if who.person and OWN in who.permissions else None
    return Teller(who.language, found, own, past)


def _waiting(world: World, item: WorkItemId) -> Item:
    found: Item | None = world["routing"].items.get(item)
    if found is None or found.id not in world["routing"].lines.get(found.queue, {}) or found.place is None:
        raise WorkItemUnknown(item=item)
    return found


async def _offer(services: Services, who: Scope, offer: OfferId) -> tuple[World, OfferMade]:
    if not {PERMISSION, OWN} & who.permissions:
        raise Forbidden(permission=PERMISSION)
    follower = await services.followers.of(who.tenant)
    born = _BORN.fullmatch(offer)
    if born is None or int(born[1]) != follower.partition or not 0 < int(born[2]) <= follower.number:
        raise OfferUnknown(offer=offer)
    world, made = await services.followers.before(who.tenant, int(born[2]))
    if not isinstance(made, OfferMade):
        raise OfferUnknown(offer=offer)
    return world, made


def _may_see(who: Scope, world: World, advisor: AdvisorId) -> bool:
    return (OWN in who.permissions and who.person == advisor) or _may_see_all(who, world, advisor)


def _may_see_all(who: Scope, world: World, advisor: AdvisorId) -> bool:
    """By the permission, and within her partner's own people for whoever acts for a partner."""
    known = world["routing"].advisors.get(advisor)
    return PERMISSION in who.permissions and known is not None and who.partner in (None, known.partner)
