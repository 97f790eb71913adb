"""What a customer hears whom we called and for whom nobody is there: who called, and the digit for no more calls."""

from __future__ import annotations

import asyncio

from palabre.channels.ports import Prompt
from palabre.channels.voice.actions import outbound
from palabre.channels.voice.drivers import waves, words
from palabre.channels.voice.drivers.calls import Call
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.facts import MessageRequested
from palabre.foundations.ids import TenantId
from palabre.foundations.problems import Problem

DIGIT_SECONDS_MAX = 4.0  # after the last word


async def say_message(node: Driver, tenant: TenantId, call: Call, effect: MessageRequested) -> tuple[str, str] | None:
    """To its end, or until the digit: then the detail is opted_out, told before she is thanked, for she may hang up
    at once; None then. Raises CustomerGone."""
    text, digit = await outbound.message_of(node.services.database, tenant, effect.of)
    call.forget_keys()
    try:
        media = await node.prompts.media(tenant, [Prompt("text", text)], call.language) if text else []
    except Problem:
        media = []
    if not media:
        return "done", ""
    playback = await node.sound.begin(call, media, call.language)
    pressed = asyncio.ensure_future(_pressed(call, digit))
    try:
        await asyncio.wait({playback, pressed, call.gone}, return_when=asyncio.FIRST_COMPLETED)
        if not pressed.done() and not call.has_left:
            await asyncio.wait({pressed, call.gone}, return_when=asyncio.FIRST_COMPLETED, timeout=DIGIT_SECONDS_MAX)
        wanted = pressed.done()
    finally:
        pressed.cancel()
    if not wanted:
        await node.sound.stop(call)
        return "done", ""
    await node.effects.report(tenant, effect.effect, "done", "opted_out")
    await node.sound.stop(call)
    await node.say(call, words.NO_MORE_CALLS)  # the end of the call is the next effect, and waits for this one's
    return None


async def no_voice(node: Driver, call: Call) -> None:
    """The special information tone, to its end: nothing can be said to her, and silence says nothing."""
    media = await node.prompts.tone("no-voice", waves.encode(waves.information_tone()))
    playback = await node.sound.begin(call, [media], call.language)
    await node.sound.ended(call, playback)


async def _pressed(call: Call, digit: str) -> None:
    while not digit or await call.keys.get() != digit:
        if not digit:
            await asyncio.Event().wait()
