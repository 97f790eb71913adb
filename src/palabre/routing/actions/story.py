"""How a conversation found its advisor: where it waited, whom it rang at. In progress or ended; asked by a supervisor,
and by an advisor of the conversations she had part in.

The rows of its segments say when; the journal says which offer a ring was; the state of then says why.
"""

from __future__ import annotations

import re

import msgspec

from palabre.conversations.actions.records import get_conversation
from palabre.foundations.clock import Instant
from palabre.foundations.ids import AdvisorId, ConversationId, OfferId, QueueId, WorkItemId
from palabre.foundations.problems import Forbidden, NotFound
from palabre.foundations.scope import Scope
from palabre.plumbing.partition.past import TooLongAgo
from palabre.plumbing.services import Services
from palabre.routing.actions.explain import OWN, PERMISSION, Waiting, teller, veiled
from palabre.routing.facts import OfferMade, WorkItemQueued
from palabre.routing.model import explain
from palabre.routing.model.explain_said import PEOPLE_SAID
from palabre.routing.model.state import OFFERED, RESERVED, WAITING
from palabre.routing.problems import WorkItemUnknown

RINGS_MAX = 50  # of one conversation, the last ones: each is looked up in the journal
_HERS = frozenset({"ring", "talk", "hold", "consult", "wrap_up"})
_BORN = re.compile(r"(\d{1,9})\.(\d{1,18})")


class Rang(msgspec.Struct):
    """An offer. `offer`: to ask why; '' where its journal is archived. `advisor`: '' for whom the reader may not know
    of. `end`: accepted, declined, timed_out, withdrawn, rescinded; '' while it rings."""

    offer: OfferId
    advisor: AdvisorId
    at: Instant
    ended_at: Instant | None
    end: str


class Sought(msgspec.Struct):
    """One work item: somebody was sought in a queue. `until` None: it still waits. `end`: accepted, or how it left."""

    item: WorkItemId
    queue: QueueId
    since: Instant
    until: Instant | None
    end: str
    offers: list[Rang]


async def story_of(services: Services, who: Scope, conversation: ConversationId) -> list[Sought]:
    """In order. Raises Forbidden, NotFound."""
    segments = await _segments(services, who, conversation)
    found: dict[str, Sought] = {}
    rings = [s for s in segments if s["kind"] == "ring"][-RINGS_MAX:]
    for s in segments:
        if s["kind"] == "queue":
            item = WorkItemId(s["subject"])
            found[item] = Sought(item, QueueId(s["owner"]), s["opened_at"], s["closed_at"], s["reason"], [])
    for s in rings:
        made = await _offer_of(services, who, s)
        item = WorkItemId(s["subject"])
        if item not in found:  # a callback waited before its conversation was there
            queue = made.queue if made else QueueId("")
            found[item] = Sought(item, queue, s["opened_at"], s["closed_at"], s["reason"], [])
        known = await _may_know(services, who, s["owner"])
        found[item].offers.append(
            Rang(made.offer if made else OfferId(""), AdvisorId(s["owner"] if known else ""), s["opened_at"],
                 s["closed_at"], s["reason"])
        )  # fmt: skip
    return sorted(found.values(), key=lambda one: (one.since, one.item))


async def why_waited(services: Services, who: Scope, item: WorkItemId, at: Instant | None) -> Waiting:
    """Why it waited when it had just come into its queue, or at an instant after. Raises Forbidden, WorkItemUnknown (it
    waited no more then), TooLongAgo."""
    follower = await services.followers.of(who.tenant)
    born = _BORN.fullmatch(item)
    if born is None or int(born[1]) != follower.partition or not 0 < int(born[2]) <= follower.number:
        raise WorkItemUnknown(item=item)
    number = int(born[2])
    queued = next((f for n, f in await services.followers.facts_with(who.tenant, number) if n == number), None)
    if not isinstance(queued, WorkItemQueued):
        raise WorkItemUnknown(item=item)
    await _segments(services, who, queued.conversation, of_callback=queued.kind == "callback")
    now = max(queued.at, at or 0)
    world = await services.followers.at(who.tenant, number, now) if at else await _just_queued(services, who, number)
    found = world["routing"].items.get(item)
    if found is None or found.state not in (WAITING, OFFERED, RESERVED) or found.place is None:
        raise WorkItemUnknown(item=item)
    why = veiled(who, world, explain.why_waiting(world["routing"], found, now))
    named = [p.advisor for p in why.people[:PEOPLE_SAID]] + ([why.offered_to] if why.offered_to else [])
    return Waiting(why, None, (await teller(services, who, named, past=True)).waiting(why, now), now)


async def _just_queued(services: Services, who: Scope, number: int):
    """Before anything that the same decision went on to do with it."""
    return await services.followers.at(who.tenant, number, 0)


async def _segments(
    services: Services, who: Scope, conversation: ConversationId, *, of_callback: bool = False
) -> list[dict]:
    """`of_callback`: it waited under its callback's own id, which has no row; then a supervisor alone may ask."""
    if not {PERMISSION, OWN} & who.permissions:
        raise Forbidden(permission=PERMISSION)
    everything = PERMISSION in who.permissions and who.partner is None
    try:
        async with services.database.transaction(who) as tx:
            segments = (await get_conversation(tx, conversation))["segments"]
    except NotFound:
        if of_callback and everything:
            return []
        raise
    owners = {s["owner"] for s in segments if s["kind"] in _HERS}
    if not everything and not [one for one in owners if await _may_know(services, who, one)]:
        raise Forbidden(permission=PERMISSION)
    return segments


async def _may_know(services: Services, who: Scope, advisor: str) -> bool:
    if who.person == advisor or (PERMISSION in who.permissions and who.partner is None):
        return True
    known = (await services.followers.of(who.tenant)).world["routing"].advisors.get(advisor)
    return PERMISSION in who.permissions and known is not None and known.partner == who.partner


async def _offer_of(services: Services, who: Scope, ring: dict) -> OfferMade | None:
    """The offer that began this ring: it stands before the segment's fact, in the same commit."""
    follower = await services.followers.of(who.tenant)
    born = _BORN.fullmatch(ring["id"])
    if born is None or int(born[1]) != follower.partition:
        return None
    number = int(born[2])
    try:
        facts = await services.followers.facts_with(who.tenant, number)
    except TooLongAgo:
        return None
    made = [f for n, f in facts if n < number and isinstance(f, OfferMade)]
    return next((f for f in reversed(made) if (f.item, f.advisor) == (ring["subject"], ring["owner"])), None)
