"""What the partition asks of the telephone, done and answered once.

Effects of one conversation begin in their order; ringing an advisor goes on beside the next ones, so that a
disconnection can overtake it. Every id in Asterisk derives from the effect's: doing it again finds the first.
"""

from __future__ import annotations

import asyncio
import logging

from palabre.channels.ports import CustomerGone
from palabre.channels.voice.commands import ReportEffect
from palabre.channels.voice.drivers import words
from palabre.channels.voice.drivers.ari import AriError, AriGone, AriSilent
from palabre.channels.voice.drivers.calls import HOLDING, Call, Leg, leg_id
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.facts import (
    ConnectRequested,
    DialRequested,
    DisconnectRequested,
    HoldRequested,
    WaitRequested,
)
from palabre.foundations.facts import Fact
from palabre.foundations.ids import EffectId, TenantId
from palabre.plumbing.identity import now_ms

log = logging.getLogger("palabre.voice")

HUNG_UP_SECONDS_MAX = 2.0
RING_SECONDS = 12.0  # her softphone answers by itself; a desk telephone may take a moment
EFFECTS = (DialRequested, ConnectRequested, DisconnectRequested, HoldRequested, WaitRequested)
# Q.850 causes of a leg that was not answered
CAUSES = {17: "busy", 18: "no_answer", 19: "no_answer", 20: "not_registered", 21: "declined", 3: "not_registered"}


