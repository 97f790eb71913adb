"""The customer's side of a call, as a flow's step sees it (`channels.ports.Line`)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from palabre.channels.ports import (
    CAPABILITIES,
    CHOSEN,
    COLLECTED,
    HEARING,
    SILENCE,
    TOO_SHORT,
    WRONG,
    Choice,
    Collected,
    CustomerGone,
    Heard,
    Option,
    Prompt,
    Taken,
)
from palabre.channels.voice.commands import AllowRecording
from palabre.channels.voice.drivers import messages, saying
from palabre.channels.voice.drivers.calls import TALK, Call
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.drivers.recorder import SECRET
from palabre.channels.voice.model.spoken import chosen, digits_of
from palabre.channels.voice.problems import PromptUnspeakable

log = logging.getLogger("palabre.voice")

NO_KEY = "?"  # of something said that was none of the options

FAILED = "failed"  # flows' word for a run that could not go on
NEXT_KEY_SECONDS = 2.0  # between the digits of one option


class VoiceLine:
    """One run owns it; its methods are called one at a time. Any of them raises CustomerGone once she has left."""

    channel = "voice"

    def __init__(self, node: Driver, call: Call) -> None:
        self._node, self._call, self._sound = node, call, node.sound
        self.conversation, self.language, self.cursor = call.conversation, call.language, ""
        self._taken: tuple[str, bytes] = "", b""  # the key of the last message, and what was said
        self._toned = False  # she knows that no voice speaks
        self._back: list[Path] = []  # files of what is said back just now

    @property
    def capabilities(self) -> frozenset[str]:
        hears = self._node.hearing.is_there_for(self._call)
        return CAPABILITIES["voice"] | {HEARING} if hears else CAPABILITIES["voice"]

    # -- speaking

    async def say(self, prompts: Sequence[Prompt], *, language: str, interruptible: bool) -> str:
        await self._attend()
        with self._saying_back():
            if not interruptible:
                await self._play(prompts, language)
                self._call.forget_keys()
                return ""
            return await self._say_until_key(prompts, language)

    async def _play(
        self, prompts: Sequence[Prompt], language: str, *, unless: Callable[[], bool] = lambda: False
    ) -> None:
        media = await self._media(prompts, language, tone=not self._call.is_waiting)
        if media:
            ended = await self._sound.begin(self._call, media, language, unless=unless)
            await self._sound.ended(self._call, ended)

    async def _say_until_key(self, prompts: Sequence[Prompt], language: str) -> str:
        """The first digit typed stops it; '' when all was said in silence."""
        call = self._call
        media = await self._media(prompts, language) if call.keys.empty() else []
        if not media:
            return call.forget_keys()
        ended = await self._sound.begin(call, media, language)
        key = asyncio.ensure_future(call.keys.get())
        try:
            await asyncio.wait({ended, key, call.gone}, return_when=asyncio.FIRST_COMPLETED)
            self._still_here()
            if not key.done():
                self._sound.over(call, ended)
                return ""
            await self._sound.stop(call)
            return key.result() + call.forget_keys()
        finally:
            ended.cancel()
            key.cancel()

    async def _media(self, prompts: Sequence[Prompt], language: str, *, tone: bool = True) -> list[str]:
        """Raises PromptUnspeakable where no voice at all can say it: once she has heard a tone that says so."""
        media: list[str] = []
        for prompt in prompts:
            if prompt.kind == "taken":
                media += await self._media_taken(prompt.value)
                continue
            try:
                media += await self._node.prompts.media(self._call.tenant, [prompt], language)
            except PromptUnspeakable:
                if tone and not self._toned:
                    self._toned = True
                    await saying.no_voice(self._node, self._call)
                raise
        return media

    async def _media_taken(self, key: str) -> list[str]:
        taken, wav = self._taken
        if taken != key or not wav:
            return []
        name, path = await self._node.prompts.say_back(wav)
        self._back.append(path)
        return [name]

    @contextmanager
    def _saying_back(self) -> Iterator[None]:
        """Whatever happens meanwhile, her words lie nowhere after it."""
        try:
            yield
        finally:
            while self._back:
                self._back.pop().unlink(missing_ok=True)

    # -- listening

    async def choose(
        self, prompts: Sequence[Prompt], options: Sequence[Option], *, language: str, seconds: float, typed: str = ""
    ) -> Choice:
        await self._attend()
        phrases = tuple(phrase for option in options for phrase in option.spoken)
        said = lambda text: _keys_of_choice(text, options)
        asks = bool(prompts) or len(options) > 1  # else a key may only refuse what was said before
        hears = self._listening(language, phrases, said, wanted=bool(phrases))
        with self._saying_back(), self._asking(asks), hears:
            return await self._choose(prompts, options, language, seconds, typed)

    async def _choose(
        self, prompts: Sequence[Prompt], options: Sequence[Option], language: str, seconds: float, typed: str
    ) -> Choice:
        typed = typed or await self._say_until_key(prompts, language)
        wait = seconds
        while True:
            exact = next((o for o in options if o.key == typed), None)
            longer = any(o.key.startswith(typed) and o.key != typed for o in options)
            if typed and not longer:
                return Choice(exact, CHOSEN) if exact else Choice(None, WRONG)
            key = await self._key(NEXT_KEY_SECONDS if typed else wait)
            if key is None:
                return Choice(exact, CHOSEN) if exact else Choice(None, WRONG if typed else SILENCE)
            typed += key

    async def collect(
        self,
        prompts: Sequence[Prompt],
        *,
        language: str,
        kind: str,
        length_min: int,
        length_max: int,
        end_key: str,
        seconds: float,
        secret: bool,
        typed: str = "",
        spoken: bool = False,
    ) -> Collected:
        """Digits; words too, where they may be spoken. Nothing of a secret leaves this method but its value."""
        if spoken and kind == "text" and not secret and self._node.hearing.understands(self._call, language):
            return await self._collect_words(prompts, language, length_min, length_max, end_key, seconds)
        await self._attend()
        self._call.secret = secret
        if secret:
            await self._node.recorder.silence(self._call, SECRET)
        try:
            said = lambda text: _keys_of_digits(digits_of(text, language), length_max, end_key)
            with self._asking(True), self._listening(language, (), said, wanted=spoken and not secret):
                keys = typed or await self._say_until_key(prompts, language)
                value, ended = await self._collect(keys, length_max, end_key, seconds)
        finally:
            self._call.secret = False
            if secret and not self._call.has_left:
                await self._node.recorder.sound_again(self._call, SECRET)
        if len(value) < max(length_min, 1):
            return Collected("", TOO_SHORT if value or ended else SILENCE)
        return Collected(value, COLLECTED) if value.isdigit() else Collected("", WRONG)

    async def _collect_words(
        self, prompts: Sequence[Prompt], language: str, length_min: int, length_max: int, end_key: str, seconds: float,
    ) -> Collected:  # fmt: skip
        """The first whole utterance. A digit is taken as digits are, and where nobody listens they are all that is."""
        await self._attend()
        words: asyncio.Future[str] = asyncio.get_running_loop().create_future()

        def tell(heard: Heard) -> None:
            if heard.final and not words.done():
                words.set_result(heard.text)

        ear = self._node.spawn(self._node.hearing.listen(self._call, language, (), tell))
        try:
            with self._asking(True):
                typed = await self._say_until_key(prompts, language) or await self._said_or_typed(words, ear, seconds)
                if not typed and not words.done():
                    return Collected("", SILENCE)
                text = words.result() if words.done() else (await self._collect(typed, length_max, end_key, seconds))[0]
        finally:
            ear.cancel()
        return Collected(text[:length_max], COLLECTED) if len(text) >= length_min else Collected("", TOO_SHORT)

    async def _said_or_typed(self, words: asyncio.Future[str], ear: asyncio.Task, seconds: float) -> str:
        """The first digit, '' where words came or neither did. An ear that fails leaves her time for the keys."""
        key = asyncio.ensure_future(self._call.keys.get())
        try:
            await asyncio.wait({words, key, ear, self._call.gone}, return_when=asyncio.FIRST_COMPLETED, timeout=seconds)
            if ear.done() and not words.done():
                await asyncio.wait({key, self._call.gone}, return_when=asyncio.FIRST_COMPLETED, timeout=seconds)
            self._still_here()
            return key.result() if key.done() else ""
        finally:
            key.cancel()

    @contextmanager
    def _asking(self, asks: bool) -> Iterator[None]:
        self._call.asked_at = asyncio.get_running_loop().time() if asks else 0.0
        try:
            yield
        finally:
            self._call.asked_at = 0.0

    @contextmanager
    def _listening(
        self, language: str, phrases: Sequence[str], keys_of: Callable[[str], str], *, wanted: bool
    ) -> Iterator[None]:
        """What she says is taken as the keys it stands for: they interrupt, and are judged, as if typed."""
        if not wanted or not self._node.hearing.understands(self._call, language):
            yield
            return

        def tell(heard: Heard) -> None:
            if heard.final:
                for key in keys_of(heard.text):
                    self._call.press(key)

        ear = self._node.spawn(self._node.hearing.listen(self._call, language, phrases, tell))
        try:
            yield
        finally:
            ear.cancel()

    async def _collect(self, keys: str, length_max: int, end_key: str, seconds: float) -> tuple[str, bool]:
        """What was typed before the end key, and whether that was pressed."""
        value = ""
        while len(value) < length_max:
            if not keys:
                keys = await self._key(seconds) or ""
                if not keys:
                    return value, False
            key, keys = keys[0], keys[1:]
            if end_key and key == end_key:
                return value, True
            value += key
        for key in keys:  # typed ahead for what comes next
            self._call.press(key)
        return value, False

    async def _key(self, seconds: float) -> str | None:
        key = asyncio.ensure_future(self._call.keys.get())
        try:
            await asyncio.wait({key, self._call.gone}, return_when=asyncio.FIRST_COMPLETED, timeout=seconds)
            self._still_here()
            return key.result() if key.done() else None
        finally:
            key.cancel()

    # -- waiting

    async def wait_begin(self, *, music: str, language: str) -> None:
        self._still_here()
        await self._node.moving.begun(self._call)
        await self._sound.hold(self._call, music, unless=self._talking)

    async def wait_say(self, prompts: Sequence[Prompt], *, language: str) -> None:
        """In the holding bridge the music gives way to the message and returns after it."""
        self._still_here()
        await self._sound.hold(self._call, self._call.music, unless=self._talking)
        await self._play(prompts, language, unless=self._talking)

    async def wait_key(self) -> str:
        call = self._call
        call.keys_wanted = True
        call.forget_keys()
        key = asyncio.ensure_future(call.keys.get())
        try:
            await asyncio.wait({key, call.gone}, return_when=asyncio.FIRST_COMPLETED)
            self._still_here()
            return key.result()
        finally:
            call.keys_wanted = False
            key.cancel()

    # -- leaving

    async def transfer(self, number: str, *, seconds: float) -> str:
        await self._attend()
        return await self._node.transfers.transfer(self._call, number, seconds)

    async def take_message(self, key: str, *, seconds_max: int, silence_seconds: int) -> Taken | None:
        await self._attend()
        self._call.forget_keys()
        found = await messages.take(self._node, self._call, key, seconds_max, silence_seconds)
        self._call.forget_keys()
        self._taken = key, found.wav if found else b""
        return found

    async def allow_recording(self, allowed: bool) -> None:
        self._still_here()
        await self._node.insist(self._call.tenant, AllowRecording(self.conversation, allowed))
        await self._node.recorder.answered(self._call)

    async def hang_up(self, reason: str) -> None:
        """`failed`: nobody could serve her, but a rescue number may."""
        await self._node.moving.begun(self._call)
        if reason == FAILED and await self._node.reconciler.rescue.take(self._call):
            return
        await self._node.hang_up_customer(self._call, reason or "closed")

    # -- common

    def _talking(self) -> bool:
        """Somebody took over between two looks."""
        return self._call.place == TALK

    def _still_here(self) -> None:
        if self._call.has_left:
            raise CustomerGone

    async def _attend(self) -> None:
        """Before speaking or listening: out of the waiting music."""
        self._still_here()
        await self._node.moving.begun(self._call)
        if self._call.place != TALK:
            await self._sound.leave_holding(self._call)


def _keys_of_choice(text: str, options: Sequence[Option]) -> str:
    option = chosen(text, options)
    return option.key if option else NO_KEY


def _keys_of_digits(digits: str, length_max: int, end_key: str) -> str:
    """Whole with its last digit: no end key is left for the step that follows."""
    return digits[:length_max] if len(digits) >= length_max else digits + end_key
