"""Tells who asks how the given voices stand here."""

from __future__ import annotations

import asyncio

import msgspec
from nats.aio.msg import Msg

from palabre.channels.voice.actions.voices import VoiceTold
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.drivers.voices import Voices

SUBJECT = "live.*.voices"
WELL_SECONDS = 0.3  # where all speak, the answer leaves later: the first one counts, and who fails must be heard


class VoicesTold:
    def __init__(self, node: Driver, voices: Voices) -> None:
        self._node, self._voices = node, voices

    async def listen(self) -> None:
        await self._node.services.bus.subscribe(SUBJECT, self._on_request)

    async def _on_request(self, message: Msg) -> None:
        self._node.spawn(self._answer(message))

    async def _answer(self, message: Msg) -> None:
        told = [
            VoiceTold(v.tag, v.kind, v.why, v.since, self._node.place.name) for v in self._voices.given()
        ]  # fmt: skip
        if not any(one.why for one in told):
            await asyncio.sleep(WELL_SECONDS)
        await message.respond(msgspec.json.encode(told))
