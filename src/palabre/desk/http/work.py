"""What an advisor does with her day and her work: status, offers, work items; by POST at /api/desk."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import post

from palabre.desk.actions import work
from palabre.desk.actions.gateway import Gateway
from palabre.foundations.ids import AdvisorId, OfferId, WorkItemId
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services
from palabre.routing import commands
from palabre.tenants.model.people import Signed

Code = Annotated[str, msgspec.Meta(max_length=40, pattern=r"^[a-z][a-z0-9_]*$")]


class NewStatus(msgspec.Struct):
    """`beyond`: she works outside the hours of her agreement on work from home, and says so herself."""

    status: Code
    beyond: bool = False


class Declined(msgspec.Struct):
    reason: Annotated[str, msgspec.Meta(max_length=40)] = ""


class Accepted(msgspec.Struct):
    item: str
    conversation: str


@post("/status", status_code=204)
async def change_status(services: Services, who: Scope, gateway: Gateway, data: NewStatus) -> None:
    """Also the confirming click after a missed offer. Refused with workforce.outside_contact_hours at home, outside
    the hours agreed."""
    presence = (await gateway.of(who.tenant)).presence
    await work.change_status(services, who, presence, data.status, beyond=data.beyond)


@post("/sign-out", status_code=204)
async def sign_out(services: Services, who: Scope, gateway: Gateway) -> None:
    """Refused while she talks or has an offer."""
    advisor = work.advisor_of(who)
    await work.ask(services, who, commands.SignOut(advisor, "asked"))
    (await gateway.of(who.tenant)).presence.signed_out(advisor)


@post("/offers/{offer:str}/shown", status_code=204)
async def show_offer(services: Services, who: Scope, offer: str) -> None:
    """The card is painted; pages say it by the socket."""
    await work.ask(services, who, commands.ShowOffer(OfferId(offer), work.advisor_of(who)))


@post("/offers/{offer:str}/accept", status_code=200)
async def accept_offer(services: Services, who: Scope, signed_in: Signed, offer: str) -> Accepted:
    """A call rings at her telephone of the sign-in that accepts, and at no other browser of hers."""
    accepting = commands.AcceptOffer(OfferId(offer), work.advisor_of(who), signed_in.session or "")
    return msgspec.convert(await work.ask(services, who, accepting), Accepted)


@post("/offers/{offer:str}/decline", status_code=204)
async def decline_offer(services: Services, who: Scope, offer: str, data: Declined) -> None:
    await work.ask(services, who, commands.DeclineOffer(OfferId(offer), work.advisor_of(who), data.reason))


def _item(command: type, item: str, advisor: AdvisorId):
    return command(WorkItemId(item), advisor)


@post("/work-items/{item:str}/finish", status_code=204)
async def finish_work_item(services: Services, who: Scope, item: str) -> None:
    """Her part ends, wrap-up begins."""
    await work.finish(services, who, WorkItemId(item))


@post("/work-items/{item:str}/wrap-up/end", status_code=204)
async def end_wrap_up(services: Services, who: Scope, item: str) -> None:
    await work.ask(services, who, _item(commands.EndWrapUp, item, work.advisor_of(who)))


@post("/work-items/{item:str}/wrap-up/extend", status_code=204)
async def extend_wrap_up(services: Services, who: Scope, item: str) -> None:
    """More time, once."""
    await work.ask(services, who, _item(commands.ExtendWrapUp, item, work.advisor_of(who)))
