"""The desk's socket, and what is asked at a desk by POST (docs/reference/desk_socket.md)."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import Router, WebSocket, get, post, websocket
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import WebSocketDisconnect

from palabre.channels.voice.commands import (
    AnswerColleague,
    CallColleague,
    CancelTransfer,
    CompleteTransfer,
    EndInternalCall,
    MoveLeg,
)
from palabre.desk.actions import lines, supervise, transfers, work
from palabre.desk.actions.gateway import Gateway
from palabre.desk.model.entities import Queue, Tiles
from palabre.desk.model.live import live
from palabre.desk.model.messages import NO_DESK, SESSION_ENDED
from palabre.desk.ports import EXTENSION
from palabre.desk.problems import NoDesk
from palabre.flows.commands import CancelOwnCall
from palabre.foundations.ids import AdvisorId, ConversationId, EffectId, OfferId, WorkItemId
from palabre.foundations.problems import Problem
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.plumbing.services import Services
from palabre.plumbing.web.who import look_again, refuse_other_sites
from palabre.routing import commands
from palabre.tenants.model.people import Signed

NOT_UNDERSTOOD = 1007

Code = Annotated[str, msgspec.Meta(max_length=40, pattern=r"^[a-z][a-z0-9_]*$")]


class NewStatus(msgspec.Struct):
    status: Code


class Declined(msgspec.Struct):
    reason: Annotated[str, msgspec.Meta(max_length=40)] = ""


class Accepted(msgspec.Struct):
    item: str
    conversation: str


class HoldAsked(msgspec.Struct):
    on: bool


class AlarmSeen(msgspec.Struct, forbid_unknown_fields=True):
    """`percent`: as it was shown."""

    percent: int


class TransferAsked(msgspec.Struct, forbid_unknown_fields=True):
    """`to`: queue, advisor, number or flow; `target`: its id, or the number as it is dialled. `blind`: she leaves at
    once; else she speaks with whoever comes before, the customer on hold. To a flow it is always blind."""

    to: Code
    target: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    blind: bool = False


class TransferBegun(msgspec.Struct):
    transfer: str


class SupervisionAsked(msgspec.Struct):
    """`how`: listen, whisper, join, take_over. `advisor`: to whose talk."""

    advisor: Annotated[str, msgspec.Meta(max_length=40)]
    how: Code


class KeysWanted(msgspec.Struct):
    """0-9, *, #, A-D."""

    keys: Annotated[str, msgspec.Meta(max_length=40)]

    def __repr__(self) -> str:
        return "KeysWanted()"


class CallWanted(msgspec.Struct):
    """`number` as people write it. `queue`: under whose rules she talks, '' the first of hers."""

    number: Annotated[str, msgspec.Meta(min_length=2, max_length=40)]
    queue: Annotated[str, msgspec.Meta(max_length=40)] = ""


class CallMade(msgspec.Struct):
    """What becomes of it is said by the socket: `own_call` of me, or the entity internal:CALL."""

    call: str


class PauseGranted(msgspec.Struct):
    """Minutes; 0: none by the tenant's rule."""

    pause_minutes: int


class LineHeard(msgspec.Struct):
    """MOS by ITU-T G.107, of what her browser counted; none where it heard too little."""

    mos: float | None
    word: str


class Live(msgspec.Struct):
    """The wall of the caller, by HTTP: for wallboards and programs. `at`: PARTITION.NUMBER."""

    at: str
    now: int
    tiles: Tiles
    queues: list[Queue]


# -- status


@post("/status", status_code=204)
async def change_status(services: Services, who: Scope, gateway: Gateway, data: NewStatus) -> None:
    """Also the confirming click after a missed offer."""
    await work.change_status(services, who, (await gateway.of(who.tenant)).presence, data.status)


@post("/sign-out", status_code=204)
async def sign_out(services: Services, who: Scope, gateway: Gateway) -> None:
    """Refused while she talks or has an offer."""
    advisor = work.advisor_of(who)
    await work.ask(services, who, commands.SignOut(advisor, "asked"))
    (await gateway.of(who.tenant)).presence.signed_out(advisor)


# -- offers


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


# -- work items


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


# -- conversations in hand


@post("/conversations/{conversation:str}/hold", status_code=204)
async def hold_conversation(services: Services, who: Scope, conversation: str, data: HoldAsked) -> None:
    await work.hold(services, who, ConversationId(conversation), data.on)


@post("/conversations/{conversation:str}/take", status_code=204)
async def take_conversation(services: Services, who: Scope, signed_in: Signed, conversation: str) -> None:
    """Her call moves to her telephone of this sign-in, from another browser of hers; she talks on there until then."""
    if signed_in.session is None:
        raise NoDesk()
    await work.ask(services, who, MoveLeg(ConversationId(conversation), work.advisor_of(who), signed_in.session))


@post("/conversations/{conversation:str}/hang-up", status_code=204)
async def hang_up_conversation(services: Services, who: Scope, conversation: str) -> None:
    """A call ends for both; elsewhere her part ends."""
    await work.hang_up(services, who, ConversationId(conversation))


@post("/conversations/{conversation:str}/keys", status_code=204)
async def press_keys(services: Services, who: Scope, conversation: str, data: KeysWanted) -> None:
    """Heard by the customer's line, and by whoever she has called beside; kept nowhere."""
    await lines.press(services, who, ConversationId(conversation), data.keys)


@post("/conversations/{conversation:str}/mute", status_code=204)
async def mute_conversation(services: Services, who: Scope, conversation: str, data: HoldAsked) -> None:
    """At the server, for a telephone that is no browser."""
    await lines.mute(services, who, ConversationId(conversation), data.on)


