"""An operator of these tests: a real second Asterisk that asks for accounts, takes calls by address, echoes who talks.

Its programs and small files are those of the running Palabre's; what it says at its SIP port is its own.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

ADDRESS, CENTRES = "127.0.0.6", ("127.0.0.1", "127.0.0.12")  # whose calls it takes: ours, and our second Asterisk's
ACCOUNT, PASSWORD = "33199000042", "correct horse"
ANSWERS, BUSY, BROKEN = "0140205050", "0140205051", "0140205052"
# says before it answers, or after, that the call should go on to ELSEWHERE
# is sent back to the centre (`sends_back`), where it came from
SENT_BACK = "0140205056"
MOVED, SENT_ON, ELSEWHERE = "0140205053", "0140205054", "0899701234"
SECONDS_MAX = 15.0
RTP = (18_200, 18_299)

ENDPOINT = """
[{name}]
type=endpoint
transport={transport}
context=from-centre
disallow=all
allow=alaw
aors={name}
direct_media=no
rtp_symmetric=yes
media_address={address}
{more}
[{name}]
type=aor
max_contacts=1
remove_existing=yes
"""
DIALPLAN = f"""[from-centre]
exten => _[+0-9]!,1,GotoIf($["${{EXTEN:-6}}"="{BUSY[-6:]}"]?busy)
 same => n,GotoIf($["${{EXTEN:-6}}"="{BROKEN[-6:]}"]?broken)
 same => n,GotoIf($["${{EXTEN:-6}}"="{MOVED[-6:]}"]?moved)
 same => n,GotoIf($["${{EXTEN:-6}}"="{SENT_BACK[-6:]}"]?back)
 same => n,Answer()
 same => n,GotoIf($["${{EXTEN:-6}}"!="{SENT_ON[-6:]}"]?echo)
 same => n(moved),Transfer(PJSIP/sip:{ELSEWHERE}@HERE)
 same => n(echo),Echo()
 same => n,Hangup()
 same => n(back),Dial(PJSIP/centre/sip:${{OURS}})
 same => n,Hangup()
 same => n(busy),Hangup(17)
 same => n(broken),Hangup(38)
