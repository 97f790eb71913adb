"""What an installation chose about its public port, and the faces it serves."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path

import msgspec

from palabre.foundations import limits
from palabre.plumbing.settings import Settings

Networks = tuple[str, ...]  # as 10.0.0.0/8, in canonical form


class Face(msgspec.Struct, frozen=True):
    """A built web face. `prefix`: where it is served ("/" or "/welcome"). `embeddable`: other sites may load it."""

    prefix: str
    folder: Path
    embeddable: bool = False


class WebOptions(msgspec.Struct, frozen=True):
    """`secure`: browsers reach us by https, also where a proxy ends it (else: as the request came).

    `trusted_proxies`: networks whose X-Forwarded-For is believed; none by default, for anybody can write that header.
    """

    secure: bool = False
    trusted_proxies: Networks = ()
    metrics_networks: Networks = ()
    body_bytes_max: int = limits.BODY_BYTES_MAX


def options_of(settings: Settings) -> WebOptions:
    return WebOptions(
        settings.public_url.startswith("https:"),
        _networks(settings.trusted_proxies),
        _networks(settings.metrics_networks),
    )


def _networks(text: str) -> Networks:
    return tuple(str(ip_network(part.strip(), strict=False)) for part in text.split(",") if part.strip())
