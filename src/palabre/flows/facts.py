"""What flows tell the partition: when a machine has the customer, and when it no longer does."""
from __future__ import annotations

from palabre.foundations.facts import Fact
from palabre.foundations.ids import AdvisorId, ConversationId, FlowId, RunId, WorkItemId

# why a run ended: the flow hung up; the customer left; a person took over; an outside number answered;
# the flow could not go on (apology, then hung up)
RUN_ENDINGS = ("hung_up", "customer_gone", "handed_over", "transferred", "failed")


class FlowBegan(Fact, tag="flows.FlowBegan.1"):
    """From rows, in the transaction that made the run; ConversationOpened stands before it."""

    run: RunId
    conversation: ConversationId
    flow: FlowId
    version: int


class FlowEnded(Fact, tag="flows.FlowEnded.1"):
    """From rows: `reason` is one of RUN_ENDINGS. A run that waits in a queue has not ended."""

    run: RunId
    conversation: ConversationId
    reason: str


class OwnCallBegan(Fact, tag="flows.OwnCallBegan.1"):
    """An advisor calls a number of her own accord; it stands in rows under `call`. `item` keeps her for it."""

    call: ConversationId
    advisor: AdvisorId
    item: WorkItemId


class OwnCallEnded(Fact, tag="flows.OwnCallEnded.1"):
    """It rings no more. `outcome`: reached (in `conversation`), busy, no_answer, refused, failed, cancelled…"""

    call: ConversationId
    advisor: AdvisorId
    outcome: str
    conversation: ConversationId | None = None
