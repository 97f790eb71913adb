"""What the fold of facts into rows holds: contacts, advisors' intervals and homes, and which of them changed."""

from __future__ import annotations

import msgspec

from palabre.foundations.clock import Instant
from palabre.reporting.model.rows import REQUEST, Contact, Home, Interval


class Kept:
    """Rows by key, and which of them changed. A store may hold only what a batch names."""

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
