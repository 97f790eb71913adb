"""What may be asked of routing. Who may ask it is checked where the command comes in (desk, flows, voice)."""
from __future__ import annotations

from palabre.foundations.decision import Command
from palabre.foundations.ids import AdvisorId, ConversationId, OfferId, QueueId, WorkItemId


class SignIn(Command, tag="routing.SignIn"):
    """Reply: None. Idempotent."""

    advisor: AdvisorId


class SignOut(Command, tag="routing.SignOut"):
    """Refused while she talks or has an offer, unless `reason` is lost or session_ended."""

    advisor: AdvisorId
    reason: str = "asked"


class ChangeStatus(Command, tag="routing.ChangeStatus"):
    """Also the confirming click after a missed offer. While she talks it takes effect at once for new offers."""

    advisor: AdvisorId
    status: str


class LosePresence(Command, tag="routing.LosePresence"):
    """No offers from here on. `talks_on`: her telephone still carries her talk, which nobody cuts for a silent page;
    should that fall silent too, the channel says so itself."""

    advisor: AdvisorId
    talks_on: bool = False


class RegainPresence(Command, tag="routing.RegainPresence"):
    """A ping was answered: presence, and the end of the hold after an offer that was not shown."""

    advisor: AdvisorId


class QueueWorkItem(Command, tag="routing.QueueWorkItem"):
    """Reply: {"item": id} or {"refused": closed|full|nobody}. `arrived`: milliseconds, entering of the conversation.

    nobody: no advisor who is able exists, signed in or not; else one waits, as long as the longest wait.
    A conversation that already waits in this queue for this kind is given the item it has.
    """

    conversation: ConversationId
    queue: QueueId
    kind: str = "first"
    priority_seconds: float = 0.0
    arrived: int = 0


class CancelWorkItem(Command, tag="routing.CancelWorkItem"):
    """Nobody is sought any more; while she talks, her part ends with this reason and wrap-up begins."""

    item: WorkItemId
    reason: str = "cancelled"


class ShowOffer(Command, tag="routing.ShowOffer"):
    """The desk has put it on screen. Refused with routing.offer_ended when late."""

    offer: OfferId
    advisor: AdvisorId


class AcceptOffer(Command, tag="routing.AcceptOffer"):
    """Compare-and-set: only the offer's advisor, only while it is open. Reply: {"item", "conversation"}."""

    offer: OfferId
    advisor: AdvisorId


class DeclineOffer(Command, tag="routing.DeclineOffer"):
    offer: OfferId
    advisor: AdvisorId
    reason: str = ""


class FinishWorkItem(Command, tag="routing.FinishWorkItem"):
    """Her part ends (she hangs up, closes the chat): wrap-up begins."""

    item: WorkItemId
    advisor: AdvisorId


class InterruptWorkItem(Command, tag="routing.InterruptWorkItem"):
    """Her leg failed or was lost beyond its time: back to the head with the original arrival."""

    item: WorkItemId
    reason: str


class EndWrapUp(Command, tag="routing.EndWrapUp"):
    item: WorkItemId
    advisor: AdvisorId


class ExtendWrapUp(Command, tag="routing.ExtendWrapUp"):
    """"More time", once per wrap-up. Refused with routing.wrap_up_already_extended."""

    item: WorkItemId
    advisor: AdvisorId
