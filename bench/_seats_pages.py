"""A process that holds as many desks' sockets as it is told to, with as little of its own as can be.

    python bench/_seats_pages.py ADDRESS PORT PATH < lines "open N FIRST COOKIE", "silence"; one line answers each

ADDRESS: of this machine's loopback, so that no address runs out of ports. A page answers pings and nothing else.
COOKIE: of each page, `%d` is its number.
"""

from __future__ import annotations

import asyncio
import base64
import os
import sys
import time

import uvloop

AT_ONCE = 50  # handshakes
TRIES, PAUSE_SECONDS = 4, 1.0  # a desk that is refused asks again: so does a page
TOGETHER_SECONDS_MAX = 60
PING, CLOSE = 0x9, 0x8


class Page(asyncio.Protocol):
    """`heard_at`: the last ping, `silence`: the longest time without one, seconds."""

    def __init__(self, request: bytes, opened: asyncio.Future) -> None:
        self.request, self.opened, self.rest = request, opened, b""
        self.heard_at, self.silence, self.ended = 0.0, 0.0, False

    def connection_made(self, transport) -> None:
        self.transport = transport
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self.rest += data
        if not self.heard_at:
            head, found, self.rest = self.rest.partition(b"\r\n\r\n")
            if not found:
                self.rest = head
                return
            if b" 101 " not in head.split(b"\r\n", 1)[0]:
                self.opened.set_exception(ConnectionError(head[:200].decode(errors="replace")))
                return
            self.heard_at = time.monotonic()
        self._frames()

    def _frames(self) -> None:
        """Those that are whole: the server's, never masked."""
        data, at = self.rest, 0
        while len(data) - at >= 2:
            size, head = data[at + 1] & 0x7F, 2
            if size == 126:
                size, head = int.from_bytes(data[at + 2 : at + 4], "big"), 4
            elif size == 127:
                size, head = int.from_bytes(data[at + 2 : at + 10], "big"), 10
            if len(data) - at < head + size:
                break
            self._frame(data[at] & 0x0F, data[at + head : at + head + size])
            at += head + size
        self.rest = data[at:]

    def _frame(self, kind: int, payload: bytes) -> None:
        if not self.opened.done():
            self.opened.set_result(self)  # the snapshot is here
        if kind == PING:
            now = time.monotonic()
            self.silence, self.heard_at = max(self.silence, now - self.heard_at), now
            self.transport.write(bytes((0x8A, 0x80 | len(payload))) + b"\0\0\0\0" + payload)  # a mask of noughts
        elif kind == CLOSE:
            self.transport.close()

    def connection_lost(self, _: Exception | None) -> None:
        self.ended = True
        if not self.opened.done():
            self.opened.set_exception(ConnectionError("ended before it was open"))


class Pages:
    def __init__(self, address: str, port: int, path: str) -> None:
        self.address, self.port, self.path = address, port, path
        self.held: list[Page] = []

    def request(self, cookie: str) -> bytes:
        key = base64.b64encode(os.urandom(16)).decode()
        return (
            f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nCookie: {cookie}\r\n\r\n"
        ).encode()

    async def open(self, count: int, first: int, cookie: str) -> str:
        """Seconds it took, or what hindered."""
        loop, turns, begun = asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE), time.perf_counter()

        async def one(number: int) -> None:
            async with turns:
                page = Page(self.request(cookie % number), loop.create_future())
                await loop.create_connection(lambda: page, "127.0.0.1", self.port, local_addr=(self.address, 0))
                await asyncio.wait_for(page.opened, TOGETHER_SECONDS_MAX)
                self.held.append(page)

        async def surely(number: int) -> None:
            for again in range(TRIES):
                try:
                    return await one(number)
                except ConnectionError:
                    if again == TRIES - 1:
                        raise
                    await asyncio.sleep(PAUSE_SECONDS)

        told = await asyncio.gather(*(surely(first + n) for n in range(count)), return_exceptions=True)
        hindered = [repr(why)[:200] for why in told if isinstance(why, BaseException)]
        return f"open {len(self.held)} {time.perf_counter() - begun:.3f} {hindered[0] if hindered else ''}"

    def silence(self) -> str:
        """Sockets that live, and the longest time any of them heard no ping since this was asked last."""
        now, live = time.monotonic(), [page for page in self.held if not page.ended]
        longest = max((max(page.silence, now - page.heard_at) for page in live), default=0.0)
        for page in live:
            page.silence = 0.0
        return f"silence {len(live)} {longest:.3f}"


async def main(address: str, port: int, path: str) -> None:
    pages, loop = Pages(address, port, path), asyncio.get_running_loop()
    while line := (await loop.run_in_executor(None, sys.stdin.readline)).split(maxsplit=3):
        told = await pages.open(int(line[1]), int(line[2]), line[3].strip()) if line[0] == "open" else pages.silence()
        print(told, flush=True)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(sys.argv[1], int(sys.argv[2]), sys.argv[3]))
    os._exit(0)
