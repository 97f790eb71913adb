"""What a caller hears while a voice fails: the stand-in, a tone, her place kept."""

from __future__ import annotations

import msgspec
import numpy as np
from called import called
from told_server import ToldServer
from voice_stage import wait_for
from voices_that_fail import wav
from vosk_server import level_db

from palabre.channels.voice.actions.voices import voices as all_voices
from palabre.channels.voice.drivers import waves
from palabre.foundations import limits
from palabre.processes.robots.hearing import ADVISOR_HERTZ, MUSIC_HERTZ


def speaking(stage, monkeypatch, **changes) -> None:
    place = stage.place
    monkeypatch.setattr(stage, "place", lambda: msgspec.structs.replace(place(), **changes))


SAYS_ONCE = {
    "hello": {"kind": "say", "prompts": ["hello"], "next": {"done": "hello2"}},
    "hello2": {"kind": "say", "prompts": ["hello"], "next": {"done": "bye"}},
    "bye": {"kind": "hang_up"},
}


async def test_a_caller_hears_the_stand_in_after_her_patience_and_the_voice_once_it_is_back(stage, monkeypatch):
    monkeypatch.setattr(limits, "VOICE_AGAIN_SECONDS", 0.0)
    await stage.prompts(hello="Bonjour et bienvenue à tous")
    await stage.flow(SAYS_ONCE)
    async with ToldServer() as engine:
        engine.silent.add("/speak")
        speaking(stage, monkeypatch, voices=f"fr={engine.url}/speak")
        async with stage.driver() as node:
            caller = await called(stage)
            await caller.window("patience", limits.VOICE_PATIENCE_SECONDS + 2.0)
            await caller.wait_gone(15)
            await caller.stop_listening()
            heard = caller.heard("patience")
            loud = np.flatnonzero(np.abs(heard) > 0.02)
            assert len(loud) and 3.0 < loud[0] / waves.RATE < 5.5, "after four seconds, and no more"
            assert level_db(heard[loud[0] :], ADVISOR_HERTZ) < -25
            assert node.speech.of("fr").why == "slow"
            told = (await all_voices(stage.services, stage.tenant))[0]
            assert (told.language, told.kind, told.why, told.node) == ("fr", "url", "slow", "one") and told.since
            engine.silent.clear()
            engine.say("/speak", wav(ADVISOR_HERTZ))
            await stage.prompts(hello="Bonsoir")
            await stage.nothing_left()
            again = await called(stage)  # the stand-in speaks, the voice is tried beside it
            await again.wait_gone(15)
            await wait_for(lambda: not node.speech.of("fr").why, 10)
            assert [one.why for one in await all_voices(stage.services, stage.tenant)] == [""]
            third = await called(stage)
            await third.window("voice", 1.5)
            await third.wait_gone(15)
            await third.stop_listening()
            assert level_db(third.heard("voice"), ADVISOR_HERTZ) > -25
            await node.speech.of("fr").close()
            await stage.nothing_left()


async def test_without_any_voice_a_caller_hears_the_information_tone_then_the_way_for_failure(stage, monkeypatch):
    await stage.prompts(hello="Ce que personne n’a encore dit ici")  # what was spoken before is heard again
    rescue = {
        "kind": "queue",
        "queue": stage.queue,
        "next": dict.fromkeys(("longest_wait", "closed", "full", "nobody"), "bye"),
    }
    await stage.flow({**SAYS_ONCE, "rescue": rescue}, on_error="rescue")
    speaking(stage, monkeypatch, espeak=())
    async with stage.driver():
        await stage.advisor_available(status="away")
        caller = await called(stage)
        await caller.window("tone", 4.5)
        await stage.until(lambda w: w["routing"].items, 15)
        await caller.hang_up()
        await caller.stop_listening()
        await stage.nothing_left()
    heard, block = caller.heard("tone"), 1_600
    loudest = [
        max(level_db(heard[n : n + block], hertz) for n in range(0, len(heard) - block, 400))
        for hertz in waves.SIT_HERTZ
    ]
    assert min(loudest) > -25, loudest


async def test_what_cannot_be_said_in_the_queue_costs_nobody_her_place(stage, monkeypatch):
    await stage.prompts(place="Vous n’êtes pas oubliée, {position}")
    exits = dict.fromkeys(("longest_wait", "closed", "full", "nobody"), "bye")
    comfort = [{"prompts": ["place"], "after_seconds": 1.0, "every_seconds": 1.0}]
    await stage.flow(
        {
            "queue": {"kind": "queue", "queue": stage.queue, "comfort": comfort, "next": exits},
            "bye": {"kind": "hang_up"},
        }
    )
    speaking(stage, monkeypatch, espeak=())
    async with stage.driver():
        await stage.advisor_available(status="away")
        caller = await called(stage)
        await stage.until(lambda w: w["routing"].items, 10)
        await caller.window("wait", 4.0)
        assert stage.world["routing"].items, "she still waits"
        await caller.hang_up()
        await caller.stop_listening()
        await stage.nothing_left()
    assert level_db(caller.heard("wait"), MUSIC_HERTZ) > -25
