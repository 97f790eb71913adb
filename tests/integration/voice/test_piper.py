"""Piper itself, its own program and its own server, with a true model that says a tone."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tone_voice import write_tone_voice

from palabre.channels.voice.drivers import waves
from palabre.channels.voice.drivers.programs import VoiceFailed
from palabre.channels.voice.drivers.voices import PiperSpeech, RemoteSpeech
from palabre.processes.robots.hearing import ADVISOR_HERTZ, floats, level_db

PROGRAM = Path(sys.executable).with_name("piper")
SHORT, LONG = "Bonjour.", "Bonjour, vous êtes bien chez Palabre.\nUn conseiller arrive dans un instant."


@pytest.fixture(autouse=True)
def there(missing):
    if not PROGRAM.exists():
        missing("Piper is not in this environment: ./palabre test installs it")


def toned(sound: bytes) -> bool:
    return level_db(floats(waves.decode(sound)), ADVISOR_HERTZ) > -25


async def test_its_program_says_a_whole_text_by_the_path_of_a_model(tmp_path):
    voice = PiperSpeech("fr", write_tone_voice(tmp_path / "fr.onnx", ADVISOR_HERTZ), str(PROGRAM))
    short, long = [await voice.speak(text, language="fr") for text in (SHORT, LONG)]
    assert toned(short) and toned(long)
    seconds = [len(waves.decode(sound)) / waves.RATE for sound in (short, long)]
    assert 0.3 < seconds[0] < 2 and seconds[1] > 4 * seconds[0], "every line of it, at the model's own rate"


async def test_its_program_refuses_what_is_no_model(tmp_path):
    model = write_tone_voice(tmp_path / "fr.onnx", ADVISOR_HERTZ)
    model.write_bytes(b"no model at all")
    with pytest.raises(VoiceFailed, match="refused"):
        await PiperSpeech("fr", model, str(PROGRAM)).speak(SHORT, language="fr")


@contextlib.asynccontextmanager
async def served(model: Path) -> AsyncIterator[str]:
    """Its address, once it listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "piper.http_server", "-m", str(model), "--host", "127.0.0.1", "--port", str(port)]
    log = model.with_suffix(".log")
    with log.open("wb") as told:
        server = await asyncio.create_subprocess_exec(*command, stdout=told, stderr=told, cwd=model.parent)
    try:
        async with asyncio.timeout(60):
            while True:
                assert server.returncode is None, log.read_text()
                with contextlib.suppress(OSError):
                    _, writer = await asyncio.open_connection("127.0.0.1", port)
                    writer.close()
                    break
                await asyncio.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        with contextlib.suppress(ProcessLookupError):
            server.terminate()
        await asyncio.wait_for(server.wait(), 30)


async def test_its_server_says_it_by_its_address(tmp_path):
    async with served(write_tone_voice(tmp_path / "fr.onnx", ADVISOR_HERTZ)) as url:
        sound = await RemoteSpeech("fr", f"{url}/synthesize").speak(LONG, language="fr")
        assert toned(sound) and len(waves.decode(sound)) > waves.RATE
        with pytest.raises(VoiceFailed, match="refused"):
            await RemoteSpeech("fr", f"{url}/speak").speak(SHORT, language="fr")
