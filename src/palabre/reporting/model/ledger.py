"""Facts into rows: a pure fold. What it keeps is what the read tables keep, so that a restart changes no figure.

Ring, talk and wrap-up follow routing's facts; hold follows the conversation's hold segments and stands within talk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from palabre.callbacks import facts as callbacks
from palabre.conversations import facts as conversations
from palabre.foundations.clock import Instant
from palabre.foundations.facts import Fact
from palabre.reporting.model.rows import REQUEST, Contact, Home, Interval
from palabre.routing import facts as routing


class Ledger:
    """Rows by key, and which of them changed. A store may hold only what a batch names (see `names`)."""

    def __init__(self) -> None:
        self.contacts: dict[str, Contact] = {}
        self.before: dict[str, Contact] = {}  # as a store brought them, for what they change in the roll-ups
        self.forgotten: list[Contact] = []  # folded anew: what they were counts no more
        self.by_conversation: dict[str, list[Contact]] = {}
        self.open: dict[str, Interval] = {}  # by advisor
        self.homes: dict[str, Home] = {}
        self.changed_contacts: dict[str, Contact] = {}
        self.changed_intervals: dict[tuple[str, int], Interval] = {}
        self.changed_homes: dict[str, Home] = {}

    def hold_contact(self, contact: Contact) -> None:
        self.contacts[contact.item] = contact
        if contact.kind != REQUEST:
            self.by_conversation.setdefault(contact.conversation, []).append(contact)

    def evolve(self, fact: Fact, number: int) -> None:
        function = _EVOLVE.get(type(fact))
        if function is not None:
            function(self, fact, number)

    # -- what the functions below say

    def contact(self, item: str) -> Contact | None:
        contact = self.contacts.get(item)
        if contact is not None:
            self.changed_contacts[item] = contact
        return contact

    def new_contact(self, contact: Contact) -> None:
        contact.first = not self.by_conversation.get(contact.conversation)
        self.hold_contact(contact)
        self.changed_contacts[contact.item] = contact

    def move(self, contact: Contact, conversation: str) -> None:
        """It goes on in another conversation: the one in which the customer was reached."""
        self.by_conversation.get(contact.conversation, [contact]).remove(contact)
        contact.conversation = conversation
        self.by_conversation.setdefault(conversation, []).append(contact)

    def home(self, advisor: str) -> Home:
        return self.homes.get(advisor) or Home(advisor)

    def turn(self, advisor: str | None, at: Instant, number: int, **change: object) -> None:
        """End the advisor's open interval and begin the next with `change`; nothing for one who is not signed in."""
        last = self.open.get(advisor or "")
        if last is None:
            return
        at = max(at, last.begun)  # a fact told late changes nothing of what has passed
        following = msgspec.structs.replace(last, begun=at, number=number, **change)
        if all(getattr(last, name) == value for name, value in change.items()):
            return
        if last.begun == at:  # nothing lasted: the row is rewritten, not doubled
            following.number = last.number
        else:
            last.ended = at
            self._keep(last)
        self.open[last.advisor] = following
        self._keep(following)

    def count(self, advisor: str | None, at: Instant, number: int, **change: int) -> None:
        last = self.open.get(advisor or "")
        if last is not None:
            self.turn(advisor, at, number, **{name: max(0, getattr(last, name) + by) for name, by in change.items()})

    def begin(self, interval: Interval) -> None:
        self.open[interval.advisor] = interval
        self._keep(interval)

    def end(self, advisor: str, at: Instant) -> None:
        last = self.open.pop(advisor, None)
        if last is not None:
            last.ended = at
            self._keep(last)

    def _keep(self, interval: Interval) -> None:
        self.changed_intervals[(interval.advisor, interval.number)] = interval


# -- work items


