"""Commands about work items and offers: queueing, showing, accepting, declining, finishing, wrapping up."""
from __future__ import annotations

from palabre.foundations.clock import after
from palabre.foundations.decision import Decision
from palabre.foundations.ids import AdvisorId, OfferId, WorkItemId
from palabre.routing import commands, facts
from palabre.routing.model.items import end_item, enter_queue, finish, interrupt, is_customer_there, refusal, wait_again
from palabre.routing.model.offering import declined_beside, end_offer, hand, match, reach, release, serve, state_of
from palabre.routing.model.preferring import WHYS, can_take, preferred_until, wait_no_more
from palabre.routing.model.state import KINDS, ONLY, RESERVED, SOUGHT, TALKING, Item, Offer
from palabre.routing.problems import (
    AdvisorBusy,
    AdvisorNotSignedIn,
    CustomerGone,
    DecliningForbidden,
    NotReserved,
    NotTalking,
    NotWrappingUp,
    OfferNotOpen,
    QueueUnknown,
    WorkItemKindUnknown,
    WorkItemUnknown,
    WrapUpAlreadyExtended,
)


def queue_work_item(d: Decision, c: commands.QueueWorkItem) -> dict[str, str]:
    state = state_of(d)
    rules = state.queues.get(c.queue)
    if rules is None:
        raise QueueUnknown(queue=c.queue)
    if c.kind not in KINDS or (c.preferred and c.preferred_why not in WHYS):
        raise WorkItemKindUnknown(kind=c.kind)
    if not c.reserve_seconds and not is_customer_there(d, c.conversation):
        raise CustomerGone(conversation=c.conversation)
    for item in state.conversations.get(c.conversation, ()):
        if item.queue == c.queue and item.kind == c.kind and item.state in SOUGHT:
            return {"item": item.id}
    if c.preferred_why == ONLY and not (c.preferred and can_take(state, c.preferred, rules, d.now)):
        return {"refused": "unavailable"}
    if c.preferred_why != ONLY and (reason := refusal(state, rules, d.now)):
        d.emit(facts.WorkItemRefused(d.now, c.conversation, c.queue, reason))
        return {"refused": reason}
    owed = rules.callback_priority_seconds if c.kind == "callback" else 0.0
    priority = rules.priority_seconds + c.priority_seconds + owed
    item = enter_queue(
        d, rules, c.conversation, c.kind, c.arrived, since=min(c.since, d.now) if c.since else d.now,
        priority_seconds=priority, reserve_seconds=c.reserve_seconds,
        wait_seconds=c.wait_seconds if c.reserve_seconds else 0.0, preferred=c.preferred,
        preferred_until=preferred_until(state, rules, c.preferred, c.preferred_seconds, d.now) if c.preferred else 0,
        preferred_why=c.preferred_why if c.preferred else "",
    )
    return {"item": item.id}


def take_work_item(d: Decision, c: commands.TakeWorkItem) -> dict[str, str]:
    state = state_of(d)
    rules, her = state.queues.get(c.queue), state.advisors.get(c.advisor)
    if rules is None:
        raise QueueUnknown(queue=c.queue)
    if her is None or her.removed or not her.signed_in:
        raise AdvisorNotSignedIn(advisor=c.advisor)
    if her.talks or her.offers or her.reserved:
        raise AdvisorBusy(advisor=c.advisor)
    item = enter_queue(
        d, rules, c.conversation, "transfer", c.arrived, preferred=her.id, preferred_until=after(d.now, 1.0),
        preferred_why=ONLY, seek=False)
    end_offer(d, hand(d, item, her), "accepted", session=c.session)
    return {"item": item.id}


def cancel_work_item(d: Decision, c: commands.CancelWorkItem) -> dict[str, bool]:
    item = state_of(d).items.get(c.item)
    if item is None:
        raise WorkItemUnknown(item=c.item)
    if c.waiting_only and item.state not in ("waiting", "offered"):
        return {"talking": True}
    match(d, (), end_item(d, item, c.reason, c.taken_by))
    return {}


def reach_customer(d: Decision, c: commands.ReachCustomer) -> dict[str, str]:
    item = _reserved(d, c.item)
    conversation = c.conversation or item.conversation
    if not is_customer_there(d, conversation):
        raise CustomerGone(conversation=conversation)
    offer = reach(d, item, conversation)
    return {"offer": offer.id, "advisor": offer.advisor}


def release_reservation(d: Decision, c: commands.ReleaseReservation) -> None:
    advisor = state_of(d).advisors[_reserved(d, c.item).advisor]
    wait_again(d, release(d, advisor), [advisor])


