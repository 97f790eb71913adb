"""What stands before several nodes: sends each connection to a node that says it is ready, and tells who asks."""

from __future__ import annotations

import asyncio
import contextlib

import aiohttp
from robots.proxy import pass_on

LOOK_SECONDS = 0.5
ANSWER_SECONDS_MAX = 1.0
MISSED_MAX = 2  # looks in a row without a good answer: then its connections are torn
HEAD_BYTES_MAX = 65_536


class Balancer:
    """`url(place)`: an address of the robot at this place, whose home is node place % nodes. Use as an async context.

    X-Forwarded-For is written into the first head of each connection: a robot's address is its own on the loopback.
    """

    def __init__(self, nodes: dict[int, tuple[str, int]], places: int) -> None:
        self.nodes, self.places = nodes, places
        self.up = dict.fromkeys(nodes, True)
        self._missed = dict.fromkeys(nodes, 0)
        self._pairs: dict[int, set[asyncio.StreamWriter]] = {n: set() for n in nodes}
        self._tasks: set[asyncio.Task] = set()

    async def __aenter__(self) -> Balancer:
        self._servers = [
            await asyncio.start_server(lambda r, w, p=place: self._meet(r, w, p), "127.0.0.1", 0)
            for place in range(self.places)
        ]
        self._looking = [asyncio.create_task(self._look(n)) for n in self.nodes]
        return self

    async def __aexit__(self, *_: object) -> None:
        for server in self._servers:
            server.close()
        for task in (*self._looking, *self._tasks):
            task.cancel()
        await asyncio.gather(*self._looking, *self._tasks, return_exceptions=True)

    def url(self, place: int) -> str:
        return f"http://127.0.0.1:{self._servers[place % self.places].sockets[0].getsockname()[1]}"

    async def _look(self, n: int) -> None:
        host, port = self.nodes[n]
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS_MAX)
        async with aiohttp.ClientSession(timeout=timeout) as http:
            while True:
                try:
                    async with http.get(f"http://{host}:{port}/readyz") as answer:
                        good = answer.status == 200
                except (aiohttp.ClientError, TimeoutError, OSError):
                    good = False
                self._missed[n] = 0 if good else self._missed[n] + 1
                self.up[n] = self._missed[n] < MISSED_MAX
                if not self.up[n]:
                    self._tear(n)
                await asyncio.sleep(LOOK_SECONDS)

    def _tear(self, n: int) -> None:
        for writer in list(self._pairs[n]):
            writer.transport.abort()

    def _choice(self, place: int) -> list[int]:
        numbers = list(self.nodes)
        turned = numbers[place % len(numbers) :] + numbers[: place % len(numbers)]
        return [n for n in turned if self.up[n]]

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, place: int) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            line, rest = head.split(b"\r\n", 1)
            head = line + b"\r\nX-Forwarded-For: " + writer.get_extra_info("peername")[0].encode() + b"\r\n" + rest
            for n in self._choice(place):
                with contextlib.suppress(OSError, TimeoutError):
                    async with asyncio.timeout(ANSWER_SECONDS_MAX):
                        far_reader, far_writer = await asyncio.open_connection(*self.nodes[n])
                    return await self._join(n, reader, writer, far_reader, far_writer, head)
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError):
            pass
        finally:
            writer.transport.abort()

    async def _join(self, n, reader, writer, far_reader, far_writer, head: bytes) -> None:
        both = {writer, far_writer}
        self._pairs[n] |= both
        try:
            far_writer.write(head)
            await asyncio.gather(pass_on(reader, far_writer), pass_on(far_reader, writer))
        finally:
            self._pairs[n] -= both
            far_writer.transport.abort()
