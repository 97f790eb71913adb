"""An advisor's telephone is rung and joined with the customer."""

from __future__ import annotations

import asyncio
import logging

from palabre.channels.ports import CustomerGone
from palabre.channels.voice.drivers.ari import AriError, AriGone, AriSilent
from palabre.channels.voice.drivers.calls import HOLDING, Call, Calling, Leg, leg_id
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.drivers.phone import Phone, ring_seconds
from palabre.channels.voice.drivers.recorder import HOLD
from palabre.channels.voice.facts import ConnectRequested
from palabre.channels.voice.problems import NotPermitted, NumberInvalid
from palabre.foundations.ids import EffectId, TenantId
from palabre.plumbing.identity import now_ms

log = logging.getLogger("palabre.voice")

HUNG_UP_SECONDS_MAX = 2.0
# Q.850 causes of a leg that was not answered
CAUSES = {17: "busy", 18: "no_answer", 19: "no_answer", 20: "not_registered", 21: "declined", 3: "not_registered"}


async def connect(node: Driver, tenant: TenantId, call: Call, effect: ConnectRequested) -> None:
    """Begins it; it answers by itself, so that a disconnection can overtake it."""
    call.connecting[effect.effect] = Calling(node.spawn(_connect(node, call, effect)), effect.advisor)


async def _connect(node: Driver, call: Call, effect: ConnectRequested) -> None:
    try:
        outcome, detail = await _outcome(node, call, effect)
    except AriGone:
        return node.effects.again(effect.effect)
    finally:
        call.connecting.pop(effect.effect, None)
    await node.effects.report(call.tenant, effect.effect, outcome, detail)
    hers = call.legs.get(effect.advisor)
    node.legs.watch(call, hers.channel if hers else leg_id(effect.effect))


async def _outcome(node: Driver, call: Call, effect: ConnectRequested) -> tuple[str, str]:
    """And detail; nothing rings on where it is not done."""
    try:
        return await _connected(node, call, effect)
    except (CustomerGone, asyncio.CancelledError):
        answer = "gone", ""
    except (AriError, AriSilent) as error:
        log.warning("connection failed", extra={"effect": effect.effect, "why": str(error)[:200]})
        answer = "failed", "telephone"
    await rings_no_more(node, call, leg_id(effect.effect))
    return answer


async def rings_no_more(node: Driver, call: Call, channel: str) -> None:
    """As far as Asterisk says so: what was asked is answered all the same, and the reconciler ends what is left."""
    try:
        await node.hang_up_leg(call, channel)
    except AriSilent as error:
        log.warning("a telephone may ring on", extra={"channel": channel, "why": str(error)[:200]})


async def let_go(call: Call, *effects: EffectId) -> None:
    """Telephones that are still being called ring no more; one that has answered is joined by then."""
    going = [call.connecting[e] for e in effects if e in call.connecting]
    for calling in going:
        if not calling.answered:
            calling.stop()
    if going:
        await asyncio.wait({calling.task for calling in going})


async def _connected(node: Driver, call: Call, effect: ConnectRequested) -> tuple[str, str]:
    """Ring her telephone and join the two; outcome and detail."""
    phone = node.phones.of_advisor(call.tenant, effect.advisor, effect.session)
    if phone is None:
        return "failed", "not_registered"
    leg = node.standby.take(call.tenant, effect) or _kept_called(node, call, phone)
    if leg:
        await _kept_for_her(node, call, leg)
    else:
        leg = Leg(leg_id(effect.effect), effect.effect, effect.advisor, phone.id, effect.session, now_ms())
        call.ringing[effect.effect] = leg
        try:
            why = await _ring(node, call, leg)
        finally:
            del call.ringing[effect.effect]
        if why:
            return "failed", why
    leg.up = call.connecting[effect.effect].answered = True
    await node.early.answer(call)
    await node.seeking.hush(call, effect.advisor)
    # while another telephone of hers rang she may have put the customer on hold by the first
    if call.aside_for not in ("", effect.advisor):  # she waits for the other two, on another telephone than before
        await node.sound.set_aside(call, [leg.channel])
        await _replace(node, call, leg)
        return "done", ""
    held = call.place == HOLDING if call.beside else effect.held
    await (node.sound.stand_by(call, leg.channel) if held else node.sound.talk(call, leg.channel))
    await _replace(node, call, leg)
    await (node.recorder.silence(call, HOLD) if held else node.recorder.sound_again(call, HOLD))
    await node.recorder.talk_begins(call)
    return "done", ""