def _reserved(d: Decision, id: WorkItemId) -> Item:
    item = state_of(d).items.get(id)
    if item is None or item.state != RESERVED:
        raise NotReserved(item=id)
    return item


def _open_offer(d: Decision, id: OfferId, advisor: AdvisorId) -> Offer:
    offer = state_of(d).offers.get(id)
    if offer is None or offer.advisor != advisor:
        raise OfferNotOpen(offer=id)
    return offer


def show_offer(d: Decision, c: commands.ShowOffer) -> None:
    if not _open_offer(d, c.offer, c.advisor).shown:
        d.emit(facts.OfferShown(d.now, c.offer))


def accept_offer(d: Decision, c: commands.AcceptOffer) -> dict[str, str]:
    offer = _open_offer(d, c.offer, c.advisor)
    end_offer(d, offer, "accepted", session=c.session)
    return {"item": offer.item, "conversation": offer.conversation}


def decline_offer(d: Decision, c: commands.DeclineOffer) -> None:
    state, offer = state_of(d), _open_offer(d, c.offer, c.advisor)
    if not state.rules(offer.queue).decline_allowed:
        raise DecliningForbidden(offer=c.offer, queue=offer.queue)
    end_offer(d, offer, "declined", c.reason)
    wait_again(d, [state.items[offer.item]], [state.advisors[c.advisor]])


def give_up_offer(d: Decision, offer: Offer, end: str, reason: str = "") -> None:
    """Missed or never shown: at once to somebody else; she is offered no more until she is heard of."""
    state = state_of(d)
    advisor = state.advisors[offer.advisor]
    end_offer(d, offer, end, reason)
    wait_again(d, [state.items[offer.item], *wait_no_more(d, advisor), *declined_beside(d, advisor.profile)])


def _talk(d: Decision, id: WorkItemId) -> Item:
    item = state_of(d).items.get(id)
    if item is None:
        raise WorkItemUnknown(item=id)
    if item.state != TALKING:
        raise NotTalking(item=id)
    return item


def finish_work_item(d: Decision, c: commands.FinishWorkItem) -> None:
    item = _talk(d, c.item)
    if item.advisor != c.advisor:
        raise NotTalking(item=c.item)
    match(d, (), finish(d, item))


def interrupt_work_item(d: Decision, c: commands.InterruptWorkItem) -> None:
    item = _talk(d, c.item)
    advisor = state_of(d).advisors[item.advisor]
    profile = advisor.profile
    again, freed = interrupt(d, [item], c.reason)
    if not advisor.serving:
        again += wait_no_more(d, advisor)
    wait_again(d, again + declined_beside(d, profile), freed)


def _wrap_up(d: Decision, id: WorkItemId, advisor: AdvisorId) -> Item:
    known = state_of(d).advisors.get(advisor)
    item = known.wrap_ups.get(id) if known else None
    if item is None:
        raise NotWrappingUp(item=id)
    return item


def end_wrap_up(d: Decision, c: commands.EndWrapUp) -> None:
    close_wrap_up(d, _wrap_up(d, c.item, c.advisor))


def close_wrap_up(d: Decision, item: Item) -> None:
    advisor = state_of(d).advisors[item.advisor]
    d.emit(facts.WrapUpEnded(d.now, item.id, item.conversation, advisor.id))
    serve(d, advisor)


def extend_wrap_up(d: Decision, c: commands.ExtendWrapUp) -> None:
    item = _wrap_up(d, c.item, c.advisor)
    more = state_of(d).rules(item.queue).wrap_up_more_seconds
    if item.wrap_up_extended or more <= 0:
        raise WrapUpAlreadyExtended(item=c.item)
    deadline = after(item.wrap_up_deadline, more)
    d.emit(facts.WrapUpExtended(d.now, item.id, item.conversation, c.advisor, deadline))


COMMANDS = {
    commands.QueueWorkItem: queue_work_item,
    commands.TakeWorkItem: take_work_item,
    commands.CancelWorkItem: cancel_work_item,
    commands.ReachCustomer: reach_customer,
    commands.ReleaseReservation: release_reservation,
    commands.ShowOffer: show_offer,
    commands.AcceptOffer: accept_offer,
    commands.DeclineOffer: decline_offer,
    commands.FinishWorkItem: finish_work_item,
    commands.InterruptWorkItem: interrupt_work_item,
    commands.EndWrapUp: end_wrap_up,
    commands.ExtendWrapUp: extend_wrap_up,
}
