"""From a flow to an outside number: through the one door, never recorded."""

from __future__ import annotations

import asyncio

from palabre.channels.ports import CustomerGone
from palabre.channels.voice.drivers.ari import AriError
from palabre.channels.voice.drivers.calls import Call
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.problems import NotPermitted, NumberInvalid
from palabre.plumbing.identity import new_id

RINGBACK = ["tone:ring;tonezone=fr"]
OUTCOMES = {17: "busy", 18: "no_answer", 19: "no_answer"}


class Transfers:
    def __init__(self, node: Driver) -> None:
        self._node, self._ari = node, node.ari

    async def transfer(self, call: Call, number: str, seconds: float) -> str:
        """One of channels.ports.TRANSFER_OUTCOMES; after `answered` the two talk until one hangs up."""
        await self._node.sound.begin(call, RINGBACK, call.language)
        try:
            return await self._dial(call, number, seconds)
        except (NotPermitted, NumberInvalid):
            return "refused"
        finally:
            if not call.has_left:
                await self._node.sound.stop(call)

    async def _dial(self, call: Call, number: str, seconds: float) -> str:
        call.far = far = f"far-{new_id()}"
        self._node.calls.add_channel(far, call)
        answered, ended = self._ari.expect("StasisStart", far), self._ari.expect("ChannelDestroyed", far)
        outcome = "failed"
        try:
            await self._node.outside.call(
                call.tenant, number, channel=far, app_args="far", purpose="transfer", caller_id=call.entry,
                seconds=max(1, round(seconds)))  # fmt: skip
            await asyncio.wait({answered, ended, call.gone}, return_when=asyncio.FIRST_COMPLETED, timeout=seconds + 1)
            if call.has_left:
                raise CustomerGone
            if answered.done():
                await self._node.early.answer(call)
                await self._node.sound.talk(call, far)
                outcome = "answered"
            else:
                outcome = OUTCOMES.get(ended.result().get("cause", 0), "failed") if ended.done() else "no_answer"
        except AriError:
            outcome = "failed"
        finally:
            answered.cancel()
            ended.cancel()
            if outcome != "answered":
                call.far = ""
                self._node.calls.drop_channel(far)
                await self._node.outside.hang_up(far)
        return outcome
