"""What may be asked of routing. Who may ask it is checked where the command comes in (desk, flows, voice)."""
from __future__ import annotations

from palabre.foundations.clock import Instant
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
    """Also the confirming click after a missed offer. While she talks it takes effect at once for new offers. `until`:
    the end of a pause that is granted, 0 none."""

    advisor: AdvisorId
    status: str
    until: Instant = 0


class LosePresence(Command, tag="routing.LosePresence"):
    """No offers from here on. `talks_on`: her telephone still carries her talk, which nobody cuts for a silent page;
    should that fall silent too, the channel says so itself. `silent_ms`: since her last sign of life, from which her
    time to come back counts."""

    advisor: AdvisorId
    talks_on: bool = False
    silent_ms: int = 0


class RegainPresence(Command, tag="routing.RegainPresence"):
    """A ping was answered: presence, and the end of the hold after an offer that was not shown."""

    advisor: AdvisorId


class QueueWorkItem(Command, tag="routing.QueueWorkItem"):
    """Reply: {"item": id} or {"refused": closed|full|nobody}. `arrived`: milliseconds, entering of the conversation.

    nobody: no advisor who is able exists, signed in or not; else one waits, as long as the longest wait.
    A conversation that already waits in this queue for this kind is given the item it has.
    `kind`: first, transfer, consult, callback, outbound. `reserve_seconds` (callback, outbound): the item waits without
    its customer, whose leaving or whose conversation's end does not end it; when its turn comes an advisor is reserved
    for so long (AdvisorReserved with `first`) and offered nothing, until ReachCustomer, ReleaseReservation or
    CancelWorkItem; past it she is let go and the item waits again. `wait_seconds`: longest wait of such an item; 0: the
    queue's. `since`: milliseconds, the place kept for it; 0: now.
    `preferred`: whom it waits for alone, if she is at work and able; `preferred_why`: last, named, account_manager, or
    only (it ends not_taken where she does not take it; refused with unavailable where she cannot now);
    `preferred_seconds`: for so long; 0: as the queue says.
    """

    conversation: ConversationId
    queue: QueueId
    kind: str = "first"
    priority_seconds: float = 0.0
    arrived: int = 0
    reserve_seconds: float = 0.0
    since: int = 0
    wait_seconds: float = 0.0
    preferred: AdvisorId | None = None
    preferred_why: str = "named"
    preferred_seconds: float = 0.0


class TakeWorkItem(Command, tag="routing.TakeWorkItem"):
    """Somebody takes a talk over, by name and at once, whatever her skills: queued for her alone, offered and accepted
    in one step. Reply: {"item"}. Refused with routing.advisor_not_signed_in, advisor_busy, queue_unknown.
    """

    conversation: ConversationId
    queue: QueueId
    advisor: AdvisorId
    arrived: int = 0
    session: str = ""


class CancelWorkItem(Command, tag="routing.CancelWorkItem"):
    """Nobody is sought any more; while she talks, her part ends with this reason and wrap-up begins.

    `waiting_only`: where somebody talks with the customer nothing is changed, and the answer says `talking`.
    `taken_by`: who takes it from her unasked."""

    item: WorkItemId
    reason: str = "cancelled"
    waiting_only: bool = False
    taken_by: AdvisorId | None = None


class ReachCustomer(Command, tag="routing.ReachCustomer"):
    """The customer answered: the reserved advisor is offered the item, to be accepted by her desk itself.

    `conversation`: the one opened by dialling; None: as queued. Reply: {"offer", "advisor"}. Refused with
    routing.not_reserved when the reservation is over (the item waits again), with routing.customer_gone when nobody is
    there in that conversation.
    """

    item: WorkItemId
    conversation: ConversationId | None = None


class ReleaseReservation(Command, tag="routing.ReleaseReservation"):
    """The customer could not be dialled: the advisor is free, the item keeps its place and waits again. Refused with
    routing.not_reserved. A try that failed for good ends by CancelWorkItem(item, "not_reached")."""

    item: WorkItemId


class ShowOffer(Command, tag="routing.ShowOffer"):
    """The desk has put it on screen. Refused with routing.offer_ended when late."""

    offer: OfferId
    advisor: AdvisorId


class AcceptOffer(Command, tag="routing.AcceptOffer"):
    """Compare-and-set: only the offer's advisor, only while it is open. Reply: {"item", "conversation"}.

    `session`: the sign-in it was accepted in, '' a program's; her telephone there is the one that is called.
    """

    offer: OfferId
    advisor: AdvisorId
    session: str = ""


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
