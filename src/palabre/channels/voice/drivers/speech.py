"""Text to speech by espeak-ng: plain, free, on this machine. A recorded prompt is always better."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from palabre.channels.voice.drivers import waves
from palabre.channels.voice.problems import PromptUnspeakable

SPEAK_SECONDS_MAX = 10.0
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
        child = await asyncio.create_subprocess_exec(
            *self._command,
            "-v",
            voice,
            "-s",
            str(WORDS_PER_MINUTE),
            "--stdin",
            "--stdout",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **self._environment},
        )
        try:
            raw, _ = await asyncio.wait_for(child.communicate(text.encode()), SPEAK_SECONDS_MAX)
        except TimeoutError:
            child.kill()
            await child.wait()
            raise PromptUnspeakable(language=language) from None
        if child.returncode or len(raw) <= waves.HEADER_BYTES:
            raise PromptUnspeakable(language=language)
        return await asyncio.to_thread(lambda: waves.encode(waves.decode(_with_length(raw))))


def _with_length(raw: bytes) -> bytes:
    """espeak-ng cannot know the length when it writes to a pipe: put it into the header."""
    size = len(raw)
    return raw[:4] + (size - 8).to_bytes(4, "little") + raw[8:40] + (size - 44).to_bytes(4, "little") + raw[44:]
