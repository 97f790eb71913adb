"""Who speaks which language: Piper by its model, an engine behind a URL, else espeak-ng (docs/operating/speech.md)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path

import aiohttp
import numpy as np

from palabre.channels.ports import Speech
from palabre.channels.voice.drivers import programs, waves
from palabre.channels.voice.drivers.programs import MISSING, NOT_SOUND, REFUSED, SILENT, SOUND_BYTES_MAX, VoiceFailed
from palabre.channels.voice.drivers.standing_in import GivenVoice
from palabre.foundations import limits

PIPER = "piper"
PIPER_RATE = 22_050  # of most of its voices, where the model's own description says nothing


class PiperSpeech:
    """A Piper voice as a program on this machine: text in, raw samples out."""

    kind = "piper"

    def __init__(self, language: str, model: Path, program: str = "") -> None:
        self._program, self._model, self._language = program or PIPER, model, language
        self.languages = frozenset({language})

    async def speak(self, text: str, *, language: str) -> bytes:
        """Raises VoiceFailed."""
        if not await asyncio.to_thread(self._model.is_file):
            raise VoiceFailed(MISSING)
        line = " ".join(text.split()).encode() + b"\n"  # a text a line
        command = [self._program, "--model", str(self._model), "--output_raw"]
        raw = await programs.said_by(command, line, limits.SPOKEN_SECONDS_MAX)
        samples = np.frombuffer(raw[: len(raw) // 2 * 2], "<i2")
        if not len(samples):
            raise VoiceFailed(NOT_SOUND)
        return await asyncio.to_thread(lambda: waves.encode(waves.resample(samples, self._rate())))

    def _rate(self) -> int:
        """As the description beside the model says."""
        try:
            told = json.loads(self._model.with_name(f"{self._model.name}.json").read_text())
            rate = int(told["audio"]["sample_rate"])
            return rate if waves.RATE_LEAST <= rate <= waves.RATE_MOST else PIPER_RATE
        except (OSError, ValueError, KeyError, TypeError):
            return PIPER_RATE


class RemoteSpeech:
    """POST {"text", "language"} to a URL; it answers a wav file: PCM or G.711, any rate. Piper's own server does."""

    kind = "url"

    def __init__(self, language: str, url: str) -> None:
        self._url = url
        self.languages = frozenset({language})

    async def speak(self, text: str, *, language: str) -> bytes:
        """Raises VoiceFailed."""
        try:
            async with asyncio.timeout(limits.SPOKEN_SECONDS_MAX):
                data = await self._answer(text, language)
        except TimeoutError:
            raise VoiceFailed(SILENT) from None
        except aiohttp.ClientConnectorError as error:
            raise VoiceFailed(MISSING) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise VoiceFailed(REFUSED) from error
        try:
            samples = await asyncio.to_thread(waves.decode, data)
        except ValueError as error:
            raise VoiceFailed(NOT_SOUND) from error
        if not len(samples):
            raise VoiceFailed(NOT_SOUND)
        return waves.encode(samples)

    async def _answer(self, text: str, language: str) -> bytes:
        async with (
            aiohttp.ClientSession(trust_env=False) as session,
            session.post(self._url, json={"text": text, "language": language}, allow_redirects=False) as answer,
        ):
            if answer.status != 200:
                raise VoiceFailed(REFUSED)
            data = bytearray()
            async for chunk in answer.content.iter_chunked(65_536):
                data += chunk
                if len(data) > SOUND_BYTES_MAX:
                    raise VoiceFailed(NOT_SOUND)
        return bytes(data)


class Voices:
    """The voices of a whole installation. One that fails is stood in for by the plain one, and told (standing_in)."""

    def __init__(self, plain: Speech, given: Mapping[str, PiperSpeech | RemoteSpeech] | None = None) -> None:
        """`given`: language tag → who speaks it."""
        self.plain = plain
        self._given = {tag.lower(): GivenVoice(tag, voice) for tag, voice in (given or {}).items()}
        self.languages = plain.languages | frozenset(self._given)

    def given(self) -> list[GivenVoice]:
        return list(self._given.values())

    def of(self, language: str) -> GivenVoice | None:
        """Whose voice it is; None: the plain one's."""
        parts = language.lower().split("-")
        return next((v for n in range(len(parts), 0, -1) if (v := self._given.get("-".join(parts[:n])))), None)

    async def speak(self, text: str, *, language: str) -> bytes:
        """By whoever can, kept nowhere. Raises PromptUnspeakable."""
        if (voice := self.of(language)) is not None:
            spoken = await voice.speak_in_time(text, language)
            if spoken is not None:
                return spoken
        return await self.plain.speak(text, language=language)


def voices_of(setting: str, piper: str, plain: Speech) -> Voices:
    """`setting`: language=piper:/model or language=http://… by blanks."""
    given: dict[str, PiperSpeech | RemoteSpeech] = {}
    for language, _, who in (text.partition("=") for text in setting.split()):
        path = who.removeprefix("piper:")
        given[language] = PiperSpeech(language, Path(path), piper) if path != who else RemoteSpeech(language, who)
    return Voices(plain, given)
