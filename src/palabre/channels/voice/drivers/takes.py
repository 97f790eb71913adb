"""A prompt spoken into a telephone that we call: after a tone, to a key or until she puts down.

Ended by a key (or a silence) it is said back there, kept by 1, spoken again by 2; put down meanwhile, it is erased.
Who puts down while she speaks hears it on her screen, and decides there. Until it is kept it is in this memory alone:
a restart forgets it, and a file lies with Asterisk only while it is said back.
"""

from __future__ import annotations

import asyncio
import logging

import msgspec
from nats.aio.msg import Msg

from palabre.channels.ports import CHOSEN, CustomerGone, Option, Prompt, Taken
from palabre.channels.voice.actions.takes import PURPOSE
from palabre.channels.voice.drivers import words
from palabre.channels.voice.drivers.ari import AriError, AriGone, AriSilent
from palabre.channels.voice.drivers.calls import Call
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.drivers.line import VoiceLine
from palabre.channels.voice.drivers.transfers import OUTCOMES
from palabre.channels.voice.model.takes import (
    ENDED,
    HEARING,
    KEPT,
    SPEAKING,
    SPOKEN,
    Take,
    TakeAsked,
    TakeDone,
)
from palabre.channels.voice.problems import NotPermitted, NumberInvalid
from palabre.foundations.ids import ConversationId, TenantId
from palabre.foundations.problems import Problem

log = logging.getLogger("palabre.voice")

CALL_SUBJECT, DO_SUBJECT = "live.*.take_call", "live.*.take_do"
PREFIX = "take-"
AT_ONCE_MAX = 5
RING_SECONDS, CALL_SECONDS_MAX = 30, 900.0
SILENCE_SECONDS = 5        # after which she has said it all
PUT_DOWN_SECONDS = 0.7     # her putting down is told after the recording that it ended
TRIES = 3
CHOICE_SECONDS = 8.0
DECIDE_SECONDS = 600.0     # on her screen
REMEMBERED_SECONDS = 120.0
CHUNK_BYTES = 400_000      # below what one message of the bus may carry


class Spoken:
    """One call. `wav`: what she said last, b'' nothing that could be kept."""

    def __init__(self, tenant: TenantId, asked: TakeAsked) -> None:
        self.tenant, self.asked, self.told, self.wav = tenant, asked, Take(), b""
        self.call = Call(tenant, ConversationId(""), f"{PREFIX}{asked.id}", "", asked.language)
        self.decided = asyncio.Event()
        self.deciding = asyncio.Lock()
        self.task: asyncio.Task | None = None

    def ends(self, state: str, why: str = "") -> None:
        """The first end counts."""
        if self.told.state not in (KEPT, ENDED):
            self.told.state, self.told.why, self.wav = state, why, b""
            self.decided.set()


