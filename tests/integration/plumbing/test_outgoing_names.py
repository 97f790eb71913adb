"""Names that resolve to the inside, to both sides, or to another address the second time: only what was judged is
connected to."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable

import pytest

from palabre.plumbing.outgoing import NotReached, Outgoing, networks

ALLOWED, INSIDE = "127.0.0.1", "127.0.0.2"
NAME = "orders.example.test"
Answers = list[list[str]]


class There:
    """The same port at both addresses; `asked`: at which, in turn."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked.append(writer.get_extra_info("sockname")[0])
        await reader.readuntil(b"\r\n\r\n")
        writer.write(self.answer)
        await writer.drain()
        writer.close()


@pytest.fixture
async def there() -> AsyncIterator[There]:
    made = There()
    first = await asyncio.start_server(made.serve, ALLOWED, 0)
    made.port = first.sockets[0].getsockname()[1]
    second = await asyncio.start_server(made.serve, INSIDE, made.port)
    yield made
    for server in (first, second):
        server.close()
        await server.wait_closed()


@pytest.fixture
def names(monkeypatch) -> Callable[[Answers], list[str]]:
    """`names([[…], […]])`: what NAME resolves to, the first time, the second; what was looked up is given back."""

    def told(answers: Answers) -> list[str]:
        looked_up: list[str] = []

        async def look_up(host: str, port: int, **_: object) -> list:
            looked_up.append(host)
            found = answers[min(len(looked_up), len(answers)) - 1]
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", look_up)
        return looked_up

    return told


async def ask(there: There, redirects_max: int = 0):
    outgoing = Outgoing(networks(f"{ALLOWED}/32"))
    return await outgoing.ask(
        "GET", f"http://{NAME}:{there.port}/x", seconds_max=5.0, bytes_max=1000, redirects_max=redirects_max
    )


async def test_of_several_addresses_only_those_that_may_be_reached_are_tried(there, names):
    looked_up = names([[INSIDE, ALLOWED]])
    assert (await ask(there)).status == 200
    assert there.asked == [ALLOWED] and looked_up == [NAME]


async def test_a_name_of_the_inside_alone_is_not_reached(there, names):
    names([[INSIDE]])
    with pytest.raises(NotReached, match="unreachable"):
        await ask(there)
    assert there.asked == []


async def test_a_name_that_changes_is_looked_up_once_and_judged_again_where_it_is_asked_again(there, names):
    """Rebinding: what was judged is connected to, and nobody looks it up in between."""
    looked_up = names([[ALLOWED], [INSIDE]])
    assert (await ask(there)).status == 200
    assert looked_up == [NAME] and there.asked == [ALLOWED]
    there.answer = b"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n"
    looked_up = names([[ALLOWED], [INSIDE]])
    with pytest.raises(NotReached, match="unreachable"):
        await ask(there, redirects_max=3)
    assert looked_up == [NAME, NAME] and there.asked == [ALLOWED, ALLOWED], "the inside was never connected to"
