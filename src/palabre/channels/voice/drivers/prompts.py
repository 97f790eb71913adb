"""From a prompt to what Asterisk can play: a cached file, or its own digits and numbers."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from palabre.channels.ports import Prompt
from palabre.channels.voice.drivers import spelling, waves
from palabre.channels.voice.drivers.voices import Voices
from palabre.foundations import limits
from palabre.foundations.ids import TenantId
from palabre.plumbing.blobs import Blobs

# what Asterisk says itself in these languages (its sounds are installed); elsewhere the synthesiser reads it
SOUNDS_LANGUAGES = frozenset({"fr", "en"})
PROMPT_BYTES_MAX = 20_000_000


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
        voice = self._speech.name(language)
        name = hashlib.sha256(f"{language}\0{text}{voice and chr(0) + voice}".encode()).hexdigest()
        return await self._cached(
            self._folder / "spoken" / name[:2] / name, lambda: self._speech.speak(text, language=language)
        )

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
