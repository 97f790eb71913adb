"""What happens to a conversation: its life, its segments, its messages (ids only)."""
from __future__ import annotations

from palabre.foundations.facts import Fact
from palabre.foundations.ids import ConversationId, CustomerId, MessageId, PersonId, SegmentId

# kinds of segment; the owner of each: flow (run), queue (queue), ring, talk, hold, consult, wrap_up (advisor)
SEGMENT_KINDS = ("flow", "queue", "ring", "talk", "hold", "consult", "wrap_up")


class ConversationOpened(Fact, tag="conversations.ConversationOpened.1"):
    """Rows gave it an identity; this fact gives it life. `entry`: the number called, the widget, the mailbox."""

    conversation: ConversationId
    channel: str
    customer: CustomerId | None
    entry: str
    previous: ConversationId | None = None
    reconstructed: bool = False


class SegmentOpened(Fact, tag="conversations.SegmentOpened.1"):
    """`segment` is born from this fact's number. `subject`: work item, run or leg that the segment is about."""

    segment: SegmentId
    conversation: ConversationId
    kind: str
    owner: str
    subject: str = ""


class SegmentClosed(Fact, tag="conversations.SegmentClosed.1"):
    segment: SegmentId
    conversation: ConversationId
    reason: str = ""


class MessageReceived(Fact, tag="conversations.MessageReceived.1"):
    """From the customer; its text is a row."""

    conversation: ConversationId
    message: MessageId


class MessageSent(Fact, tag="conversations.MessageSent.1"):
    """To the customer. `author`: an advisor, or empty for the flow."""

    conversation: ConversationId
    message: MessageId
    author: PersonId | None


class CustomerLeft(Fact, tag="conversations.CustomerLeft.1"):
    """Hung up, closed the chat, went silent for too long. `reason`: hung_up, closed, silent, cut, refused."""

    conversation: ConversationId
    reason: str


class CustomerReturned(Fact, tag="conversations.CustomerReturned.1"):
    conversation: ConversationId


class ConversationClosed(Fact, tag="conversations.ConversationClosed.1"):
    """No segment is open any more. `reason`: handled, abandoned, refused, transferred, cut, reconstructed…"""

    conversation: ConversationId
    reason: str


class ConversationReopened(Fact, tag="conversations.ConversationReopened.1"):
    """A message came for a conversation that had just closed: the owner decides that it lives again."""

    conversation: ConversationId
    channel: str


class ConversationRepaired(Fact, tag="conversations.ConversationRepaired.1"):
    """A reconciler found it differed from the world outside and says what it ended."""

    conversation: ConversationId
    what: str
