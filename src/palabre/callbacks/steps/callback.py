"""Offer to be called back instead of waiting: the customer keeps her place, or chooses how much later."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, ClassVar

import msgspec

from palabre.callbacks.actions.requests import Requested, request_callback
from palabre.callbacks.problems import NoNumber, TimeNotPossible, TooManyCallbacks
from palabre.conversations.actions.records import get_conversation
from palabre.flows.actions.visit import StepFailed, Visit
from palabre.flows.model.step import ASKS, QueueName, Step, VariableName, step
from palabre.foundations.ids import QueueId
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Transaction
from palabre.routing.problems import QueueUnknown

MINUTE = 60_000


@step
class Callback(Step, tag="callback", frozen=True, kw_only=True):
    """Her place is kept from now on, or she is called `later_minutes` from now.

    `number`: the variable that holds the number collected before; none: the one she calls from. Exits: requested,
    pending (she is being called back already, by the same promise), no_number (withheld, or one that may not be
    called), refused (asked too often, or at a time when nobody answers). {callback_minutes}: by when it is promised.
    """

    queue: QueueName
    number: VariableName | None = None
    later_minutes: Annotated[int, msgspec.Meta(ge=0, le=20_160)] = 0

    reaches_out: ClassVar[str] = ASKS
    own_names: ClassVar[tuple[str, ...]] = ("callback_minutes",)
    exits: ClassVar[tuple[str, ...]] = ("requested", "pending", "no_number", "refused")

    def refers_to(self) -> Iterable[tuple[str, str]]:
        return (("queue", self.queue),)

    def looks_at(self) -> Iterable[str]:
        return (self.number,) if self.number else ()

    def binds(self) -> Iterable[str]:
        return ("callback_minutes",)

    async def run(self, visit: Visit) -> str:
        try:
            async with visit.services.database.transaction(visit.scope) as tx:
                made = await self._request(tx, visit)
        except NoNumber:
            return "no_number"
        except (TooManyCallbacks, TimeNotPossible):
            return "refused"
        except QueueUnknown as problem:
            raise StepFailed(problem.code) from problem
        visit.bind("callback_minutes", str(max(1, round((made.promised - now_ms()) / MINUTE))))
        return "requested" if made.new else "pending"

    def _since(self, visit: Visit) -> int:
        """Where she waited in this queue until she rather left it by a key: the place she had."""
        queue, _, since = visit.variables.get("waiting_since", "").partition(" ")
        return int(since) if queue == self.queue and since.isdecimal() else 0

    async def _request(self, tx: Transaction, visit: Visit) -> Requested:
        known, now = await get_conversation(tx, visit.run.conversation), now_ms()
        own = known["address_value"] if known["address_kind"] == "phone" else ""
        number = visit.variables.get(self.number, "") if self.number else own
        return await request_callback(
            tx, QueueId(self.queue), number or "", asked_by=visit.line.channel, since=self._since(visit) or now,
            due=now + self.later_minutes * MINUTE if self.later_minutes else 0,
            conversation=visit.run.conversation, entry=known["entry"], language=visit.language)  # fmt: skip
