"""What may be asked of conversations alive in a partition."""
from __future__ import annotations

from palabre.foundations.decision import Command
from palabre.foundations.ids import ConversationId


class CustomerLeaves(Command, tag="conversations.CustomerLeaves"):
    """The channel says that the customer is gone. Reply: None. Idempotent."""

    conversation: ConversationId
    reason: str


class CustomerReturns(Command, tag="conversations.CustomerReturns"):
    """A chat's visitor is back before anything ended. Reply: None. Idempotent."""

    conversation: ConversationId


class CloseConversation(Command, tag="conversations.CloseConversation"):
    """Ask for the end: for chat an advisor closes it; refused while a talk segment of somebody else is open."""

    conversation: ConversationId
    reason: str


class RepairConversation(Command, tag="conversations.RepairConversation"):
    """A reconciler found nothing of it outside: ends all that is open, honestly marked."""

    conversation: ConversationId
    what: str
