"""From which network a request comes, without believing what anybody can write."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from litestar.connection import ASGIConnection

from palabre.plumbing.web.options import Networks

Address = IPv4Address | IPv6Address


def client_address(connection: ASGIConnection, trusted: Networks = ()) -> Address | None:
    """The peer; behind trusted proxies, the last address of X-Forwarded-For that is not one of them."""
    peer = _address(connection.client.host if connection.client else "")
    if not within(peer, trusted):
        return peer
    for text in reversed(connection.headers.get("x-forwarded-for", "").split(",")):
        hop = _address(text.strip())
        if not within(hop, trusted):
            return hop or peer
        peer = hop
    return peer


def network_of(address: Address | None) -> str:
    """What one attacker holds: an IPv4 address, or the /64 of an IPv6 one."""
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address or "")


def within(address: Address | None, networks: Networks) -> bool:
    return address is not None and any(address in _network(network) for network in networks)


_network = lru_cache(maxsize=256)(ip_network)


def _address(text: str) -> Address | None:
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
