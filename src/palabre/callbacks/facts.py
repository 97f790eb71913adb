"""What becomes of a callback. Numbers and names of customers stand in rows; here are ids, codes and times."""

from __future__ import annotations

from palabre.foundations.clock import Instant
from palabre.foundations.facts import Fact
from palabre.foundations.ids import CallbackId, ConversationId, QueueId, WorkItemId


class CallbackRequested(Fact, tag="callbacks.CallbackRequested.1"):
    """From rows. `since`: the place kept for her. `due`: the time she chose; 0: as soon as her place comes.

    `promised`: by when she was told she would be reached. `distances`: seconds between one try and the next, so that
    there is one try more than distances. `asked_by`: voice, chat, web. `until`: beyond it nobody is called any more.
    """

    callback: CallbackId
    queue: QueueId
    since: Instant
    due: Instant
    promised: Instant
    until: Instant
    distances: tuple[int, ...]
    asked_by: str
    conversation: ConversationId | None = None


class CallbackTried(Fact, tag="callbacks.CallbackTried.1"):
    """A try that did not reach her. `outcome`: busy, no_answer, failed, refused. `again`: when next; 0: never."""

    callback: CallbackId
    number: int
    outcome: str
    again: Instant


class CallbackReached(Fact, tag="callbacks.CallbackReached.1"):
    """She is on the line, in this conversation, and an advisor is there for her or sought at the head."""

    callback: CallbackId
    conversation: ConversationId
    item: WorkItemId


class CallbackEnded(Fact, tag="callbacks.CallbackEnded.1"):
    """`outcome`: reached, not_reached, cancelled, returned (she called again), expired, queue_removed.

    `in_time`: reached by the promised time. It counts neither as answered nor as abandoned.
    """

    callback: CallbackId
    queue: QueueId
    outcome: str
    in_time: bool
    requested: Instant
