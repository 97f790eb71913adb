"""Advisors kept for whoever answers next: their telephones up, in silence, so that nobody picks up to find nobody.

A kept telephone hears nothing of the others who are kept, and nothing of who rings. When a customer is hers it sounds
once in her ear alone, then the two are joined: no ringing, no click.
"""

from __future__ import annotations

import asyncio
import logging

import numpy as np

from palabre.channels.voice.commands import ReportStandbyLost
from palabre.channels.voice.drivers import waves
from palabre.channels.voice.drivers.ari import AriError
from palabre.channels.voice.drivers.calls import Call, Leg, leg_id
from palabre.channels.voice.drivers.connecting import CAUSES
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.drivers.overtaking import Overtaking
from palabre.channels.voice.drivers.phone import ring_seconds
from palabre.channels.voice.facts import ConnectRequested, StandbyRequested, StandDownRequested
from palabre.channels.voice.problems import NotPermitted, NumberInvalid
from palabre.foundations.decision import World
from palabre.foundations.ids import AdvisorId, ConversationId, EffectId, TenantId
from palabre.plumbing.identity import now_ms

log = logging.getLogger("palabre.voice")

TONE_HERTZ, TONE_SECONDS, TONE_LEVEL = 880, 0.3, 0.25
TONE_SECONDS_MAX = 1.0


class Kept:
    """One telephone. `as_`: under what she is kept."""

    def __init__(self, tenant: TenantId, as_: ConversationId, leg: Leg) -> None:
        self.tenant, self.as_, self.leg = tenant, as_, leg


