"""What the desk refuses by itself; the rest is refused by the rooms it asks."""

from __future__ import annotations

from palabre.foundations.problems import Forbidden, NotFound


class NotYourConversation(NotFound):
    """Not in this advisor's hands: what is another's is not found."""

    code = "desk.not_your_conversation"


class NoDesk(Forbidden):
    """A program's token, or a person without a desk."""

    code = "desk.no_desk"


class NoQueueToCallFrom(Forbidden):
    """No telephone queue of hers whose rules her call would follow."""

    code = "desk.no_queue_to_call_from"
