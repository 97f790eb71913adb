"""Requests to addresses that people of a tenant name: feeds, HTTP steps. The inside of the network cannot be reached.

Every address a name resolves to is judged, and only a judged one is connected to (no second look-up in between); an
answer is bounded in size, time and redirects; nothing is unpacked, so that nothing swells.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

import aiohttp
import msgspec
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

REDIRECTS = (301, 302, 303, 307, 308)
NAT64 = ip_network("64:ff9b::/96")
AGENT = "Palabre/0.1"
CHUNK_BYTES = 65_536
HEADERS_BYTES_MAX = 16_384

Network = IPv4Network | IPv6Network


class NotReached(Exception):
    """`reason`: timeout, unreachable (nobody there, not allowed, no name, bad certificate), too_large, redirects."""

    def __init__(self, reason: str, why: str = "") -> None:
        super().__init__(f"{reason} {why}".strip())
        self.reason = reason


class Reply(msgspec.Struct, frozen=True):
    """`headers` by lower-case name."""

    status: int
    headers: dict[str, str]
    body: bytes


def networks(text: str) -> tuple[Network, ...]:
    """A setting's networks, by commas."""
    return tuple(ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())


def may_reach(address: str, allowed: Sequence[Network]) -> bool:
    """Public ones, and those that the installation allows. What an address stands for is judged, not how it looks."""
    found = _meant(ip_address(address.partition("%")[0]))
    if any(found.version == network.version and found in network for network in allowed):
        return True
    return found.is_global and not found.is_multicast


def _meant(found: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(found, IPv6Address):
        if inner := found.ipv4_mapped or found.sixtofour or (found.teredo and found.teredo[1]):
            return inner
        if found in NAT64:
            return IPv4Address(int(found) & 0xFFFFFFFF)
    return found


class _Judging(AbstractResolver):
    def __init__(self, allowed: Sequence[Network]) -> None:
        self._allowed = allowed

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, family=family)
        good = [(f, a) for f, _, _, _, a in found if may_reach(str(a[0]), self._allowed)]
        if not good:
            raise OSError("no address that may be reached")
        return [
            ResolveResult(hostname=host, host=str(a[0]), port=port, family=f, proto=0, flags=socket.AI_NUMERICHOST)
            for f, a in good
        ]

    async def close(self) -> None:
        pass


class Outgoing:
    """`allowed`: networks beside the public Internet."""

    def __init__(self, allowed: Sequence[Network] = ()) -> None:
        self._allowed = tuple(allowed)

    async def ask(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes | None = None,
        seconds_max: float, bytes_max: int, redirects_max: int = 0,
    ) -> Reply:  # fmt: skip
        """One request. `url` is sent as it is written. Redirects are followed by GET alone, each judged anew.

        Raises NotReached.
        """
        try:
            async with asyncio.timeout(seconds_max), self._session() as session:
                for _ in range(redirects_max + 1):
                    reply = await self._once(session, method, url, headers or {}, body, bytes_max)
                    if method != "GET" or reply.status not in REDIRECTS or "location" not in reply.headers:
                        return reply
                    url = str(URL(url, encoded=True).join(URL(reply.headers["location"])))
                raise NotReached("redirects")
        except TimeoutError:
            raise NotReached("timeout") from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise NotReached("unreachable", type(error).__name__) from None

    def _session(self) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            resolver=_Judging(self._allowed), use_dns_cache=False, force_close=True, limit=2)
        return aiohttp.ClientSession(
            connector=connector, auto_decompress=False, trust_env=False, cookie_jar=aiohttp.DummyCookieJar(),
            max_line_size=HEADERS_BYTES_MAX, max_field_size=HEADERS_BYTES_MAX,
            timeout=aiohttp.ClientTimeout(total=None))  # fmt: skip

    async def _once(
        self, session: aiohttp.ClientSession, method: str, url: str, headers: Mapping[str, str], body: bytes | None,
        bytes_max: int,
    ) -> Reply:  # fmt: skip
        address = URL(url, encoded=True)
        self._judge(address)
        given: dict[str, Any] = {"User-Agent": AGENT, "Accept-Encoding": "identity", **headers}
        async with session.request(method, address, headers=given, data=body, allow_redirects=False) as answer:
            told = {name.lower(): value for name, value in answer.headers.items()}
            if told.get("content-encoding", "identity") != "identity":
                raise NotReached("unreachable", "packed")
            found = bytearray()
            async for chunk in answer.content.iter_chunked(CHUNK_BYTES):
                found += chunk
                if len(found) > bytes_max:
                    raise NotReached("too_large")
            return Reply(answer.status, told, bytes(found))

    def _judge(self, address: URL) -> None:
        """What is an address already is never looked up, so that nobody else would judge it."""
        if address.scheme not in ("http", "https") or not address.host or address.user or address.password:
            raise NotReached("unreachable", "address")
        try:
            ip_address(address.host)
        except ValueError:
            return
        if not may_reach(address.host, self._allowed):
            raise NotReached("unreachable", "not_allowed")
