"""A server that speaks Vosk's WebSocket protocol and understands two tones: as real sound as speech, and it can be told
exactly who was heard. `{"config": {...}}`, binary samples, `{"eof" : 1}` come in; `{"partial"}`, `{"text"}` go out."""

from __future__ import annotations

import json

import numpy as np
from aiohttp import WSMsgType, web

RATE, BLOCK = 8_000, 1_600  # looked at in blocks of 0.2 s
HEARD_DB = -30.0


def level_db(samples: np.ndarray, hertz: float) -> float:
    turning = np.exp(-2j * np.pi * hertz * np.arange(len(samples)) / RATE)
    window = np.hanning(len(samples))
    return float(20 * np.log10(max(2 * abs(np.dot(samples * window, turning)) / window.sum(), 1e-6)))


class VoskServer:
    """`words`: hertz → what a tone of it says, once it has lasted four blocks. `heard`: every session's samples, at
    -1..1; `configs`: what each was told first; `open`: sessions under way."""

    def __init__(self, words: dict[int, str]) -> None:
        self.words, self.heard, self.configs, self.open = words, [], [], 0

    async def __aenter__(self) -> VoskServer:
        application = web.Application()
        application.router.add_get("/", self._session)
        self._runner = web.AppRunner(application, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"ws://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _session(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.open += 1
        place, blocks = len(self.heard), dict.fromkeys(self.words, 0)
        self.heard.append(np.zeros(0))
        pending = np.zeros(0)
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    told = json.loads(message.data)
                    if "eof" in told:
                        await socket.send_json({"text": ""})
                        break
                    self.configs.append(told["config"])
                elif message.type is WSMsgType.BINARY:
                    samples = np.frombuffer(message.data, "<i2") / 32_768
                    self.heard[place] = np.append(self.heard[place], samples)
                    pending = np.append(pending, samples)
                    while len(pending) >= BLOCK:
                        await self._understand(socket, pending[:BLOCK], blocks)
                        pending = pending[BLOCK:]
        finally:
            self.open -= 1
        return socket

    async def _understand(self, socket: web.WebSocketResponse, block: np.ndarray, blocks: dict[int, int]) -> None:
        for hertz, words in self.words.items():
            blocks[hertz] = blocks[hertz] + 1 if level_db(block, hertz) > HEARD_DB else 0
            if blocks[hertz] == 2:
                await socket.send_json({"partial": words})
            elif blocks[hertz] == 4:
                await socket.send_json({"result": [{"word": w} for w in words.split()], "text": words})
