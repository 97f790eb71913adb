"""What a caller says is understood, by real sound through Asterisk; who is heard meanwhile, and when nobody is."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import sys
import wave
from pathlib import Path

import msgspec
import numpy as np
import pytest
from odd_ears import HOWS, OddEar
from told_server import ToldServer
from voice_stage import CALLED, CALLER, ivr, wait_for
from vosk_server import VoskServer, level_db

from palabre.channels.voice.actions.voices import voices as all_voices
from palabre.channels.voice.drivers import waves
from palabre.channels.voice.drivers.prompts import Prompts
from palabre.channels.voice.drivers.speech import EspeakSpeech
from palabre.channels.voice.drivers.voices import voices_of
from palabre.channels.voice.problems import PromptUnspeakable
from palabre.channels.voice.wiring import synthesiser
from palabre.foundations import limits
from palabre.processes.robots.hearing import ADVISOR_HERTZ, CALLER_HERTZ, MUSIC_HERTZ, OUTSIDE_HERTZ

SALES, DIGITS = CALLER_HERTZ, OUTSIDE_HERTZ
SAYS = {SALES: "je voudrais les ventes", DIGITS: "quatre sept un un"}


@pytest.fixture
async def vosk():
    async with VoskServer(SAYS) as server:
        yield server


@pytest.fixture
def understanding(stage, vosk, monkeypatch):
    """A centre with a recogniser for French."""
    place = stage.place

    def placed():
        return msgspec.structs.replace(place(), recognisers=(("fr", vosk.url),))

    monkeypatch.setattr(stage, "place", placed)
    return stage


async def called(stage):
    caller = await stage.outside.call(CALLED, CALLER)
    await caller.listen()
    return caller


async def test_a_choice_is_spoken_over_the_menu_and_only_she_is_heard(understanding, vosk):
    stage = understanding
    options = [{"key": "1", "exit": "sales", "spoken": ["les ventes", "vendre"]},
               {"key": "2", "exit": "help", "spoken": ["de l'aide"]}]  # fmt: skip
    menu = {"kind": "menu", "prompts": ["choose"], "tries": 1, "options": options, "seconds": 10.0,
            "next": {"sales": "queue", "help": "bye", "silence": "bye", "wrong": "bye"}}  # fmt: skip
    await stage.prompts()
    await stage.flow(ivr(stage, choose=menu))
    async with stage.driver():
        await stage.advisor_available(status="away")
        caller = await called(stage)
        await wait_for(lambda: vosk.open, 10)
        before = len(vosk.heard[0])
        await wait_for(lambda: len(vosk.heard[0]) > before + 4_000, 5)  # our menu is said meanwhile
        menu_said = vosk.heard[0].copy()
        await caller.speak(SALES)
        await stage.until(lambda w: w["routing"].items, 10)
        await wait_for(lambda: not vosk.open, 5)  # nobody listens in the queue
        await caller.hang_up()
        await stage.nothing_left()
    assert vosk.configs == [{"sample_rate": 8000, "phrase_list": ["les ventes", "vendre", "de l'aide", "[unk]"]}]
    assert np.sqrt(np.mean(menu_said[-3_000:] ** 2)) < 0.005, "what we say ourselves is not listened to"
    assert level_db(vosk.heard[0][-1_600:], SALES) > -30 and level_db(vosk.heard[0][-1_600:], MUSIC_HERTZ) < -45
    assert len(vosk.heard) == 1


async def test_digits_are_spoken_and_a_secret_is_never_listened_to(understanding, vosk):
    stage = understanding
    asked = {"kind": "collect", "prompts": ["choose"], "variable": "order", "length_max": 4, "spoken": True,
             "next": {"collected": "card", "silence": "bye", "wrong": "bye"}}  # fmt: skip
    card = {"kind": "collect", "prompts": ["card"], "secret": True, "length_max": 4, "seconds": 10.0, "tries": 1,
            "next": {"collected": "queue", "silence": "bye", "wrong": "bye"}}  # fmt: skip
    await stage.prompts()
    await stage.flow(ivr(stage, choose=asked, card=card))
    async with stage.driver():
        await stage.advisor_available(status="away")
        caller = await called(stage)
        await wait_for(lambda: vosk.open, 10)
        await caller.speak(DIGITS)
        row = await until_step(stage, "card")
        assert row["variables"]["order"] == "4711"
        await wait_for(lambda: not vosk.open, 5)
        await caller.window("secret", 1.0)  # she still speaks
        assert not vosk.open and len(vosk.heard) == 1
        await caller.fall_silent()
        await caller.press("1234")
        await stage.until(lambda w: w["routing"].items, 10)
        await caller.hang_up()
        await stage.nothing_left()
    assert len(vosk.heard) == 1
    assert "1234" not in json.dumps((await run_row(stage))["variables"])


async def run_row(stage) -> dict:
    return await stage.row("select step, variables from palabre.flow_run where tenant = %(tenant)s")


async def until_step(stage, step: str) -> dict:
    async with asyncio.timeout(10):
        while (row := await run_row(stage))["step"] != step:
            await asyncio.sleep(0.02)
    return row


async def test_a_recogniser_that_is_away_leaves_her_the_keys(understanding, vosk):
    stage = understanding
    await vosk._runner.cleanup()
    options = [{"key": "1", "exit": "sales", "spoken": ["les ventes"]}]
    menu = {"kind": "menu", "prompts": ["choose"], "tries": 1, "options": options,
            "next": {"sales": "queue", "silence": "bye", "wrong": "bye"}}  # fmt: skip
    await stage.prompts()
    await stage.flow(ivr(stage, choose=menu))
    async with stage.driver() as node:
        await stage.advisor_available(status="away")
        caller = await called(stage)
        await wait_for(lambda: node.counted["recognition_failed"], 10)
        await caller.press("1")
        await stage.until(lambda w: w["routing"].items, 10)
        await caller.hang_up()
        await stage.nothing_left()


def heard_by(stage, monkeypatch, url: str) -> None:
    place = stage.place
    monkeypatch.setattr(stage, "place", lambda: msgspec.structs.replace(place(), recognisers=(("fr", url),)))


@pytest.mark.parametrize("how", HOWS)
async def test_an_ear_that_fails_leaves_a_menu_its_keys(stage, monkeypatch, how):
    options = [{"key": "1", "exit": "sales", "spoken": ["les ventes"]}]
    menu = {"kind": "menu", "prompts": ["choose"], "tries": 1, "options": options,
            "next": {"sales": "queue", "silence": "bye", "wrong": "bye"}}  # fmt: skip
    await stage.prompts()
    await stage.flow(ivr(stage, choose=menu))
    async with OddEar(how) as ear:
        heard_by(stage, monkeypatch, ear.url)
        async with stage.driver() as node:
            await stage.advisor_available(status="away")
            caller = await called(stage)
            await wait_for(lambda: ear.connected or node.counted["recognition_failed"], 10)
            if how != "hangs":
                await wait_for(lambda: node.counted["recognition_failed"], 10)
            await caller.press("1")
            await stage.until(lambda w: w["routing"].items, 10)
            await caller.hang_up()
            await stage.nothing_left()


@pytest.mark.parametrize("how", HOWS)
async def test_an_ear_that_fails_leaves_a_sentence_to_the_keys_or_to_the_way_for_silence(stage, monkeypatch, how):
    asked = {"kind": "collect", "prompts": ["choose"], "variable": "city", "collects": "text", "spoken": True,
             "length_max": 4, "tries": 2, "seconds": 2.0,
             "next": {"collected": "queue", "silence": "queue", "wrong": "bye"}}  # fmt: skip
    await stage.prompts(choose="Dites votre ville.")
    await stage.flow(ivr(stage, choose=asked))
    async with OddEar(how) as ear:
        heard_by(stage, monkeypatch, ear.url)
        async with stage.driver() as node:
            await stage.advisor_available(status="away")
            typing = await called(stage)
            await wait_for(lambda: ear.connected or node.counted["recognition_failed"], 10)
            await typing.press("7511")
            await stage.until(lambda w: w["routing"].items, 10)
            assert (await run_row(stage))["variables"]["city"] == "7511"
            await typing.hang_up()
            await stage.nothing_left()
            if how not in ("away", "hangs"):
                return
            mute = await called(stage)
            await stage.until(lambda w: w["routing"].items, 30)  # both tries were asked, then the way for silence
            await mute.hang_up()
            await stage.nothing_left()


async def test_a_sentence_is_spoken(understanding, vosk):
    stage = understanding
    asked = {"kind": "collect", "prompts": ["choose"], "variable": "wish", "collects": "text", "spoken": True,
             "length_max": 40, "tries": 1,
             "next": {"collected": "queue", "silence": "bye", "wrong": "bye"}}  # fmt: skip
    await stage.prompts()
    await stage.flow(ivr(stage, choose=asked))
    async with stage.driver():
        await stage.advisor_available(status="away")
        caller = await called(stage)
        await wait_for(lambda: vosk.open, 10)
        await caller.speak(SALES)
        await stage.until(lambda w: w["routing"].items, 15)
        assert (await run_row(stage))["variables"]["wish"] == SAYS[SALES]
        await caller.hang_up()
        await stage.nothing_left()


# -- voices


def wav(hertz: int, rate: int = 22_050) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes((np.sin(2 * np.pi * hertz * np.arange(rate) / rate) * 8000).astype("<i2").tobytes())
    return out.getvalue()


def tone_of(spoken: bytes, hertz: int) -> float:
    return level_db(waves.decode(spoken) / 32_768, hertz)


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


def piper(tmp_path: Path) -> tuple[Path, Path]:
    """Model and program: its command line, kept by a program that says a tone."""
    model = tmp_path / "voice.onnx"
    model.write_bytes(b"")
    Path(f"{model}.json").write_text(json.dumps({"audio": {"sample_rate": 16_000}}))
    program = tmp_path / "piper"
    program.write_text(f"""#!{sys.executable}
