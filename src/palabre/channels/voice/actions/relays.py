"""TURN servers for browsers that reach nothing directly, with credentials that end by themselves.

As coturn knows them (`use-auth-secret`; draft-uberti-behave-turn-rest-00): the user is the second at which they end and
a name, the password a keyed hash of the user. The server holds no account and asks nobody.
"""

from __future__ import annotations

import base64
import hmac

import msgspec

from palabre.foundations.clock import SECOND, Instant
from palabre.plumbing.settings import Settings


class IceServer(msgspec.Struct, frozen=True, omit_defaults=True):
    """As RTCPeerConnection takes it."""

    urls: list[str]
    username: str = ""
    credential: str = ""


def ice_servers(settings: Settings, user: str, until: Instant) -> list[IceServer]:
    """None where nothing is set. `user`: a telephone's, which names nobody; `until`: milliseconds."""
    urls = settings.turn_urls.split()
    plain, relays = [u for u in urls if u.startswith("stun:")], [u for u in urls if not u.startswith("stun:")]
    servers = [IceServer(plain)] if plain else []
    if relays and settings.turn_secret:
        name = f"{until // SECOND}:{user}"
        digest = hmac.digest(settings.turn_secret.encode(), name.encode(), "sha1")
        servers.append(IceServer(relays, name, base64.b64encode(digest).decode()))
    return servers
