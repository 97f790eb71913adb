"""What the desk reads of the rooms below: the one place that knows the shape of their states."""

from __future__ import annotations

from typing import Any

import msgspec

from palabre.channels.voice.model.recording import state_of as recording_state
from palabre.channels.voice.model.state import Call
from palabre.desk.model.entities import (
    Abuse,
    Calling,
    Conversation,
    Internal,
    InternalEnd,
    LineWord,
    Listener,
    Offer,
    OwnCall,
    Party,
    SilentLine,
    Transfer,
)
from palabre.foundations.clock import Instant
from palabre.foundations.decision import World
from palabre.routing.model.lines import has_room
from palabre.routing.model.requirements import ranks_of
from palabre.routing.model.state import AVAILABLE, OFFERED, TALKING, WRAP_UP, Advisor, Item
from palabre.routing.model.state import Offer as RoutingOffer

HOLDING, LOST = "holding", "lost"
BUSIEST = (HOLDING, TALKING, LOST, WRAP_UP, OFFERED)  # an advisor's activity: the first of these she is in


class Hand(msgspec.Struct):
    """One conversation in an advisor's hands: an offer, a talk or a wrap-up."""

    item: Item
    state: str
    since: Instant
    offer: RoutingOffer | None = None


def advisor_of(world: World, advisor: str) -> Advisor | None:
    """None for one removed or never configured."""
    found = world["routing"].advisors.get(advisor)
    return None if found is None or found.removed else found


def hands_of(world: World, advisor: Advisor) -> list[Hand]:
    """All she has in hand, in the order of item ids: a total order, for lists must not differ after a replay."""
    items = world["routing"].items
    hands = [Hand(items[o.item], OFFERED, o.made_at, o) for o in advisor.offers.values() if o.item in items]
    hands += [_talk(world, advisor, item) for item in advisor.talks.values()]
    hands += [Hand(item, WRAP_UP, _wrap_up_since(world, advisor, item)) for item in advisor.wrap_ups.values()]
    hands.sort(key=lambda hand: (hand.item.number, hand.item.id))
    return hands


def _talk(world: World, advisor: Advisor, item: Item) -> Hand:
    call = world["voice"].calls.get(item.conversation)
    leg = call.legs.get(advisor.id) if call else None
    if leg is not None and leg.deadline:
        return Hand(item, LOST, item.talk_since)
    held = _segment_since(world, item.conversation, "hold", advisor.id)
    held = _segment_since(world, item.conversation, "consult", advisor.id) if held is None else held
    if held is not None:
        return Hand(item, HOLDING, held)
    since = _segment_since(world, item.conversation, "talk", advisor.id)
    return Hand(item, TALKING, item.talk_since if since is None else since)


def _wrap_up_since(world: World, advisor: Advisor, item: Item) -> Instant:
    since = _segment_since(world, item.conversation, "wrap_up", advisor.id)
    return item.talk_since if since is None else since


def _segment_since(world: World, conversation: str, kind: str, owner: str) -> Instant | None:
    alive = world["conversations"].conversations.get(conversation)
    segments = alive.segments.values() if alive else ()
    return max((s.opened_at for s in segments if s.kind == kind and s.owner == owner), default=None)


def offer_entity(offer: RoutingOffer, item: Item) -> Offer:
    return Offer(
        offer.id,
        offer.item,
        offer.conversation,
        offer.queue,
        item.channel,
        item.kind,
        offer.made_at,
        offer.deadline,
        offer.shown,
        offer.auto_accept,
    )


def conversation_entity(world: World, advisor: Advisor, hand: Hand) -> Conversation:
    """The conversation may be closed while its wrap-up goes on: then who it was is asked by HTTP."""
    item = hand.item
    alive = world["conversations"].conversations.get(item.conversation)
    call = world["voice"].calls.get(item.conversation)
    leg = call.legs.get(advisor.id) if call else None
    return Conversation(
        item.conversation,
        item.id,
        item.queue,
        item.channel,
        alive.customer if alive else None,
        alive.entry if alive else "",
        hand.state,
        hand.since,
        None if hand.offer else item.talk_since,
        leg.deadline if leg and hand.state == LOST else None,
        item.wrap_up_deadline if hand.state == WRAP_UP else None,
        item.wrap_up_extended,
        alive.present if alive else False,
        alive.messages if alive else 0,
        recording_state(call) if call and hand.state in (TALKING, HOLDING, LOST) else "off",
        call is None or hand.state == OFFERED or bool(leg and leg.state == "up"),
        leg.session if leg else "",
        listeners_of(world, item.conversation) if hand.state in (TALKING, HOLDING, LOST) else [],
        quality=quality_of(call, advisor.id) if call and hand.state in (TALKING, HOLDING, LOST) else None,
        muted=bool(leg and leg.muted),
        parties=parties_of(world, item.conversation) if call and hand.state != WRAP_UP else [],
        transfer=transfer_of(call) if call else None,
        transfer_outcome=call.outcome if call and hand.state in (TALKING, HOLDING, LOST) else "",
        recording_resumes_at=call.recording_resumes_at or None if call and call.recording_paused else None,
        silent=silent_of(call, advisor.id) if call and hand.state == TALKING else [],
        taken_by=item.taken_by if hand.state == WRAP_UP else None,
    )


