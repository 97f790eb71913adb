"""The two Asterisks of a module: the centre's, and the one that plays the world outside."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from palabre.plumbing.engines.asterisk import Asterisk, AsteriskWish
from palabre.plumbing.engines.asterisk_sip import Trunk
from palabre.plumbing.engines.ports import kept_port
from palabre.plumbing.engines.problems import EngineRefused
from palabre.processes.robots import hearing
from palabre.processes.robots.outside import Outside

PROVIDER_ADDRESS, ACCOUNT = "127.0.0.4", "33140001000"  # an operator that asks for our account


class Telephony:
    """`start()`, `stop()`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.centre = Asterisk(folder / "centre", AsteriskWish(address="127.0.0.1", music_hertz=hearing.MUSIC_HERTZ))
        self.outside = Outside(folder / "outside", rtp_timeout=5)

    def start(self) -> None:
        self.centre.choose_ports()
        host, port = self.outside.choose_ports()
        self.provider_port = kept_port(self.folder / "provider_port", address=PROVIDER_ADDRESS, kind=socket.SOCK_DGRAM)
        provider = Trunk("provider", PROVIDER_ADDRESS, self.provider_port, user=ACCOUNT, rtp_timeout_seconds=5)
        self.centre.with_trunks(Trunk("operator", host, port, rtp_timeout_seconds=5), provider)
        self.centre.start()
        self.outside.launch("127.0.0.1", self.centre.sip_port)

    def stop(self) -> None:
        self.centre.stop()
        self.outside.engine.stop()


@pytest.fixture(scope="module")
def telephony(engines_folder: Path, missing) -> Iterator[Telephony]:
    folder = Path(tempfile.mkdtemp(prefix="voice-", dir=engines_folder))
    folder.chmod(0o755)
    made = Telephony(folder)
    try:
        made.start()
    except EngineRefused as why:
        made.stop()
        missing(why)
    yield made
    made.stop()
