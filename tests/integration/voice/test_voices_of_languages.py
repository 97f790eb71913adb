"""Who speaks which language; one that fails is stood in for, told by name, and tried again."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import pytest
from told_server import ToldServer
from voice_stage import wait_for
from voices_that_fail import failing, impatient, piper, running, sound_of, tone_of, wav

from palabre.channels.voice.drivers import waves
from palabre.channels.voice.drivers.prompts import Prompts
from palabre.channels.voice.drivers.speech import EspeakSpeech
from palabre.channels.voice.drivers.voices import voices_of
from palabre.channels.voice.problems import PromptUnspeakable
from palabre.channels.voice.wiring import synthesiser
from palabre.foundations import limits
from palabre.processes.robots.hearing import ADVISOR_HERTZ

__all__ = ["impatient"]


async def test_a_language_has_the_voice_of_an_engine_behind_a_url(tmp_path):
    plain = EspeakSpeech(*synthesiser())
    async with ToldServer() as engine:
        engine.say("/speak", wav(ADVISOR_HERTZ))
        voices = voices_of(f"fr={engine.url}/speak", "", plain)
        spoken = await voices.speak("Bonjour", language="fr-MA")
        method, path, _, body = engine.asked[0]
        assert (method, path, json.loads(body)) == ("POST", "/speak", {"text": "Bonjour", "language": "fr-MA"})
        assert tone_of(spoken, ADVISOR_HERTZ) > -25
        prompts = Prompts(tmp_path, None, voices)
        first = await prompts._spoken("Bonjour", "fr")
        assert await prompts._spoken("Bonjour", "fr") == first and len(engine.asked) == 2, "spoken once, then kept"
        assert await Prompts(tmp_path, None, voices_of("", "", plain))._spoken("Bonjour", "fr") != first
        engine.say("/speak", "no", 500)
        stood_in = await voices.speak("Au revoir", language="fr")
        assert len(waves.decode(stood_in)) > 1000 and tone_of(stood_in, ADVISOR_HERTZ) < -25, "the plain voice"
    assert "xx" not in voices.languages and {"fr", "en"} <= voices.languages
    with pytest.raises(PromptUnspeakable):
        await voices.speak("?", language="xx")


async def test_a_language_has_the_voice_of_a_piper_model(tmp_path):
    """The model's path, a line of text in, raw samples out at the rate told beside the model."""
    model, program = piper(tmp_path)
    voices = voices_of(f"wo=piper:{model}", str(program), EspeakSpeech(*synthesiser()))
    spoken = await voices.speak("Bonjour\n Awa", language="wo")
    assert "wo" in voices.languages and tone_of(spoken, ADVISOR_HERTZ) > -25 and len(waves.decode(spoken)) == 8_000


async def test_texts_spoken_longest_ago_are_forgotten_first(tmp_path, monkeypatch):
    prompts = Prompts(tmp_path, None, voices_of("", "", EspeakSpeech(*synthesiser())))
    paths = [Path((await prompts._spoken(text, "fr")).removeprefix("sound:") + ".wav") for text in ("Un", "Deux")]
    monkeypatch.setattr("palabre.foundations.limits.SPOKEN_BYTES_MAX", paths[1].stat().st_size)
    assert await prompts.forget_old() == 1
    assert [p.exists() for p in paths] == [False, True]


@pytest.mark.parametrize(("how", "why"), [("missing", "missing"), ("silent", "slow"), ("refused", "refused"),
                                          ("not_sound", "not_sound")])  # fmt: skip
async def test_a_voice_that_fails_is_stood_in_for_and_speaks_again_once_it_can(tmp_path, impatient, how, why):
    loop = asyncio.get_running_loop()
    async with ToldServer() as engine:
        voices = voices_of(f"fr={failing(how, engine)}", "", EspeakSpeech(*synthesiser()))
        prompts, voice = Prompts(tmp_path, None, voices), voices.of("fr-MA")
        began = loop.time()
        first = sound_of(await prompts._spoken("Bonjour", "fr"))
        assert loop.time() - began < 4.0 and tone_of(first, ADVISOR_HERTZ) < -25 and len(waves.decode(first)) > 1_000
        assert (voice.why, voice.since > 0) == (why, True)
        engine.silent.clear()
        engine.say("/speak", wav(ADVISOR_HERTZ))
        if how == "missing":
            voice._voice._url = f"{engine.url}/speak"
        second = await prompts._spoken("Au revoir", "fr")  # nobody waits for one that failed: it is tried beside
        await wait_for(lambda: voice.why == "" and voice.since == 0, 10)
        third = await prompts._spoken("Au revoir", "fr")
        assert third != second, "its own name: what stood in for it is not taken for it"
        assert tone_of(sound_of(third), ADVISOR_HERTZ) > -25
        await voice.close()


async def test_nobody_waits_for_a_voice_that_has_just_failed(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "VOICE_PATIENCE_SECONDS", 0.3)
    loop = asyncio.get_running_loop()
    async with ToldServer() as engine:
        engine.silent.add("/speak")
        voices = voices_of(f"fr={engine.url}/speak", "", EspeakSpeech(*synthesiser()))
        prompts = Prompts(tmp_path, None, voices)
        began = loop.time()
        for n in range(10):
            await prompts._spoken(f"Phrase {n}", "fr")
        assert loop.time() - began < 4.0 and len(engine.asked) == 1
        await voices.of("fr").close()


PROGRAMS = {
    "refused": "import sys; sys.exit(3)",
    "slow": "import time; time.sleep(60)",
    "not_sound": "import sys; sys.stdout.buffer.write(b'x')",
    "missing": "",
}


@pytest.mark.parametrize("why", PROGRAMS)
async def test_a_piper_that_fails_leaves_nobody_in_silence_and_no_process_behind(tmp_path, impatient, monkeypatch, why):
    model, program = piper(tmp_path)
    if why != "slow":  # a busy machine takes longer than half a second to begin a program
        monkeypatch.setattr(limits, "VOICE_PATIENCE_SECONDS", 30.0)
    if why == "missing":
        model.unlink()
    else:
        program.write_text(f"#!{sys.executable}\n{PROGRAMS[why]}\n")
    voices = voices_of(f"fr=piper:{model}", str(program), EspeakSpeech(*synthesiser()))
    spoken = await voices.speak("Bonjour", language="fr")
    assert len(waves.decode(spoken)) > 1_000 and voices.of("fr").why == why
    await voices.of("fr").close()
    assert not running(program)


async def test_a_program_that_is_not_there_or_never_stops_is_told_by_name(tmp_path, impatient, monkeypatch):
    model, program = piper(tmp_path)
    away = voices_of(f"fr=piper:{model}", str(tmp_path / "nowhere"), EspeakSpeech(*synthesiser()))
    await away.speak("Bonjour", language="fr")
    assert away.of("fr").why == "missing"
    monkeypatch.setattr("palabre.channels.voice.drivers.programs.SOUND_BYTES_MAX", 1_000_000)
    program.write_text(f"#!{sys.executable}\nimport sys\nwhile True: sys.stdout.buffer.write(bytes(100_000))\n")
    endless = voices_of(f"fr=piper:{model}", str(program), EspeakSpeech(*synthesiser()))
    await endless.speak("Bonjour", language="fr")
    await wait_for(lambda: endless.of("fr").why == "not_sound", 10)
