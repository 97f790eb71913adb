"""What is answered about conversations, field by field: the document and the desk's types are written from it."""

from __future__ import annotations

import msgspec

from palabre.conversations.actions.messages import Message
from palabre.conversations.ports import Choice
from palabre.foundations.clock import Instant
from palabre.foundations.ids import ConversationId, CustomerId, PersonId


class Segment(msgspec.Struct):
    """`kind`: flow, queue, ring, talk, hold, consult, wrap_up. `owner`: a run, a queue or a person; `subject`: the flow
    or the work item. `closed_at` null: it goes on."""

    id: str
    conversation: ConversationId
    kind: str
    owner: str
    subject: str
    opened_at: Instant
    closed_at: Instant | None
    reason: str


class Attachment(msgspec.Struct):
    """A recording, a file, a photo; what it holds is served by the room that made it."""

    id: str
    conversation: ConversationId
    kind: str
    seconds: float | None
    created_at: Instant


class Note(msgspec.Struct):
    """For colleagues; the customer never sees it."""

    id: str
    conversation: ConversationId
    author: PersonId
    text: str
    created_at: Instant


class OutcomeCode(msgspec.Struct):
    """`labels`: by language. `retired_at`: since when it is offered no more."""

    code: str
    labels: dict[str, str]
    position: int
    retired_at: Instant | None


class Record(msgspec.Struct):
    """A conversation's own row. `state`: opening, open, closed. `lives`: more than one where a late message began it
    again. `repaired`: how, where its end had to be put right."""

    id: ConversationId
    channel: str
    customer: CustomerId | None
    address_kind: str
    address_value: str
    entry: str
    state: str
    opened_at: Instant
    alive_at: Instant | None
    customer_left_at: Instant | None
    closed_at: Instant | None
    closed_reason: str
    repaired: str
    previous: ConversationId | None
    lives: int
    outcome: str | None
    outcome_by: PersonId | None
    outcome_at: Instant | None


class Contact(Record):
    """In lists. `messages`: how many."""

    messages: int


class ConversationCard(Contact):
    """`last_contacts`: the customer's others, newest first. `choices`: made in the flow before, in order."""

    segments: list[Segment]
    attachments: list[Attachment]
    last_contacts: list[Contact]
    choices: list[Choice] = []


class TimelineContact(Record):
    """One contact of a customer's timeline, with what was said in it: the last messages, in order."""

    segments: list[Segment]
    messages: list[Message]
    notes: list[Note]
    attachments: list[Attachment]
