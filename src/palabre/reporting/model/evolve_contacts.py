"""Work items, callbacks asked for and hold into contacts.

Ring, talk and wrap-up follow routing's facts; hold follows the conversation's hold and consult segments and stands
within talk.
"""

from __future__ import annotations

from collections.abc import Callable

from palabre.callbacks import facts as callbacks
from palabre.conversations import facts as conversations
from palabre.foundations.clock import Instant
from palabre.foundations.facts import Fact
from palabre.reporting.model.kept import Kept
from palabre.reporting.model.rows import REQUEST, Contact
from palabre.routing import facts as routing


def _queued(kept: Kept, fact: routing.WorkItemQueued, number: int) -> None:
    kept.new_contact(
        Contact(
            fact.item,
            fact.conversation,
            fact.queue,
            fact.kind,
            fact.arrived or fact.since,
            fact.since,
            resumed=fact.interrupted,
        )
    )


def _refused(kept: Kept, fact: routing.WorkItemRefused, number: int) -> None:
    if request_of(fact.conversation) in kept.contacts:
        return  # a callback whose turn came at a bad moment: tried again, nobody stood at the door
    kept.new_contact(
        Contact(
            f"refused.{number}",
            fact.conversation,
            fact.queue,
            "first",
            fact.at,
            fact.at,
            ended=fact.at,
            end=f"refused_{fact.reason}",
        )
    )


# -- callbacks: of whoever asked to be called back, from the asking to the end


def request_of(callback: str) -> str:
    return f"callback.{callback}"


def _requested(kept: Kept, fact: callbacks.CallbackRequested, number: int) -> None:
    conversation = str(fact.conversation or fact.callback)
    kept.new_contact(Contact(request_of(fact.callback), conversation, fact.queue, REQUEST, fact.at, fact.at))


def _callback_ended(kept: Kept, fact: callbacks.CallbackEnded, number: int) -> None:
    contact = kept.contact(request_of(fact.callback))
    if contact is not None and contact.ended is None:
        contact.ended, contact.end = fact.at, f"{fact.outcome}_in_time" if fact.in_time else fact.outcome


def _reached(kept: Kept, fact: routing.CustomerReached, number: int) -> None:
    contact = kept.contact(fact.item)
    if contact is not None and contact.conversation != fact.conversation:
        kept.move(contact, fact.conversation)


def _offered(kept: Kept, fact: routing.OfferMade, number: int) -> None:
    contact = kept.contact(fact.item)
    if contact is not None:
        contact.offers += 1
        contact.ring_from = fact.at
        kept.count(fact.advisor, fact.at, number, ringing=1)


def _offer_ended(kept: Kept, fact: routing.OfferEnded, number: int) -> None:
    contact = kept.contact(fact.item)
    if contact is None or contact.ring_from is None:
        return
    contact.ring += fact.at - contact.ring_from
    contact.ring_from = None
    if fact.end != "accepted":
        kept.count(fact.advisor, fact.at, number, ringing=-1)
        return
    home = kept.home(fact.advisor)
    contact.answered = contact.talk_from = fact.at
    contact.advisor, contact.site, contact.partner = fact.advisor, home.site, home.partner
    kept.count(fact.advisor, fact.at, number, ringing=-1, talking=1)


def _stop_handling(kept: Kept, contact: Contact, at: Instant, number: int) -> None:
    """Her part ends, talking or holding; the wrap-up is another clock."""
    if contact.hold_from is not None:
        contact.hold += at - contact.hold_from
        contact.hold_from = None
        kept.count(contact.advisor, at, number, holding=-1)
    elif contact.talk_from is not None:
        contact.talk += at - contact.talk_from
        kept.count(contact.advisor, at, number, talking=-1)
    contact.talk_from = None


def _wrap_up_started(kept: Kept, fact: routing.WrapUpStarted, number: int) -> None:
    contact = kept.contact(fact.item)
    if contact is not None:
        _stop_handling(kept, contact, fact.at, number)
        contact.wrap_up_from = fact.at
        kept.count(fact.advisor, fact.at, number, wrapping=1)


def _wrap_up_ended(kept: Kept, fact: routing.WrapUpEnded, number: int) -> None:
    contact = kept.contact(fact.item)
    if contact is not None and contact.wrap_up_from is not None:
        contact.wrap_up += fact.at - contact.wrap_up_from
        contact.wrap_up_from = None
        kept.count(fact.advisor, fact.at, number, wrapping=-1)


def _close(kept: Kept, item: str, at: Instant, number: int, end: str) -> None:
    contact = kept.contact(item)
    if contact is None:
        return
    _stop_handling(kept, contact, at, number)
    if contact.ended is None:
        contact.ended, contact.end = at, end


def _interrupted(kept: Kept, fact: routing.WorkItemInterrupted, number: int) -> None:
    _close(kept, fact.item, fact.at, number, f"interrupted_{fact.reason}")


def _ended(kept: Kept, fact: routing.WorkItemEnded, number: int) -> None:
    _close(kept, fact.item, fact.at, number, fact.reason)


# -- hold, told by the conversation


def _handled_by(kept: Kept, conversation: str, advisor: str) -> Contact | None:
    """The item that this advisor has in hand in this conversation."""
    for contact in kept.by_conversation.get(conversation, ()):
        if (
            contact.advisor == advisor
            and contact.ended is None
            and (contact.talk_from or contact.hold_from) is not None
        ):
            return contact
    return None


def _segment_opened(kept: Kept, fact: conversations.SegmentOpened, number: int) -> None:
    contact = _handled_by(kept, fact.conversation, fact.owner) if fact.kind in HELD else None
    if contact is not None and contact.talk_from is not None and (fact.kind, contact.kind) != ("consult", "consult"):
        contact.talk += fact.at - contact.talk_from
        contact.talk_from, contact.hold_from, contact.hold_segment = None, fact.at, fact.segment
        kept.changed_contacts[contact.item] = contact
        kept.count(contact.advisor, fact.at, number, talking=-1, holding=1)


def _segment_closed(kept: Kept, fact: conversations.SegmentClosed, number: int) -> None:
    for contact in kept.by_conversation.get(fact.conversation, ()):
        if contact.hold_from is not None and contact.hold_segment == fact.segment:
            contact.hold += fact.at - contact.hold_from
            contact.hold_from, contact.talk_from = None, fact.at
            kept.changed_contacts[contact.item] = contact
            kept.count(contact.advisor, fact.at, number, holding=-1, talking=1)


HELD = ("hold", "consult")  # a customer is on hold while her advisor consults; who is consulted works all the while

EVOLVE: dict[type[Fact], Callable] = {
    routing.WorkItemQueued: _queued,
    routing.WorkItemRefused: _refused,
    callbacks.CallbackRequested: _requested,
    callbacks.CallbackEnded: _callback_ended,
    routing.CustomerReached: _reached,
    routing.OfferMade: _offered,
    routing.OfferEnded: _offer_ended,
    routing.WrapUpStarted: _wrap_up_started,
    routing.WrapUpEnded: _wrap_up_ended,
    routing.WorkItemInterrupted: _interrupted,
    routing.WorkItemEnded: _ended,
    conversations.SegmentOpened: _segment_opened,
    conversations.SegmentClosed: _segment_closed,
}
