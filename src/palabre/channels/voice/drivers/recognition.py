"""A caller's words: her sound from Asterisk into a recogniser, live, for one step and never kept.

A snoop takes what she says and nothing else; a bridge leads it to `chan_websocket`, to which we connect as a client;
from there it goes on to who understands her language. Secret steps never come here.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any

import aiohttp
import msgspec

from palabre.channels.ports import Heard, Recogniser
from palabre.channels.voice.drivers.ari import AriError, AriGone, AriSilent
from palabre.channels.voice.drivers.calls import Call
from palabre.channels.voice.drivers.driver import Driver
from palabre.plumbing.identity import new_id

log = logging.getLogger("palabre.voice")

RATE = 8_000
PREFIX = "heard-"
START_SECONDS_MAX = 3.0
SEND_SECONDS_MAX = 2.0  # a server that takes no more of her sound: it would fill Asterisk's memory and ours
TEXT_CHARACTERS_MAX = 2_000
MESSAGE_BYTES_MAX = 1_000_000
UNKNOWN = "[unk]"  # Vosk's word for whatever else is said
CONNECTION = "MEDIA_WEBSOCKET_CONNECTION_ID"


class VoskRecogniser:
    """Vosk's WebSocket protocol, which others speak too: a configuration, then samples; texts come back."""

    def __init__(self, servers: Mapping[str, str]) -> None:
        """`servers`: language tag → ws://host:port."""
        self._servers = {tag.lower(): url for tag, url in servers.items()}
        self.languages = frozenset(self._servers)

    def _server(self, language: str) -> str | None:
        parts = language.lower().split("-")
        return next((u for n in range(len(parts), 0, -1) if (u := self._servers.get("-".join(parts[:n])))), None)

    def understands(self, language: str) -> bool:
        return self._server(language) is not None

    async def listen(
        self, sound: AsyncIterator[bytes], *, language: str, phrases: Sequence[str] = ()
    ) -> AsyncIterator[Heard]:
        url = self._server(language)
        assert url is not None, language
        config: dict[str, Any] = {"sample_rate": RATE}
        if phrases:
            config["phrase_list"] = [*phrases, UNKNOWN]
        async with aiohttp.ClientSession(trust_env=False) as session, await _connected(session, url) as socket:
            await socket.send_str(msgspec.json.encode({"config": config}).decode())
            sending = asyncio.create_task(_send(sound, socket))
            try:
                async for message in socket:
                    if message.type is aiohttp.WSMsgType.TEXT and (heard := _heard(message.data)):
                        yield heard
            finally:
                sending.cancel()
                await asyncio.gather(sending, return_exceptions=True)


async def _connected(session: aiohttp.ClientSession, url: str) -> aiohttp.ClientWebSocketResponse:
    """Also of one that takes the connection and says nothing. Raises TimeoutError."""
    timeout = aiohttp.ClientWSTimeout(ws_close=SEND_SECONDS_MAX)
    async with asyncio.timeout(START_SECONDS_MAX):
        return await session.ws_connect(url, max_msg_size=MESSAGE_BYTES_MAX, timeout=timeout)


async def _send(sound: AsyncIterator[bytes], socket: aiohttp.ClientWebSocketResponse) -> None:
    """A server that takes no more is left: whoever reads from it sees its end."""
    try:
        async for samples in sound:
            async with asyncio.timeout(SEND_SECONDS_MAX):
                await socket.send_bytes(samples)
        await socket.send_str('{"eof" : 1}')
    except (TimeoutError, aiohttp.ClientError, OSError):
        await socket.close()


def _heard(data: str) -> Heard | None:
    try:
        told = msgspec.json.decode(data)
    except msgspec.DecodeError:
        return None
    if not isinstance(told, dict):
        return None
    said = told.get("text") or told.get("partial") or ""
    text = said[:TEXT_CHARACTERS_MAX].replace(UNKNOWN, "").strip() if isinstance(said, str) else ""
    return Heard(text, "text" in told) if text else None


class Hearing:
    """`understands(language)`: whether a step may listen. `listen`: calls back with each text until cancelled."""

    def __init__(self, node: Driver, recogniser: Recogniser | None) -> None:
        self._node, self._ari, self._recogniser = node, node.ari, recogniser

    def is_there_for(self, call: Call) -> bool:
        """In some language. Nobody hears a caller who is not answered yet."""
        return self._recogniser is not None and not call.free

    def understands(self, call: Call, language: str) -> bool:
        return self._recogniser is not None and self.is_there_for(call) and self._recogniser.understands(language)

    async def listen(self, call: Call, language: str, phrases: Sequence[str], tell: Callable[[Heard], None]) -> None:
        """Until cancelled; it returns where it fails. She still has her keys then: it is told in the log alone."""
        assert self._recogniser is not None
        id = f"{PREFIX}{new_id()}"
        try:
            async with aiohttp.ClientSession(trust_env=False) as session:
                socket = await self._ear(call, id, session)
                async for heard in self._recogniser.listen(_samples(socket), language=language, phrases=phrases):
                    tell(heard)
            raise aiohttp.ServerDisconnectedError  # nobody asked it to end
        except (AriError, AriGone, AriSilent, aiohttp.ClientError, OSError, TimeoutError) as error:
            if not call.has_left:
                self._node.counted["recognition_failed"] += 1
                log.warning("not understood", extra={"conversation": call.conversation, "why": repr(error)[:200]})
        finally:
            await asyncio.shield(
                asyncio.gather(
                    *(
                        self._ari.try_ask("DELETE", kind, name)
                        for kind, name in (("channels", f"{id}-her"), ("channels", f"{id}-us"), ("bridges", id))
                    ),
                    return_exceptions=True,
                )
            )

    async def _ear(self, call: Call, id: str, session: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
        ari, her, us = self._ari, f"{id}-her", f"{id}-us"
        await ari.ask("POST", "bridges", id, type="mixing")
        hers, ours = ari.expect("StasisStart", her), ari.expect("StasisStart", us)
        try:
            await ari.ask("POST", "channels", call.line, "snoop", her, spy="in", app=ari.app, appArgs="heard")
            made = await ari.ask(
                "POST", "channels", "externalMedia", app=ari.app, data="heard", channelId=us, connection_type="server",
                transport="websocket", encapsulation="none", format="slin")  # fmt: skip
            address = f"{self._node.place.ari_url.rpartition('/ari')[0]}/media/{made['channelvars'][CONNECTION]}"
            socket = await session.ws_connect(address, protocols=("media",), max_msg_size=1_000_000)
            await ari.within(hers, START_SECONDS_MAX)
            await ari.within(ours, START_SECONDS_MAX)
            await ari.ask("POST", "bridges", id, "addChannel", channel=f"{her},{us}")
        finally:
            hers.cancel()
            ours.cancel()
        return socket


async def _samples(socket: aiohttp.ClientWebSocketResponse) -> AsyncIterator[bytes]:
    """Asterisk tells of itself in texts; sound is binary."""
    async for message in socket:
        if message.type is aiohttp.WSMsgType.BINARY:
            yield message.data