@post("/conversations/{conversation:str}/quality", status_code=200)
async def report_quality(services: Services, who: Scope, conversation: str, data: lines.Counters) -> LineHeard:
    """What her browser has counted so far (getStats): stored beside the server's own count."""
    found = await lines.report_quality(services, who, ConversationId(conversation), data)
    return LineHeard(found.mos, found.word) if found else LineHeard(None, "")


@post("/conversations/{conversation:str}/abuse", status_code=200)
async def report_abuse(services: Services, who: Scope, conversation: str) -> PauseGranted:
    """She is out of the call at once; closing words, the end; the recording stays, supervisors are told."""
    return PauseGranted(await lines.report_abuse(services, who, ConversationId(conversation)))


@post("/abuses/{abuse:str}/seen", status_code=204)
async def see_abuse(services: Services, who: Scope, abuse: str) -> None:
    """A supervisor sees to it."""
    await lines.see_abuse(services, who, EffectId(abuse))


@post("/ceilings/{ceiling:str}/seen", status_code=204)
async def see_ceiling(services: Services, who: Scope, ceiling: str, data: AlarmSeen) -> None:
    """Somebody sees to an alarm of the dial plan."""
    await lines.see_ceiling(services, who, ceiling[:20], data.percent)


# -- giving a call to somebody else, or asking somebody first


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


# -- calls that she begins


@post("/calls", status_code=201)
async def call_number(services: Services, who: Scope, data: CallWanted) -> CallMade:
    """A customer's number, dialled in the tenant's name; when it answers it is a conversation of hers."""
    return CallMade(await lines.call_number(services, who, data.number, data.queue))


@post("/calls/cancel", status_code=204)
async def cancel_call(services: Services, who: Scope) -> None:
    """Hers that still rings. Idempotent."""
    await work.ask(services, who, CancelOwnCall(work.advisor_of(who)))


@get("/colleagues")
async def list_colleagues(services: Services, who: Scope) -> list[lines.Colleague]:
    """Whom she may call: at their desks now, by name."""
    return await lines.colleagues(services, who)


@post("/colleagues/{advisor:str}/call", status_code=201)
async def call_colleague(services: Services, who: Scope, signed_in: Signed, advisor: str) -> CallMade:
    """Her telephone is called first, then she hears the other's ring."""
    asked = CallColleague(work.advisor_of(who), AdvisorId(advisor), signed_in.session or "")
    return CallMade((await work.ask(services, who, asked))["call"])


@post("/internal-calls/{call:str}/answer", status_code=204)
async def answer_colleague(services: Services, who: Scope, signed_in: Signed, call: str) -> None:
    asked = AnswerColleague(ConversationId(call), work.advisor_of(who), signed_in.session or "")
    await work.ask(services, who, asked)


@post("/internal-calls/{call:str}/end", status_code=204)
async def end_internal_call(services: Services, who: Scope, call: str) -> None:
    """Hung up, or declined by her who is called. Idempotent."""
    await work.ask(services, who, EndInternalCall(ConversationId(call), work.advisor_of(who)))


# -- a supervisor in an advisor's talk


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


# -- live


@get("/live")
async def get_live(who: Scope, gateway: Gateway) -> Live:
    """Tiles and queues now, as on the caller's wall."""
    who.require("desk.supervise")
    desk = (await gateway.of(who.tenant)).desk
    return Live(**live(desk.board, who.partner), at=f"{desk.follower.partition}.{desk.follower.number}", now=now_ms())


# public: it looks at its session itself, for a browser cannot read why a handshake failed, but reads a closing code
@websocket("/desk-ws", opt={"public": True})
async def desk_socket(socket: WebSocket, services: Services, gateway: Gateway) -> None:
    """Snapshot or what was missed, then changes. Another site's page is refused before the socket opens."""
    refuse_other_sites(socket, public=False)
    link = socket.scope["extensions"][EXTENSION]  # type: ignore[index]
    try:
        who = (await socket.app.state.authenticate(socket, services)).scope
    except Problem:
        who = None
    await socket.accept()
    if who is None:
        return link.hang_up(SESSION_ENDED)
    if who.person is None or not who.permissions & {work.PERMISSION, "desk.supervise"}:
        return link.hang_up(NO_DESK)
    opened = await gateway.open(link, who, socket.query_params.get("from", ""), _verify(socket))
    try:
        while True:
            await gateway.heard(opened, await socket.receive_data(mode="text"))
    except WebSocketDisconnect:
        pass
    except msgspec.MsgspecError:
        link.hang_up(NOT_UNDERSTOOD)
    finally:
        await gateway.closed(opened)


def _verify(socket: WebSocket):
    """A look at the session behind an open socket; raises the Problem that ends it."""

    async def verify() -> None:
        await look_again(socket)

    return verify


commands_router = Router(
    "/api/desk",
    tags=["desk"],
    route_handlers=[
        change_status,
        sign_out,
        show_offer,
        accept_offer,
        decline_offer,
        finish_work_item,
        end_wrap_up,
        extend_wrap_up,
        hold_conversation,
        get_destinations,
        transfer_conversation,
        complete_transfer,
        cancel_transfer,
        take_conversation,
        hang_up_conversation,
        supervise_conversation,
        end_supervision,
        press_keys,
        mute_conversation,
        report_quality,
        report_abuse,
        see_abuse,
        see_ceiling,
        call_number,
        cancel_call,
        list_colleagues,
        call_colleague,
        answer_colleague,
        end_internal_call,
    ],
)


async def provide_gateway(state: State) -> Gateway:
    """Made by `wiring.lifespan`."""
    return state.gateway


_rooms = [commands_router, Router("/api/reporting", route_handlers=[get_live], tags=["reporting"]), desk_socket]
routes: list = [Router("/", route_handlers=_rooms, dependencies={"gateway": Provide(provide_gateway)})]
