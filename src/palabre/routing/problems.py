"""What routing refuses."""
from __future__ import annotations

from palabre.foundations.problems import NotFound, Problem


class AdvisorUnknown(NotFound):
    code = "routing.advisor_unknown"


class QueueUnknown(NotFound):
    code = "routing.queue_unknown"


class WorkItemUnknown(NotFound):
    """Also an item that has ended."""

    code = "routing.work_item_unknown"


class AdvisorNotSignedIn(Problem):
    code = "routing.advisor_not_signed_in"


class AdvisorBusy(Problem):
    """She talks or has an offer: signing out waits."""

    code = "routing.advisor_busy"


class OfferNotOpen(Problem):
    """Ended, or another advisor's."""

    code = "routing.offer_ended"


class DecliningForbidden(Problem):
    """The queue does not let advisors decline."""

    code = "routing.declining_forbidden"


class NotTalking(Problem):
    """This advisor does not talk on this item."""

    code = "routing.not_talking"


class NotWrappingUp(Problem):
    code = "routing.not_wrapping_up"


class WrapUpAlreadyExtended(Problem):
    code = "routing.wrap_up_already_extended"


class CustomerGone(Problem):
    """Nobody waits in this conversation any more: nobody is sought for it."""

    code = "routing.customer_gone"


class RulesContradictory(Problem):
    """`queue` and `reason` name what cannot be published."""

    code, status = "routing.rules_contradictory", 422
