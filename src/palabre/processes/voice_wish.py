"""Which Asterisk an installation asks for: its trunks from the settings,
or the demo's telephone network on loopback.
"""

import os
import socket
from pathlib import Path

from palabre.plumbing.engines.accounts import engine_user, own
from palabre.plumbing.engines.asterisk import AsteriskWish
from palabre.plumbing.engines.asterisk_sip import Trunk
from palabre.plumbing.engines.ports import kept_port
from palabre.plumbing.settings import Settings

OUTSIDE_ADDRESS = "127.0.0.2"  # on 127.0.0.1 the trunk would capture the browsers' registrations, relayed from there
OUTSIDE_TRUNK = "outside"


def asterisk_wish(settings: Settings, data: Path) -> AsteriskWish:
    """`app`, address and trunks; the demo's only trunk is `outside`, the Asterisk that plays the telephone network."""
    trunks = tuple(map(_trunk, settings.sip_trunks.split()))
    if settings.demo:
        trunks += (Trunk(OUTSIDE_TRUNK, OUTSIDE_ADDRESS, outside_port(data)),)
    return AsteriskWish(
        app=settings.ari_app,
        address=settings.sip_host,
        sip_port=settings.sip_port,
        trunks=trunks,
        media_host=settings.media_host,
    )


def outside_port(data: Path) -> int:
    """SIP port of the demo's telephone network, known before it runs."""
    user, file = engine_user(), data / "outside/sip_port"
    own(file.parent, user, 0o755)
    port = kept_port(file, address=OUTSIDE_ADDRESS, kind=socket.SOCK_DGRAM)
    if user:
        os.chown(file, user.pw_uid, user.pw_gid)  # the robots, who start it, are not root
    return port


def _trunk(text: str) -> Trunk:
    name, _, place = text.partition("=")
    host, _, port = place.partition(":")
    return Trunk(name, host, int(port or 5060))
