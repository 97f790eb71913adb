"""Making, withdrawing and refusing offers; reservations. Every function here leaves nobody able idle before work.

A decision first ends what ends, then calls `place` for items that wait again and `serve` for advisors with room again:
by then every fact that bears on the choice has been applied.
"""
from __future__ import annotations

from collections.abc import Iterable

from palabre.foundations.clock import SECOND, after
from palabre.foundations.decision import Decision
from palabre.foundations.ids import ConversationId, OfferId
from palabre.foundations.limits import SHOWN_SECONDS
from palabre.routing import facts
from palabre.routing.model.deferring import may_be_pushed, push_aside, whom_to_push, withhold
from palabre.routing.model.fairness import possible_shares
from palabre.routing.model.lines import has_room
from palabre.routing.model.matching import most_urgent, most_urgent_call, most_urgent_unfit, whom
from palabre.routing.model.order import pressing
from palabre.routing.model.preferring import pressing_for, pressing_now, wait_no_more
from palabre.routing.model.state import RESERVED, WAITING, Advisor, Item, Offer, Profile, State

NOBODY: list[Advisor] = []  # never added to
RESERVED_SECONDS = 300  # an advisor kept free for what does not fit yet, at most, before she takes something else


def state_of(d: Decision) -> State:
    return d.world.states["routing"]


def make_offer(d: Decision, item: Item, advisor: Advisor) -> Advisor | None:
    """Offer, or reserve her first where the item asks it; tells who was reserved for the item and is free for
    something else now."""
    state = state_of(d)
    reserved = state.advisors[item.reserved_by] if item.reserved_by else None
    if reserved:
        release(d, reserved)
    if item.reserve_ms:
        d.emit(facts.AdvisorReserved(d.now, advisor.id, item.id, d.now + item.reserve_ms, first=True))
    else:
        _offer(d, state, item, advisor)
    return reserved if reserved is not advisor else None


def _offer(d: Decision, state: State, item: Item, advisor: Advisor, itself: bool = False) -> None:
    """`itself`: accepted by her desk, whatever her queue says, for the customer is on the line."""
    rules = state.rules(item.queue)
    deadline = after(d.now, rules.offer_seconds)
    d.emit(facts.OfferMade(
        d.now, OfferId(d.next_id()), item.id, item.conversation, item.queue, advisor.id, deadline,
        min(deadline, d.now + SHOWN_SECONDS * SECOND), rules.auto_accept or itself,
        possible_shares(state, item, advisor, d.now) if rules.shares and item.place else (),
    ))


def hand(d: Decision, item: Item, advisor: Advisor) -> Offer:
    """To her, whom nobody matched with it."""
    state = state_of(d)
    _offer(d, state, item, advisor, itself=True)
    return state.offers[item.offer]


def reach(d: Decision, item: Item, conversation: ConversationId) -> Offer:
    """The customer an advisor was reserved for is there: hers, though something more urgent may have come."""
    state, advisor = state_of(d), state_of(d).advisors[item.advisor]
    d.emit(facts.CustomerReached(d.now, item.id, conversation, advisor.id))
    _offer(d, state, item, advisor, itself=True)
    return state.offers[item.offer]


def end_offer(d: Decision, offer: Offer, end: str, reason: str = "", session: str = "") -> None:
    d.emit(
        facts.OfferEnded(d.now, offer.id, offer.item, offer.conversation, offer.advisor, end, reason, session)
    )


def place(d: Decision, item: Item) -> None:
    """Somebody for an item that waits, if anybody able is free."""
    again: list[Item] = []
    freed = _place(d, item, again)
    if freed or again:
        match(d, again, freed)


def _place(d: Decision, item: Item, again: list[Item]) -> list[Advisor]:
    """Returns who was reserved for it and is free for something else; `again`: what was pushed aside for it."""
    state = state_of(d)
    while (advisor := whom(state, item, d.now)) is not None:
        if item.place.deferrable and withhold(d, advisor, item):
            continue
        if not (advisor.units and _reserve_for_unfit(d, advisor, item)):
            return _one(make_offer(d, item, advisor))
    if not state.aside:
        return NOBODY
    freed: list[Advisor] = []
    pushed: set[str] = set()
    while item.state == WAITING and (advisor := whom_to_push(state, item, d.now)):
        if advisor.id in pushed:
            break  # never while calls precede deferrable work: what is pushed aside for itself would have no end
        pushed.add(advisor.id)
        again += push_aside(d, advisor)
        freed += _one(make_offer(d, _hers(d, state, advisor) or item, advisor))
    return freed


def _one(advisor: Advisor | None) -> list[Advisor]:
    return [advisor] if advisor else NOBODY


def _hers(d: Decision, state: State, advisor: Advisor) -> Item | None:
    """The most urgent for her, but for deferrable work that she is too occupied for."""
    if not state.deferring:
        return most_urgent(state, advisor, d.now)
    while (item := most_urgent(state, advisor, d.now)) and item.place.deferrable and withhold(d, advisor, item):
        pass
    return item


