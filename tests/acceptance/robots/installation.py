"""A whole installation of a test's own, as `./palabre demo` starts it: killed, paused, read from outside, ended."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg.rows import dict_row
from robots.rows import Rows

ROOT = Path(__file__).parents[3]
STOP_SECONDS_MAX = 40
# how each child is known by its command line
MARKS = {
    "front": ("palabre.processes.command_line", "run", "front"),
    "core": ("palabre.processes.command_line", "run", "core"),
    "voice": ("palabre.processes.command_line", "run", "voice"),
    "postgres": ("postgres",),
    "nats": ("nats-server",),
    "asterisk": ("asterisk",),
}


class Installation(Rows):
    """`told`: the line it printed when ready. Use as a context: nothing is left, whatever happened."""

    def __init__(self, *options: str) -> None:
        self.options = options

    def __enter__(self) -> Installation:
        self.folder = Path(tempfile.mkdtemp(prefix="palabre-faults-"))
        self.folder.chmod(0o755)
        self.data = self.folder / "data"
        self.errors = (self.folder / "said").open("w+")
        command = [str(ROOT / "palabre"), "demo", "--json", "--no-web", "--port", "0", "--data", str(self.data)]
        self.process = subprocess.Popen(
            [*command, *self.options], stdout=subprocess.PIPE, stderr=self.errors, stdin=subprocess.DEVNULL, text=True,
            env={**os.environ, "PALABRE_REACHABLE_NETWORKS": "127.0.0.0/8"},
        )  # fmt: skip
        line = self.process.stdout.readline()
        if not line:
            self._end()
            raise AssertionError(f"it did not start: {self.said()}")
        self.told = json.loads(line)
        self.url = self.told["url"]
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._end()
        if keep := os.environ.get("PALABRE_FAULTS_KEEP"):  # all of it after a failure: `./palabre demo --data` reads it
            but = ("postgres", "asterisk", "blobs") if not kind else ()
            unwanted = shutil.ignore_patterns("run", *but)  # sockets stand in `run`
            shutil.copytree(self.folder, Path(keep) / self.folder.name, symlinks=True, ignore=unwanted)
        self.errors.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _end(self) -> None:
        for name in MARKS:
            for pid in self.pids(name):
                _signal(pid, signal.SIGCONT)
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise

    def said(self) -> str:
        return (self.folder / "said").read_text() if (self.folder / "said").exists() else ""

    def sign_in(self, key: str) -> tuple[str, str]:
        found = next(s for s in self.told["sign_ins"] if s["key"] == key)
        return found["sign_in"], found["password"]

    # -- its processes

    def children(self) -> list[int]:
        try:
            text = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        except FileNotFoundError:
            return []
        return [int(p) for p in text.split()]

    def pids(self, name: str) -> list[int]:
        return [pid for pid in self.children() if _is(pid, MARKS[name])]

    def kill(self, name: str, wanted: signal.Signals = signal.SIGKILL) -> list[int]:
        """The processes that got it: none where it was just down."""
        return [pid for pid in self.pids(name) if _signal(pid, wanted)]

    @contextmanager
    def paused(self, name: str) -> Iterator[None]:
        """Neither dead nor alive, with all its children."""
        whole = [pid for parent in self.pids(name) for pid in (parent, *_descendants(parent))]
        try:
            for pid in whole:
                _signal(pid, signal.SIGSTOP)
            yield
        finally:
            for pid in reversed(whole):
                _signal(pid, signal.SIGCONT)

    def environment_of(self, name: str) -> dict[str, str]:
        raw = Path(f"/proc/{self.pids(name)[0]}/environ").read_bytes()
        return dict(part.decode().split("=", 1) for part in raw.split(b"\0") if b"=" in part)

    def left(self) -> list[int]:
        """Any process that still names our folder."""
        found = []
        for line in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                if str(self.folder).encode() in line.read_bytes():
                    found.append(int(line.parent.name))
            except OSError:
                continue
        return found

    # -- its stores

    def database(self) -> psycopg.Connection:
        """As superuser, who sees what every tenant and every role wrote."""
        home = self.data / "postgres"
        password = quote(json.loads((home / "passwords.json").read_text())["superuser"], safe="")
        sockets = quote((home / "socket_folder").read_text().strip(), safe="")
        return psycopg.connect(
            f"postgresql://superuser:{password}@/palabre?host={sockets}", row_factory=dict_row, autocommit=True
        )

    def journal(self) -> list[dict[str, Any]]:
        """Every fact, as the command line prints it."""
        done = subprocess.run(
            [str(ROOT / "palabre"), "journal", "--json", "--data", str(self.data)],
            capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def until(self, test: Any, what: str, seconds_max: float = 30.0) -> Any:
        """What `test` gives once it is true; fails with `what` and the last thing it gave."""
        deadline = time.monotonic() + seconds_max
        while not (found := test()):
            assert time.monotonic() < deadline, f"{what}: {found!r} after {seconds_max:.0f} s"
            time.sleep(0.1)
        return found


def _descendants(pid: int) -> list[int]:
    try:
        own = [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []
    return own + [deeper for child in own for deeper in _descendants(child)]


def _signal(pid: int, wanted: signal.Signals) -> bool:
    try:
        os.kill(pid, wanted)
        return True
    except ProcessLookupError:
        return False


def _is(pid: int, marks: tuple[str, ...]) -> bool:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except (FileNotFoundError, ProcessLookupError):
        return False
    if len(marks) > 1:
        return all(m in words for m in marks)
    return "palabre.processes.command_line" not in words and any(
        w.rsplit("/", 1)[-1].startswith(marks[0]) for w in words if w.startswith("/")
    )
