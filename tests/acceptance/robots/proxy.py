"""A TCP relay before a port: cut (connections torn, none accepted) or stalled (nothing passes, nothing ends)."""

from __future__ import annotations

import asyncio
import socket
import struct


class Proxy:
    """Use as an asynchronous context; `url` stands before `port`."""

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        self.target, self.host = port, host
        self._open = asyncio.Event()
        self._open.set()
        self._refusing = False
        self._pairs: set[tuple[asyncio.StreamWriter, asyncio.StreamWriter]] = set()
        self._tasks: set[asyncio.Task] = set()

    async def __aenter__(self) -> Proxy:
        self.server = await asyncio.start_server(self._meet, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.server.close()
        self._tear()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def cut(self, seconds: float) -> None:
        self._refusing = True
        self._tear()
        await asyncio.sleep(seconds)
        self._refusing = False

    async def stall(self, seconds: float) -> None:
        """As behind a dead radio link: both ends believe for a while that they are connected."""
        self.hold()
        await asyncio.sleep(seconds)
        self.let_go()

    def hold(self) -> None:
        self._open.clear()

    def let_go(self) -> None:
        self._open.set()

    def _tear(self) -> None:
        for pair in list(self._pairs):
            for writer in pair:
                raw = writer.get_extra_info("socket")
                if raw is not None:  # reset, as a network does, not a polite end
                    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                writer.transport.abort()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        if self._refusing:
            return writer.transport.abort()
        try:
            far_reader, far_writer = await asyncio.open_connection(self.host, self.target)
        except OSError:
            return writer.transport.abort()
        pair = (writer, far_writer)
        self._pairs.add(pair)
        try:
            await asyncio.gather(pass_on(reader, far_writer, self._open), pass_on(far_reader, writer, self._open))
        finally:
            self._pairs.discard(pair)


async def pass_on(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, is_open: asyncio.Event | None = None
) -> None:
    """Until one side ends; while `is_open` is not set nothing passes."""
    try:
        while data := await reader.read(65536):
            if is_open:
                await is_open.wait()
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()
