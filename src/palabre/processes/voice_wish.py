"""Which Asterisk an installation asks for: its trunks from the settings,
or the demo's telephone network on loopback.
"""

import os
import socket
from pathlib import Path

from palabre.channels.voice.ports import TrunkAccount
from palabre.plumbing.engines.accounts import engine_user, own
from palabre.plumbing.engines.asterisk import RTP_FIRST, AsteriskWish
from palabre.plumbing.engines.asterisk_sip import Trunk
from palabre.plumbing.engines.ports import kept_port
from palabre.plumbing.engines.problems import EngineRefused
from palabre.plumbing.secrets import NotOpened, open_text
from palabre.plumbing.settings import Settings

OUTSIDE_ADDRESS = "127.0.0.2"  # on 127.0.0.1 the trunk would capture the browsers' registrations, relayed from there
OUTSIDE_TRUNK = "outside"
PURPOSE = "sip_password"  # what a sealed password of a trunk is bound to


def asterisk_wish(settings: Settings, data: Path) -> AsteriskWish:
    """`app`, address and trunks; the demo's only trunk is `outside`, the Asterisk that plays the telephone network."""
    trunks = tuple(map(_trunk, settings.sip_trunks.split()))
    if settings.demo:
        trunks += (Trunk(OUTSIDE_TRUNK, OUTSIDE_ADDRESS, outside_port(data)),)
    return AsteriskWish(
        app=settings.ari_app,
        address=settings.sip_host,
        sip_port=settings.sip_port,
        rtp=(RTP_FIRST, RTP_FIRST + settings.sip_rtp_ports - 1),
        trunks=trunks,
        media_host=settings.media_host,
        tls_port=settings.sip_tls_port,
        authorities=settings.sip_authorities,
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
    user, _, address = place.rpartition("@")
    host, _, port = address.partition(":")
    return Trunk(name, host, int(port or 5060), user=user)


def trunk_accounts(settings: Settings, master: bytes) -> tuple[TrunkAccount, ...]:
    """Where we register, with whose password. Raises EngineRefused where one is missing or does not open."""
    passwords = dict(text.split("=", 1) for text in settings.sip_passwords.split())
    trunks = [trunk for trunk in map(_trunk, settings.sip_trunks.split()) if trunk.user]
    return tuple(
        TrunkAccount(t.name, t.host, t.port, t.user, _opened(t.name, passwords.get(t.name, ""), master)) for t in trunks
    )


def _opened(trunk: str, password: str, master: bytes) -> str:
    if not password:
        raise EngineRefused(f"the account of trunk {trunk} has no password", f"PALABRE_SIP_PASSWORDS={trunk}=…")
    try:
        return open_text(master, password, PURPOSE)
    except NotOpened:
        mend = "./palabre seal, with the master key of this installation"
        raise EngineRefused(f"the password of trunk {trunk} was sealed under another key", mend) from None
