"""A second Asterisk of the same installation at an address of its own, driven by a voice process of its own, and
Debian's Kamailio before the two, with the file of deploy/."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from carrier import free, until
from people import ROOT, palabre
from switchboard import Line, Switchboard
from telephone import Telephone

SECOND, NAME, BALANCER = "127.0.0.12", "palabre-b", "127.0.0.13"
RTP = (18_400, 18_599)


@contextmanager
def balanced(second: SecondAsterisk, missing: Callable[[object], None]) -> Iterator[tuple[str, int]]:
    """Where it takes calls."""
    program, board = shutil.which("kamailio") or "/usr/sbin/kamailio", second.board
    if not Path(program).exists():
        missing("kamailio: apt-get install kamailio")
    with tempfile.TemporaryDirectory(prefix="kamailio-", ignore_cleanup_errors=True) as folder:
        listed, port = Path(folder) / "dispatcher.list", free(BALANCER, 2)
        listed.write_text(f"1 sip:{board.centre[0]}:{board.centre[1]} 0 0\n1 sip:{SECOND}:{second.port} 0 0\n")
        log = (Path(folder) / "log").open("w")
        command = [program, "-f", str(ROOT / "deploy/kamailio/kamailio.cfg"), "-A", f"LISTEN=udp:{BALANCER}:{port}",
                   "-A", f'DISPATCHER_LIST="{listed}"', "-m", "32", "-M", "4", "-DD", "-E", "-Y", folder,
                   "-P", f"{folder}/pid"]  # fmt: skip
        child = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        wanted = {"name": "Kamailio", "kind": "address", "host": BALANCER, "port": port, "paused": True}
        trunk = board.nadia.post("/api/trunks", wanted)["id"]
        try:
            until(lambda: Path(f"{folder}/pid").exists() or child.poll() is not None, "Kamailio does not start")
            assert child.poll() is None, (Path(folder) / "log").read_text()[-2000:]
            yield BALANCER, port
        finally:
            board.nadia.ask("DELETE", f"/api/trunks/{trunk}")
            child.terminate()
            child.wait(15)


def refused(number: str, there: tuple[str, int]) -> bool:
    """Does a new call there come back as congestion?"""
    with Telephone(there, address=BALANCER) as caller:
        caller.calls_number(number)
        caller.until(lambda: caller.state != "ringing")
        return caller.status == 503


def nodes_of(line: Line) -> list[str]:
    """Which Asterisk took each call, as the journal tells."""
    mine = {r["id"] for r in line.calls()}
    facts = line.board.running.journal()
    return [f["fields"]["node"] for f in facts if "CallArrived" in f["fact"] and f["fields"]["conversation"] in mine]


def asterisks(board, *what: str) -> list[dict]:
    done = palabre("asterisks", *what, "--json", "--data", str(board.running.data))
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


class SecondAsterisk:
    """Of the same installation: an Asterisk at another address, and a voice process that drives it."""

    def __init__(self, board: Switchboard, home: Path) -> None:
        self.board, self.home = board, home
        self.asterisk = self.voice = None
        command = Path(f"/proc/{board.process('asterisk')}/cmdline").read_text().split("\0")[:-1]
        self.centre = Path(command[command.index("-C") + 1]).parent.parent
        self.command = [*command[: command.index("-C")], "-C", str(home / "etc/asterisk.conf"), "-f"]
        self.port, self.http, self.health = free(SECOND, 2), free("127.0.0.1", 1), free("127.0.0.1", 1)

    def start(self) -> None:
        left = shutil.ignore_patterns("log", "run", "spool", "db")
        shutil.copytree(self.centre, self.home, symlinks=True, ignore=left)
        for name in ("log/cel-custom", "spool/tmp", "spool/recording", "run", "db"):
            (self.home / name).mkdir(parents=True, exist_ok=True)
        for file in (self.home / "etc").iterdir():
            file.write_text(self.changed(file.name, file.read_text()))
        (self.home / "sip_port").write_text(str(self.port))
        log = (self.home / "log/console").open("w")
        self.asterisk = subprocess.Popen(self.command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd="/")
        voice = self.board.process("voice")
        environment = dict(e.split("=", 1) for e in Path(f"/proc/{voice}/environ").read_text().split("\0") if "=" in e)
        environment |= {
            "PALABRE_ARI_URL": f"http://127.0.0.1:{self.http}/ari", "PALABRE_ARI_APP": NAME, "PALABRE_SIP_HOST": SECOND,
            "PALABRE_ASTERISK_FOLDER": str(self.home), "PALABRE_HEALTH_PORT": str(self.health), "PALABRE_SIP_PORT": "0",
        }  # fmt: skip
        command = Path(f"/proc/{voice}/cmdline").read_text().split("\0")[:-1]
        log = (self.home / "log/voice").open("w")
        self.voice = subprocess.Popen(
            command, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd="/"
        )
        until(self.serves, "the second voice process does not drive its Asterisk", 40.0)

    def changed(self, name: str, text: str) -> str:
        text = text.replace(str(self.centre), str(self.home))
        if name == "pjsip.conf":
            text = text.replace("bind=127.0.0.1:", f"bind={SECOND}:").replace("address=127.0.0.1", f"address={SECOND}")
            return text.replace(f":{self.board.centre[1]}\n", f":{self.port}\n")
        if name == "http.conf":
            return re.sub(r"bindport=\d+", f"bindport={self.http}", text)
        if name == "rtp.conf":
            return re.sub(r"rtpstart=\d+\nrtpend=\d+", "rtpstart={}\nrtpend={}".format(*RTP), text)
        return text.replace("Stasis(palabre,", f"Stasis({NAME},") if name == "extensions.conf" else text

    def serves(self) -> bool:
        assert self.asterisk.poll() is None, (self.home / "log/console").read_text()[-2000:]
        assert self.voice.poll() is None, (self.home / "log/voice").read_text()[-2000:]
        return any(n["name"] == NAME and n["state"] == "serving" for n in asterisks(self.board))

    def kill(self, *names: str) -> None:
        """As a crash does: voice process and Asterisk, or the one of them."""
        for child in (getattr(self, name) for name in names or ("voice", "asterisk")):
            if child and child.poll() is None:
                os.kill(child.pid, signal.SIGKILL)
                child.wait(15)