def _kept_called(node: Driver, call: Call, phone: Phone) -> Leg | None:
    """Her own number, up since the call before; the one of this very call is no other."""
    return node.kept_lines.take(call.tenant, phone.person) if phone.kind == "number" and phone.person else None


async def _kept_for_her(node: Driver, call: Call, leg: Leg) -> None:
    """Her telephone is up already: a tone in her ear, no ringing. Cut in the middle of it, nothing else ends it."""
    try:
        await node.standby.announce(call, leg)
        if call.has_left:
            raise CustomerGone
    except BaseException:
        node.spawn(node.hang_up_leg(call, leg.channel))
        raise


async def _replace(node: Driver, call: Call, leg: Leg) -> None:
    """From here on it is the one she talks on; the one it was taken over from ends."""
    before = call.legs.get(leg.advisor)
    call.legs[leg.advisor] = leg
    if before and before.channel != leg.channel:
        await node.hang_up_leg(call, before.channel)


async def _ring(node: Driver, call: Call, leg: Leg) -> str:
    """'' once she has answered, else why not. Her telephone may register anew meanwhile: then it rings there."""
    node.calls.add_channel(leg.channel, call)
    try:
        while True:
            leg.renewed.clear()
            why = await _rung(node, call, leg)
            if not leg.renewed.is_set():
                return why
            newest = node.phones.of_advisor(call.tenant, leg.advisor, leg.session)
            leg.phone, leg.since = newest.id if newest else leg.phone, now_ms()
            node.calls.add_channel(leg.channel, call)
    except (NotPermitted, NumberInvalid) as refused:
        return refused.code.rsplit(".", 1)[1]  # her own number, which the tenant's dial plan does not open
    except AriError as error:
        if error.status in (400, 404, 500):  # nothing is registered at that endpoint
            return "not_registered"
        raise


async def _rung(node: Driver, call: Call, leg: Leg) -> str:
    answered = node.ari.expect("StasisStart", leg.channel)
    ended = node.ari.expect("ChannelDestroyed", leg.channel)
    renewed = asyncio.ensure_future(leg.renewed.wait())
    try:
        if await _dial(node, call, leg) == "Up":
            return ""
        await asyncio.wait(
            {answered, ended, renewed, call.gone}, return_when=asyncio.FIRST_COMPLETED,
            timeout=ring_seconds(node.phones.of(leg.phone)) + 1,
        )
        if call.has_left:
            raise CustomerGone
        if answered.done():
            answered.result()  # raises when the socket died
            leg.renewed.clear()
            return ""
        cause = ended.result().get("cause", 0) if ended.done() else 19
        await node.hang_up_leg(call, leg.channel)
        await asyncio.wait({ended}, timeout=HUNG_UP_SECONDS_MAX)
        return CAUSES.get(cause, "failed")
    finally:
        for future in (answered, ended, renewed):
            future.cancel()


async def _dial(node: Driver, call: Call, leg: Leg) -> str:
    """State of her channel; the one of a former attempt is found again."""
    try:
        return (await node.ari.ask("GET", "channels", leg.channel))["state"]
    except AriError as error:
        if error.status != 404:
            raise
    variables = {
        "PJSIP_HEADER(add,X-Palabre-Conversation)": call.conversation,
        "PJSIP_HEADER(add,Call-Info)": "<sip:palabre>;answer-after=0",
    }
    phone = node.phones.of(leg.phone)
    if phone is None:
        return "Ring"
    made = await node.phones.ring(
        phone, leg.channel, app_args="leg", caller_id=f'"Palabre" <{call.entry}>', variables=variables)  # fmt: skip
    in_stasis = made.get("dialplan", {}).get("app_name") == "Stasis"
    return "Up" if made.get("state") == "Up" and in_stasis else "Ring"
