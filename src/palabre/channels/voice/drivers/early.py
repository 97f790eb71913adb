"""Calls that cost nothing before an advisor has them: flow and music as early media, answered when the two are joined.

Code de la consommation, L224-38 (numbers of after-sales service): the wait is not charged. The caller hears us by a
progress without an answer (SIP 183); nobody hears her, and no recording begins, until the answer (200).
"""

from __future__ import annotations

import asyncio

from palabre.channels.voice.drivers.calls import Call
from palabre.channels.voice.drivers.driver import Driver

# RFC 3261, 13.3.1.1: a provisional answer each minute, lest a proxy on the way gives up after three (timer C)
PROGRESS_SECONDS = 50.0


class EarlyMedia:
    def __init__(self, node: Driver) -> None:
        self._node, self._ari = node, node.ari

    async def begin(self, call: Call) -> None:
        """She may be spoken to from now on."""
        call.free = True
        await self._ari.ask("POST", "channels", call.line, "progress")
        self._node.spawn(self._go_on(call))

    async def _go_on(self, call: Call) -> None:
        while call.free and not call.has_left:
            await asyncio.wait({call.gone}, timeout=PROGRESS_SECONDS)
            if call.free and not call.has_left:
                await self._ari.try_ask("POST", "channels", call.line, "progress")

    async def answer(self, call: Call) -> None:
        """Somebody is there for her: from here on she is heard, and charged. Nothing where she was answered."""
        if not call.free:
            return
        await self._ari.ask("POST", "channels", call.line, "answer")
        call.free = False
        await self._node.recorder.answered(call)
