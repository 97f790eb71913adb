"""Connect the customer with an outside number."""
from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec

from palabre.channels.ports import TRANSFER
from palabre.flows.actions.visit import RunOver, Visit
from palabre.flows.model.step import HANDS_OVER, Seconds, Step, step


@step
class Transfer(Step, tag="transfer", frozen=True, kw_only=True):
    """Where it answers the run is over: the talk is theirs.

    The number stands in the flow and never comes from the customer: whoever calls cannot choose what we dial.
    `refused`: the tenant's dial plan does not allow it, or the line cannot transfer.
    """

    number: Annotated[str, msgspec.Meta(pattern=r"^\+?[0-9]{2,15}$")]
    seconds: Seconds = 30.0

    exits: ClassVar[tuple[str, ...]] = ("busy", "no_answer", "failed", "refused")
    reaches_out: ClassVar[str] = HANDS_OVER
    needs: ClassVar[frozenset[str]] = frozenset({TRANSFER})

    async def run(self, visit: Visit) -> str:
        if TRANSFER not in visit.line.capabilities:
            return "refused"
        outcome = await visit.line.transfer(self.number, seconds=self.seconds)
        if outcome == "answered":
            raise RunOver("transferred")
        return outcome if outcome in self.exits else "failed"
