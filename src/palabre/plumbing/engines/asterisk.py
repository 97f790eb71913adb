"""Asterisk as a child of ours: configured, started, asked by ARI whether it is there."""

import base64
import secrets
import signal
import socket
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from palabre.plumbing.engines import asterisk_config
from palabre.plumbing.engines.accounts import engine_user, own, own_reachable
from palabre.plumbing.engines.asterisk_config import AsteriskConfig
from palabre.plumbing.engines.asterisk_install import ensure
from palabre.plumbing.engines.asterisk_programs import AsteriskProgram
from palabre.plumbing.engines.asterisk_sip import Tls, Trunk, is_address
from palabre.plumbing.engines.engine import Engine
from palabre.plumbing.engines.files import write_private
from palabre.plumbing.engines.ports import kept_port
from palabre.plumbing.engines.spawn import spawn
from palabre.plumbing.tls import ensure_certificate

ARI_USER = "palabre"
RTP_FIRST, RTP_PORTS = 16_384, 400  # two a leg
PING_SECONDS_MAX = 1.0
SYSTEM_AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")


@dataclass(frozen=True)
class AsteriskWish:
    """What is asked of an instance; ports left at 0 are chosen once and kept in its folder."""

    app: str = "palabre"
    address: str = "127.0.0.1"
    sip_port: int = 0
    rtp: tuple[int, int] = (RTP_FIRST, RTP_FIRST + RTP_PORTS - 1)
    trunks: tuple[Trunk, ...] = ()
    media_host: str = ""
    language: str = "fr"
    music_hertz: int = 0
    tls_port: int = 0
    authorities: str = ""  # file of certificates we believe, besides the system's


@dataclass
class AsteriskPorts:
    sip: int = 0
    http: int = 0
    password: str = field(default="", repr=False)
    tls: int = 0


class Asterisk(Engine):
    """One instance under `home`. `start()` or `prepare()`+`launch()`;
    then `ari_url`, `password`, `sip_port` are known.
    """

    name = "Asterisk"
    stop_steps = ((signal.SIGTERM, 5.0),)  # says BYE to everybody in some milliseconds
    ready_seconds_max = 30.0

    def __init__(self, home: Path, wish: AsteriskWish | None = None, *, say: Callable[[str], None] = print) -> None:
        super().__init__(home)
        self.user = engine_user()
        self.wish = wish or AsteriskWish()
        self.say = say
        self.program: AsteriskProgram | None = None
        self.ports = AsteriskPorts()

    @property
    def log(self) -> Path:
        return self.home / "log/console"

    @property
    def sip_port(self) -> int:
        return self.ports.sip

    @property
    def password(self) -> str:
        return self.ports.password

    @property
    def ari_url(self) -> str:
        return f"http://127.0.0.1:{self.ports.http}/ari"

    def choose_ports(self) -> None:
        """Known before the start, so that two instances can be told of each other."""
        own_reachable(self.home, self.user, 0o755)
        address = self.wish.address
        wanted = self.wish.sip_port
        sip = kept_port(self.home / "sip_port", wanted=wanted, address=address, kind=socket.SOCK_DGRAM)
        password = self.home / "ari_password"
        if not password.exists():
            write_private(password, secrets.token_urlsafe(24))
        tls = kept_port(self.home / "tls_port", wanted=self.wish.tls_port, address=address)
        self.ports = AsteriskPorts(sip, kept_port(self.home / "ari_port"), password.read_text(), tls)

    def prepare(self) -> None:
        self.program = self.program or ensure(self.say)
        if not self.ports.http:
            self.choose_ports()
        self.configure(self.wish)

    def configure(self, wish: AsteriskWish) -> None:
        """(Re)write its files; takes effect at the next start."""
        self.wish = wish
        config = AsteriskConfig(
            app=wish.app, address=wish.address, sip_port=self.ports.sip, http_port=self.ports.http, rtp=wish.rtp,
            password=self.ports.password, trunks=wish.trunks, media_host=wish.media_host, language=wish.language,
            tls=self._tls(wish), music_hertz=wish.music_hertz,
        )  # fmt: skip
        asterisk_config.write(self.program, self.home, config, self.user)

    def _tls(self, wish: AsteriskWish) -> Tls:
        """A certificate of our own, and whose we believe."""
        folder = own(self.home / "sip_keys", self.user, 0o700)
        addresses = [a for a in (wish.address, wish.media_host) if is_address(a)]
        authority, chain, key = ensure_certificate(folder, addresses)
        believed = [Path(p) for p in (SYSTEM_AUTHORITIES, wish.authorities, authority) if p and Path(p).exists()]
        texts = {
            "believed.pem": "\n".join(p.read_text() for p in believed), "chain.pem": chain.read_text(),
            "own.key": key.read_text()}  # fmt: skip
        files = {name: write_private(folder / name, text, self.user) for name, text in texts.items()}
        return Tls(self.ports.tls, *(str(files[n]) for n in ("chain.pem", "own.key", "believed.pem")))

    def with_trunks(self, *trunks: Trunk) -> None:
        self.wish = replace(self.wish, trunks=trunks)

    def launch(self) -> None:
        """`-f`: in the foreground, as our child."""
        command = [*self.program.command, "-C", str(self.home / "etc/asterisk.conf"), "-f"]
        self.child = spawn(command, self.log, user=self.user, folder="/")

    def is_ready(self) -> bool:
        return ping(self.ari_url, ARI_USER, self.password)


def ping(ari_url: str, user: str, password: str) -> bool:
    """Does this ARI answer? In the first tenths of a second after a start it is refused or 404."""
    request = urllib.request.Request(f"{ari_url}/asterisk/ping")
    request.add_header("Authorization", "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode())
    try:
        with urllib.request.urlopen(request, timeout=PING_SECONDS_MAX) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