class Takes:
    def __init__(self, node: Driver) -> None:
        self._node, self._ari = node, node.ari
        self._takes: dict[str, Spoken] = {}

    async def listen(self) -> None:
        """One of the voice processes calls; it alone answers for it."""
        bus = self._node.services.bus
        await bus.subscribe(CALL_SUBJECT, self._on_call, queue="take_call")
        await bus.subscribe(DO_SUBJECT, self._on_do)

    def is_ours(self, channel: str) -> bool:
        return channel.removeprefix(PREFIX) in self._takes

    def on_key(self, channel: str, key: str) -> None:
        if take := self._takes.get(channel.removeprefix(PREFIX)):
            take.call.press(key)

    def on_end(self, channel: str) -> None:
        if take := self._takes.get(channel.removeprefix(PREFIX)):
            take.call.leave()

    # -- asked

    async def _on_call(self, message: Msg) -> None:
        tenant, asked = TenantId(message.subject.split(".")[1]), msgspec.json.decode(message.data, type=TakeAsked)
        if asked.id not in self._takes:
            if not self._ari.connected:
                return await message.respond(b"unavailable")
            going = [t for t in self._takes.values() if t.told.state not in (KEPT, ENDED)]
            if len(going) >= AT_ONCE_MAX:
                return await message.respond(b"busy")
            for before in going:  # she asks anew: what she spoke before was not kept
                if (before.tenant, before.asked.person) == (tenant, asked.person):
                    self._discard(before)
            take = self._takes[asked.id] = Spoken(tenant, asked)
            take.task = self._node.spawn(self._serve(take))
        await message.respond(b"ok")

    async def _on_do(self, message: Msg) -> None:
        tenant, asked = message.subject.split(".")[1], msgspec.json.decode(message.data, type=TakeDone)
        take = self._takes.get(asked.id)
        if take is None or (take.tenant, take.asked.person) != (tenant, asked.person):
            return
        if asked.do == "sound":
            return await message.respond(take.wav[asked.offset : asked.offset + CHUNK_BYTES])
        if asked.do == "discard":
            self._discard(take)
        elif asked.do == "keep":
            self._node.spawn(self._keep_and_answer(take, message))
            return
        await message.respond(msgspec.json.encode(take.told))

    async def _keep_and_answer(self, take: Spoken, message: Msg) -> None:
        kept = await self._keep(take)
        await message.respond(msgspec.json.encode(take.told) if kept else b"")

    def _discard(self, take: Spoken) -> None:
        take.ends(ENDED, "discarded")
        self._node.spawn(self._node.outside.hang_up(take.call.line))

    async def _keep(self, take: Spoken) -> bool:
        """Once, whoever asks twice. False: there is nothing, or it could not be kept and can be asked again."""
        async with take.deciding:
            if take.told.state == KEPT:
                return True
            if not take.wav:
                return False
            asked = take.asked
            try:
                await self._node.flows.keep_prompt(take.tenant, asked.person, asked.name, asked.language, take.wav)
            except Exception as error:  # the storage, the database: she is told, and may try again
                log.error("a spoken prompt not kept", extra={"why": repr(error)[:200]})
                return False
            take.ends(KEPT)
            return True

    # -- a call

    async def _serve(self, take: Spoken) -> None:
        try:
            async with asyncio.timeout(CALL_SECONDS_MAX):
                await self._called(take)
            if take.told.state == SPOKEN:
                async with asyncio.timeout(DECIDE_SECONDS):
                    await take.decided.wait()
        except TimeoutError:
            take.ends(ENDED, "forgotten" if take.told.state == SPOKEN else "too_long")
        except CustomerGone:
            take.ends(ENDED, "hung_up")
        except (NotPermitted, NumberInvalid) as refused:
            take.ends(ENDED, refused.code)
        except (AriError, AriGone, AriSilent, Problem) as error:
            log.warning("a prompt's call broke", extra={"why": repr(error)[:200]})
            take.ends(ENDED, "failed")
        finally:
            take.ends(ENDED, "failed")
            if self._ari.connected:
                await self._node.outside.hang_up(take.call.line)
        await asyncio.sleep(REMEMBERED_SECONDS)
        self._takes.pop(take.asked.id, None)

    async def _called(self, take: Spoken) -> None:
        line = take.call.line
        answered, gone = self._ari.expect("StasisStart", line), self._ari.expect("ChannelDestroyed", line)
        decided = asyncio.ensure_future(take.decided.wait())
        try:
            await self._node.outside.call(
                take.tenant, take.asked.number, channel=line, app_args="take", purpose=PURPOSE, seconds=RING_SECONDS)
            await asyncio.wait(
                {answered, gone, decided}, return_when=asyncio.FIRST_COMPLETED, timeout=RING_SECONDS + 1)
            if take.told.state == ENDED:  # given up while we asked for it
                return
            if not answered.done():
                why = OUTCOMES.get(gone.result().get("cause", 0), "failed") if gone.done() else "no_answer"
                return take.ends(ENDED, why)
            await self._speak(take)
        finally:
            for future in (answered, gone, decided):
                future.cancel()
            if take.told.state != SPOKEN:
                await self._node.outside.hang_up(line)

    async def _speak(self, take: Spoken) -> None:
        line, language = VoiceLine(self._node, take.call), take.asked.language
        for n in range(TRIES):
            take.told.state = SPEAKING
            await line.say([_words(words.SPEAK_AFTER_THE_TONE, language)], language=language, interruptible=True)
            key = f"{take.asked.id}:{n}"
            taken = await line.take_message(key, seconds_max=take.asked.seconds_max, silence_seconds=SILENCE_SECONDS)
            if taken is None:
                return take.ends(ENDED, "not_recorded")
            if await self._put_down(take, taken):
                return
            if not taken.wav:
                continue
            take.told.state, take.wav, take.told.seconds = HEARING, taken.wav, round(taken.seconds, 1)
            if await self._decided(take, line, key):
                return
        take.ends(ENDED, "silent")

    async def _put_down(self, take: Spoken, taken: Taken) -> bool:
        """While she spoke: she goes on at her screen."""
        await asyncio.wait({take.call.gone}, timeout=PUT_DOWN_SECONDS)
        if not take.call.has_left or take.told.state == ENDED:
            return take.told.state == ENDED
        if not taken.wav:
            take.ends(ENDED, "silent")
        else:
            take.told.state, take.wav, take.told.seconds = SPOKEN, taken.wav, round(taken.seconds, 1)
        return True

    async def _decided(self, take: Spoken, line: VoiceLine, key: str) -> bool:
        """False: she speaks again."""
        language = take.asked.language
        back = [Prompt("taken", key), _words(words.KEEP_OR_AGAIN, language)]
        for _ in range(TRIES):
            choice = await line.choose(back, [Option("1"), Option("2")], language=language, seconds=CHOICE_SECONDS)
            if take.told.state in (KEPT, ENDED):  # on her screen meanwhile
                return True
            if choice.reason == CHOSEN and choice.option and choice.option.key == "2":
                take.wav = b""
                return False
            if choice.reason == CHOSEN:
                kept = await self._keep(take)
                said = words.KEPT_AS_SPOKEN if kept else words.NOT_KEPT
                await line.say([_words(said, language)], language=language, interruptible=True)
                return True
        take.told.state = SPOKEN  # she says nothing: it waits for her on the screen
        return True


def _words(sentence: dict[str, str], language: str) -> Prompt:
    text, _ = words.in_language(sentence, language)
    return Prompt("text", text, text)