class Effects:
    def __init__(self, node: Driver) -> None:
        self._node, self._ari, self._sound = node, node.ari, node.sound
        self._taken: set[EffectId] = set()
        self._last: dict[str, asyncio.Task] = {}  # of each conversation, the task that began last

    def take(self, tenant: TenantId, effect: Fact) -> None:
        """Begin an effect unless it is under way. `effect`: one of EFFECTS."""
        if effect.effect in self._taken:
            return
        self._taken.add(effect.effect)
        before = self._last.get(effect.conversation)
        task = self._node.spawn(self._perform(tenant, effect, before))
        self._last[effect.conversation] = task
        task.add_done_callback(lambda t: self._forget(effect.conversation, t))

    def _forget(self, conversation: str, task: asyncio.Task) -> None:
        if self._last.get(conversation) is task:
            del self._last[conversation]

    async def _perform(self, tenant: TenantId, effect: Fact, before: asyncio.Task | None) -> None:
        if before:
            await asyncio.wait({before})
        if isinstance(effect, DialRequested):
            return await self._call_customer(tenant, effect)
        call = self._node.calls.of(effect.conversation)
        if call is None:
            return await self._report(
                tenant, effect.effect, "done" if isinstance(effect, DisconnectRequested) else "gone"
            )
        try:
            match effect:
                case ConnectRequested():
                    call.connecting = self._node.spawn(self._connect(call, effect))
                    return
                case DisconnectRequested():
                    await self._disconnect(call, effect)
                case HoldRequested():
                    await self._hold(call, effect.on)
                case WaitRequested():
                    await self._wait(call, effect.told)
            await self._report(tenant, effect.effect, "done")
        except CustomerGone:
            await self._report(tenant, effect.effect, "gone")
        except AriGone:
            self._taken.discard(effect.effect)  # done again once Asterisk is back
        except (AriError, AriSilent) as error:
            log.warning("effect failed", extra={"effect": effect.effect, "why": str(error)[:200]})
            await self._report(tenant, effect.effect, "failed", "telephone")

    async def _report(self, tenant: TenantId, effect: EffectId, outcome: str, detail: str = "") -> None:
        self._node.counted[f"effect_{outcome}"] += 1
        await self._node.insist(tenant, ReportEffect(effect, outcome, detail))
        self._taken.discard(effect)

    async def _call_customer(self, tenant: TenantId, effect: DialRequested) -> None:
        try:
            ended = await self._node.outbound.dial(tenant, effect)
        except AriGone:
            self._taken.discard(effect.effect)
            return
        except Exception as error:
            log.error("customer not called", extra={"effect": effect.effect, "why": repr(error)[:200]})
            ended = "failed", "failed"
        if ended:
            await self._report(tenant, effect.effect, *ended)

    # -- connecting

    async def _connect(self, call: Call, effect: ConnectRequested) -> None:
        try:
            outcome, detail = await self._connected(call, effect)
        except (CustomerGone, asyncio.CancelledError):
            outcome, detail = "gone", ""
            await self._node.hang_up_leg(call, leg_id(effect.effect))
        except AriGone:
            self._taken.discard(effect.effect)
            return
        except (AriError, AriSilent) as error:
            log.warning("connection failed", extra={"effect": effect.effect, "why": str(error)[:200]})
            outcome, detail = "failed", "telephone"
            await self._node.hang_up_leg(call, leg_id(effect.effect))
        finally:
            call.connecting = None
        await self._report(call.tenant, effect.effect, outcome, detail)
        self._node.legs.watch(call, leg_id(effect.effect))

    async def _connected(self, call: Call, effect: ConnectRequested) -> tuple[str, str]:
        """Ring her telephone and join the two; outcome and detail."""
        phone = self._node.phones.of_advisor(call.tenant, effect.advisor, effect.session)
        if phone is None:
            return "failed", "not_registered"
        leg = Leg(leg_id(effect.effect), effect.effect, effect.advisor, phone.id, effect.session, now_ms())
        call.ringing = leg
        try:
            why = await self._ring(call, leg)
        finally:
            call.ringing = None
        if why:
            return "failed", why
        leg.up = True
        # while another telephone of hers rang she may have put the customer on hold by the first
        held = call.place == HOLDING if call.leg else effect.held
        await (self._sound.stand_by(call, leg.channel) if held else self._sound.talk(call, leg.channel))
        await self._replace(call, leg)
        if effect.record:
            await self._node.recorder.start(call, leg)
            await self._node.recorder.mute(call, held)
        return "done", ""

    async def _replace(self, call: Call, leg: Leg) -> None:
        """From here on it is the one she talks on; the one it was taken over from ends, and its recording."""
        before, call.leg = call.leg, leg
        if before and before.channel != leg.channel:
            await self._node.recorder.finish(call)
            await self._node.hang_up_leg(call, before.channel)

    async def _ring(self, call: Call, leg: Leg) -> str:
        """'' once she has answered, else why not. Her telephone may register anew meanwhile: then it rings there."""
        self._node.calls.add_channel(leg.channel, call)
        try:
            while True:
                call.renewed.clear()
                why = await self._rung(call, leg)
                if not call.renewed.is_set():
                    return why
                newest = self._node.phones.of_advisor(call.tenant, leg.advisor, leg.session)
                leg.phone, leg.since = newest.id if newest else leg.phone, now_ms()
                self._node.calls.add_channel(leg.channel, call)
        except AriError as error:
            if error.status in (400, 404, 500):  # nothing is registered at that endpoint
                return "not_registered"
            raise

    async def _rung(self, call: Call, leg: Leg) -> str:
        answered = self._ari.expect("StasisStart", leg.channel)
        ended = self._ari.expect("ChannelDestroyed", leg.channel)
        renewed = asyncio.ensure_future(call.renewed.wait())
        try:
            if await self._dial(call, leg) == "Up":
                return ""
            await asyncio.wait(
                {answered, ended, renewed, call.gone}, return_when=asyncio.FIRST_COMPLETED, timeout=RING_SECONDS + 1
            )
            if call.has_left:
                raise CustomerGone
            if answered.done():
                answered.result()  # raises when the socket died
                call.renewed.clear()
                return ""
            cause = ended.result().get("cause", 0) if ended.done() else 19
            await self._node.hang_up_leg(call, leg.channel)
            await asyncio.wait({ended}, timeout=HUNG_UP_SECONDS_MAX)
            return CAUSES.get(cause, "failed")
        finally:
            for future in (answered, ended, renewed):
                future.cancel()

    async def _dial(self, call: Call, leg: Leg) -> str:
        """State of her channel; the one of a former attempt is found again."""
        try:
            return (await self._ari.ask("GET", "channels", leg.channel))["state"]
        except AriError as error:
            if error.status != 404:
                raise
        variables = {
            "PJSIP_HEADER(add,X-Palabre-Conversation)": call.conversation,
            "PJSIP_HEADER(add,Call-Info)": "<sip:palabre>;answer-after=0",
        }
        made = await self._ari.ask(
            "POST",
            "channels",
            endpoint=f"PJSIP/{leg.phone}",
            app=self._ari.app,
            appArgs="leg",
            channelId=leg.channel,
            callerId=f'"Palabre" <{call.entry}>',
            timeout=int(RING_SECONDS),
            body={"variables": variables},
        )
        return (
            made["state"] if made["state"] == "Up" and made.get("dialplan", {}).get("app_name") == "Stasis" else "Ring"
        )

    # -- the others

    async def _disconnect(self, call: Call, effect: DisconnectRequested) -> None:
        if call.connecting:
            call.connecting.cancel()
            await asyncio.wait({call.connecting})
        await self._node.recorder.finish(call)
        if call.leg and effect.advisor in (None, call.leg.advisor):
            await self._node.hang_up_leg(call, call.leg.channel)
            call.leg = None
        if effect.who in ("customer", "all"):
            await self._node.hang_up_customer(call, "closed")

    async def _hold(self, call: Call, on: bool) -> None:
        """Muted before the music comes, and heard again only after it has gone."""
        if on:
            await self._node.recorder.mute(call, True)
            await self._sound.hold(call)
        else:
            await self._sound.talk(call)
            await self._node.recorder.mute(call, False)

    async def _wait(self, call: Call, told: bool) -> None:
        await self._sound.hold(call, call.music)
        if told:
            self._node.spawn(self._node.say(call, words.BACK_TO_THE_HEAD, unless=lambda: call.place != HOLDING))
