"""The network between nodes and what they share: namespaces of Linux, or relays where these are refused.

Either way a cut is silent: nothing passes, nobody is told. `cut(n, "postgres" | "nats")`, `mend(n)`.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

from robots.proxy import Proxy

PORT = 8080
POSTGRES_PORT = 5432


class Refused(Exception):
    """This machine lets us make no namespaces."""


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise Refused(f"{' '.join(command)}: {done.stderr.strip()}")


class Namespaces:
    """A bridge with PostgreSQL and NATS at addresses of their own; each node behind a cable, in a namespace."""

    told = "network namespaces"

    def __init__(self, nodes: int) -> None:
        self.nodes, self._id = nodes, f"pb{os.getpid() % 100_000}"
        net = f"10.77.{20 + os.getpid() % 200}"
        self.postgres_address, self.nats_address, self.network = f"{net}.1", f"{net}.2", f"{net}.0/24"
        self._addresses = {n: f"{net}.{10 + n}" for n in range(1, nodes + 1)}
        self._cut: dict[int, set[str]] = {n: set() for n in range(1, nodes + 1)}

    def __enter__(self) -> Namespaces:
        try:
            _run("ip", "link", "add", self._id, "type", "bridge")
            for address in (self.postgres_address, self.nats_address):
                _run("ip", "addr", "add", f"{address}/24", "dev", self._id)
            _run("ip", "link", "set", self._id, "up")
            for n in self._addresses:
                self._lay(n)
        except (Refused, FileNotFoundError) as why:
            self.__exit__()
            raise Refused(str(why)) from None
        return self

    def _lay(self, n: int) -> None:
        space, here = f"{self._id}n{n}", f"{self._id}v{n}"
        _run("ip", "netns", "add", space)
        _run("ip", "link", "add", here, "type", "veth", "peer", "name", "eth0", "netns", space)
        _run("ip", "link", "set", here, "master", self._id, "up")
        _run("ip", "-n", space, "addr", "add", f"{self._addresses[n]}/24", "dev", "eth0")
        for device in ("lo", "eth0"):
            _run("ip", "-n", space, "link", "set", device, "up")

    def __exit__(self, *_: object) -> None:
        for n in range(1, self.nodes + 1):
            subprocess.run(["ip", "netns", "del", f"{self._id}n{n}"], capture_output=True)
            subprocess.run(["ip", "link", "del", f"{self._id}v{n}"], capture_output=True)
        subprocess.run(["ip", "link", "del", self._id], capture_output=True)

    def inside(self, n: int) -> list[str]:
        """What goes before a command that is to run in node n."""
        return ["ip", "netns", "exec", f"{self._id}n{n}"]

    def web(self, n: int) -> tuple[str, int]:
        return self._addresses[n], PORT

    async def begin(self, nats_port: int) -> None:
        self._nats_port = nats_port

    async def end(self) -> None: ...

    def reach(self, n: int, what: str) -> tuple[str, int]:
        """Where node n finds PostgreSQL or NATS."""
        return {
            "postgres": (self.postgres_address, POSTGRES_PORT), "nats": (self.nats_address, self._nats_port)
        }[what]  # fmt: skip

    def cut(self, n: int, *what: str) -> None:
        """Both: its cable is pulled out, to the browsers too."""
        self._cut[n] = set(what)
        if len(what) == 2:
            return _run("ip", "link", "set", f"{self._id}v{n}", "down")
        _run("ip", "-n", f"{self._id}n{n}", "route", "add", "blackhole", f"{self.reach(n, what[0])[0]}/32")

    def mend(self, n: int) -> None:
        what, self._cut[n] = self._cut[n], set()
        if len(what) == 2:
            return _run("ip", "link", "set", f"{self._id}v{n}", "up")
        for one in what:
            _run("ip", "-n", f"{self._id}n{n}", "route", "del", "blackhole", f"{self.reach(n, one)[0]}/32")


class Relays:
    """Every node on the loopback, each with relays of its own before PostgreSQL and NATS, which can be stalled."""

    told = "cutting relays"

    def __init__(self, nodes: int) -> None:
        self.nodes = nodes
        self.postgres_address, self.nats_address, self.network = "127.77.0.1", "127.0.0.1", "127.0.0.0/8"

    def __enter__(self) -> Relays:
        return self

    def __exit__(self, *_: object) -> None: ...

    def inside(self, n: int) -> list[str]:
        return []

    def web(self, n: int) -> tuple[str, int]:
        return f"127.77.0.{10 + n}", PORT

    async def begin(self, nats_port: int) -> None:
        self._relays = {
            (n, what): Proxy(port, host)
            for n in range(1, self.nodes + 1)
            for what, host, port in (
                ("postgres", self.postgres_address, POSTGRES_PORT), ("nats", self.nats_address, nats_port)
            )
        }  # fmt: skip
        await asyncio.gather(*(relay.__aenter__() for relay in self._relays.values()))

    async def end(self) -> None:
        await asyncio.gather(*(relay.__aexit__() for relay in self._relays.values()))

    def reach(self, n: int, what: str) -> tuple[str, int]:
        return "127.0.0.1", int(self._relays[n, what].url.rsplit(":", 1)[1])

    def cut(self, n: int, *what: str) -> None:
        for one in what:
            self._relays[n, one].hold()

    def mend(self, n: int) -> None:
        for (node, _), relay in self._relays.items():
            if node == n:
                relay.let_go()


@contextmanager
def network(nodes: int) -> Iterator[Namespaces | Relays]:
    """PALABRE_NODES=relays asks for the second kind."""
    with ExitStack() as stack:
        made: Namespaces | Relays | None = None
        if os.environ.get("PALABRE_NODES") != "relays":
            with suppress(Refused):
                made = stack.enter_context(Namespaces(nodes))
        yield made or stack.enter_context(Relays(nodes))
