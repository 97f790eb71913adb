"""Lines of a call with real Asterisk: keys, mute, music, quality, a colleague called, her own number, an insult."""

from __future__ import annotations

import asyncio
import io
import wave

import numpy as np
from voice_stage import in_queue, ivr, judge, wait_for

from palabre.channels.voice.actions import music
from palabre.channels.voice.actions.keys import press_keys
from palabre.channels.voice.commands import HangUp, Hold, Mute
from palabre.channels.voice.facts import LineJudged
from palabre.conversations.facts import ConversationClosed
from palabre.processes.robots.hearing import ADVISOR_HERTZ as V
from palabre.processes.robots.hearing import CALLER_HERTZ as C
from palabre.processes.robots.hearing import MUSIC_HERTZ as M
from palabre.processes.robots.hearing import statements

OWN_MUSIC = 1330
TONES = (C, V, M, OWN_MUSIC)


def tone(hertz: int, rate: int = 44_100, seconds: float = 1.0) -> bytes:
    """A wav in two channels, as people have them."""
    at = np.arange(int(rate * seconds)) / rate
    both = np.repeat((9_000 * np.sin(2 * np.pi * hertz * at)).astype("<i2"), 2)
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(both.tobytes())
    return out.getvalue()


def keys_heard(stage, party) -> list[str]:
    """Keys that come to this telephone, from now on."""
    found: list[str] = []

    def take(event) -> None:
        if event["type"] == "ChannelDtmfReceived" and event["channel"]["id"] == party.channel:
            found.append(event["digit"])

    stage.outside.ari.listeners.append(take)
    return found


async def let_out_twice(node, conversation: str) -> str:
    """As her own number, kept open, when her customer's end is seen here and told by the owner; its channel."""
    call = node.calls.of(conversation)
    [leg] = call.legs.values()
    telephone = node.phones.of(leg.phone)
    telephone.kind, telephone.chosen = "number", True
    await asyncio.gather(*(node.hang_up_leg(call, leg.channel) for _ in range(2)))
    assert node.kept_lines.holds(leg.channel)
    return leg.channel


async def test_keys_mute_music_and_quality_in_one_call(stage):
    await stage.prompts()
    await stage.flow(ivr(stage))
    async with stage.driver() as node:
        await music.put_music(stage.services, stage.scope, "la nôtre.wav", tone(OWN_MUSIC))
        await wait_for(lambda: node.music.class_of(stage.tenant) != "default")
        await stage.advisor_available()
        caller = await in_queue(stage)
        await caller.speak()
        await caller.window("waiting")  # beyond the end of one second of music: it begins again
        conversation, advisor = await stage.joined()
        await advisor.listen()
        await advisor.speak()
        keys = keys_heard(stage, caller)
        await press_keys(stage.services.bus, stage.tenant, conversation, stage.advisor, "42#")
        await wait_for(lambda: "".join(keys) == "42#")
        await stage.ask(Mute(conversation, stage.advisor, True))
        await stage.until(lambda w: w["voice"].calls[conversation].legs[stage.advisor].muted, 5)
        await caller.window("muted")
        await stage.ask(Mute(conversation, stage.advisor, False))
        await stage.until(lambda w: not w["voice"].calls[conversation].legs[stage.advisor].muted, 5)
        await caller.window("talk")
        await stage.ask(Hold(conversation, stage.advisor, True))
        await stage.until(lambda w: w["voice"].calls[conversation].held, 5)
        await caller.window("hold")
        await stage.ask(Hold(conversation, stage.advisor, False))
        await stage.until(lambda w: not w["voice"].calls[conversation].held, 5)
        await node.quality.look()
        judged = await stage.told(LineJudged, end="customer")
        assert (judged.word, await stage.told(LineJudged, end="advisor") is None) == ("good", False)
        await caller.stop_listening()
        await advisor.stop_listening()
        kept = await let_out_twice(node, conversation)
        await stage.ask(HangUp(conversation, stage.advisor))
        await stage.told(ConversationClosed, conversation=conversation)
        assert await node.ari.try_ask("GET", "channels", kept), "up between her calls"
        await node.kept_lines.let_go(stage.tenant, stage.advisor)
        await stage.nothing_left()
    judge(
        statements("waiting", "caller", caller.heard("waiting"), (OWN_MUSIC,), TONES),
        statements("muted", "caller", caller.heard("muted"), (), TONES),
        statements("muted", "advisor", advisor.heard("muted", caller.windows), (C,), TONES),
        statements("talk", "caller", caller.heard("talk"), (V,), TONES),
        statements("hold", "caller", caller.heard("hold"), (OWN_MUSIC,), TONES),
        statements("hold", "advisor", advisor.heard("hold", caller.windows), (), TONES),
    )
    rows = await stage.row(
        "select count(*) as n, min(mos) as mos, max(packets) as packets, max(codec) as codec"
        " from palabre.line_quality where tenant = %(tenant)s")
    assert rows["n"] == 2 and 4.0 < rows["mos"] <= 4.41 and rows["packets"] > 100 and rows["codec"] == "alaw"
