"""Who else comes to a talk, and who is given it; a supervisor in it."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import get, post

from palabre.channels.voice.commands import (
    CancelTransfer,
    CompleteTransfer,
    Swap,
)
from palabre.desk.actions import supervise, transfers, work
from palabre.foundations.ids import AdvisorId, ConversationId
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services
from palabre.tenants.model.people import Signed

Code = Annotated[str, msgspec.Meta(max_length=40, pattern=r"^[a-z][a-z0-9_]*$")]


class TransferAsked(msgspec.Struct, forbid_unknown_fields=True):
    """`to`: queue, advisor, number or flow; `target`: its id, or the number as it is dialled. `blind`: she leaves at
    once; else she speaks with whoever comes before, the customer on hold. To a flow it is always blind."""

    to: Code
    target: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    blind: bool = False


class TransferBegun(msgspec.Struct):
    transfer: str


class Swapped(msgspec.Struct):
    """`aside`: it is the second party that waits with music from now on, and the customer who is talked with."""

    aside: bool


class SupervisionAsked(msgspec.Struct):
    """`how`: listen, whisper, join, take_over. `advisor`: to whose talk."""

    advisor: Annotated[str, msgspec.Meta(max_length=40)]
    how: Code


@get("/destinations")
async def get_destinations(services: Services, who: Scope) -> list[transfers.Destination]:
    """To whom a call may be given now: queues, colleagues who are signed in, flows."""
    return await transfers.destinations(services, who)


@post("/conversations/{conversation:str}/transfer", status_code=200)
async def transfer_conversation(
    services: Services, who: Scope, conversation: str, data: TransferAsked
) -> TransferBegun:
    """The second party is sought; the customer hears music until it is there and she is given, or taken off hold."""
    begun = await transfers.begin(services, who, ConversationId(conversation), data.to, data.target, data.blind)
    return TransferBegun(begun)


@post("/conversations/{conversation:str}/transfer/complete", status_code=204)
async def complete_transfer(services: Services, who: Scope, conversation: str) -> None:
    """The customer is the second party's, there or still sought; the advisor's wrap-up begins."""
    await work.ask(services, who, CompleteTransfer(ConversationId(conversation), work.advisor_of(who)))


@post("/conversations/{conversation:str}/transfer/cancel", status_code=204)
async def cancel_transfer(services: Services, who: Scope, conversation: str) -> None:
    """The second party is let go, the customer talks with the advisor again. Idempotent."""
    await work.ask(services, who, CancelTransfer(ConversationId(conversation), work.advisor_of(who)))


@post("/conversations/{conversation:str}/swap", status_code=200)
async def swap_conversation(services: Services, who: Scope, conversation: str) -> Swapped:
    """From the second party to the customer, or back; whoever is not talked with waits with music."""
    swapped = await work.ask(services, who, Swap(ConversationId(conversation), work.advisor_of(who)))
    return Swapped(swapped["aside"])


@post("/conversations/{conversation:str}/supervise", status_code=204)
async def supervise_conversation(
    services: Services, who: Scope, signed_in: Signed, conversation: str, data: SupervisionAsked
) -> None:
    """Her telephone of this sign-in is called and joined; there already, it is joined in another way."""
    asked = supervise.Asked(ConversationId(conversation), AdvisorId(data.advisor), data.how, signed_in.session or "")
    await supervise.begin(services, who, asked)


@post("/conversations/{conversation:str}/supervise/end", status_code=204)
async def end_supervision(services: Services, who: Scope, conversation: str) -> None:
    """Idempotent."""
    await supervise.end(services, who, ConversationId(conversation))
