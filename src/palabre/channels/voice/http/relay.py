"""The browser's SIP socket, relayed to Asterisk on loopback: one origin, one certificate, no Asterisk outside."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import aiohttp
from litestar import WebSocket
from litestar.exceptions import WebSocketDisconnect, WebSocketException

from palabre.foundations import limits

SUBPROTOCOL = "sip"
ASKED, ANSWERED = "\r\n\r\n", "\r\n"  # is anybody there? (RFC 5626, 4.4.1)
TOO_MUCH, GOING_AWAY, UNAVAILABLE = 1008, 1001, 1013


class Budget:
    """So many messages a second, with a burst of two seconds' worth."""

    def __init__(self, per_second: float) -> None:
        self._per_second, self._left, self._at = per_second, 2 * per_second, asyncio.get_running_loop().time()

    def spend(self) -> bool:
        now = asyncio.get_running_loop().time()
        self._left = min(2 * self._per_second, self._left + (now - self._at) * self._per_second)
        self._at = now
        self._left -= 1
        return self._left >= 0


async def relay(socket: WebSocket, ari_url: str) -> None:
    """Until either side closes. Messages pass as they are; too large or too many end it."""
    await socket.accept(subprotocols=SUBPROTOCOL)
    url = ari_url.removesuffix("/ari") + "/ws"
    try:
        async with aiohttp.ClientSession() as session, session.ws_connect(
            url, protocols=(SUBPROTOCOL,), max_msg_size=2 * limits.PHONE_FRAME_BYTES_MAX
        ) as asterisk:  # fmt: skip
            code = await _both_ways(socket, asterisk)
    except (aiohttp.ClientError, OSError):
        code = UNAVAILABLE
    with suppress(WebSocketException, RuntimeError):
        await socket.close(code=code)


async def _both_ways(socket: WebSocket, asterisk: aiohttp.ClientWebSocketResponse) -> int:
    up, down = asyncio.create_task(_upwards(socket, asterisk)), asyncio.create_task(_downwards(socket, asterisk))
    done, left = await asyncio.wait({up, down}, return_when=asyncio.FIRST_COMPLETED)
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
    codes = [task.result() for task in done if not task.exception()]
    return codes[0] if codes else GOING_AWAY


async def _upwards(socket: WebSocket, asterisk: aiohttp.ClientWebSocketResponse) -> int:
    budget = Budget(limits.PHONE_FRAMES_PER_SECOND)
    with suppress(WebSocketDisconnect):
        while True:
            text = await socket.receive_data(mode="text")
            if len(text) > limits.PHONE_FRAME_BYTES_MAX or not budget.spend():
                return TOO_MUCH
            if text == ASKED:
                await socket.send_data(ANSWERED, mode="text")
            else:
                await asterisk.send_str(text)
    return GOING_AWAY


async def _downwards(socket: WebSocket, asterisk: aiohttp.ClientWebSocketResponse) -> int:
    async for message in asterisk:
        if message.type == aiohttp.WSMsgType.TEXT:
            await socket.send_data(message.data, mode="text")
        elif message.type == aiohttp.WSMsgType.BINARY:
            await socket.send_data(message.data.decode(errors="replace"), mode="text")
    return GOING_AWAY
