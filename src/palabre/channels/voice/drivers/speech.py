"""Text to speech by espeak-ng: plain, free, on this machine. A recorded prompt is always better."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence

from palabre.channels.voice.drivers import programs, waves
from palabre.channels.voice.drivers.programs import VoiceFailed
from palabre.channels.voice.problems import PromptUnspeakable

log = logging.getLogger("palabre.voice")

SPEAK_SECONDS_MAX = 6.0  # it takes some hundredths of a second; a caller hears nothing meanwhile
WORDS_PER_MINUTE = 150
# languages whose voice can be listened to; others need recordings
LANGUAGES = frozenset("ar en fr es pt sw tr de it ha am".split())


class EspeakSpeech:
    """`channels.ports.Speech` by an espeak-ng that may live in a private prefix."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        self._command, self._environment = tuple(command), dict(environment or {})
        self.languages = LANGUAGES if command else frozenset()

    async def speak(self, text: str, *, language: str) -> bytes:
        voice = language.split("-")[0].lower()
        if voice not in self.languages:
            raise PromptUnspeakable(language=language)
        command = [*self._command, "-v", voice, "-s", str(WORDS_PER_MINUTE), "--stdin", "--stdout"]
        environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **self._environment}
        try:
            raw = await programs.said_by(command, text.encode(), SPEAK_SECONDS_MAX, environment)
        except VoiceFailed as failed:
            log.error("the plain voice does not speak", extra={"language": language, "why": failed.why})
            raise PromptUnspeakable(language=language) from failed
        if len(raw) <= waves.HEADER_BYTES:
            raise PromptUnspeakable(language=language)
        return await asyncio.to_thread(lambda: waves.encode(waves.decode(raw)))
