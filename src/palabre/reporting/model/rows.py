"""The two read tables as values: a contact (one work item's life) and an interval of an advisor's day.

Instants and durations are milliseconds. A `_from` that is set means that this clock is running now.
"""

from __future__ import annotations

import msgspec

from palabre.foundations.clock import Instant

ANSWERED, ABANDONED, SHORT_ABANDONED, REFUSED, OTHER = "answered", "abandoned", "short_abandoned", "refused", "other"
OPEN = "open"  # still waiting: in no rate yet
CALLBACK = "callback"
REQUEST = "request"  # kind of the row of a callback that was asked for: neither answered nor abandoned
APART = (REQUEST, "callback", "outbound", "consult")  # kinds of which nobody waits in a queue: handled, never offered


class Contact(msgspec.Struct):
    """One work item, from the door to the end of its wrap-up; `refused` ones never entered.

    arrived: the conversation's first instant. queued: entering the queue (the row's cohort).
    first: the first item of its conversation. resumed: it follows an interruption, so its customer was counted already.
    end: reason of the end of waiting or handling, as routing said it; '' while it lives.
    """

    item: str
    conversation: str
    queue: str
    kind: str
    arrived: Instant
    queued: Instant
    first: bool = True
    resumed: bool = False
    answered: Instant | None = None
    ended: Instant | None = None
    end: str = ""
    advisor: str | None = None
    site: str | None = None
    partner: str | None = None
    offers: int = 0
    ring: int = 0
    talk: int = 0
    hold: int = 0
    wrap_up: int = 0
    ring_from: Instant | None = None
    talk_from: Instant | None = None
    hold_from: Instant | None = None
    hold_segment: str = ""
    wrap_up_from: Instant | None = None

    @property
    def outcome(self) -> str:
        """answered, abandoned, short_abandoned, callback, refused, other (longest wait, overflowed…) or open."""
        if self.kind == REQUEST:
            return CALLBACK
        if self.answered is not None:
            return ANSWERED
        if self.end.startswith("refused_"):
            return REFUSED
        if not self.end:
            return OPEN
        return self.end if self.end in (ABANDONED, SHORT_ABANDONED) else OTHER

    @property
    def wait(self) -> int | None:
        """Milliseconds from entering the queue to the answer or to the end; None while waiting."""
        end = self.answered if self.answered is not None else self.ended
        return None if end is None else end - self.queued

    @property
    def wait_from_arrival(self) -> int | None:
        end = self.answered if self.answered is not None else self.ended
        return None if end is None else end - self.arrived

    @property
    def handled(self) -> int:
        return self.talk + self.hold + self.wrap_up


class Interval(msgspec.Struct):
    """A stretch of an advisor's signed-in time in which nothing changed; the open one has no `ended`.

    ringing, talking, holding, wrapping: how many conversations in each at once.
    """

    advisor: str
    begun: Instant
    status: str
    number: int  # of the fact that began it: tells two of one millisecond apart
    present: bool = True
    ringing: int = 0
    talking: int = 0
    holding: int = 0
    wrapping: int = 0
    site: str | None = None
    partner: str | None = None
    ended: Instant | None = None

    @property
    def busy(self) -> bool:
        return self.ringing + self.talking + self.holding + self.wrapping > 0

    @property
    def idle(self) -> bool:
        """Available and nothing to do: the other half of occupancy."""
        return self.status == "available" and self.present and not self.busy


class Home(msgspec.Struct):
    """Where an advisor belongs, for the partner's and the site's own figures."""

    advisor: str
    site: str | None = None
    partner: str | None = None
