"""What conversations refuse."""
from __future__ import annotations

from palabre.foundations.problems import Forbidden, Problem


class ConversationIsClosed(Problem):
    """Nothing more can be said in it; a channel opens a linked one."""

    code, status = "conversations.closed", 409


class MessageAlreadySent(Problem):
    """Too late to take it back."""

    code, status = "conversations.message_already_sent", 409


class MessageEmpty(Problem):
    code, status = "conversations.message_empty", 422


class TextTooLong(Problem):
    """`characters_max`: the bound."""

    code, status = "conversations.text_too_long", 422


class OutcomeUnknown(Problem):
    """No such wrap-up code, or one that is retired."""

    code, status = "conversations.outcome_unknown", 422


class NotTakingPart(Forbidden):
    """The conversation is there, but she neither takes part in it nor may read all."""

    code = "conversations.not_taking_part"


class ConversationNotOpen(Problem):
    """The partition's owner knows nothing alive under this id: closed meanwhile, or never there."""

    code = "conversations.conversation_not_open"
