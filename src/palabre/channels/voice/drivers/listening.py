"""Supervisors in a talk: her telephone in a bridge with a snoop of the advisor's line, or among those who talk.

What she hears is what the advisor says and hears; what she whispers goes into the advisor's ear alone, for the snoop
stands on the advisor's line. While she listens nothing of hers goes anywhere: the snoop takes no sound. So neither the
customer nor a recording, which hangs on the customer's line, can have a whisper.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

from palabre.channels.voice.commands import EndSupervision
from palabre.channels.voice.drivers.ari import AriError, AriSilent
from palabre.channels.voice.drivers.calls import Call
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.drivers.overtaking import Overtaking
from palabre.channels.voice.drivers.phone import Phone, ring_seconds
from palabre.channels.voice.facts import SupervisionEndRequested, SupervisionRequested
from palabre.channels.voice.problems import NotPermitted, NumberInvalid
from palabre.foundations.ids import AdvisorId, EffectId, PersonId, TenantId

log = logging.getLogger("palabre.voice")

ENTER_SECONDS_MAX = 5.0
WHISPERS = {"listen": "none", "whisper": "out"}
CHANNEL, SNOOP, BRIDGE = "sup-", "ear-", "listen-"
MADE_HERE = (CHANNEL, SNOOP, BRIDGE)
NOBODY_THERE = (400, 404, 500)  # nothing is registered at that endpoint


@dataclass(eq=False)
class Ear:
    """A supervisor in a talk. `leg`: the effect that called her telephone; every name in Asterisk derives from it."""

    call: Call
    person: PersonId
    advisor: AdvisorId
    how: str
    leg: EffectId
    session: str = ""
    phone: str = ""
    snoop: str = ""
    place: str = ""  # the bridge her telephone is in
    up: bool = False

    @property
    def channel(self) -> str:
        return f"{CHANNEL}{self.leg}"

    @property
    def bridge(self) -> str:
        return f"{BRIDGE}{self.leg}"


async def supervise(node: Driver, tenant: TenantId, call: Call, effect: SupervisionRequested) -> None:
    """Begins it; it answers by itself."""
    node.listening.begin(tenant, call, effect)


async def end_supervision(
    node: Driver, tenant: TenantId, call: Call | None, effect: SupervisionEndRequested
) -> tuple[str, str]:
    await node.listening.end(effect)
    return "done", ""


class Listening:
    def __init__(self, node: Driver) -> None:
        self._node, self._ari = node, node.ari
        self._ears: dict[EffectId, Ear] = {}
        self._effects = Overtaking(node)  # by the effect that called her telephone

    # -- effects

    def begin(self, tenant: TenantId, call: Call, effect: SupervisionRequested) -> None:
        """Goes on beside the conversation's other effects, for a telephone that rings must keep nobody waiting."""
        self._effects.begin(effect.leg, tenant, effect, lambda: self._supervise(call, effect))

    async def _supervise(self, call: Call, effect: SupervisionRequested) -> tuple[str, str]:
        """Outcome and detail. Idempotent: a telephone already there is joined in this way."""
        ear = self._ears.setdefault(
            effect.leg, Ear(call, effect.person, effect.advisor, effect.how, effect.leg, effect.session)
        )
        ear.advisor, ear.how = effect.advisor, effect.how
        try:
            why = "" if ear.up else await self._rung(ear)
            if not why:
                await self._place(ear)
                return "done", ""
        except (AriError, AriSilent) as error:
            log.warning("supervision failed", extra={"effect": effect.effect, "why": str(error)[:200]})
            why = "telephone"
        await self._let_go(ear)
        return "failed", why

    async def end(self, effect: SupervisionEndRequested) -> None:
        """Nothing of her is left. Also where we know nothing of her: the names derive from the effect."""
        await self._effects.end(effect.leg)
        if ear := self._ears.get(effect.leg):
            return await self._let_go(ear)
        await self._node.outside.hang_up(f"{CHANNEL}{effect.leg}")
        await self._ari.try_ask("DELETE", "bridges", f"{BRIDGE}{effect.leg}")

    # -- her telephone

    async def _rung(self, ear: Ear) -> str:
        """'' once she has answered, else why not."""
        phone = self._node.phones.of_advisor(ear.call.tenant, AdvisorId(ear.person), ear.session)
        if phone is None:
            return "not_registered"
        ear.phone = phone.id
        self._node.calls.add_channel(ear.channel, ear.call)
        answered = self._ari.expect("StasisStart", ear.channel)
        ended = self._ari.expect("ChannelDestroyed", ear.channel)
        try:
            if not await self._is_up(ear):
                await self._dial(ear)
                seconds = ring_seconds(phone) + 1
                await asyncio.wait({answered, ended}, return_when=asyncio.FIRST_COMPLETED, timeout=seconds)
                if not answered.done():
                    return "declined" if ended.done() else "no_answer"
                answered.result()  # raises when the socket died
        except (NotPermitted, NumberInvalid) as refused:
            return refused.code.rsplit(".", 1)[1]  # her own number, which the tenant's dial plan does not open
        except AriError as error:
            if error.status in NOBODY_THERE:
                return "not_registered"
            raise
        finally:
            answered.cancel()
            ended.cancel()
        ear.up = True
        return ""

    async def _is_up(self, ear: Ear) -> bool:
        """By a former attempt at the same effect."""
        try:
            return (await self._ari.ask("GET", "channels", ear.channel))["state"] == "Up"
        except AriError as error:
            if error.status != 404:
                raise
            return False

    async def _dial(self, ear: Ear) -> None:
        variables = {
            "PJSIP_HEADER(add,X-Palabre-Supervision)": ear.call.conversation,
            "PJSIP_HEADER(add,Call-Info)": "<sip:palabre>;answer-after=0",
        }
        if phone := self._node.phones.of(ear.phone):
            if phone.kind == "number":  # up since her own last call: she is called anew, for she would be busy
                await self._node.kept_lines.let_go(ear.call.tenant, AdvisorId(ear.person))
            await self._node.phones.ring(
                phone, ear.channel, app_args="supervisor", caller_id=f'"Palabre" <{ear.call.entry}>',
                variables=variables)  # fmt: skip

    # -- where she hears

    async def _place(self, ear: Ear) -> None:
        if ear.how == "join":
            if ear.place != ear.call.talk_bridge:
                await self._node.sound.stand_by(ear.call, ear.channel)
                ear.place = ear.call.talk_bridge
            await self._unhear(ear)
            return
        if ear.how == "whisper":
            self._node.mixing.keep(ear.call)  # she may be alone there, and would be sent nothing
        await self._apart(ear)

    async def _apart(self, ear: Ear) -> None:
        """Out of the talk first, then its sound: the customer hears not a moment more of her than she is to."""
        if ear.place != ear.bridge:
            await self._ari.try_ask("POST", "bridges", ear.bridge, type="mixing")  # refused where it is there already
            await self._enter(ear.bridge, ear.channel)
            ear.place = ear.bridge
        leg, before, ear.snoop = ear.call.leg_of(ear.advisor), ear.snoop, self._snoop(ear)
        if before and before != ear.snoop:
            await self._node.outside.hang_up(before)
        if leg and before != ear.snoop:  # while she is lost there is nothing to hear
            there = self._ari.expect("StasisStart", ear.snoop)
            asked = {"spy": "both", "whisper": WHISPERS[ear.how], "app": self._ari.app, "appArgs": "ear"}
            await self._ari.ask("POST", "channels", leg.channel, "snoop", ear.snoop, **asked)
            await self._ari.within(there, ENTER_SECONDS_MAX)
            await self._enter(ear.bridge, ear.snoop)

    def _snoop(self, ear: Ear) -> str:
        """Of the line that the advisor has now, '' while she has none."""
        leg = ear.call.leg_of(ear.advisor)
        return f"{SNOOP}{ear.leg}-{leg.effect}-{ear.how}" if leg else ""

    async def _enter(self, bridge: str, channel: str) -> None:
        entered = self._ari.expect("ChannelEnteredBridge", channel)
        try:
            await self._ari.ask("POST", "bridges", bridge, "addChannel", channel=channel)
            await self._ari.within(entered, ENTER_SECONDS_MAX)
        finally:
            entered.cancel()

    async def _unhear(self, ear: Ear) -> None:
        snoop, ear.snoop = ear.snoop, ""
        if snoop:
            await self._node.outside.hang_up(snoop)

    async def _let_go(self, ear: Ear) -> None:
        self._ears.pop(ear.leg, None)
        self._node.calls.drop_channel(ear.channel)
        await self._node.outside.hang_up(ear.channel)
        await self._unhear(ear)
        await self._ari.try_ask("DELETE", "bridges", ear.bridge)

    # -- what happens meanwhile

    def on_end(self, channel: str) -> None:
        """Her telephone is no more; what we hung up ourselves is forgotten already."""
        ear = self._ears.get(EffectId(channel.removeprefix(CHANNEL)))
        if ear and ear.up:
            self._node.spawn(self._gone(ear))

    async def _gone(self, ear: Ear) -> None:
        await self._node.insist(ear.call.tenant, EndSupervision(ear.call.conversation, ear.person, "gone"))

    async def heard_again(self, call: Call) -> None:
        """Another telephone may carry the advisor's talk by now: whoever listened hears that one."""
        for ear in self._of(call):
            if ear.up and ear.how != "join" and ear.snoop != self._snoop(ear):
                try:
                    await self._apart(ear)
                except (AriError, AriSilent) as error:
                    log.warning("supervision not joined again", extra={"why": str(error)[:200]})

    async def left(self, call: Call) -> None:
        """The customer is gone: at once, whatever the partition does of it meanwhile."""
        for ear in self._of(call):
            await self._let_go(ear)

    async def returned(self, phone: Phone) -> None:
        """A new page of hers: the line of the former one is dead, and she asks anew."""
        for ear in [e for e in self._ears.values() if e.phone == phone.id and e.up]:
            await self._gone(ear)

    async def signed_out(self, phones: set[str]) -> None:
        for ear in [e for e in self._ears.values() if e.phone in phones]:
            await self._node.insist(
                ear.call.tenant, EndSupervision(ear.call.conversation, ear.person, "signed_out")
            )

    @property
    def phones(self) -> set[str]:
        return {ear.phone for ear in self._ears.values()}

    @property
    def settled(self) -> bool:
        """Whoever listens hears the line that her advisor has now."""
        return all(ear.up and (ear.how == "join" or ear.snoop == self._snoop(ear)) for ear in self._ears.values())

    def _of(self, call: Call) -> list[Ear]:
        return [ear for ear in self._ears.values() if ear.call is call]

    # -- after a restart

    async def adopt(self, call: Call, known: Any, channels: dict[str, Any], bridges: dict[str, Any]) -> None:
        """Those who were there still are, where their telephones are; the others' part ends."""
        for person, listener in known.listeners.items():
            if not listener.up or listener.ending:
                continue  # asked and not answered: done again
            ear = Ear(call, person, listener.advisor, listener.how, listener.leg, listener.session)
            if ear.channel not in channels:
                self._node.spawn(self._gone(ear))
                continue
            ear.up, ear.phone = True, channels[ear.channel]["name"].removeprefix("PJSIP/").rsplit("-", 1)[0]
            ear.place = next((b for b in (ear.bridge, call.talk_bridge) if ear.channel in _inside(bridges, b)), "")
            ear.snoop = next((c for c in channels if c.startswith(f"{SNOOP}{ear.leg}-")), "")
            self._ears[ear.leg] = ear
            self._node.calls.add_channel(ear.channel, call)

    def is_ours(self, id: str, asked: set[str]) -> bool:
        """A channel or bridge of somebody who listens, or for whom an effect is under way. `asked`: legs of those."""
        leg = EffectId(next(id.removeprefix(p) for p in MADE_HERE if id.startswith(p)).split("-")[0])
        return leg in self._ears or leg in asked


def _inside(bridges: dict[str, Any], bridge: str) -> list[str]:
    return bridges[bridge]["channels"] if bridge in bridges else []


def asked_legs(world: Any) -> set[str]:
    """Of the effects about supervisors that wait for an answer."""
    effects = world["voice"].effects.values()
    return {e.leg for e in effects if isinstance(e, SupervisionRequested | SupervisionEndRequested)}


