"""What a chat refuses."""
from __future__ import annotations

from palabre.foundations.problems import Problem


class WidgetUnknown(Problem):
    """No widget has this key, or it was retired."""

    code, status = "chat.widget_unknown", 404


class OriginRefused(Problem):
    """The widget is not allowed on this site: an administrator adds its origin."""

    code, status = "chat.origin_refused", 403


class TooFast(Problem):
    """More than a person writes, or more visitors than a network holds."""

    code, status = "chat.too_fast", 429


class MessageUnreadable(Problem):
    """Not in the protocol, or larger than its bound."""

    code, status = "chat.message_unreadable", 400


class SecretNotAwaited(Problem):
    """Nobody waits for a secret any more; it was not kept."""

    code, status = "chat.secret_not_awaited", 409
