"""coturn as an installation has it beside itself: it knows a secret, and no account."""

from __future__ import annotations

import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from palabre.plumbing.tls import lan_addresses

READY_SECONDS_MAX = 10.0


class Relay:
    """`urls` and `secret` for the settings; `start()`, `stop()` in a finally; `carries(…)`: does sound get through?"""

    program = shutil.which("turnserver")

    def __init__(self) -> None:
        self.host = next(iter(lan_addresses()), "127.0.0.1")
        self.secret = secrets.token_urlsafe(16)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind((self.host, 0))
            self.port = probe.getsockname()[1]
        self.child: subprocess.Popen | None = None

    @property
    def urls(self) -> str:
        return f"turn:{self.host}:{self.port}"

    def start(self) -> None:
        """Returns once it listens."""
        self.folder = Path(tempfile.mkdtemp(prefix="palabre-turn-"))
        command = [
            str(self.program), "-n", f"--listening-ip={self.host}", f"--relay-ip={self.host}",
            f"--listening-port={self.port}", "--use-auth-secret", f"--static-auth-secret={self.secret}",
            "--realm=palabre.test", "--no-tls", "--no-dtls", "--no-tcp", "--no-cli", "--log-file=stdout",
            "--simple-log", "--verbose", f"--userdb={self.folder}/users", f"--pidfile={self.folder}/pid",
        ]  # fmt: skip
        with (self.folder / "log").open("w") as out:
            self.child = subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, cwd=self.folder)
        deadline = time.monotonic() + READY_SECONDS_MAX
        while not self._listens():
            assert self.child.poll() is None and time.monotonic() < deadline, self.log()
            time.sleep(0.02)

    def _listens(self) -> bool:
        """Nobody else may have its port any more."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.bind((self.host, self.port))
            except OSError:
                return True
        return False

    def log(self) -> str:
        return (self.folder / "log").read_text()

    def carries(self, user: str, password: str) -> bool:
        """One packet through an allocation of these credentials to somebody who echoes, and back (coturn's client)."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind((self.host, 0))
            port = str(probe.getsockname()[1])
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        echo = subprocess.Popen(["turnutils_peer", "-L", self.host, "-p", port], **quiet)
        command = ["turnutils_uclient", "-c", "-u", user, "-w", password, "-e", self.host, "-r", port, "-n", "1"]
        try:
            said = subprocess.run(
                [*command, "-m", "1", "-p", str(self.port), self.host], capture_output=True, text=True, timeout=30)
        finally:
            echo.kill()
            echo.wait()
        return said.returncode == 0 and "tot_send_msgs=1, tot_recv_msgs=1" in said.stdout

    def stop(self) -> None:
        if self.child:
            self.child.terminate()
            self.child.wait()
            self.child = None
            shutil.rmtree(self.folder, ignore_errors=True)
