"""What an advisor may ask of the contact that she reads about."""

from __future__ import annotations

from palabre.foundations.decision import Command
from palabre.foundations.ids import AdvisorId, ContactId


class DialShown(Command, tag="outbound.DialShown"):
    """She has read the card: dial. Refused with outbound.not_shown where it is another's, or over."""

    contact: ContactId
    advisor: AdvisorId


class SkipShown(Command, tag="outbound.SkipShown"):
    """Somebody else, now; this one is over with the outcome `skipped`, or `skipped_` and the reason (rules.SKIPS).
    Refused as above."""

    contact: ContactId
    advisor: AdvisorId
    reason: str = ""
