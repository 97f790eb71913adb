"""Who speaks which language: Piper by its model, an engine behind a URL, else espeak-ng (docs/operating/speech.md)."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import wave
from collections.abc import Mapping
from pathlib import Path

import aiohttp
import numpy as np

from palabre.channels.ports import Speech
from palabre.channels.voice.drivers import waves
from palabre.channels.voice.problems import PromptUnspeakable
from palabre.foundations import limits

log = logging.getLogger("palabre.voice")

PIPER = "piper"
PIPER_RATE = 22_050  # of most of its voices, where the model's own description says nothing
WAV_BYTES_MAX = 40_000_000
BROKEN = (OSError, ValueError, EOFError, wave.Error, aiohttp.ClientError, TimeoutError, PromptUnspeakable)


class PiperSpeech:
    """A Piper voice as a program on this machine: text in, raw samples out."""

    def __init__(self, language: str, model: Path, program: str = "") -> None:
        self._program, self._model, self._language = program or PIPER, model, language
        self.languages = frozenset({language})

    async def speak(self, text: str, *, language: str) -> bytes:
        child = await asyncio.create_subprocess_exec(
            self._program, "--model", str(self._model), "--output_raw", stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL)  # fmt: skip
        try:
            line = " ".join(text.split()).encode() + b"\n"  # a text a line
            raw, _ = await asyncio.wait_for(child.communicate(line), limits.SPOKEN_SECONDS_MAX)
        except TimeoutError:
            child.kill()
            await child.wait()
            raise PromptUnspeakable(language=language) from None
        if child.returncode or not raw:
            raise PromptUnspeakable(language=language)
        samples = np.frombuffer(raw[: len(raw) // 2 * 2], "<i2")
        return await asyncio.to_thread(lambda: waves.encode(waves.resample(samples, self._rate())))

    def _rate(self) -> int:
        """As the description beside the model says."""
        try:
            told = json.loads(self._model.with_name(f"{self._model.name}.json").read_text())
            return int(told["audio"]["sample_rate"])
        except (OSError, ValueError, KeyError, TypeError):
            return PIPER_RATE


class RemoteSpeech:
    """POST {"text", "language"} to a URL; it answers a wav file of 16 bits, any rate. Piper's own server does."""

    def __init__(self, language: str, url: str) -> None:
        self._url = url
        self.languages = frozenset({language})

    async def speak(self, text: str, *, language: str) -> bytes:
        async with (
            asyncio.timeout(limits.SPOKEN_SECONDS_MAX),
            aiohttp.ClientSession(trust_env=False) as session,
            session.post(self._url, json={"text": text, "language": language}, allow_redirects=False) as answer,
        ):
            if answer.status != 200:
                raise PromptUnspeakable(language=language)
            data = bytearray()
            async for chunk in answer.content.iter_chunked(65_536):
                data += chunk
                if len(data) > WAV_BYTES_MAX:
                    raise PromptUnspeakable(language=language)
        return await asyncio.to_thread(lambda: waves.encode(waves.decode(_whole(bytes(data)))))


def _whole(data: bytes) -> bytes:
    """A wav written while it was made does not know its length: put it into its header."""
    with wave.open(io.BytesIO(data)) as file:
        known = file.getnframes() * file.getnchannels() * file.getsampwidth()
    if known <= len(data):
        return data
    size = len(data)
    return data[:4] + (size - 8).to_bytes(4, "little") + data[8:40] + (size - 44).to_bytes(4, "little") + data[44:]


class Voices:
    """`channels.ports.Speech` of a whole installation. A voice that fails is stood in for by the plain one, loudly."""

    def __init__(self, plain: Speech, given: Mapping[str, Speech] | None = None) -> None:
        """`given`: language tag → who speaks it."""
        self._plain = plain
        self._given = {tag.lower(): voice for tag, voice in (given or {}).items()}
        self.languages = plain.languages | frozenset(self._given)

    def name(self, language: str) -> str:
        """Whose voice it is: what was spoken by another is not taken for it. '' the plain one."""
        voice = self._of(language)
        return "" if voice is None else repr(sorted(vars(voice).items(), key=str))

    def _of(self, language: str) -> Speech | None:
        parts = language.lower().split("-")
        return next((v for n in range(len(parts), 0, -1) if (v := self._given.get("-".join(parts[:n])))), None)

    async def speak(self, text: str, *, language: str) -> bytes:
        if (voice := self._of(language)) is not None:
            try:
                return await voice.speak(text, language=language)
            except BROKEN as error:
                log.error("a voice does not speak", extra={"language": language, "why": type(error).__name__})
        return await self._plain.speak(text, language=language)


def voices_of(setting: str, piper: str, plain: Speech) -> Voices:
    """`setting`: language=piper:/model or language=http://… by blanks."""
    given: dict[str, Speech] = {}
    for language, _, who in (text.partition("=") for text in setting.split()):
        path = who.removeprefix("piper:")
        given[language] = PiperSpeech(language, Path(path), piper) if path != who else RemoteSpeech(language, who)
    return Voices(plain, given)
