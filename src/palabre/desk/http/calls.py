"""What she does with a call and at the telephone: hold, keys, mute, colleagues, insults."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import get, post

from palabre.channels.voice.commands import (
    AnswerColleague,
    EndInternalCall,
    MoveLeg,
    SeeInternalEnd,
)
from palabre.desk.actions import lines, work
from palabre.desk.problems import NoDesk
from palabre.flows.commands import CancelOwnCall
from palabre.foundations.ids import AdvisorId, ConversationId, EffectId
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services
from palabre.tenants.model.people import Signed


class HoldAsked(msgspec.Struct):
    on: bool


class AlarmSeen(msgspec.Struct, forbid_unknown_fields=True):
    """`percent`: as it was shown."""

    percent: int


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
    """What becomes of it is said by the socket: `own_call` of me, or the entity internal:CALL. `help`: an emergency
    number, internal too; in a talk it is a consultation."""

    call: str
    help: bool = False


class PauseGranted(msgspec.Struct):
    """Minutes; 0: none by the tenant's rule."""

    pause_minutes: int


class LineHeard(msgspec.Struct):
    """MOS by ITU-T G.107, of what her browser counted; none where it heard too little."""

    mos: float | None
    word: str


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


@post("/calls", status_code=201)
async def call_number(services: Services, who: Scope, signed_in: Signed, data: CallWanted) -> CallMade:
    """A customer's number, dialled in the tenant's name; when it answers it is a conversation of hers. A number of help
    is called whatever she is doing."""
    if call := await lines.call_for_help(services, who, signed_in.session or "", data.number):
        return CallMade(call, help=True)
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
    return CallMade(await lines.call_colleague(services, who, signed_in.session or "", AdvisorId(advisor)))


@post("/internal-calls/{call:str}/answer", status_code=204)
async def answer_colleague(services: Services, who: Scope, signed_in: Signed, call: str) -> None:
    asked = AnswerColleague(ConversationId(call), work.advisor_of(who), signed_in.session or "")
    await work.ask(services, who, asked)


@post("/internal-calls/{call:str}/end", status_code=204)
async def end_internal_call(services: Services, who: Scope, call: str) -> None:
    """Hung up, or declined by her who is called. Idempotent."""
    await work.ask(services, who, EndInternalCall(ConversationId(call), work.advisor_of(who)))


@post("/internal-calls/{call:str}/seen", status_code=204)
async def see_internal_end(services: Services, who: Scope, call: str) -> None:
    """She has read what became of it. Idempotent."""
    await work.ask(services, who, SeeInternalEnd(ConversationId(call), work.advisor_of(who)))