"""


class Carrier:
    """`start()` … `stop()`. `tls`: (certificate, key) in PEM, where it speaks TLS and asks for SRTP too (`secret`).
    `ear`: the address that it says its sound is heard at, its own unless told."""

    def __init__(
        self, asterisk: int, folder: Path, *, address: str = ADDRESS, tls: tuple[Path, Path] | None = None,
        secret: bool = True, ear: str = "",
    ) -> None:  # fmt: skip
        """`asterisk`: process of the centre's."""
        self.address, self.home, self.tls, self.secret, self.ear = address, folder, tls, secret, ear or address
        self.command = Path(f"/proc/{asterisk}/cmdline").read_text().split("\0")[:-1]
        self.centre = Path(self.command[self.command.index("-C") + 1]).parent.parent
        self.port, self.tls_port = free(address, socket.SOCK_DGRAM), free(address, socket.SOCK_STREAM)
        self.child: subprocess.Popen | None = None

    def start(self) -> None:
        for name in ("etc", "data", "moh"):
            shutil.copytree(self.centre / name, self.home / name, symlinks=True)
        for name in ("log/cel-custom", "spool/tmp", "spool/recording", "db", "cache", "run", "keys/keys"):
            (self.home / name).mkdir(parents=True)
        for file in (self.home / "etc").iterdir():
            file.write_text(file.read_text().replace(str(self.centre), str(self.home)))
        http = re.sub(r"bindport=\d+", f"bindport={free('127.0.0.1', socket.SOCK_STREAM)}", self.read("http.conf"))
        rtp = re.sub(r"rtpstart=\d+\nrtpend=\d+", "rtpstart={}\nrtpend={}".format(*RTP), self.read("rtp.conf"))
        here = f"{self.address}:{self.port}"
        for name, text in (("http.conf", http), ("rtp.conf", rtp), ("extensions.conf", DIALPLAN.replace("HERE", here))):
            (self.home / "etc" / name).write_text(text)
        (self.home / "etc/pjsip.conf").write_text(self.sip())
        more = "".join(f"load = {name}.so\n" for name in ("res_clioriginate", "app_transfer"))
        (self.home / "etc/modules.conf").write_text(self.read("modules.conf") + more)
        self.launch()

    def launch(self) -> None:
        command = [*self.command[: self.command.index("-C")], "-C", str(self.home / "etc/asterisk.conf"), "-f"]
        log = (self.home / "log/console").open("a")
        self.child = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd="/")
        until(self.answers, "the operator's Asterisk does not start")

    def again(self) -> None:
        """Anew, as it is described by now."""
        self.stop()
        (self.home / "etc/pjsip.conf").write_text(self.sip())
        self.launch()

    def read(self, name: str) -> str:
        return (self.home / "etc" / name).read_text()

    def sip(self) -> str:
        transports = f"[udp]\ntype=transport\nprotocol=udp\nbind={self.address}:{self.port}\n"
        if self.tls:
            transports += (
                f"[tls]\ntype=transport\nprotocol=tls\nmethod=tlsv1_2\nbind={self.address}:{self.tls_port}\n"
                f"cert_file={self.tls[0]}\npriv_key_file={self.tls[1]}\n"
            )
        auth = f"[{ACCOUNT}]\ntype=auth\nauth_type=userpass\nusername={ACCOUNT}\npassword={PASSWORD}\n"
        by_account = ENDPOINT.format(name=ACCOUNT, transport="udp", address=self.ear, more=f"auth={ACCOUNT}")
        secret = "media_encryption=sdes" if self.tls and self.secret else ""
        way, more = "tls" if self.tls else "udp", f"{secret}\nidentify_by=ip"
        by_address = ENDPOINT.format(name="centre", transport=way, address=self.ear, more=more)
        identify = f"[centre]\ntype=identify\nendpoint=centre\nmatch={','.join(CENTRES)}\n"
        order = "[global]\ntype=global\nendpoint_identifier_order=username,auth_username,ip\n"
        return order + transports + auth + by_account + by_address + identify

    def answers(self) -> bool:
        assert self.child.poll() is None, (self.home / "log/console").read_text()[-2000:]
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
            wire.bind((self.address, 0))
            wire.settimeout(0.3)
            here = f"{self.address}:{wire.getsockname()[1]}"
            wire.sendto((
                f"OPTIONS sip:x@{self.address} SIP/2.0\r\nVia: SIP/2.0/UDP {here};branch=z9hG4bK{time.time_ns()}\r\n"
                f"From: <sip:t@{here}>;tag=1\r\nTo: <sip:x@{self.address}>\r\nCall-ID: {time.time_ns()}\r\n"
                f"CSeq: 1 OPTIONS\r\nContact: <sip:t@{here}>\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
            ).encode(), (self.address, self.port))  # fmt: skip
            try:
                return bool(wire.recv(4096))
            except OSError:
                return False

    def console(self, line: str) -> str:
        command = [*self.command[: self.command.index("-C")], "-C", str(self.home / "etc/asterisk.conf"), "-rx", line]
        return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=10).stdout

    def sends_back(self, number: str, centre: tuple[str, int]) -> None:
        """Whoever is sent to SENT_BACK, to this number of the centre's."""
        self.console(f"dialplan set global OURS {number}@{centre[0]}:{centre[1]}")

    def calls(self, number: str, centre: tuple[str, int]) -> None:
        """The centre, by TLS; whoever is answered speaks with herself. Returns once it is over, or refused."""
        before = self._said("HANGUP")
        there = f"PJSIP/centre/sip:{number}@{centre[0]}:{centre[1]}\\;transport=tls"
        self.console(f"channel originate {there} application Echo")
        until(lambda: len(self._said("HANGUP")) > len(before), f"{number} was not called")

    def taken(self) -> list[tuple[str, str]]:
        """(number dialled, number shown) of each call that came, oldest first."""
        return [(row[6], row[5]) for row in self._said("CHAN_START") if row[7] == "from-centre"]

    def _said(self, event: str) -> list[list[str]]:
        """Lines of its call record."""
        path = self.home / "log/cel-custom/Master.csv"
        return [row for row in csv.reader(path.read_text().splitlines()) if row[0] == event] if path.exists() else []

    def until_taken(self, dialled: str) -> tuple[str, str]:
        """The last call by this writing of its number."""
        until(lambda: any(d == dialled for d, _ in self.taken()), f"{dialled} never came: {self.taken()}")
        return next(c for c in reversed(self.taken()) if c[0] == dialled)

    def stop(self) -> None:
        if self.child and self.child.poll() is None:
            os.kill(self.child.pid, signal.SIGTERM)
            self.child.wait(SECONDS_MAX)


def free(address: str, kind: int) -> int:
    with socket.socket(socket.AF_INET, kind) as trial:
        trial.bind((address, 0))
        return trial.getsockname()[1]


def until(test, what: str, seconds_max: float = SECONDS_MAX) -> None:
    deadline = time.monotonic() + seconds_max
    while not test():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)