def transfer_of(call: Call) -> Transfer | None:
    one = call.transfer
    return one and Transfer(one.by, one.to, one.target, "joined" if one.joined else "sought", one.since, one.aside)


def parties_of(world: World, conversation: str) -> list[Party]:
    """Everybody beside the customer, the holder first."""
    call = world["voice"].calls[conversation]
    transfer, found = call.transfer, []
    sought = world["routing"].items.get(transfer.item) if transfer else None
    second = sought.advisor if sought else None
    for advisor, leg in call.legs.items():
        role = "second" if transfer and advisor == second else "holder"
        found.append(Party("advisor", advisor, role, leg.state, leg.since))
    if call.outside:
        found.append(Party("outside", None, "second" if transfer else "holder", "up", call.outside_since))
    elif transfer and transfer.party:
        found.append(Party("outside", None, "second", "ringing", transfer.since))
    elif transfer and second not in call.legs:
        ringing = bool(sought and sought.state == OFFERED)
        found.append(Party("advisor", second, "second", "ringing" if ringing else "sought", transfer.since))
    return sorted(found, key=lambda one: (one.role, one.since, one.advisor or ""))


def quality_of(call: Call, advisor: str) -> LineWord | None:
    """Of the customer's line and hers, the worse."""
    lines = [call.judged[key] for key in ("", advisor) if key in call.judged]
    worst = min(lines, key=lambda one: one.mos, default=None)
    return LineWord(worst.mos, worst.word, worst.end) if worst else None


def silent_of(call: Call, advisor: str) -> list[SilentLine]:
    """The customer's line first, then hers."""
    lines = [call.silent[key] for key in ("", advisor) if key in call.silent]
    return [SilentLine(one.end, one.why, one.since) for one in lines]


def calling_of(world: World, advisor: str) -> Calling | None:
    """What keeps her for a calling campaign, before anybody is on the line."""
    state = world["outbound"]
    found = next(((i, s) for i, s in sorted(state.seats.items()) if s.advisor == advisor), None)
    if found is None:
        return None
    id, seat = found
    doing = next(((c, a) for c, a in state.attempts_of(seat.campaign, "shown", "ringing") if a.seat == id), None)
    if doing is None:
        return Calling(seat.campaign, "coming" if seat.state == "calling" else "ready", seat.since, None, None)
    contact, attempt = doing
    return Calling(seat.campaign, attempt.state, attempt.since, contact, attempt.deadline or None)


def internals_of(world: World, advisor: str) -> list[Internal]:
    """Her calls with colleagues: one at most."""
    found = [(id, one) for id, one in world["voice"].internals.items() if not one.ending]
    mine = [(id, one) for id, one in found if advisor in (one.caller, one.called)]
    return [
        Internal(id, one.called if one.caller == advisor else one.caller, one.called == advisor, one.state, one.since,
                 one.deadline, one.help)
        for id, one in mine
    ]  # fmt: skip


def internal_ends_of(world: World, advisor: str) -> list[InternalEnd]:
    """Calls with colleagues that came to nothing and that she has not seen yet, the oldest first."""
    kept = world["voice"].internal_ends.get(advisor, ())
    return [InternalEnd(x.call, x.with_advisor, x.incoming, x.outcome, x.at) for x in kept]


def own_call_of(world: World, advisor: str) -> OwnCall | None:
    own = world["begun"].calls.get(advisor)
    return OwnCall(own.call, own.since, own.outcome) if own else None


def abuses_of(world: World, partner: str | None) -> list[Abuse]:
    """Reported and seen to by nobody, the oldest first; a partner's supervisor sees her own people's."""
    found = world["voice"].abuses.items()
    advisors = world["routing"].advisors
    return [
        Abuse(effect, one.conversation, one.advisor, one.at)
        for effect, one in found
        if partner is None or (one.advisor in advisors and advisors[one.advisor].partner == partner)
    ]


def listeners_of(world: World, conversation: str) -> list[Listener]:
    """Supervisors in this call, those first who came first."""
    call = world["voice"].calls.get(conversation)
    found = [Listener(person, x.how, x.since) for person, x in call.listeners.items()] if call else []
    return sorted(found, key=lambda one: (one.since, one.person))


def able_queues(world: World, advisor: Advisor) -> tuple[str, ...]:
    """Queues of which some ring admits her and whose channel she takes, in their published order."""
    levels = dict(advisor.skills)
    most = {c.channel: c.conversations_max for c in advisor.capacities}
    queues = world["routing"].queues.values()
    return tuple(
        q.queue for q in queues if most.get(q.channel) and any(rank is not None for rank in ranks_of(q, levels))
    )


def may_take(world: World, advisor: Advisor, queue: str) -> bool:
    """Whether one more item of this (able) queue could be offered to her now."""
    rules = world["routing"].queues[queue]
    serving = advisor.signed_in and advisor.status == AVAILABLE and advisor.present and advisor.confirmed
    if not serving or advisor.held or advisor.off_hours or advisor.reserved or advisor.profile is None:
        return False
    return has_room(advisor, rules.channel, rules.units)


def queued(world: World, queue: str) -> dict[str, Any]:
    """Items waiting or offered, by id."""
    return world["routing"].lines.get(queue, {})