import sys, numpy as np
assert sys.argv[1:] == ["--model", {str(model)!r}, "--output_raw"], sys.argv
assert sys.stdin.read() == "Bonjour Awa\\n"
sys.stdout.buffer.write((np.sin(2*np.pi*{ADVISOR_HERTZ}*np.arange(16000)/16000)*8000).astype("<i2").tobytes())
""")
    program.chmod(0o755)
    return model, program


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


# -- voices that fail


@pytest.fixture
def impatient(monkeypatch):
    """Callers wait for half a second, and a voice that failed is tried again at the next text."""
    monkeypatch.setattr(limits, "VOICE_PATIENCE_SECONDS", 0.5)
    monkeypatch.setattr(limits, "VOICE_AGAIN_SECONDS", 0.0)


def sound_of(media: str) -> bytes:
    return Path(f"{media.removeprefix('sound:')}.wav").read_bytes()


def running(program: Path) -> bool:
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            lines.append(path.read_bytes())
    return any(str(program).encode() in line for line in lines)


def failing(why: str, engine: ToldServer) -> str:
    """What the setting says of a voice that fails so."""
    match why:
        case "missing":
            return "http://127.0.0.1:9/speak"
        case "silent" | "slow":
            engine.silent.add("/speak")
        case "refused":
            engine.say("/speak", "no", 500)
        case "not_sound":
            engine.say("/speak", "<html>Welcome</html>")
    return f"{engine.url}/speak"


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
