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


class OfferUnknown(NotFound):
    code = "routing.offer_unknown"


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


class NotReserved(Problem):
    """No advisor is reserved for this item while its customer is reached: the time is over, or it was never so."""

    code = "routing.not_reserved"


class WorkItemKindUnknown(Problem):
    code = "routing.kind_unknown"


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


class SkillInUse(Problem):
    """`queues`: ids of those that ask for it."""

    code = "routing.skill_in_use"


class QueueInUse(Problem):
    """`queues`: ids of those that overflow into it."""

    code = "routing.queue_in_use"


class RoutingNameTaken(Problem):
    code = "routing.name_taken"


class RoutingChangedMeanwhile(Problem):
    """Somebody else changed it: read it again. `version`: the one in force."""

    code = "routing.changed_meanwhile"


class NothingToUndo(Problem):
    """No version stands before the one in force."""

    code = "routing.nothing_to_undo"


class BulkChangedMeanwhile(Problem):
    """What was previewed would not be the same now: look at it again."""

    code = "routing.bulk_changed_meanwhile"
