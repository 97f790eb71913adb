"""coturn as an installation has it beside itself: it knows a secret, and no account."""

from __future__ import annotations

import re
import secrets
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from palabre.plumbing.tls import lan_addresses

READY_SECONDS_MAX, TOLD_SECONDS_MAX = 10.0, 10.0
USAGE = re.compile(r"peer usage: .*username=<([^>]+)>, rp=(\d+), rb=\d+, sp=(\d+)")


class Relay:
    """`urls` and `secret` for the settings; `start()`, `stop()` in a finally; `carries(…)`: does sound get through?"""

    program = shutil.which("turnserver")

    def __init__(self) -> None:
        self.host = next(iter(lan_addresses()), "127.0.0.1")
        self.secret = secrets.token_urlsafe(16)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind((self.host, 0))
            self.port = probe.getsockname()[1]
        self.child: subprocess.Popen[str] | None = None
        self._said: list[str] = []
        self._more = threading.Condition()

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
        self.child = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True,
            cwd=self.folder)  # fmt: skip
        self._reader = threading.Thread(target=self._read, args=(self.child,))
        self._reader.start()
        listening = f"UDP listener opened on: {self.host}:{self.port}"
        assert self._until(lambda: listening in self.log(), READY_SECONDS_MAX), self.log()

    def _read(self, child: subprocess.Popen[str]) -> None:
        for line in child.stdout or ():
            with self._more:
                self._said.append(line)
                self._more.notify_all()

    def _until(self, test: Callable[[], object], seconds_max: float) -> bool:
        """Asked again at each line that it says."""
        with self._more:
            return bool(self._more.wait_for(test, seconds_max))

    def log(self) -> str:
        return "".join(self._said)

    def passed(self, user: str) -> tuple[int, int]:
        """Packets between this user's allocation and whoever she talks with, once it has ended: (to her, from her)."""
        assert self._until(lambda: self._deleted(user), TOLD_SECONDS_MAX), self.log()[-3000:]
        counted = [(int(there), int(back)) for who, there, back in USAGE.findall(self.log()) if who == user]
        return sum(there for there, _ in counted), sum(back for _, back in counted)

    def _deleted(self, user: str) -> bool:
        """As many allocations as were made for her."""
        told = self.log()
        made, gone = (len(re.findall(rf": {what}.*username=<{re.escape(user)}>", told)) for what in ("new,", "delete:"))
        return 0 < made == gone

    def carries(self, user: str, password: str) -> bool:
        """One packet through an allocation of these credentials to somebody who echoes, and back (coturn's client)."""
        with echoing(self.host) as port:
            command = ["turnutils_uclient", "-c", "-u", user, "-w", password, "-e", self.host, "-r", str(port)]
            said = subprocess.run(
                [*command, "-n", "1", "-m", "1", "-p", str(self.port), self.host],
                capture_output=True, text=True, timeout=30)  # fmt: skip
        return said.returncode == 0 and "tot_send_msgs=1, tot_recv_msgs=1" in said.stdout

    def stop(self) -> None:
        if self.child:
            self.child.terminate()
            self.child.wait()
            self._reader.join()
            self.child = None
            shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def echoing(host: str) -> Iterator[int]:
    """The port of somebody who sends back what comes; who sends nothing at all, an empty packet, ends it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as there:
        there.bind((host, 0))

        def echo() -> None:
            while (packet := there.recvfrom(2_000))[0]:
                there.sendto(*packet)

        thread = threading.Thread(target=echo)
        thread.start()
        try:
            yield there.getsockname()[1]
        finally:
            there.sendto(b"", there.getsockname())
            thread.join()
