"""Asterisk's channels against the partition's calls, each minute and at each start: found again, ended, told."""

from __future__ import annotations

import logging
from typing import Any

from palabre.channels.voice.actions import calls as call_actions
from palabre.channels.voice.actions.numbers import is_free_until_answered
from palabre.channels.voice.commands import ReportPartyLeft
from palabre.channels.voice.drivers.arrivals import OURS
from palabre.channels.voice.drivers.calls import FLOW, HOLDING, TALK, Call, Leg, effect_of_leg, far_id, leg_id
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.drivers.holding import PREFIX as HOLDS
from palabre.channels.voice.drivers.listening import BRIDGE, MADE_HERE, asked_legs
from palabre.channels.voice.drivers.record import CallRecord
from palabre.channels.voice.drivers.rescue import Rescue
from palabre.channels.voice.drivers.robots import PREFIX as ROBOT
from palabre.channels.voice.drivers.takes import PREFIX as TAKE
from palabre.conversations.commands import CustomerLeaves, RepairConversation
from palabre.foundations.ids import AdvisorId, ConversationId, TenantId

log = logging.getLogger("palabre.voice")


class Reconciler:
    def __init__(self, node: Driver) -> None:
        self._node, self._ari = node, node.ari
        self._suspect: set[str] = set()  # seen odd once; acted upon when still odd the next time
        self.record, self.rescue = CallRecord(node), Rescue(node)

    async def reconcile(self, *, first: bool = False) -> None:
        """`first`: on a new connection; nothing that Asterisk holds is in our memory for certain."""
        channels = {c["id"]: c for c in await self._ari.ask("GET", "channels")}
        bridges = {b["id"]: b for b in await self._ari.ask("GET", "bridges")}
        alive = await self._recordings(channels)
        for tenant, world in self._node.worlds():
            for conversation, known in list(world["voice"].calls.items()):
                if known.node == self._node.place.name:
                    await self._compare(tenant, conversation, known, channels, bridges, alive)
        await self._forget_vanished(channels)
        await self._node.internal.adopt(channels)
        await self._node.standby.reconcile(channels)
        await self._strangers(channels, first)
        await self._orphans(channels, bridges, first)
        await self._node.outside.recover(channels)
        await self._repair()
        await self._abandon(channels)
        await self._node.recorder.sweep()
        await self.rescue.write()
        await self._node.moving.write()
        await self._node.music.write()
        await self.record.read()

    async def _recordings(self, channels: dict[str, Any]) -> set[str]:
        """Names of recordings still being written: their snoops are alive."""
        return {f"rec-{id.removeprefix('snoop-')}" for id in channels if id.startswith("snoop-")}

    # -- calls the partition knows

    async def _compare(
        self, tenant: TenantId, conversation: ConversationId, known: Any, channels: dict, bridges: dict, alive: set[str]
    ) -> None:
        call = self._node.calls.of(conversation)
        if known.line in channels:
            if call is None and known.present:
                await self._found_again(tenant, conversation, known, channels, bridges, alive)
        elif known.present and known.line not in self._node.arrivals.coming:
            if call:
                await self._node.customer_left(call, "cut")
            else:
                await self._node.insist(tenant, CustomerLeaves(conversation, "cut"))

    async def _found_again(
        self, tenant: TenantId, conversation: ConversationId, known: Any, channels: dict, bridges: dict, alive: set[str]
    ) -> None:
        """A call that went on while we were away."""
        row = await call_actions.line_of(self._node.services.database, tenant, conversation)
        call = Call(tenant, conversation, known.line, row["number"] if row else "", row["language"] if row else "fr")
        call.bridges = {call.talk_bridge} & set(bridges)
        together = set(bridges[call.talk_bridge]["channels"]) if call.bridges else set()
        legs = {leg_id(leg.effect) for leg in known.legs.values()} | {far_id(known.outside)}
        hers, holds = {call.line, *legs}, [id for id in bridges if id.startswith(HOLDS)]
        held = {channel: id for id in holds for channel in hers & set(bridges[id]["channels"])}
        for channel, id in held.items():
            self._node.sound.holding.adopt(call, channel, id)
        call.place = TALK if call.line in together else HOLDING if call.line in held else FLOW
        self._node.calls.add(call)
        self._node.moving.arrives(channels[known.line])  # its way back may still be open
        aside = held.keys() & legs
        if known.transfer and known.transfer.aside:
            call.aside_for = known.transfer.by if aside else ""
        else:
            call.comforted = set(aside)
        await self._legs_again(call, known, channels, together | aside)
        self._node.recorder.adopt(call, alive)
        await self._node.listening.adopt(call, known, channels, bridges)
        self._node.mixing.adopt(call, bridges)
        self._node.spawn(self._node.seeking.look(call))
        log.info("call found again", extra={"conversation": conversation, "place": call.place})
        if channels[known.line]["state"] != "Up":
            if await is_free_until_answered(self._node.services.database, call.entry):
                await self._node.early.begin(call)
            else:
                await self._ari.try_ask("POST", "channels", call.line, "answer")
        # whom we called is in no flow, until an advisor gives her to one
        call.run = self._node.spawn(self._node.arrivals.resume(call, begins=not known.outbound))

    async def _legs_again(self, call: Call, known: Any, channels: dict, together: set[str]) -> None:
        """Her leg where it still stands beside the customer; else it was lost while nobody looked."""
        for advisor, leg in known.legs.items():
            channel = self._channel_of(advisor, leg, together, channels) if leg.state == "up" else ""
            if channel:
                phone, effect = _phone_of(channels[channel]), effect_of_leg(channel)
                call.legs[advisor] = Leg(channel, effect, advisor, phone, leg.session, up=True)  # type: ignore[arg-type]
                self._node.calls.add_channel(channel, call)
            elif leg.state == "up":
                self._node.spawn(self._node.legs.missed(call, advisor, leg.session))
        await self._outside_again(call, known, together)

    def _channel_of(self, advisor: Any, leg: Any, together: set[str], channels: dict) -> str:
        """Hers among those in the call: by the effect that called it, or by whose telephone it is, or the last left."""
        if leg_id(leg.effect) in together:
            return leg_id(leg.effect)
        taken = {p.channel for c in self._node.calls for p in c.parties}
        legs = sorted(c for c in together if effect_of_leg(c) and c not in taken)
        owners = {c: getattr(self._node.phones.of(_phone_of(channels[c])), "person", None) for c in legs}
        return next((c for c in legs if owners[c] == advisor), next((c for c in legs if owners[c] is None), ""))

    async def _outside_again(self, call: Call, known: Any, together: set[str]) -> None:
        if not known.outside:
            return
        channel = far_id(known.outside)
        if channel in together:
            call.outside = Leg(channel, known.outside, AdvisorId(""), up=True, kind="outside")
            self._node.calls.add_channel(channel, call)
        else:
            self._node.spawn(self._node.insist(call.tenant, ReportPartyLeft(call.conversation, known.outside)))

    async def _forget_vanished(self, channels: dict) -> None:
        for call in self._node.calls:
            if call.line not in channels and call.line not in self._node.arrivals.coming and not call.has_left:
                await self._node.customer_left(call, "cut")

    # -- what only Asterisk knows

    async def _strangers(self, channels: dict, first: bool) -> None:
        """Callers in our application whom nobody knows: they came while the socket was broken."""
        app = self._node.place.app
        lines = [
            id
            for id, c in channels.items()
            if not id.startswith(OURS)
            and c["dialplan"].get("app_name") == "Stasis"
            and c["dialplan"].get("app_data", "").startswith(app)
            and not self._node.calls.of_channel(id)
        ]
        known = (
            await call_actions.known_lines(self._node.services.database, self._node.place.name, lines)
            if lines
            else set()
        )
        for line in lines:
            if line not in known:
                self._node.spawn(self._node.arrivals.arrive(channels[line]))

    async def _orphans(self, channels: dict, bridges: dict, first: bool) -> None:
        """Legs, snoops and bridges whose customer is gone. What is being made just now is spared until seen twice."""
        effects = {id(e) for _, world in self._node.worlds() for e in world["voice"].effects for id in (leg_id, far_id)}
        asked = {leg for _, world in self._node.worlds() for leg in asked_legs(world)}
        odd = set()
        for id in channels:
            if id.startswith(("leg-", "far-")) and not self._is_anybodys(id) and id not in effects:
                odd.add(("channels", id))
            elif id.startswith(MADE_HERE) and not self._node.listening.is_ours(id, asked):
                odd.add(("channels", id))
            elif id.startswith(ROBOT) and not self._node.robots.is_ours(id):
                odd.add(("channels", id))
            elif id.startswith(TAKE) and not self._node.takes.is_ours(id):
                odd.add(("channels", id))
            elif id.startswith("snoop-") and not any(
                id.startswith(f"snoop-{c.recording.effect}") for c in self._node.calls if c.recording
            ):
                odd.add(("channels", id))
        for id in bridges:
            if id.startswith(BRIDGE) and not self._node.listening.is_ours(id, asked):
                odd.add(("bridges", id))
            if id.startswith("talk-") and not self._node.calls.of(ConversationId(id.removeprefix("talk-"))):
                odd.add(("bridges", id))
            if id.startswith(HOLDS) and not self._node.sound.holding.knows(id):
                odd.add(("bridges", id))
        for kind, id in odd if first else odd & self._suspect:
            log.info("orphan ended", extra={"id": id})
            await self._ari.try_ask("DELETE", kind, id)
        self._suspect = {s for s in self._suspect if isinstance(s, str)} | odd  # type: ignore[arg-type]

    def _is_anybodys(self, channel: str) -> bool:
        return self._node.calls.of_channel(channel) is not None or any(
            part.holds(channel) for part in (self._node.standby, self._node.kept_lines)
        )

    # -- what only the partition knows

    async def _repair(self) -> None:
        """Conversations by voice that live on without a line and without anything outstanding."""
        odd = set()
        for tenant, world in self._node.worlds():
            calls, busy = world["voice"].calls, {e.conversation for e in world["voice"].effects.values()}
            for conversation, alive in world["conversations"].conversations.items():
                if alive.channel != "voice" or conversation in busy or self._node.calls.of(conversation):
                    continue
                known = calls.get(conversation)
                stuck = any(s.kind != "wrap_up" for s in alive.segments.values()) or (alive.present and known is None)
                if stuck and (known is None or (known.node == self._node.place.name and not known.present)):
                    odd.add(f"{tenant} {conversation}")
        for key in odd & self._suspect:
            tenant, conversation = key.split(" ")
            await self._node.insist(TenantId(tenant), RepairConversation(ConversationId(conversation), "line_gone"))
        self._suspect = {s for s in self._suspect if not isinstance(s, str)} | odd

    async def _abandon(self, channels: dict) -> None:
        """Runs that wait for a customer who left while nobody listened: they would keep the conversation open."""
        worlds = dict(self._node.worlds())
        for tenant, run, conversation in await self._node.flows.unfinished("voice"):
            if tenant not in worlds or self._node.calls.of(conversation):
                continue
            state, known = worlds[tenant]["conversations"], worlds[tenant]["voice"].calls.get(conversation)
            left = conversation in state.closed or (known and known.node == self._node.place.name and not known.present)
            if left:
                await self._node.flows.abandon(tenant, run)


def _phone_of(channel: dict[str, Any]) -> str:
    return channel["name"].removeprefix("PJSIP/").rsplit("-", 1)[0]
