"""The driver of one Asterisk: its events, its calls, and the partition's effects. One per node, many tenants.

It decides nothing: a customer who hangs up, a leg that is lost are told to the partition, whose effects come back.
Only what cannot wait for an answer is done at once: music for a customer left alone, the end of a leg left alone.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp
import psycopg
from psycopg_pool import PoolTimeout

from palabre.channels.ports import CustomerGone, Prompt
from palabre.channels.voice.drivers import saying, words
from palabre.channels.voice.drivers.ari import Ari, AriError, AriGone, AriSilent, Event
from palabre.channels.voice.drivers.arrivals import Arrivals
from palabre.channels.voice.drivers.calling_place import CallingPlace
from palabre.channels.voice.drivers.calls import FLOW, TALK, Call, Calls
from palabre.channels.voice.drivers.ceilings import CeilingWatch
from palabre.channels.voice.drivers.early import EarlyMedia
from palabre.channels.voice.drivers.effects import EFFECTS, Effects
from palabre.channels.voice.drivers.figures import EARLY_MS, FIGURES
from palabre.channels.voice.drivers.gestures import Gestures
from palabre.channels.voice.drivers.guard import Guard
from palabre.channels.voice.drivers.internal import InternalCalls
from palabre.channels.voice.drivers.kept_lines import KeptLines
from palabre.channels.voice.drivers.legs import FAILURES, NORMAL_CLEARING, SILENT, Legs
from palabre.channels.voice.drivers.listening import CHANNEL, Listening
from palabre.channels.voice.drivers.mixing import Mixing
from palabre.channels.voice.drivers.moving import Moving
from palabre.channels.voice.drivers.music import HoldMusic
from palabre.channels.voice.drivers.nodes import Nodes
from palabre.channels.voice.drivers.outbound import Outbound
from palabre.channels.voice.drivers.outside import Outside
from palabre.channels.voice.drivers.phones import Phones
from palabre.channels.voice.drivers.prompts import Prompts
from palabre.channels.voice.drivers.quality import LineQuality
from palabre.channels.voice.drivers.recognition import Hearing, VoskRecogniser
from palabre.channels.voice.drivers.reconciler import Reconciler
from palabre.channels.voice.drivers.recorder import Recorder
from palabre.channels.voice.drivers.robots import Robots
from palabre.channels.voice.drivers.seeking import Seeking
from palabre.channels.voice.drivers.silence import SilentLines
from palabre.channels.voice.drivers.sound import Sound
from palabre.channels.voice.drivers.speech import EspeakSpeech
from palabre.channels.voice.drivers.standby import Standby
from palabre.channels.voice.drivers.takes import Takes
from palabre.channels.voice.drivers.transfers import Transfers
from palabre.channels.voice.drivers.trunk_probe import TrunkProbe
from palabre.channels.voice.drivers.trunks import Trunks
from palabre.channels.voice.drivers.voices import voices_of
from palabre.channels.voice.drivers.voices_told import VoicesTold
from palabre.channels.voice.ports import AsteriskNode, Flows
from palabre.conversations.commands import CustomerLeaves
from palabre.foundations import limits
from palabre.foundations.decision import Command, World
from palabre.foundations.facts import Fact
from palabre.foundations.ids import ConversationId, TenantId
from palabre.foundations.problems import Problem
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.partition.follower import Follower
from palabre.plumbing.services import Services

log = logging.getLogger("palabre.voice")

RECONNECT_SECONDS = (0.1, 0.2, 0.5, 1.0, 2.0)
INSIST_SECONDS = (0.2, 0.5, 1.0, 2.0, 5.0)
RECONCILE_SECONDS = 60.0
# Asterisk, or the database it cannot be driven without: callers hear the dial plan meanwhile
AWAY = (aiohttp.ClientError, AriGone, AriSilent, AriError, OSError, PoolTimeout, psycopg.OperationalError, Problem)
UNAVAILABLE = 500  # statuses from here on: nobody could answer, ask again
SOFT_DEVICE = 1  # of a soft hang-up: what Asterisk gives for its rtp_timeout (res_pjsip_sdp_rtp.c, rtp_check_timeout)
QUIET_EVENTS = (  # nobody here waits for them: they would be sent and read for nothing
    "BridgeCreated", "BridgeDestroyed", "ChannelCallerId", "ChannelConnectedLine", "ChannelCreated", "ChannelDialplan",
    "ChannelLeftBridge", "ChannelStateChange", "ChannelVarset", "PeerStatusChange", "PlaybackContinuing",
    "PlaybackStarted",
)  # fmt: skip


class VoiceNode:
    def __init__(self, services: Services, place: AsteriskNode, flows: Flows) -> None:
        self.services, self.place, self.flows = services, place, flows
        self.ari = Ari(place.ari_url, place.ari_password, place.app, place.ari_user)
        self.calls, self.counted = Calls(), Counter[str]()
        plain = EspeakSpeech(place.espeak, place.espeak_environment)
        self.speech = voices_of(place.voices, place.piper, plain)
        self.hearing = Hearing(self, VoskRecogniser(dict(place.recognisers)) if place.recognisers else None)
        self.prompts = Prompts(place.prompts, services.blobs, self.speech, place.owner)
        self.sound, self.voices_told = Sound(self.ari), VoicesTold(self, self.speech)
        self.phones, self.recorder, self.transfers = Phones(self), Recorder(self), Transfers(self)
        self.trunks, self.outside, self.guard, self.probe = Trunks(self), Outside(self), Guard(self), TrunkProbe(self)
        self.nodes, self.ceilings = Nodes(self), CeilingWatch(self)
        self.legs, self.effects, self.outbound = Legs(self), Effects(self), Outbound(self)
        self.standby, self.calling = Standby(self), CallingPlace(self)
        self.listening, self.quality, self.mixing = Listening(self), LineQuality(self), Mixing(self)
        self.silence, self.seeking = SilentLines(self), Seeking(self)
        self.gestures, self.internal, self.kept_lines = Gestures(self), InternalCalls(self), KeptLines(self)
        self.music = HoldMusic(self)
        self.sound.music_of = self.music.class_of
        self.moving, self.robots, self.takes = Moving(self), Robots(self), Takes(self)
        self.arrivals, self.reconciler, self.early = Arrivals(self), Reconciler(self), EarlyMedia(self)
        self.ready = asyncio.Event()
        self._followed: dict[TenantId, Follower] = {}
        self._tasks: set[asyncio.Task] = set()
        self._causes: dict[str, int] = {}
        self._silent: set[str] = set()
        self.ari.listeners.append(self._on_event)
        FIGURES.nodes.add(self)

    # -- life

    async def run(self) -> None:
        """Until cancelled. Asterisk may come and go; calls in progress go on without us."""
        await self.phones.listen()
        hear = (
            self.trunks, self.guard, self.probe, self.gestures, self.music, self.moving, self.robots, self.takes,
            self.voices_told)  # fmt: skip
        for part in hear:
            await part.listen()
        attempt = 0
        try:
            while True:
                try:
                    await self._serve()
                    attempt = 0
                except AWAY as error:
                    log.warning("not driving Asterisk", extra={"why": repr(error)[:200]})
                    await asyncio.sleep(RECONNECT_SECONDS[min(attempt, len(RECONNECT_SECONDS) - 1)])
                    attempt += 1
        finally:
            await self.stop()

    async def _serve(self) -> None:
        """From one connection to its loss."""
        await self.ari.ready(seconds_max=30.0)
        await self.ari.connect()
        try:
            await self._begin()
            beats = (
                self._reconcile_each_minute(), self.trunks.watch(), self.guard.run(), self.nodes.run(),
                self.ceilings.run(), self.quality.watch(), self.silence.watch(), self.recorder.watch(),
                self.moving.watch())  # fmt: skip
            watches = [self.spawn(beat) for beat in beats]
            self.ready.set()
            log.info("driving Asterisk", extra={"node": self.place.name})
            await self.ari.closed()
            for watch in watches:
                watch.cancel()
        finally:
            self.ready.clear()
            await self.ari.close()

    async def _begin(self) -> None:
        app = self.place.app
        self.sound.holding.begin_anew()
        await self.ari.ask(
            "PUT", "applications", app, "eventFilter", body={"disallowed": [{"type": t} for t in QUIET_EVENTS]}
        )
        await self.nodes.begin()
        await self.trunks.register()
        await self.phones.replay()
        for tenant in await self.services.followers.tenants():
            await self.follow(tenant)
        await self.reconciler.reconcile(first=True)
        for tenant, follower in self._followed.items():
            for effect in list(follower.world["voice"].effects.values()):
                self._take(tenant, effect)

    async def _reconcile_each_minute(self) -> None:
        while True:
            await asyncio.sleep(RECONCILE_SECONDS)
            try:
                for tenant in await self.services.followers.tenants():
                    await self.follow(tenant)
                await self.reconciler.reconcile()
                await self.phones.sweep()
                await self.prompts.forget_old()
            except AriGone:
                return
            except Exception:
                log.exception("reconciliation failed")

    async def stop(self) -> None:
        """Ours alone ends: calls in progress stay up in Asterisk and are found again."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for voice in self.speech.given():
            await voice.close()
        await self.calling.close()
        await self.ari.close()

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) and not isinstance(error, CustomerGone | AriGone):
            log.error("a task of voice failed", exc_info=error)

    # -- the partition

    async def follow(self, tenant: TenantId) -> Follower:
        """Hear this tenant's stream; its effects are ours to do."""
        if tenant not in self._followed:
            follower = await self.services.followers.of(tenant)
            if tenant not in self._followed:
                self._followed[tenant] = follower
                follower.subscribe(lambda number, fact: self._on_fact(tenant, fact))
        return self._followed[tenant]

    def worlds(self) -> list[tuple[TenantId, World]]:
        return [(tenant, follower.world) for tenant, follower in self._followed.items()]

    def _on_fact(self, tenant: TenantId, fact: Fact) -> None:
        if isinstance(fact, EFFECTS):
            self._take(tenant, fact)
        self.seeking.on_fact(tenant, fact)

    def _take(self, tenant: TenantId, effect: Any) -> None:
        """Ours unless the call is on another node. While Asterisk is away it waits in the partition."""
        voice = self._followed[tenant].world["voice"]
        known = voice.calls.get(effect.conversation) or voice.internals.get(effect.conversation)
        if self.ari.connected and self.nodes.takes(effect, known.node or None if known else None):
            self.effects.take(tenant, effect)

    async def insist(self, tenant: TenantId, command: Command) -> Any:
        """Ask until the owner answers; a refusal is an answer (None)."""
        id, attempt = new_id(), 0
        while True:
            try:
                return await self.services.commander.ask(tenant, command, id=id)
            except Problem as problem:
                if problem.status < UNAVAILABLE:
                    log.info("refused", extra={"command": type(command).__name__, "code": problem.code})
                    return None
            except (OSError, PoolTimeout, psycopg.OperationalError):
                pass  # where the partition is has to be looked up, and cannot be
            await asyncio.sleep(INSIST_SECONDS[min(attempt, len(INSIST_SECONDS) - 1)])
            attempt += 1

    # -- events

    def _on_event(self, event: Event) -> None:
        match event["type"]:
            case "StasisStart":
                self.arrivals.on_start(event)
            case "ChannelDtmfReceived":
                call = self.calls.of_channel(event["channel"]["id"])
                if call and call.line == event["channel"]["id"] and (call.place == FLOW or call.keys_wanted):
                    call.press(event["digit"])
                self.takes.on_key(event["channel"]["id"], event["digit"])
            case "ChannelHangupRequest" if not event.get("soft"):
                self._causes[event["channel"]["id"]] = event.get("cause", 0)
            case "ChannelHangupRequest" if event.get("cause") == SOFT_DEVICE:
                self._silent.add(event["channel"]["id"])
            case "StasisEnd" | "ChannelDestroyed":
                self._on_end(event)
            case "RecordingFinished" | "RecordingFailed":
                self.recorder.on_end(event)
            case "ChannelEnteredBridge":
                self.mixing.on_enter(event)
            case "ChannelTalkingStarted" | "ChannelTalkingFinished" | "ChannelHold" | "ChannelUnhold":
                self.silence.on_event(event)
                self.robots.on_event(event)
            case "ContactStatusChange":
                self.phones.on_event(event)

    def _on_end(self, event: Event) -> None:
        """The last event of an inbound channel is StasisEnd; ChannelDestroyed comes for those we originated."""
        channel = event["channel"]["id"]
        asked = channel in self._causes  # somebody hung up; else Asterisk or the network ended it
        cause = self._causes.pop(channel, 0) or event.get("cause", 0)
        if asked and cause not in FAILURES:
            cause = NORMAL_CLEARING
        if channel in self._silent:
            self._silent.remove(channel)
            cause = SILENT
        call = self.calls.of_channel(channel)
        self.moving.left(channel)
        if call is None:
            self.arrivals.on_end(channel)
            for part in (self.standby, self.kept_lines, self.internal, self.takes):
                part.on_end(channel)
            return
        if channel == call.line:
            self.spawn(self.customer_left(call, call.ended_by_us or ("hung_up" if asked else "cut")))
        elif channel.startswith(CHANNEL):
            self.listening.on_end(channel)
        elif channel == call.far:
            if call.place == TALK:  # they talked; before, the transfer itself is waiting for this
                self.spawn(self.hang_up_customer(call, "closed"))
        else:
            self.legs.on_end(call, channel, cause)

    # -- what may happen to any call

    async def customer_left(self, call: Call, reason: str) -> None:
        """Her line is no more: everything of the call ends here, and the partition is told."""
        if call.has_left:
            return
        call.leave()
        if call.place == FLOW and reason == "hung_up" and now_ms() - call.since < EARLY_MS:
            self.counted["early_hang_up"] += 1
        for calling in call.connecting.values():
            calling.stop()
        told = self.spawn(self._tell_left(call, reason))
        await self.listening.left(call)
        await self.recorder.finish(call)
        for leg in call.parties:
            await self.hang_up_leg(call, leg.channel)
            call.forget(leg)
        if call.far:
            await self.outside.hang_up(call.far)
        self.seeking.forget(call)
        await self.sound.clear(call)
        await asyncio.wait({told})
        self.calls.drop(call)

    async def _tell_left(self, call: Call, reason: str) -> None:
        """Its rows may still be on their way to the owner, who would not know whom we speak of."""
        follower = await self.follow(call.tenant)
        try:
            await follower.until(lambda world: _is_known(world, call.conversation), limits.OPENING_SECONDS_MAX)
        except TimeoutError:
            return  # the reconciler tells it later
        await self.insist(call.tenant, CustomerLeaves(call.conversation, reason))

    async def hang_up_customer(self, call: Call, reason: str) -> None:
        """From our side. Idempotent; StasisEnd does the rest."""
        if not call.has_left:
            call.ended_by_us = call.ended_by_us or reason
            await self.ari.try_ask("DELETE", "channels", call.line)
            await asyncio.wait({call.gone}, timeout=5.0)

    async def hang_up_leg(self, call: Call, channel: str) -> None:
        if leg := call.leg_on(channel):
            leg.asked = True
            if leg.kind == "advisor" and await self.kept_lines.keep(call, leg):
                return self.calls.drop_channel(channel)
        await self.outside.hang_up(channel)
        self.calls.drop_channel(channel)

    async def say(
        self, call: Call, sentence: dict[str, str], *, unless: Callable[[], bool] = lambda: False, last: bool = False
    ) -> None:
        """One of our own sentences, where there is a voice for it. `unless`: as of sound. `last`: nothing follows it;
        without a voice, a tone says as much."""
        text, language = words.in_language(sentence, call.language)
        try:
            media = await self.prompts.media(call.tenant, [Prompt("text", text)], language)
        except Problem:
            return await saying.no_voice(self, call) if last else None
        playback = await self.sound.begin(call, media, language, unless=unless)
        await self.sound.ended(call, playback)


def _is_known(world: World, conversation: ConversationId) -> bool:
    state = world["conversations"]
    return conversation in state.conversations or conversation in state.closed
