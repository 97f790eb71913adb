"""A talk in which a third has been, or somebody whispers, goes on being mixed for the rest of the call.

Back to two, Asterisk 22 turns the bridge into its simple kind, and from then on a snoop of what a channel hears is
silent: a recording had nothing more of the advisor. And a party alone in a bridge, as she is while her customer is on
hold, is sent nothing that a whisper could be mixed into. So silence is played in the bridge, without end.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import numpy as np

from palabre.channels.voice.drivers import waves
from palabre.channels.voice.drivers.ari import AriError, AriGone, AriSilent, Event
from palabre.channels.voice.drivers.calls import Call
from palabre.channels.voice.drivers.driver import Driver
from palabre.foundations.ids import ConversationId

log = logging.getLogger("palabre.voice")

SILENT_SECONDS, TIMES = 60, 60  # of one file, and played one after the other
MIXED, TALK = "softmix", "talk-"  # Asterisk's name of the kind; ours of the bridge


class Mixing:
    def __init__(self, node: Driver) -> None:
        self._node, self._ari = node, node.ari
        self._kept: set[ConversationId] = set()

    def on_enter(self, event: Event) -> None:
        """Somebody has entered a bridge: three are mixed."""
        bridge = event["bridge"]
        if bridge["technology"] == MIXED and bridge["id"].startswith(TALK):
            if call := self._node.calls.of(ConversationId(bridge["id"].removeprefix(TALK))):
                self.keep(call)

    def adopt(self, call: Call, bridges: dict[str, Any]) -> None:
        """After a restart of ours."""
        if bridges.get(call.talk_bridge, {}).get("technology") == MIXED:
            self.keep(call)

    def keep(self, call: Call) -> None:
        """Idempotent."""
        if call.conversation not in self._kept and not call.has_left:
            self._kept.add(call.conversation)
            self._node.spawn(self._sound(call))

    async def _sound(self, call: Call) -> None:
        name = f"quiet-{call.conversation}"
        try:
            minute = await self._node.prompts.tone("silence", waves.encode(np.zeros(SILENT_SECONDS * waves.RATE)))
            while not call.has_left:
                ended = self._ari.expect("PlaybackFinished", name)
                if not await self._ari.try_ask("GET", "playbacks", name):
                    media = ",".join([minute] * TIMES)
                    await self._ari.ask("POST", "bridges", call.talk_bridge, "play", name, media=media)
                await asyncio.wait({ended, call.gone}, return_when=asyncio.FIRST_COMPLETED)
                ended.cancel()
        except (AriError, AriGone, AriSilent) as error:
            log.warning("a talk is not mixed any more", extra={"why": str(error)[:200]})
        finally:
            self._kept.discard(call.conversation)
