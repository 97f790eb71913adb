"""A voice that was given for a language, and what becomes of callers while it fails: nobody waits for it in silence.

It is asked first. What has not come within a caller's patience is said by the plain voice instead, while this one goes
on: its sound is kept for the next caller. Once it has failed, nobody waits for it any more; it is tried again beside
what the plain voice says, every so often, and speaks again as soon as it answers.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Protocol

from palabre.channels.voice.drivers.programs import NOT_SOUND, SLOW, VoiceFailed
from palabre.foundations import limits
from palabre.plumbing.identity import now_ms

log = logging.getLogger("palabre.voice")

Keep = Callable[[bytes], Awaitable[None]]


class Given(Protocol):
    kind: str

    async def speak(self, text: str, *, language: str) -> bytes: ...


class GivenVoice:
    """`why`: '' while it speaks, else as VoiceFailed; `since`: ms."""

    def __init__(self, tag: str, voice: Given) -> None:
        self.tag, self.kind, self._voice = tag, voice.kind, voice
        self.name = repr(sorted(vars(voice).items(), key=str))  # what another spoke is not taken for its
        self.why, self.since = "", 0
        self._again_at = 0.0
        self._asked: dict[str, asyncio.Task[bytes]] = {}

    async def speak_in_time(self, text: str, language: str, keep: Keep | None = None) -> bytes | None:
        """None: somebody else must say it now. `keep`: is given the sound, whenever it comes."""
        key = f"{language}\0{text}"
        if self.why and _now() < self._again_at and key not in self._asked:
            return None
        self._again_at = _now() + limits.VOICE_AGAIN_SECONDS
        task = self._asked.get(key) or self._ask(key, text, language, keep)
        if self.why:  # it is tried; nobody waits for it
            return None
        try:
            async with asyncio.timeout(limits.VOICE_PATIENCE_SECONDS):
                return await asyncio.shield(task)
        except TimeoutError:
            self._fails(SLOW)
        except VoiceFailed:
            pass
        return None

    def _ask(self, key: str, text: str, language: str, keep: Keep | None) -> asyncio.Task[bytes]:
        task = self._asked[key] = asyncio.create_task(self._speak(text, language, keep))

        def over(done: asyncio.Task) -> None:
            self._asked.pop(key, None)
            if not done.cancelled():
                done.exception()  # told where it happened

        task.add_done_callback(over)
        return task

    async def _speak(self, text: str, language: str, keep: Keep | None) -> bytes:
        began = _now()
        try:
            spoken = await self._voice.speak(text, language=language)
        except VoiceFailed as failed:
            self._fails(failed.why)
            raise
        except Exception as error:  # whatever an engine sends, a caller is spoken to
            self._fails(NOT_SOUND)
            raise VoiceFailed(NOT_SOUND) from error
        if keep:
            await keep(spoken)
        if _now() - began <= limits.VOICE_PATIENCE_SECONDS:
            self._speaks()
        return spoken

    def _fails(self, why: str) -> None:
        if not self.why:
            self.since = now_ms()
        if self.why != why:
            log.error("a voice does not speak, the plain one does", extra={"language": self.tag, "why": why})
        self.why = why

    def _speaks(self) -> None:
        if self.why:
            log.warning("a voice speaks again", extra={"language": self.tag})
        self.why, self.since = "", 0

    async def close(self) -> None:
        tasks = list(self._asked.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _now() -> float:
    return asyncio.get_running_loop().time()
