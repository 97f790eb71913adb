"""What an advisor does in a call besides talking: her microphone closed at the server, keys pressed, an insult ended.

Keys pressed may be a card number: they come by the bus, from her desk to the telephone, and stand in no fact.
"""

from __future__ import annotations

import asyncio
import logging

import msgspec
from nats.aio.msg import Msg

from palabre.channels.ports import CustomerGone
from palabre.channels.voice.actions import abuse
from palabre.channels.voice.actions.keys import KEYS_SUBJECT, KeysPressed
from palabre.channels.voice.drivers import words
from palabre.channels.voice.drivers.ari import AriError, AriGone, AriSilent
from palabre.channels.voice.drivers.calls import TALK, Call
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.facts import AbuseReported, MuteRequested
from palabre.channels.voice.problems import PromptUnspeakable
from palabre.foundations.ids import TenantId
from palabre.foundations.problems import Problem

log = logging.getLogger("palabre.voice")

Answer = tuple[str, str] | None
KEY_MS, BETWEEN_MS = 120, 80
WORDS_SECONDS_MAX = 30.0


async def mute(node: Driver, tenant: TenantId, call: Call, effect: MuteRequested) -> Answer:
    leg = call.leg_of(effect.advisor)
    if leg is None:
        return "gone", ""
    await node.ari.ask("POST" if effect.on else "DELETE", "channels", leg.channel, "mute", direction="in")
    return "done", ""


async def abused(node: Driver, tenant: TenantId, call: Call, effect: AbuseReported) -> Answer:
    """Her part has ended just before. The closing words, once, and the call is over."""
    if call.has_left:
        return "done", ""
    try:
        async with asyncio.timeout(WORDS_SECONDS_MAX):
            await _closing_words(node, call)
    except (CustomerGone, AriError, AriSilent, TimeoutError):
        pass
    await node.hang_up_customer(call, "refused")
    return "done", ""


async def _closing_words(node: Driver, call: Call) -> None:
    """The tenant's own, else ours."""
    rule = await abuse.rule_of(node.services.database, call.tenant)
    if rule.prompt:
        try:
            said = await node.flows.prompt(call.tenant, rule.prompt, call.language)
            media = await node.prompts.media(call.tenant, said, call.language)
            if not media:
                raise PromptUnspeakable(language=call.language)
            return await node.sound.ended(call, await node.sound.begin(call, media, call.language))
        except Problem as problem:
            log.warning("closing words not said", extra={"code": problem.code})
    await node.say(call, words.CALL_IS_ENDED)


class Gestures:
    def __init__(self, node: Driver) -> None:
        self._node = node

    async def listen(self) -> None:
        await self._node.services.bus.subscribe(KEYS_SUBJECT, self._on_keys)

    async def _on_keys(self, message: Msg) -> None:
        """Answered by the node that has the call; others keep quiet."""
        asked = msgspec.json.decode(message.data, type=KeysPressed)
        call = self._node.calls.of(asked.conversation)
        if call is None or call.tenant != message.subject.split(".")[1]:
            return
        answer = b"ok" if await self._press(call, asked) else b"gone"
        if message.reply:
            await message.respond(answer)

    async def _press(self, call: Call, asked: KeysPressed) -> bool:
        """To whoever she talks with outside: the customer, and whom she had called."""
        if call.place != TALK or call.has_left or call.leg_of(asked.advisor) is None:
            return False
        heard_by = [call.line, *(p.channel for p in call.beside if p.kind == "outside" and p.up)]
        played = {"dtmf": asked.keys, "duration": str(KEY_MS), "between": str(BETWEEN_MS)}
        try:
            for channel in heard_by:
                await self._node.ari.ask("POST", "channels", channel, "dtmf", **played)
        except (AriError, AriGone, AriSilent):
            return False
        return True
