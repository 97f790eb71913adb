"""What this room refuses."""

from __future__ import annotations

from palabre.foundations.problems import NotFound, Problem


class CallbackUnknown(NotFound):
    code = "callbacks.callback_unknown"


class PageUnknown(NotFound):
    """No queue has this page's key."""

    code = "callbacks.page_unknown"


class TimeNotPossible(Problem):
    """`reason`: past, too_far, closed."""

    code, status = "callbacks.time_not_possible", 422


class TooManyCallbacks(Problem):
    """`of`: address or network. Bounded, lest somebody has others called."""

    code, status = "callbacks.too_many", 429


class NoNumber(Problem):
    """Neither a number was given, nor may the caller's own be called."""

    code, status = "callbacks.no_number", 422


class RulesImpossible(Problem):
    """`field`: distances, promise_seconds or open_seconds."""

    code, status = "callbacks.rules_impossible", 422


class CallbackOver(Problem):
    """Reached, cancelled or expired already; or the customer is on the line."""

    code = "callbacks.over"