class Standby:
    def __init__(self, node: Driver) -> None:
        self._node, self._ari = node, node.ari
        self._kept: dict[tuple[TenantId, AdvisorId], Kept] = {}
        self._effects = Overtaking(node)  # by the name under which she is kept

    def holds(self, channel: str) -> bool:
        return any(k.leg.channel == channel for k in self._kept.values())

    def keeps(self, tenant: TenantId) -> bool:
        return any(known == tenant for known, _ in self._kept)

    # -- effects

    def begin(self, tenant: TenantId, effect: StandbyRequested) -> None:
        self._effects.begin(effect.conversation, tenant, effect, lambda: self.stand_by(tenant, effect))

    async def stand_by(self, tenant: TenantId, effect: StandbyRequested) -> tuple[str, str]:
        """Outcome and detail. Whose telephone is kept already is kept on, under the new name."""
        known = self._kept.get((tenant, effect.advisor))
        if known and known.leg.up:
            known.as_ = effect.conversation
            return "done", ""
        phone = self._node.phones.of_advisor(tenant, effect.advisor)
        if phone is None:
            return "failed", "not_registered"
        if phone.kind == "number" and (up := self._node.kept_lines.take(tenant, effect.advisor)):
            self._kept[tenant, effect.advisor] = Kept(tenant, effect.conversation, up)  # since the call before
            return "done", ""
        leg = Leg(leg_id(effect.effect), effect.effect, effect.advisor, phone.id, phone.session, now_ms())
        kept = self._kept[tenant, effect.advisor] = Kept(tenant, effect.conversation, leg)
        why = await self._rung(kept)
        if why:
            self._forget(kept)
            return "failed", why
        leg.up = True
        return "done", ""

    async def _rung(self, kept: Kept) -> str:
        """'' once she has answered, else why not."""
        leg, seconds = kept.leg, ring_seconds(self._node.phones.of(kept.leg.phone))
        answered, ended = (self._ari.expect(e, leg.channel) for e in ("StasisStart", "ChannelDestroyed"))
        try:
            if await self._state(leg) == "Up":
                return ""
            await asyncio.wait({answered, ended}, return_when=asyncio.FIRST_COMPLETED, timeout=seconds + 1)
            if answered.done():
                answered.result()  # raises when the socket died
                return ""
            await self._node.outside.hang_up(leg.channel)
            return CAUSES.get(ended.result().get("cause", 0), "failed") if ended.done() else "no_answer"
        except (NotPermitted, NumberInvalid) as refused:
            return refused.code.rsplit(".", 1)[1]  # her own number, which the tenant's dial plan does not open
        except AriError as error:
            if error.status in (400, 404, 500):  # nothing is registered at that endpoint
                return "not_registered"
            raise
        finally:
            answered.cancel()
            ended.cancel()

    async def _state(self, leg: Leg) -> str:
        """The channel of a former attempt of the same effect is found again."""
        try:
            return (await self._ari.ask("GET", "channels", leg.channel))["state"]
        except AriError as error:
            if error.status != 404:
                raise
        if phone := self._node.phones.of(leg.phone):
            variables = {"PJSIP_HEADER(add,Call-Info)": "<sip:palabre>;answer-after=0"}
            await self._node.phones.ring(
                phone, leg.channel, app_args="kept", caller_id='"Palabre"', variables=variables)  # fmt: skip
        return "Ring"

    async def stand_down(self, tenant: TenantId, effect: StandDownRequested) -> tuple[str, str]:
        """Unless she is kept under another name by now, or a customer has her."""
        await self._effects.end(effect.conversation)
        kept = self._kept.get((tenant, effect.advisor))
        if kept and kept.as_ == effect.conversation:
            self._forget(kept)
            await self._node.outside.hang_up(kept.leg.channel)
        return "done", ""

    def _forget(self, kept: Kept) -> None:
        if self._kept.get((kept.tenant, kept.leg.advisor)) is kept:
            del self._kept[kept.tenant, kept.leg.advisor]

    # -- to a customer

    def take(self, tenant: TenantId, effect: ConnectRequested) -> Leg | None:
        """Her kept telephone, from now on the call's; None where none is kept, or the sign-in is another. Her own
        number is of every sign-in."""
        kept = self._kept.get((tenant, effect.advisor))
        if kept is None or not kept.leg.up or (kept.leg.session and effect.session not in ("", kept.leg.session)):
            return None
        self._forget(kept)
        return kept.leg

    async def announce(self, call: Call, leg: Leg) -> None:
        """In her ear alone, before she hears the customer."""
        self._node.calls.add_channel(leg.channel, call)
        media = await self._node.prompts.tone(f"tone-{TONE_HERTZ}", _tone())
        playback = f"tone-{leg.effect}"
        ended = self._ari.expect(("PlaybackFinished", "PlaybackFailed"), playback)
        try:
            await self._ari.ask("POST", "channels", leg.channel, "play", playback, media=media)
            await asyncio.wait({ended, call.gone}, return_when=asyncio.FIRST_COMPLETED, timeout=TONE_SECONDS_MAX)
        finally:
            ended.cancel()

    # -- what happens by itself

    def on_end(self, channel: str) -> None:
        """A telephone ended that we did not end."""
        for kept in list(self._kept.values()):
            if kept.leg.channel == channel and kept.leg.up:
                self._forget(kept)
                self._node.spawn(self._tell_lost(kept))

    async def _tell_lost(self, kept: Kept) -> None:
        await self._node.insist(kept.tenant, ReportStandbyLost(kept.as_, kept.leg.advisor))

    async def reconcile(self, channels: dict) -> None:
        """After a restart of ours: who is still there is kept on, who is gone is told."""
        for tenant, world in self._node.worlds():
            if not world["voice"].kept or not await self._node.calling.claim(tenant, channels):
                continue
            for as_, (advisor, effect) in list(world["voice"].kept.items()):
                if (tenant, advisor) not in self._kept:
                    await self._again(tenant, as_, advisor, effect, channels.get(leg_id(effect)))

    async def tell_lost_of(self, tenant: TenantId, world: World) -> None:
        """Who was kept by another Asterisk that is gone: free again."""
        for as_, (advisor, _) in list(world["voice"].kept.items()):
            if (tenant, advisor) not in self._kept:
                await self._node.insist(tenant, ReportStandbyLost(as_, advisor))

    async def let_all_go(self, tenant: TenantId) -> None:
        """We are being emptied: another one calls them."""
        for kept in [k for k in self._kept.values() if k.tenant == tenant and k.leg.up]:
            self._forget(kept)
            await self._node.outside.hang_up(kept.leg.channel)
            await self._tell_lost(kept)

    async def _again(
        self, tenant: TenantId, as_: ConversationId, advisor: AdvisorId, effect: EffectId, channel: dict | None
    ) -> None:
        if channel is None:
            await self._node.insist(tenant, ReportStandbyLost(as_, advisor))
        elif not self._node.calls.of_channel(channel["id"]):
            phone = channel["name"].removeprefix("PJSIP/").rsplit("-", 1)[0]
            known = self._node.phones.of(phone)
            leg = Leg(channel["id"], effect, advisor, phone, known.session if known else "", up=True)
            self._kept[tenant, advisor] = Kept(tenant, as_, leg)


def _tone() -> bytes:
    at = np.arange(round(TONE_SECONDS * waves.RATE)) / waves.RATE
    return waves.encode(np.sin(2 * np.pi * TONE_HERTZ * at) * TONE_LEVEL * 32_767)
