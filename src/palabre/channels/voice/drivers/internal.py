"""Calls between advisors: two telephones in a bridge of their own; nobody else is in it, nothing of it is recorded.
A call for help is one too, whose other side is an emergency service.

The caller hears it ring until the other one has answered. Channels `inner-CALL-SIDE` and bridge `inner-CALL` derive
from the call: a repeat finds the first.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from palabre.channels.voice.commands import EndInternalCall
from palabre.channels.voice.drivers.ari import AriError, AriGone, AriSilent
from palabre.channels.voice.drivers.calls import Call
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.drivers.overtaking import Overtaking
from palabre.channels.voice.drivers.phone import ring_seconds
from palabre.channels.voice.facts import ColleagueAnswered, ColleagueCalled, InternalCallEnded
from palabre.channels.voice.model.internal import TALKING
from palabre.channels.voice.model.state import Internal
from palabre.channels.voice.problems import NotPermitted, NumberInvalid
from palabre.foundations import limits
from palabre.foundations.ids import AdvisorId, ConversationId, TenantId

log = logging.getLogger("palabre.voice")

Answer = tuple[str, str] | None
PREFIX = "inner-"
ENTER_SECONDS_MAX = 5.0
RINGBACK = "tone:ring;tonezone=fr"
NOBODY_THERE = (400, 404, 500)


def channel_of(call: ConversationId, side: str) -> str:
    """`side`: caller or called."""
    return f"{PREFIX}{call}-{side}"


def bridge_of(call: ConversationId) -> str:
    return f"{PREFIX}{call}"


def call_of(channel: str) -> ConversationId:
    return ConversationId(channel.removeprefix(PREFIX).rsplit("-", 1)[0])


async def colleague_called(node: Driver, tenant: TenantId, call: Call | None, effect: ColleagueCalled) -> None:
    node.internal.effects.begin(effect.conversation, tenant, effect, lambda: node.internal.ring_caller(tenant, effect))


async def colleague_answered(node: Driver, tenant: TenantId, call: Call | None, effect: ColleagueAnswered) -> None:
    node.internal.effects.begin(effect.conversation, tenant, effect, lambda: node.internal.join(tenant, effect))


async def internal_ended(node: Driver, tenant: TenantId, call: Call | None, effect: InternalCallEnded) -> Answer:
    await node.internal.effects.end(effect.conversation)
    await node.internal.let_go(effect.conversation)
    return "done", ""


class InternalCalls:
    def __init__(self, node: Driver) -> None:
        self._node, self._ari = node, node.ari
        self._up: dict[str, TenantId] = {}  # channels that have answered
        self.effects = Overtaking(node)  # by the call: whoever gives up lets no telephone ring on

    async def ring_caller(self, tenant: TenantId, effect: ColleagueCalled) -> Answer:
        channel = channel_of(effect.conversation, "caller")
        if why := await self._rung(tenant, effect.caller, effect.session, channel, effect.conversation):
            return "failed", why
        bridge = bridge_of(effect.conversation)
        await self._ari.ask("POST", "bridges", bridge, type="mixing")
        await self._enter(bridge, channel)
        # on the bridge, which nobody shares with her yet: it is stopped before the other one enters
        await self._ari.ask("POST", "bridges", bridge, "play", f"ring-{effect.conversation}", media=RINGBACK)
        return "done", ""

    async def join(self, tenant: TenantId, effect: ColleagueAnswered) -> Answer:
        call, channel = effect.conversation, channel_of(effect.conversation, "called")
        one = self._known().get(call, (tenant, None))[1]
        if one and one.help:
            why = await self._until_up(
                tenant, channel, limits.OWN_CALL_RING_SECONDS, self._node.outside.call(
                    tenant, one.help, channel=channel, app_args="inner", purpose="click",
                    seconds=limits.OWN_CALL_RING_SECONDS, advisor=one.caller))  # fmt: skip
        else:
            why = await self._rung(tenant, effect.advisor, effect.session, channel, call)
        if why:
            return "failed", why
        await self._hush(call)
        await self._enter(bridge_of(call), channel)
        return "done", ""

    async def _hush(self, call: ConversationId) -> None:
        """A channel that enters beside a running playback would wait behind it."""
        ended = self._ari.expect(("PlaybackFinished", "PlaybackFailed"), f"ring-{call}")
        try:
            if await self._ari.try_ask("DELETE", "playbacks", f"ring-{call}"):
                await asyncio.wait({ended}, timeout=ENTER_SECONDS_MAX)
        finally:
            ended.cancel()

    async def let_go(self, call: ConversationId) -> None:
        for side in ("caller", "called"):
            channel = channel_of(call, side)
            self._up.pop(channel, None)
            await self._node.outside.hang_up(channel)
        await self._ari.try_ask("DELETE", "bridges", bridge_of(call))

    def on_end(self, channel: str) -> None:
        """One of the two has put it down, or is gone."""
        if tenant := self._up.pop(channel, None):
            self._node.spawn(self._node.insist(tenant, EndInternalCall(call_of(channel))))

    async def _rung(
        self, tenant: TenantId, advisor: AdvisorId, session: str, channel: str, call: ConversationId
    ) -> str:
        """'' once her telephone has answered, else why not."""
        phone = self._node.phones.of_advisor(tenant, advisor, session)
        if phone is None:
            return "not_registered"
        headers = {"PJSIP_HEADER(add,X-Palabre-Internal)": call,
                   "PJSIP_HEADER(add,Call-Info)": "<sip:palabre>;answer-after=0"}  # fmt: skip

        async def ring() -> None:
            await self._node.kept_lines.let_go(tenant, advisor)
            await self._node.phones.ring(phone, channel, app_args="inner", caller_id='"Palabre"', variables=headers)

        return await self._until_up(tenant, channel, ring_seconds(phone), ring())

    async def _until_up(self, tenant: TenantId, channel: str, seconds: float, ringing: Coroutine[Any, Any, Any]) -> str:
        """'' once it has answered, else why not. `ringing`: what has Asterisk call, unless it did before."""
        answered, ended = self._ari.expect("StasisStart", channel), self._ari.expect("ChannelDestroyed", channel)
        try:
            if not await self._is_up(channel):
                await ringing
                await asyncio.wait({answered, ended}, return_when=asyncio.FIRST_COMPLETED, timeout=seconds + 1)
                if not answered.done():
                    await self._node.outside.hang_up(channel)
                    return "declined" if ended.done() else "no_answer"
                answered.result()  # raises when the socket died
        except (NotPermitted, NumberInvalid):
            return "refused"
        except AriError as error:
            if error.status in NOBODY_THERE:
                return "not_registered"
            raise
        finally:
            ringing.close()
            answered.cancel()
            ended.cancel()
        self._up[channel] = tenant
        return ""

    async def _is_up(self, channel: str) -> bool:
        try:
            return (await self._ari.ask("GET", "channels", channel))["state"] == "Up"
        except AriError as error:
            if error.status != 404:
                raise
            return False

    async def _enter(self, bridge: str, channel: str) -> None:
        entered = self._ari.expect("ChannelEnteredBridge", channel)
        try:
            await self._ari.ask("POST", "bridges", bridge, "addChannel", channel=channel)
            await self._ari.within(entered, ENTER_SECONDS_MAX)
        except AriSilent as error:
            log.warning("internal call not joined", extra={"why": str(error)[:200]})
            raise
        finally:
            entered.cancel()

    async def adopt(self, channels: dict[str, Any]) -> None:
        """After our restart: calls that went on are ours again, what nobody knows ends."""
        known = self._known()
        for channel in [c for c in channels if c.startswith(PREFIX)]:
            found = known.get(call_of(channel))
            if found is None:
                await self._node.outside.hang_up(channel)
            else:
                self._up.setdefault(channel, found[0])
        for id, (tenant, one) in known.items():
            ours = one.node in ("", self._node.place.name)
            sides = ("caller", "called") if ours and one.state == TALKING else ()
            if not one.ending and any(channel_of(id, side) not in channels for side in sides):
                await self._tell_gone(tenant, id)

    def _known(self) -> dict[ConversationId, tuple[TenantId, Internal]]:
        return {id: (tenant, one) for tenant, world in self._node.worlds()
                for id, one in world["voice"].internals.items()}  # fmt: skip

    async def _tell_gone(self, tenant: TenantId, call: ConversationId) -> None:
        try:
            await self._node.insist(tenant, EndInternalCall(call, None, "cut"))
        except AriGone:
            pass