def _queued(ledger: Ledger, fact: routing.WorkItemQueued, number: int) -> None:
    ledger.new_contact(
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


def _refused(ledger: Ledger, fact: routing.WorkItemRefused, number: int) -> None:
    if request_of(fact.conversation) in ledger.contacts:
        return  # a callback whose turn came at a bad moment: tried again, nobody stood at the door
    ledger.new_contact(
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


def _requested(ledger: Ledger, fact: callbacks.CallbackRequested, number: int) -> None:
    conversation = str(fact.conversation or fact.callback)
    ledger.new_contact(Contact(request_of(fact.callback), conversation, fact.queue, REQUEST, fact.at, fact.at))


def _callback_ended(ledger: Ledger, fact: callbacks.CallbackEnded, number: int) -> None:
    contact = ledger.contact(request_of(fact.callback))
    if contact is not None and contact.ended is None:
        contact.ended, contact.end = fact.at, f"{fact.outcome}_in_time" if fact.in_time else fact.outcome


def _reached(ledger: Ledger, fact: routing.CustomerReached, number: int) -> None:
    contact = ledger.contact(fact.item)
    if contact is not None and contact.conversation != fact.conversation:
        ledger.move(contact, fact.conversation)


def _offered(ledger: Ledger, fact: routing.OfferMade, number: int) -> None:
    contact = ledger.contact(fact.item)
    if contact is not None:
        contact.offers += 1
        contact.ring_from = fact.at
        ledger.count(fact.advisor, fact.at, number, ringing=1)


def _offer_ended(ledger: Ledger, fact: routing.OfferEnded, number: int) -> None:
    contact = ledger.contact(fact.item)
    if contact is None or contact.ring_from is None:
        return
    contact.ring += fact.at - contact.ring_from
    contact.ring_from = None
    if fact.end != "accepted":
        ledger.count(fact.advisor, fact.at, number, ringing=-1)
        return
    home = ledger.home(fact.advisor)
    contact.answered = contact.talk_from = fact.at
    contact.advisor, contact.site, contact.partner = fact.advisor, home.site, home.partner
    ledger.count(fact.advisor, fact.at, number, ringing=-1, talking=1)


def _stop_handling(ledger: Ledger, contact: Contact, at: Instant, number: int) -> None:
    """Her part ends, talking or holding; the wrap-up is another clock."""
    if contact.hold_from is not None:
        contact.hold += at - contact.hold_from
        contact.hold_from = None
        ledger.count(contact.advisor, at, number, holding=-1)
    elif contact.talk_from is not None:
        contact.talk += at - contact.talk_from
        ledger.count(contact.advisor, at, number, talking=-1)
    contact.talk_from = None


def _wrap_up_started(ledger: Ledger, fact: routing.WrapUpStarted, number: int) -> None:
    contact = ledger.contact(fact.item)
    if contact is not None:
        _stop_handling(ledger, contact, fact.at, number)
        contact.wrap_up_from = fact.at
        ledger.count(fact.advisor, fact.at, number, wrapping=1)


def _wrap_up_ended(ledger: Ledger, fact: routing.WrapUpEnded, number: int) -> None:
    contact = ledger.contact(fact.item)
    if contact is not None and contact.wrap_up_from is not None:
        contact.wrap_up += fact.at - contact.wrap_up_from
        contact.wrap_up_from = None
        ledger.count(fact.advisor, fact.at, number, wrapping=-1)


def _close(ledger: Ledger, item: str, at: Instant, number: int, end: str) -> None:
    contact = ledger.contact(item)
    if contact is None:
        return
    _stop_handling(ledger, contact, at, number)
    if contact.ended is None:
        contact.ended, contact.end = at, end


def _interrupted(ledger: Ledger, fact: routing.WorkItemInterrupted, number: int) -> None:
    _close(ledger, fact.item, fact.at, number, f"interrupted_{fact.reason}")


def _ended(ledger: Ledger, fact: routing.WorkItemEnded, number: int) -> None:
    _close(ledger, fact.item, fact.at, number, fact.reason)


# -- hold, told by the conversation


def _handled_by(ledger: Ledger, conversation: str, advisor: str) -> Contact | None:
    """The item that this advisor has in hand in this conversation."""
    for contact in ledger.by_conversation.get(conversation, ()):
        if (
            contact.advisor == advisor
            and contact.ended is None
            and (contact.talk_from or contact.hold_from) is not None
        ):
            return contact
    return None


def _segment_opened(ledger: Ledger, fact: conversations.SegmentOpened, number: int) -> None:
    contact = _handled_by(ledger, fact.conversation, fact.owner) if fact.kind == "hold" else None
    if contact is not None and contact.talk_from is not None:
        contact.talk += fact.at - contact.talk_from
        contact.talk_from, contact.hold_from, contact.hold_segment = None, fact.at, fact.segment
        ledger.changed_contacts[contact.item] = contact
        ledger.count(contact.advisor, fact.at, number, talking=-1, holding=1)


def _segment_closed(ledger: Ledger, fact: conversations.SegmentClosed, number: int) -> None:
    for contact in ledger.by_conversation.get(fact.conversation, ()):
        if contact.hold_from is not None and contact.hold_segment == fact.segment:
            contact.hold += fact.at - contact.hold_from
            contact.hold_from, contact.talk_from = None, fact.at
            ledger.changed_contacts[contact.item] = contact
            ledger.count(contact.advisor, fact.at, number, holding=-1, talking=1)


# -- advisors


def _configured(ledger: Ledger, fact: routing.AdvisorConfigured, number: int) -> None:
    home = ledger.homes[fact.advisor] = ledger.changed_homes[fact.advisor] = Home(fact.advisor, fact.site, fact.partner)
    ledger.turn(fact.advisor, fact.at, number, site=home.site, partner=home.partner)


def _signed_in(ledger: Ledger, fact: routing.AdvisorSignedIn, number: int) -> None:
    if fact.advisor not in ledger.open:
        home = ledger.home(fact.advisor)
        ledger.begin(Interval(fact.advisor, fact.at, "away", number, site=home.site, partner=home.partner))


def _signed_out(ledger: Ledger, fact: routing.AdvisorSignedOut | routing.AdvisorRemoved, number: int) -> None:
    ledger.end(fact.advisor, fact.at)


def _status(ledger: Ledger, fact: routing.AdvisorStatusChanged, number: int) -> None:
    ledger.turn(fact.advisor, fact.at, number, status=fact.status)


def _lost(ledger: Ledger, fact: routing.PresenceLost, number: int) -> None:
    ledger.turn(fact.advisor, fact.at, number, present=False)


def _regained(ledger: Ledger, fact: routing.PresenceRegained, number: int) -> None:
    ledger.turn(fact.advisor, fact.at, number, present=True)


_EVOLVE: dict[type[Fact], Callable] = {
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
    routing.AdvisorConfigured: _configured,
    routing.AdvisorSignedIn: _signed_in,
    routing.AdvisorSignedOut: _signed_out,
    routing.AdvisorRemoved: _signed_out,
    routing.AdvisorStatusChanged: _status,
    routing.PresenceLost: _lost,
    routing.PresenceRegained: _regained,
}
FACTS: tuple[type[Fact], ...] = tuple(_EVOLVE)


class Names(msgspec.Struct):
    """What a batch of facts speaks of: the rows a store has to bring before the fold."""

    items: set[str] = msgspec.field(default_factory=set)
    conversations: set[str] = msgspec.field(default_factory=set)
    advisors: set[str] = msgspec.field(default_factory=set)


def names(facts: Iterable[Fact]) -> Names:
    found = Names()
    for fact in facts:
        if type(fact) in _EVOLVE:
            for field, into in (
                ("item", found.items),
                ("conversation", found.conversations),
                ("advisor", found.advisors),
            ):
                value = getattr(fact, field, None)
                if value is not None:
                    into.add(value)
            if isinstance(fact, callbacks.CallbackRequested | callbacks.CallbackEnded):
                found.items.add(request_of(fact.callback))
            elif isinstance(fact, routing.WorkItemRefused):  # perhaps of a callback, which bears the name of its own
                found.items.add(request_of(fact.conversation))
    return found
