"""How good the lines of a call are: Asterisk's RTP counters read now and then, judged by the E-model, stored and told.

Both directions of a line are judged, what we receive and what the other end says (by RTCP) that it does; the worse one
counts. Stored each time it is looked at, so that the last look before the end stands; told where the word changes.
A line on which nothing is heard (drivers/silence) is the worst there is, whatever its counters say.
"""

from __future__ import annotations

import asyncio
import logging

import psycopg
from psycopg_pool import PoolTimeout

from palabre.channels.voice.actions import quality as quality_actions
from palabre.channels.voice.actions.quality import Line
from palabre.channels.voice.commands import ReportQuality
from palabre.channels.voice.drivers.ari import AriError, AriGone, AriSilent
from palabre.channels.voice.drivers.calls import TALK, Call
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.drivers.silence import lines_of
from palabre.channels.voice.model.lines import ADVISOR, CUSTOMER
from palabre.channels.voice.model.quality import BAD, Counted, Quality, worse
from palabre.channels.voice.model.silence import NO_PACKETS
from palabre.foundations.ids import AdvisorId

log = logging.getLogger("palabre.voice")

LOOK_SECONDS = 5.0
UNSURE_JITTER_MS = 20.0  # no more is believed of a first look
UNHEARD = Quality(1.0, 0.0, BAD)
AWAY = (AriGone, AriSilent, OSError, PoolTimeout, psycopg.OperationalError)


class Steadier:
    """Jitter of two looks in a row: a source that changes (music, another bridge) makes one report jump, no more."""

    def __init__(self) -> None:
        self._before = (UNSURE_JITTER_MS, UNSURE_JITTER_MS)

    def __call__(self, *seconds: float) -> tuple[float, float]:
        now = tuple(1000 * max(0.0, one) for one in seconds)
        least = min(now[0], self._before[0]), min(now[1], self._before[1])
        self._before = now  # type: ignore[assignment]
        return least


class LineQuality:
    def __init__(self, node: Driver) -> None:
        self._node, self._ari = node, node.ari
        self._codecs: dict[str, str] = {}
        self._words: dict[str, str] = {}
        self._steady: dict[str, Steadier] = {}

    async def watch(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self.look()
            except AWAY as error:
                log.info("lines not looked at", extra={"why": repr(error)[:200]})

    async def look(self) -> None:
        """At every line of every talk."""
        seen: set[str] = set()
        for call in self._node.calls:
            if call.place == TALK and not call.has_left:
                for channel, advisor in lines_of(call):
                    seen.add(channel)
                    await self.judge(call, channel, advisor)
        for forgotten in self._codecs.keys() - seen:
            for kept in (self._words, self._codecs, self._steady):
                kept.pop(forgotten, None)

    async def judge(self, call: Call, channel: str, advisor: AdvisorId | None) -> None:
        """One line, now. `advisor`: whose telephone it is, None the customer's. Too little heard says nothing."""
        try:
            counters = await self._ari.ask("GET", "channels", channel, "rtp_statistics")
            codec = await self._codec(channel)
        except AriError:
            return  # it has ended, or carries no RTP
        ways = counted(counters, codec, self._steady.setdefault(channel, Steadier()))
        self._node.silence.counted(channel, ways[0].packets)
        found = UNHEARD if self._is_unheard(channel, advisor) else worse(*ways)
        if found is None:
            return
        line = Line(call.conversation, channel, ADVISOR if advisor else CUSTOMER, advisor, "server", found, ways)
        await quality_actions.keep_quality(self._node.services.database, call.tenant, line)
        await self._tell(call, line, found)

    def _is_unheard(self, channel: str, advisor: AdvisorId | None) -> bool:
        """Packets of hers without sound may be her own doing: a browser closes its microphone without telling us."""
        why = self._node.silence.why(channel)
        return why == NO_PACKETS or bool(why and advisor is None)

    async def _codec(self, channel: str) -> str:
        if channel not in self._codecs:
            told = await self._ari.ask("GET", "channels", channel, "variable", variable="CHANNEL(audioreadformat)")
            self._codecs[channel] = str(told.get("value", ""))
        return self._codecs[channel]

    async def _tell(self, call: Call, line: Line, found: Quality) -> None:
        if self._words.get(line.line) != found.word:
            self._words[line.line] = found.word
            told = ReportQuality(call.conversation, line.end, line.advisor, found.mos, found.word)
            self._node.spawn(self._node.insist(call.tenant, told))


def counted(counters: dict, codec: str, steadier: Steadier | None = None) -> tuple[Counted, Counted]:
    """What we receive, and what the other end does. Asterisk gives seconds, and names jitter the other way round than
    loss: `txjitter` is what it measured itself, `rxjitter` what the other end reported (seen with 22.10).

    Lost packets may be counted below zero where some came twice.
    """
    trip = float(counters.get("rtt") or 0.0)
    round_trip_ms = trip * 1000 if trip > 0 else None
    steady = steadier or Steadier()
    here, there = steady(float(counters.get("txjitter") or 0.0), float(counters.get("rxjitter") or 0.0))
    received = Counted(
        int(counters.get("rxcount") or 0), max(0, int(counters.get("rxploss") or 0)), here, round_trip_ms, codec)
    lost = max(0, int(counters.get("txploss") or 0))
    sent = Counted(max(0, int(counters.get("txcount") or 0) - lost), lost, there, round_trip_ms, codec)
    return received, sent
