"""The second party of a transfer by an outside number, and a customer who is given back to a flow.

An outside party is rung beside whatever else is asked meanwhile, as an advisor's telephone is. It joins where those who
speak are: with the customer, or with the advisor who consults while the customer hears music elsewhere.
"""

from __future__ import annotations

import asyncio
import logging

from palabre.channels.ports import CustomerGone
from palabre.channels.voice.actions import transfers
from palabre.channels.voice.drivers import connecting, words
from palabre.channels.voice.drivers.ari import AriError, AriGone, AriSilent
from palabre.channels.voice.drivers.calls import HOLDING, TALK, Call, Calling, Leg, far_id
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.facts import AsideRequested, FlowRequested, PartyEndRequested, PartyRequested
from palabre.channels.voice.problems import NotPermitted, NumberInvalid
from palabre.foundations.ids import AdvisorId, TenantId

log = logging.getLogger("palabre.voice")

OUTCOMES = {17: "busy", 18: "no_answer", 19: "no_answer", 21: "declined", 1: "number_unknown", 28: "number_unknown"}
DONE = ("done", "")


async def call_party(node: Driver, tenant: TenantId, call: Call, effect: PartyRequested) -> None:
    """Begins it; it answers by itself, so that an end can overtake it."""
    call.connecting[effect.effect] = Calling(node.spawn(_call_party(node, call, effect)), AdvisorId(""))


async def end_party(node: Driver, tenant: TenantId, call: Call, effect: PartyEndRequested) -> tuple[str, str]:
    await connecting.let_go(call, effect.party)
    leg = call.outside
    if leg and leg.effect == effect.party:
        leg.asked = True
        call.forget(leg)
    await node.hang_up_leg(call, far_id(effect.party))
    if not call.parties:
        await node.recorder.finish(call)
    return DONE


async def set_aside(node: Driver, tenant: TenantId, call: Call, effect: AsideRequested) -> tuple[str, str]:
    """The second party: to its music, or to where those who talk stand."""
    channels = [p.channel for p in call.parties if p.advisor != effect.advisor]
    if effect.on:
        await node.sound.set_aside(call, channels)
        call.aside_for = effect.advisor
    else:
        call.aside_for = ""
        for channel in channels:
            await node.sound.stand_by(call, channel)
        if call.place == TALK and call.parties:
            await node.recorder.talk_begins(call)  # perhaps with somebody else than before
    return DONE


async def give_to_flow(node: Driver, tenant: TenantId, call: Call, effect: FlowRequested) -> tuple[str, str]:
    """Its run is written before this is answered: from there on a restart finds it."""
    if call.run:
        call.run.cancel()
    if await node.flows.write_run(tenant, call.conversation, effect.flow or None, "voice", call.language):
        call.run = node.spawn(node.arrivals.resume(call))
    else:
        call.run = node.spawn(_send_away(node, call))
    return DONE


async def _send_away(node: Driver, call: Call) -> None:
    """No flow answers: told so, never left in music for ever."""
    try:
        await node.say(call, words.CANNOT_GO_ON)
    finally:
        await node.hang_up_customer(call, "cut")


async def _call_party(node: Driver, call: Call, effect: PartyRequested) -> None:
    leg = Leg(far_id(effect.effect), effect.effect, AdvisorId(""), kind="outside")
    outcome, detail = "failed", "failed"
    try:
        detail = await _rung(node, call, leg, effect)
        if not detail:
            await _join(node, call, leg, effect)
            outcome = "done"
    except (CustomerGone, asyncio.CancelledError):
        outcome, detail = "gone", ""
    except AriGone:
        node.effects.again(effect.effect)
        return
    except (NotPermitted, NumberInvalid) as refused:
        detail = refused.code.removeprefix("voice.")
    except (AriError, AriSilent) as error:
        log.warning("outside party not called", extra={"effect": effect.effect, "why": str(error)[:200]})
    finally:
        call.connecting.pop(effect.effect, None)
    if outcome != "done":
        await connecting.rings_no_more(node, call, leg.channel)
    await node.effects.report(call.tenant, effect.effect, outcome, detail)
    node.legs.watch(call, leg.channel)


async def _whose(node: Driver, call: Call) -> str:
    """The advisor who wants it: help is to find her."""
    known = (await node.follow(call.tenant)).world["voice"].calls.get(call.conversation)
    return known.transfer.by if known and known.transfer else ""


async def _rung(node: Driver, call: Call, leg: Leg, effect: PartyRequested) -> str:
    """'' once somebody has answered, else why not. The call of a former attempt at this effect is found again."""
    number = await transfers.number_of(node.services.database, call.tenant, effect.transfer)
    if not number:
        return "refused"
    node.calls.add_channel(leg.channel, call)
    answered = node.ari.expect("StasisStart", leg.channel)
    ended = node.ari.expect("ChannelDestroyed", leg.channel)
    try:
        if await _is_up(node, leg):
            return ""
        await node.outside.call(
            call.tenant, number, channel=leg.channel, app_args="far", caller_id=call.entry,
            purpose="transfer" if effect.blind else "consult", seconds=effect.seconds,
            advisor=await _whose(node, call))  # fmt: skip
        waited = {answered, ended, call.gone}
        await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED, timeout=effect.seconds + 1)
        if call.has_left:
            raise CustomerGone
        if answered.done():
            answered.result()  # raises when the socket died
            return ""
        return OUTCOMES.get(ended.result().get("cause", 0), "failed") if ended.done() else "no_answer"
    finally:
        answered.cancel()
        ended.cancel()


async def _is_up(node: Driver, leg: Leg) -> bool:
    try:
        return (await node.ari.ask("GET", "channels", leg.channel))["state"] == "Up"
    except AriError as error:
        if error.status != 404:
            raise
        return False


async def _join(node: Driver, call: Call, leg: Leg, effect: PartyRequested) -> None:
    """Where nobody else is there the customer is given it, music or not."""
    leg.up = call.connecting[effect.effect].answered = True
    await node.seeking.hush(call, leg.advisor)
    held = call.place == HOLDING and bool(call.parties)
    await (node.sound.stand_by(call, leg.channel) if held else node.sound.talk(call, leg.channel))
    call.outside = leg
    if not held:
        await node.recorder.talk_begins(call)
