"""A street of homes on the Internet: each network behind a router of Linux that translates addresses, in namespaces.

The strictest kind (RFC 4787, address- and port-dependent): another port for whoever is spoken with, chosen by chance,
and nothing comes in but from whom was spoken to. All have the same addresses inside, as homes have.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from robots.networks import Refused

INSIDE, GATEWAY = "192.168.77.10", "192.168.77.1"
FORGETS_SECONDS = 30  # a router that keeps a way open for no longer, used both ways or not
TRANSLATION = """table ip street {
  chain out { type nat hook postrouting priority srcnat; oifname "out" masquerade random,fully-random; }
}"""
SETTINGS = {"ipv4/ip_forward": 1, "netfilter/nf_conntrack_udp_timeout": FORGETS_SECONDS,
            "netfilter/nf_conntrack_udp_timeout_stream": FORGETS_SECONDS}  # fmt: skip
CLONE_NEWNET = 0x40000000


class Street:
    """`host`: whom they all reach, this machine. `public[n]`: by which address home n is seen there. Use as a context;
    entering raises Refused where this machine makes no namespaces or translates nothing."""

    def __init__(self, homes: int) -> None:
        self._id, net = f"pr{os.getpid() % 100_000}", f"10.79.{20 + os.getpid() % 200}"
        self.host, self.public = f"{net}.1", [f"{net}.{10 + n}" for n in range(homes)]

    def __enter__(self) -> Street:
        if not shutil.which("nft"):
            raise Refused("nft: apt-get install nftables")
        try:
            _run("ip", "link", "add", self._id, "type", "bridge")
            _run("ip", "addr", "add", f"{self.host}/24", "dev", self._id)
            _run("ip", "link", "set", self._id, "up")
            for n in range(len(self.public)):
                self._build(n)
        except (Refused, FileNotFoundError) as why:
            self.__exit__()
            raise Refused(str(why)) from None
        return self

    def _build(self, n: int) -> None:
        home, router, cable = f"{self._id}h{n}", f"{self._id}r{n}", f"{self._id}v{n}"
        for space in (home, router):
            _run("ip", "netns", "add", space)
            _run("ip", "-n", space, "link", "set", "lo", "up")
        _run("ip", "link", "add", cable, "type", "veth", "peer", "name", "out", "netns", router)
        _run("ip", "link", "set", cable, "master", self._id, "up")
        _run("ip", "-n", router, "link", "add", "in", "type", "veth", "peer", "name", "eth0", "netns", home)
        for space, device, address in (
            (router, "out", self.public[n]), (router, "in", GATEWAY), (home, "eth0", INSIDE)
        ):  # fmt: skip
            _run("ip", "-n", space, "addr", "add", f"{address}/24", "dev", device)
            _run("ip", "-n", space, "link", "set", device, "up")
        _run("ip", "-n", home, "route", "add", "default", "via", GATEWAY)
        _run("ip", "netns", "exec", router, "nft", "-f", "-", told=TRANSLATION)
        for name, value in SETTINGS.items():
            _run("ip", "netns", "exec", router, "sh", "-c", f"echo {value} > /proc/sys/net/{name}")

    def __exit__(self, *_: object) -> None:
        for n in range(len(self.public)):
            for kind in "hr":
                subprocess.run(["ip", "netns", "del", f"{self._id}{kind}{n}"], capture_output=True)
            subprocess.run(["ip", "link", "del", f"{self._id}v{n}"], capture_output=True)
        subprocess.run(["ip", "link", "del", self._id], capture_output=True)

    @contextmanager
    def at_home(self, n: int) -> Iterator[None]:
        """Sockets made within stand in home n for as long as they are open."""
        with Path("/proc/thread-self/ns/net").open() as before, Path(f"/run/netns/{self._id}h{n}").open() as home:
            _enter(home.fileno())
            try:
                yield
            finally:
                _enter(before.fileno())

    def seen(self, n: int) -> tuple[str, int, int]:
        """What this machine sees of one who speaks from home n: (address, port), and the port that she has herself."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as here:
            here.bind((self.host, 0))
            here.settimeout(5)
            with self.at_home(n):
                hers = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            with hers:
                hers.bind((INSIDE, 0))
                hers.sendto(b"?", here.getsockname())
                return *here.recvfrom(16)[1], hers.getsockname()[1]


def _enter(space: int) -> None:
    """This thread alone."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(space, CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "setns")


def _run(*command: str, told: str | None = None) -> None:
    done = subprocess.run(command, capture_output=True, text=True, input=told)
    if done.returncode:
        raise Refused(f"{' '.join(command)}: {done.stderr.strip()}")
