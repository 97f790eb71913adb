"""What an advisor begins of her own accord, where routing and the telephone are seen together."""

from __future__ import annotations

from palabre.foundations.decision import Command
from palabre.foundations.ids import AdvisorId, ConversationId, QueueId


class CallNumber(Command, tag="flows.CallNumber"):
    """The number stands in rows under `call`. `queue`: under whose rules she talks. Reply: {"call"}.

    Refused with routing.advisor_busy unless she is available with nothing in hand, and able for the queue.
    """

    call: ConversationId
    advisor: AdvisorId
    queue: QueueId


class CancelOwnCall(Command, tag="flows.CancelOwnCall"):
    """It has not answered yet, and she waits no longer. Idempotent."""

    advisor: AdvisorId
