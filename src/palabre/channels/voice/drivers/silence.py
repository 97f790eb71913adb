"""Lines of a talk on which nothing is heard, found within some ten seconds and told; also when sound comes back.

Packets are counted by RTP (drivers/quality reads the counters); what is in them is listened to by Asterisk itself
(TALK_DETECT, with a threshold so low that a quiet room counts as sound), which tells only when it begins and ends.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from palabre.channels.voice.commands import ReportSilence
from palabre.channels.voice.drivers.ari import AriError, AriGone, AriSilent
from palabre.channels.voice.drivers.calls import TALK, Call
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.model import silence
from palabre.channels.voice.model.lines import ADVISOR, CUSTOMER
from palabre.channels.voice.model.silence import Heard
from palabre.foundations.ids import AdvisorId

log = logging.getLogger("palabre.voice")

TICK_SECONDS = 1.0
QUIET_MS = 1_000  # so long after the last sound Asterisk says that it is over
LEVEL = 16  # mean of samples (16 bits), about -66 dBFS: below are zeros, above is any microphone


class SilentLines:
    def __init__(self, node: Driver) -> None:
        self._node, self._ari = node, node.ari
        self.lines: dict[str, Heard] = {}
        self._looked: dict[str, float] = {}
        self._told: dict[str, tuple[Call, AdvisorId | None, str]] = {}

    async def watch(self) -> None:
        """Until cancelled. A new connection hears of nothing that came before."""
        self.lines.clear()
        while True:
            await asyncio.sleep(TICK_SECONDS)
            await self.tick()

    async def tick(self) -> None:
        """Lines that have come are listened to, those that are silent are told, those that are over forgotten."""
        now, worlds, seen = _now(), dict(self._node.worlds()), set()
        for call in self._node.calls:
            if call.place != TALK or call.has_left or not call.beside:
                continue
            known = worlds[call.tenant]["voice"].calls.get(call.conversation) if call.tenant in worlds else None
            for channel, advisor in lines_of(call):
                seen.add(channel)
                line = self.lines.get(channel) or await self._listen(call, channel, advisor, known)
                leg = known.legs.get(advisor) if known and advisor else None
                if line.muted != bool(leg and leg.muted):
                    silence.excuse(line, now, muted=not line.muted)
                self._tell(call, channel, advisor, silence.why(line, now, self._looked.get(channel, line.since)))
        for channel in self.lines.keys() - seen:
            del self.lines[channel]
            self._looked.pop(channel, None)
        for channel in self._told.keys() - seen:
            call, advisor, _ = self._told[channel]
            self._tell(call, channel, advisor, "")

    def why(self, channel: str) -> str:
        """As it was told last."""
        return self._told[channel][2] if channel in self._told else ""

    def counted(self, channel: str, packets: int) -> None:
        """How many have come on this line."""
        if line := self.lines.get(channel):
            self._looked[channel] = _now()
            silence.count(line, packets, self._looked[channel])

    def on_event(self, event: dict[str, Any]) -> None:
        line = self.lines.get(event["channel"]["id"])
        if line is None:
            return
        match event["type"]:
            case "ChannelTalkingStarted" | "ChannelTalkingFinished" as what:
                silence.sounds(line, what == "ChannelTalkingStarted", _now())
            case "ChannelHold" | "ChannelUnhold" as what:  # by a key of the telephone itself
                silence.excuse(line, _now(), holding=what == "ChannelHold")

    async def _listen(self, call: Call, channel: str, advisor: AdvisorId | None, known: Any) -> Heard:
        """Once for each line. Of one that was listened to before our start a sound that goes on is told by no event:
        it is begun anew, and what was told of it before stands."""
        line = self.lines[channel] = Heard(_now())
        if known and (before := known.silent.get(advisor or "")):
            self._told[channel] = call, advisor, before.why
        try:
            if not call.since:
                await self._ari.try_ask("POST", "channels", channel, "variable", variable="TALK_DETECT(remove)")
            asked = {"variable": "TALK_DETECT(set)", "value": f"{QUIET_MS},{LEVEL}"}
            await self._ari.ask("POST", "channels", channel, "variable", **asked)
        except (AriError, AriGone, AriSilent) as error:
            log.info("line not listened to", extra={"channel": channel, "why": repr(error)[:200]})
            line.sounding = True  # nothing is known of what is in its packets
        return line

    def _tell(self, call: Call, channel: str, advisor: AdvisorId | None, why: str) -> None:
        if why == self.why(channel):
            return
        if why:
            self._told[channel] = call, advisor, why
        else:
            del self._told[channel]
        told = ReportSilence(call.conversation, ADVISOR if advisor else CUSTOMER, advisor, why)
        self._node.spawn(self._node.insist(call.tenant, told))


def lines_of(call: Call) -> list[tuple[str, AdvisorId | None]]:
    """Channel, and whose telephone it is: None the customer's."""
    return [(call.line, None), *((p.channel, p.advisor) for p in call.beside if p.up and p.kind == "advisor")]


def _now() -> float:
    return asyncio.get_running_loop().time()