def _push_for_a_call(d: Decision, advisor: Advisor) -> None:
    """Nothing but deferrable work is in her hands, and a call that she may take waits."""
    state = state_of(d)
    if advisor.serving and not advisor.reserved and may_be_pushed(state, advisor, d.now):
        if call := most_urgent_call(state, advisor, d.now):
            place(d, call)


def serve(d: Decision, advisor: Advisor, reserving: bool = True) -> None:
    """An advisor with room receives the most urgent of everything she may take, until she is full."""
    state = state_of(d)
    if advisor.id in state.aside:
        _push_for_a_call(d, advisor)
    while advisor.serving and not _stays_reserved(d, advisor):
        item = _hers(d, state, advisor)
        if item is None or (reserving and advisor.units and _reserve_for_unfit(d, advisor, item)):
            return
        if freed := make_offer(d, item, advisor):
            return match(d, (), [advisor, freed])


def match(d: Decision, items: Iterable[Item], advisors: Iterable[Advisor]) -> None:
    """Several items that wait and several advisors with room at once: the most urgent first, to whom it is due."""
    state, free = state_of(d), {a.id: a for a in advisors}
    pending = sorted((i for i in items if i.state == WAITING), key=lambda i: pressing(i, d.now))
    wished = [i for i in pending if i.preferred_until > d.now]
    if not pending and len(free) == 1:
        return serve(d, *free.values())
    aside = [a for a in free.values() if a.id in state.aside]
    while pending or free:
        item = pending[-1] if pending else None
        value = pressing(item, d.now) if item else None
        for other in wished:
            if other.state == WAITING and (hers := pressing_now(state, other, d.now)) > value:
                item, value = other, hers
        for advisor in list(free.values()):
            hers = None
            if advisor.serving and not _stays_reserved(d, advisor):
                hers = _hers(d, state, advisor)
            if hers is None:
                del free[advisor.id]
            elif item is None or pressing_for(hers, advisor, d.now) > value:
                item, value = hers, pressing_for(hers, advisor, d.now)
        if item is None:
            break
        again: list[Item] = []
        for freed in _place(d, item, again):
            free[freed.id] = freed
        while pending and (pending[-1].state != WAITING or pending[-1] is item):
            pending.pop()
        if wished:
            wished = [i for i in wished if i is not item]
            pending = [i for i in pending if i is not item]
        if again:
            pending = sorted([*pending, *(i for i in again if i.state == WAITING)], key=lambda i: pressing(i, d.now))
        if item.state == WAITING:
            free = {a.id: a for a in free.values() if most_urgent(state, a, d.now) is not item}
    for advisor in aside:
        serve(d, advisor)


def _stays_reserved(d: Decision, advisor: Advisor) -> bool:
    """Whether what she is reserved for still does not fit; if it does, the reservation is over."""
    if not advisor.reserved:
        return False
    item = state_of(d).items[advisor.reserved]
    if item.state == RESERVED or not has_room(advisor, item.channel, item.units):
        return True
    release(d, advisor)
    return False


def _reserve_for_unfit(d: Decision, advisor: Advisor, item: Item) -> bool:
    """Reserve her rather than give her `item`, when something more urgent is past its target and does not fit yet."""
    unfit = most_urgent_unfit(state_of(d), advisor, d.now)
    if unfit is None or pressing_for(unfit, advisor, d.now) < pressing_for(item, advisor, d.now):
        return False
    d.emit(facts.AdvisorReserved(d.now, advisor.id, unfit.id, after(d.now, RESERVED_SECONDS)))
    return True


def release(d: Decision, advisor: Advisor) -> list[Item]:
    """She is reserved no more; an item that was hers first waits again, to be placed by the caller."""
    if not advisor.reserved:
        return []
    item = state_of(d).items[advisor.reserved]
    first = item.state == RESERVED
    d.emit(facts.AdvisorReleased(d.now, advisor.id, item.id))
    return [item] if first else []


def free_reserved(d: Decision, item: Item) -> Advisor | None:
    """An item that waits no more lets go the advisor reserved for it; she is returned, to be served."""
    if not item.reserved_by:
        return None
    advisor = state_of(d).advisors[item.reserved_by]
    release(d, advisor)
    return advisor


def withdraw(d: Decision, advisor: Advisor, reason: str) -> list[Item]:
    """She cannot take her offers any more, nor what she is reserved for or waited for: they wait for everybody, to be
    placed by the caller."""
    state, items = state_of(d), []
    for offer in list(advisor.offers.values()):
        end_offer(d, offer, "withdrawn", reason)
        items.append(state.items[offer.item])
    return items + release(d, advisor) + wait_no_more(d, advisor)


def declined_beside(d: Decision, profile: Profile) -> list[Item]:
    """Where one of this profile is present no more: what others declined may have to be offered to them again."""
    declined = state_of(d).declined
    return [i for i in declined.values() if i.state == WAITING and i.place and i.place.able & profile.bit]
