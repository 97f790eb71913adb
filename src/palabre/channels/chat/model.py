"""What the partition does for a chat: nothing rings, nothing is dialled; closing it is the only verb with an effect."""

from __future__ import annotations

from palabre.conversations.model import close_segments
from palabre.foundations.decision import Decision
from palabre.foundations.ids import AdvisorId, ConversationId, TenantId


def connect(d: Decision, conversation: ConversationId, advisor: AdvisorId, session: str = "") -> None:
    """The chat's server sees the acceptance in the stream and tells the customer who answers."""


def disconnect(d: Decision, conversation: ConversationId, advisor: AdvisorId) -> None:
    """An advisor's part ends with her work item."""


def release(d: Decision, conversation: ConversationId) -> None:
    """The advisor ended it: nobody waits for anything any more."""
    close_segments(d, conversation, "flow", "queue", reason="handled")


def wait_again(d: Decision, conversation: ConversationId) -> None:
    """The position shown to the customer says it."""


def secret_subject(tenant: TenantId, conversation: ConversationId) -> str:
    """Where a secret passes on the bus, from the socket that heard it to the step that asked."""
    return f"live.{tenant}.secret.{conversation}"
