"""An advisor who waits for a second party hears it ring; where it cannot be had, or leaves, she hears that too.

Played on her own line alone: the customer is with her music elsewhere, and whoever comes must not hear it. A line that
plays gives nothing of the bridge to its telephone meanwhile, so each of these sounds ends before anybody enters, and
before the customer is taken off hold. The sound's name derives from the transfer: a restart finds it still playing.
"""

from __future__ import annotations

import asyncio
import logging

import numpy as np

from palabre.channels.voice.actions import dialling
from palabre.channels.voice.drivers import waves
from palabre.channels.voice.drivers.ari import AriError, AriGone, AriSilent
from palabre.channels.voice.drivers.calls import HOLDING, Call
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.facts import (
    EffectEnded,
    LegReturned,
    TransferBegan,
    TransferEnded,
    TransferJoined,
    TransferLetGo,
)
from palabre.channels.voice.model import ringing
from palabre.channels.voice.model.ringing import Cadence
from palabre.channels.voice.model.state import Transfer
from palabre.foundations.facts import Fact
from palabre.foundations.ids import AdvisorId, ConversationId, TenantId

log = logging.getLogger("palabre.voice")

LOUDNESS = 0.16  # of full scale, as loud as hold music
FILE_SECONDS, TIMES = 30.0, 40  # of one file, and played one after the other: longer than anybody is sought
BUSY_SECONDS = 3.0
STOP_SECONDS_MAX = 3.0
MOVES = (TransferBegan, TransferJoined, TransferEnded, TransferLetGo, EffectEnded, LegReturned)
UNSAID = ("handed_over", "cancelled", "customer_left", "advisor_lost")  # nothing has failed, or nobody is there


class Seeking:
    def __init__(self, node: Driver) -> None:
        self._node, self._ari = node, node.ari
        self.playing: dict[ConversationId, tuple[str, str]] = {}  # the playback, and on which line
        self._by: dict[str, AdvisorId] = {}  # who asked, by transfer, while it is under way
        self._found: set[str] = set()  # transfers whose second party is there, before the partition knows
        self._locks: dict[ConversationId, asyncio.Lock] = {}

    # -- what happens

    def on_fact(self, tenant: TenantId, fact: Fact) -> None:
        if not isinstance(fact, MOVES):
            return
        call = self._node.calls.of(fact.conversation)
        if call is None:
            return
        if isinstance(fact, TransferEnded):
            self._node.spawn(self._over(call, fact))
        elif self._transfer(call):
            self._node.spawn(self.look(call))

    async def look(self, call: Call) -> None:
        """As things stand: it rings, or it does not."""
        async with self._lock(call):
            transfer = self._transfer(call)
            if transfer and not transfer.blind:
                self._by[transfer.id] = transfer.by
            channel = self._ear(call, transfer) if transfer else ""
            try:
                wanted = (f"seek-{transfer.id}", channel) if transfer and channel else ("", "")
                if self.playing.get(call.conversation, ("", "")) != wanted:
                    await self._stop(call)
                    if channel:
                        await self._ring(call, *wanted)
            except (AriError, AriGone, AriSilent) as error:
                log.info("she does not hear it ring", extra={"why": str(error)[:200]})

    async def hush(self, call: Call, comes: AdvisorId | None = None) -> None:
        """Nothing of ours is in her ear any more: somebody enters, or the customer does. `comes`: who has answered,
        '' somebody outside; from here on it does not ring, whatever the partition knows yet."""
        transfer = self._transfer(call)
        if transfer is None and call.conversation not in self._locks:
            return  # nobody was ever sought: no question, no waiting
        async with self._lock(call):
            if transfer and comes is not None and comes != transfer.by:
                self._found.add(transfer.id)
            await self._stop(call)

    # -- what she hears

    def _ear(self, call: Call, transfer: Transfer) -> str:
        """The line in which it has to ring, '' none."""
        known = self._known(call)
        sought = not transfer.blind and not transfer.joined and transfer.id not in self._found
        leg = call.leg_of(transfer.by) if sought and known.held and call.place == HOLDING else None
        return leg.channel if leg else ""

    async def _ring(self, call: Call, name: str, channel: str) -> None:
        self.playing[call.conversation] = (name, channel)
        if not await self._ari.try_ask("GET", "playbacks", name):
            cadence = ringing.ring_back(await self._country(call))
            media = await self._media(cadence, FILE_SECONDS)
            await self._ari.ask("POST", "channels", channel, "play", name, media=",".join([media] * TIMES))
        self._node.counted["sought_by_ring"] += 1

    async def _over(self, call: Call, fact: TransferEnded) -> None:
        async with self._lock(call):
            by = self._by.pop(fact.transfer, None)
            self._found.discard(fact.transfer)
            await self._stop(call)
            leg = call.leg_of(by) if by and fact.outcome not in UNSAID else None
            if leg is None or call.place != HOLDING:
                return
            name = f"gone-{fact.transfer}"
            try:
                media = await self._media(ringing.busy(await self._country(call)), BUSY_SECONDS)
                await self._ari.ask("POST", "channels", leg.channel, "play", name, media=media)
                self.playing[call.conversation] = (name, leg.channel)
                self._node.counted["sought_in_vain"] += 1
            except (AriError, AriGone, AriSilent) as error:
                log.info("she does not hear that nobody comes", extra={"why": str(error)[:200]})

    async def _stop(self, call: Call) -> None:
        playback, _ = self.playing.pop(call.conversation, ("", ""))
        if not playback:
            return
        ended = self._ari.expect(("PlaybackFinished", "PlaybackFailed"), playback)
        try:
            if await self._ari.try_ask("DELETE", "playbacks", playback):
                await asyncio.wait({ended, call.gone}, return_when=asyncio.FIRST_COMPLETED, timeout=STOP_SECONDS_MAX)
        finally:
            ended.cancel()

    async def _media(self, cadence: Cadence, seconds: float) -> str:
        name = "-".join(str(round(n * 1000) if n < 100 else n) for n in (*cadence.hertz, *cadence.beats))
        return await self._node.prompts.tone(f"line-{name}-{seconds:.0f}", waves.encode(sound_of(cadence, seconds)))

    # -- small questions

    def _known(self, call: Call):
        follower = dict(self._node.worlds()).get(call.tenant)
        return follower["voice"].calls.get(call.conversation) if follower else None

    def _transfer(self, call: Call) -> Transfer | None:
        known = self._known(call)
        return known.transfer if known else None

    def _lock(self, call: Call) -> asyncio.Lock:
        return self._locks.setdefault(call.conversation, asyncio.Lock())

    def forget(self, call: Call) -> None:
        """Her call is over."""
        self.playing.pop(call.conversation, None)
        self._locks.pop(call.conversation, None)

    async def _country(self, call: Call) -> str:
        return await dialling.country_of(self._node.services.database, call.tenant)


def sound_of(cadence: Cadence, seconds: float) -> np.ndarray:
    """Whole repetitions that fill about so many seconds."""
    time, parts = 0.0, []
    while time < seconds:
        for n, beat in enumerate(cadence.beats):
            at = np.arange(round(beat * waves.RATE)) / waves.RATE
            tone = sum(np.sin(2 * np.pi * hertz * at) for hertz in cadence.hertz) / len(cadence.hertz)
            parts.append(tone if n % 2 == 0 else np.zeros(len(at)))
        time += sum(cadence.beats)
    return (np.concatenate(parts) * LOUDNESS * 32_767).astype("<i2")
