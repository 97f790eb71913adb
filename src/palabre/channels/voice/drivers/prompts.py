"""From a prompt to what Asterisk can play: a cached file, or its own digits and numbers."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from palabre.channels.ports import Prompt
from palabre.channels.voice.drivers import spelling, waves
from palabre.channels.voice.drivers.standing_in import GivenVoice
from palabre.channels.voice.drivers.voices import Voices
from palabre.foundations import limits
from palabre.foundations.ids import TenantId
from palabre.plumbing.blobs import Blobs
from palabre.plumbing.identity import new_id, now_ms

# what Asterisk says itself in these languages (its sounds are installed); elsewhere the synthesiser reads it
SOUNDS_LANGUAGES = frozenset({"fr", "en"})
PROMPT_BYTES_MAX = 20_000_000
BACK, BACK_SECONDS_MAX = "back", 1_800.0  # a take is heard for less


class Prompts:
    """One cache for all tenants: a text under the hash of its words, a recording under its blob's id."""

    def __init__(self, folder: Path, blobs: Blobs, speech: Voices, owner: tuple[int, int] | None = None) -> None:
        self._folder, self._blobs, self._speech, self._owner = folder, blobs, speech, owner
        self._making: dict[Path, asyncio.Task] = {}

    async def media(self, tenant: TenantId, prompts: Sequence[Prompt], language: str) -> list[str]:
        """Media names in order, for one playback. Raises PromptUnspeakable, NotFound."""
        names = [await self._media_of(tenant, p, language) for p in prompts]
        return [n for group in names for n in group]

    async def tone(self, name: str, data: bytes) -> str:
        """A sound of our own making, as media name. `data`: a wav file, the same for the same name."""

        async def made() -> bytes:
            return data

        return await self._cached(self._folder / "tones" / name, made)

    async def say_back(self, data: bytes) -> tuple[str, Path]:
        """What was just spoken, as media name, and the file to erase once it was heard. `data`: a wav file."""
        path = self._folder / BACK / f"{new_id()}.wav"
        await asyncio.to_thread(self._write, path, data)
        return f"sound:{path.with_suffix('')}", path

    def forget_said_back(self) -> int:
        """What a crash left of takes that nobody kept; how many."""
        old = [p for p in (self._folder / BACK).glob("*.*") if p.stat().st_mtime < now_ms() / 1000 - BACK_SECONDS_MAX]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    async def _media_of(self, tenant: TenantId, prompt: Prompt, language: str) -> list[str]:
        short = language.split("-")[0]
        if prompt.kind == "strokes":
            return [await self.tone(f"strokes-{prompt.value}", waves.encode(waves.strokes(int(prompt.value))))]
        if prompt.kind == "recording":
            return [await self._recording(tenant, prompt.value)]
        if short in SOUNDS_LANGUAGES and (sounds := _sounds(prompt, short)):
            return sounds
        text = " ".join(prompt.value) if prompt.kind == "digits" else prompt.value
        return [await self._spoken(text, language)] if text.strip() else []

    async def _spoken(self, text: str, language: str) -> str:
        """By the voice that is given for it, else by the plain one under its own name: the given one is asked again as
        soon as it may speak."""
        if (given := self._speech.of(language)) is not None:
            path = self._place(text, language, given.name)
            if path.with_suffix(".wav").exists() or await self._speaks(given, path, text, language):
                return f"sound:{path}"
        path = self._place(text, language)
        return await self._cached(path, lambda: self._speech.plain.speak(text, language=language))

    def _place(self, text: str, language: str, voice: str = "") -> Path:
        name = hashlib.sha256(f"{language}\0{text}{voice and chr(0) + voice}".encode()).hexdigest()
        return self._folder / "spoken" / name[:2] / name

    async def _speaks(self, given: GivenVoice, path: Path, text: str, language: str) -> bool:
        async def keep(spoken: bytes) -> None:
            await asyncio.to_thread(self._write, path.with_suffix(".wav"), spoken)

        return await given.speak_in_time(text, language, keep) is not None

    async def _recording(self, tenant: TenantId, blob: str) -> str:
        return await self._cached(self._folder / "recorded" / str(tenant) / blob, lambda: self._fetch(tenant, blob))

    async def _fetch(self, tenant: TenantId, blob: str) -> bytes:
        data = bytearray()
        async for chunk in self._blobs.get(tenant, blob):
            data += chunk
            if len(data) > PROMPT_BYTES_MAX:
                raise ValueError("a prompt of more than twenty million bytes")
        return await asyncio.to_thread(lambda: waves.encode(waves.decode(bytes(data))))

    async def _cached(self, path: Path, make: Callable) -> str:
        """Media name of the file; made once, however many ask at the same moment."""
        if not path.with_suffix(".wav").exists():
            if path not in self._making:
                self._making[path] = task = asyncio.create_task(self._make(path.with_suffix(".wav"), make))
                task.add_done_callback(lambda _: self._making.pop(path, None))
            await asyncio.shield(self._making[path])
        return f"sound:{path}"

    async def _make(self, path: Path, make: Callable) -> None:
        data = await make()
        await asyncio.to_thread(self._write, path, data)

    def _write(self, path: Path, data: bytes) -> None:
        """Whole or not at all, and readable by the account Asterisk runs as."""
        for folder in reversed([p for p in path.parents if p.is_relative_to(self._folder)]):
            folder.mkdir(mode=0o750, exist_ok=True)
            self._give(folder)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(data)
        part.chmod(0o640)
        self._give(part)
        part.rename(path)

    async def forget_old(self) -> int:
        """Texts spoken longest ago are spoken again when they are needed; how many files went."""
        await asyncio.to_thread(self.forget_said_back)
        return await asyncio.to_thread(self._forget_old)

    def _forget_old(self) -> int:
        found = [(p.stat(), p) for p in (self._folder / "spoken").glob("*/*.wav")]
        too_many, gone = sum(s.st_size for s, _ in found) - limits.SPOKEN_BYTES_MAX, 0
        for told, path in sorted(found, key=lambda one: one[0].st_mtime):
            if too_many <= 0:
                break
            path.unlink(missing_ok=True)
            too_many, gone = too_many - told.st_size, gone + 1
        return gone

    def _give(self, path: Path) -> None:
        if self._owner:
            os.chown(path, *self._owner)


def _sounds(prompt: Prompt, language: str) -> list[str]:
    """Single recordings where they can say it; else nothing, and the synthesiser reads it."""
    try:
        match prompt.kind:
            case "digits" if prompt.value.isdecimal():
                return spelling.digits(prompt.value)
            case "number" if prompt.value.isdecimal():
                return spelling.number(int(prompt.value), language)
            case "date":
                return spelling.date(prompt.value, language)
            case "time":
                return spelling.time(prompt.value, language)
    except ValueError:
        pass
    return []
