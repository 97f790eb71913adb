"""One call through IVR, queue, advisor and hang-up; who hears whom in each situation."""

from __future__ import annotations

import asyncio

from voice_stage import NUMBER, in_queue, ivr, judge

from palabre.channels.voice.commands import HangUp, Hold
from palabre.channels.voice.facts import EffectEnded, HoldRequested, RecordingKept
from palabre.conversations.facts import ConversationClosed
from palabre.processes.robots.hearing import ADVISOR_HERTZ as V
from palabre.processes.robots.hearing import CALLER_HERTZ as C
from palabre.processes.robots.hearing import MUSIC_HERTZ as M
from palabre.processes.robots.hearing import loudness_db, statements

TONES = (C, V, M)


async def test_a_call_from_ivr_to_hang_up(stage):
    await stage.prompts()
    await stage.flow(ivr(stage))
    async with stage.driver():
        await stage.advisor_available()
        caller = await in_queue(stage)
        await caller.speak()
        await caller.window("waiting")
        conversation, advisor = await stage.joined()
        await advisor.listen()
        await advisor.speak()
        await caller.window("talk", 2.0)
        await stage.ask(Hold(conversation, stage.advisor, True))
        await stage.until(lambda w: w["voice"].calls[conversation].held, 5)
        await caller.window("hold")
        await stage.ask(Hold(conversation, stage.advisor, False))
        await stage.until(lambda w: not w["voice"].calls[conversation].held, 5)
        await caller.window("talk again")
        await advisor.mute()
        await caller.window("advisor muted")
        await advisor.mute(False)
        await caller.stop_listening()
        await advisor.stop_listening()
        await stage.ask(HangUp(conversation, stage.advisor))
        await caller.wait_gone(3)
        await advisor.wait_gone(3)
        await stage.told(ConversationClosed, conversation=conversation)
        await stage.nothing_left()
    assert loudness_db(caller.heard("prompt")) > -40
    situations = {"talk": ((V,), (C,)), "hold": ((M,), ()), "talk again": ((V,), (C,)), "advisor muted": ((), (C,))}
    judge(
        statements("waiting", "caller", caller.heard("waiting"), (M,), TONES),
        *(statements(w, "caller", caller.heard(w), heard, TONES) for w, (heard, _) in situations.items()),
        *(statements(w, "advisor", advisor.heard(w, caller.windows), h, TONES) for w, (_, h) in situations.items()),
    )
    assert not [f for f in stage.facts if isinstance(f, RecordingKept)], "recording is off unless a flow allows it"
    assert all(f.outcome == "done" for f in stage.facts if isinstance(f, EffectEnded))
    assert len([f for f in stage.facts if isinstance(f, HoldRequested)]) == 2
    row = await stage.row("select entry, channel, address_value from palabre.conversation where tenant = %(tenant)s")
    assert (row["entry"], row["channel"], row["address_value"]) == (NUMBER, "voice", "+33612345678")


async def test_the_caller_hangs_up(stage):
    await stage.prompts()
    await stage.flow(ivr(stage))
    async with stage.driver():
        await stage.advisor_available()
        caller = await in_queue(stage)
        conversation, advisor = await stage.joined()
        await asyncio.gather(caller.hang_up(), advisor.wait_gone(3))
        await stage.told(ConversationClosed, conversation=conversation)
        await stage.nothing_left()
