"""What the customer hears: playbacks, music, and the bridges she is moved between."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from palabre.channels.ports import CustomerGone
from palabre.channels.voice.drivers.ari import Ari, AriError, AriGone
from palabre.channels.voice.drivers.calls import FLOW, HOLDING, TALK, Call
from palabre.channels.voice.drivers.holding import Holding
from palabre.foundations.ids import TenantId
from palabre.plumbing.identity import new_id

STOP_SECONDS_MAX = 3.0
ENTER_SECONDS_MAX = 5.0
PLAY_SECONDS_MAX = 600.0


class Sound:
    """All methods may raise CustomerGone; a bridge is made when first needed, under an id that a repeat finds.

    Music sounds in holding bridges alone, so that none can be left in a talk: whoever is to hear it is moved there.
    `unless`: asked once it is this one's turn, for while it waited a talk may have begun; true: nothing is done.
    """

    def __init__(self, ari: Ari) -> None:
        self.ari, self.holding = ari, Holding(ari)
        self.music_of: Callable[[TenantId], str] = lambda tenant: "default"

    # -- playbacks

    async def begin(
        self, call: Call, media: list[str], language: str, *, unless: Callable[[], bool] = lambda: False
    ) -> asyncio.Future:
        """Start playing and return the future of its end; of what is not played that is now."""
        async with call.lock:
            if unless():
                return _now()
            await self._stop(call)
            playback = f"say-{new_id()}"
            ended = self.ari.expect(("PlaybackFinished", "PlaybackFailed"), playback)
            await self._ask(call, "POST", "channels", call.line, "play", playback, media=",".join(media), lang=language)
            call.playback, call.playback_ended = playback, ended
        return ended

    async def ended(self, call: Call, playback: asyncio.Future) -> None:
        """Wait for the end of a playback, or raise that the customer left."""
        await asyncio.wait({playback, call.gone}, return_when=asyncio.FIRST_COMPLETED, timeout=PLAY_SECONDS_MAX)
        if call.has_left:
            playback.cancel()
            raise CustomerGone
        if playback.done() and not playback.cancelled() and playback.exception():
            raise AriGone(self.ari.app)
        self.over(call, playback)

    def over(self, call: Call, playback: asyncio.Future) -> None:
        """It needs no stopping any more, unless another one has begun meanwhile."""
        if call.playback_ended is playback:
            call.playback = ""

    async def stop(self, call: Call) -> None:
        async with call.lock:
            await self._stop(call)

    async def _stop(self, call: Call) -> None:
        """Stop what plays and wait until it has: a channel moved meanwhile would block the whole socket."""
        playback, call.playback = call.playback, ""
        if not playback:
            return
        ended = self.ari.expect(("PlaybackFinished", "PlaybackFailed"), playback)
        if await self.ari.try_ask("DELETE", "playbacks", playback):
            await asyncio.wait({ended, call.gone}, return_when=asyncio.FIRST_COMPLETED, timeout=STOP_SECONDS_MAX)
        ended.cancel()

    # -- places

    async def hold(self, call: Call, music: str = "", *, unless: Callable[[], bool] = lambda: False) -> None:
        """She hears music, and none of those who wait beside her. A class that does not exist is silent in Asterisk."""
        async with call.lock:
            if unless():
                return
            await self._stop(call)
            before, call.place = call.place, HOLDING  # at once: a flow that has her again takes her out after us
            try:
                with _leaving(call):
                    await self.holding.enter(call, call.line, music or self.music_of(call.tenant))
            except BaseException:
                call.place = before
                raise
            call.music = music

    async def set_aside(self, call: Call, channels: list[str]) -> None:
        """With music, as the customer when she waits; nobody hears another."""
        async with call.lock:
            await self._aside(call, channels)
            call.comforted -= set(channels)

    async def comfort(self, call: Call, channels: Callable[[], list[str]]) -> None:
        """The same, until somebody enters where they stood: then they are back there by themselves. `channels`: whose,
        asked once it is this one's turn."""
        async with call.lock:
            waiting = channels()
            call.comforted |= set(waiting)  # at once: who leaves meanwhile is taken out
            await self._aside(call, waiting)

    async def _aside(self, call: Call, channels: list[str]) -> None:
        with _leaving(call):
            for channel in channels:
                await self.holding.enter(call, channel, self.music_of(call.tenant))

    async def leave_holding(self, call: Call) -> None:
        """Back to the flow: nothing plays, nobody is there."""
        async with call.lock:
            await self._stop(call)
            if call.place == HOLDING:
                await self.holding.remove(call.line)
                call.place = FLOW

    async def talk(self, call: Call, *others: str) -> None:
        """Together with the others in the mixing bridge of the conversation; they hear each other from here on."""
        async with call.lock:
            await self._stop(call)
            await self.bridge(call, call.talk_bridge, "mixing")
            for channel in others if call.place == TALK else (*others, call.line):
                await self._enter_talk(call, channel)
            await self._comforted_back(call)
            call.place = TALK

    async def stand_by(self, call: Call, channel: str) -> None:
        """Alone where the talk will go on: the customer keeps her music until she is taken off hold."""
        async with call.lock:
            await self.bridge(call, call.talk_bridge, "mixing")
            await self._enter_talk(call, channel)
            await self._comforted_back(call)

    async def _enter_talk(self, call: Call, channel: str) -> None:
        await self.enter(call, call.talk_bridge, channel)
        await self.holding.leave(channel)

    async def _comforted_back(self, call: Call) -> None:
        """Whoever waited for her who has just come. One who has left meanwhile stops nobody."""
        while call.comforted:
            channel = call.comforted.pop()
            try:
                await self._enter_talk(call, channel)
            except (AriError, CustomerGone):
                if call.has_left:
                    raise

    async def bridge(self, call: Call, id: str, kind: str) -> None:
        if id not in call.bridges:
            await self._ask(call, "POST", "bridges", id, type=kind)
            call.bridges.add(id)

    async def enter(self, call: Call, bridge: str, channel: str) -> None:
        entered = self.ari.expect("ChannelEnteredBridge", channel)
        try:
            await self._ask(call, "POST", "bridges", bridge, "addChannel", channel=channel)
            await self.ari.within(entered, ENTER_SECONDS_MAX)
        finally:
            entered.cancel()

    async def clear(self, call: Call) -> None:
        """After the call: its bridges go."""
        await self.holding.clear(call)
        for bridge in list(call.bridges):
            await self.ari.try_ask("DELETE", "bridges", bridge)
        call.bridges.clear()

    async def _ask(self, call: Call, *request: str, **query: str) -> None:
        with _leaving(call):
            await self.ari.ask(*request, **query)


@contextmanager
def _leaving(call: Call) -> Iterator[None]:
    """A refusal about a channel that is no more means that the customer has left."""
    try:
        yield
    except AriError as error:
        if call.has_left or error.status == 404:
            raise CustomerGone from error
        raise


def _now() -> asyncio.Future:
    ended = asyncio.get_running_loop().create_future()
    ended.set_result(None)
    return ended
