"""Our own processes as children: each with an environment of its own, holding only the credentials it needs."""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

import palabre
from palabre.plumbing.engines.accounts import engine_user, reachable
from palabre.plumbing.engines.engine import Engine
from palabre.plumbing.engines.folders import programs
from palabre.plumbing.engines.ports import kept_port
from palabre.plumbing.engines.spawn import ends_with_us, spawn

ANSWER_SECONDS_MAX = 1.0
SOURCE = Path(palabre.__file__).parent


class Process(Engine):
    """`./palabre run ROLES` under supervision; ready when its /readyz says so."""

    ready_seconds_max = 60.0

    def __init__(self, name: str, home: Path, environment: Mapping[str, str], *, stop_seconds: float = 15.0) -> None:
        super().__init__(home)
        self.name = name
        self.user = process_user()
        self.arguments: list[str] = ["run", name]
        self.environment = dict(environment)
        self.stop_steps = ((signal.SIGTERM, stop_seconds + 5.0),)
        self.port = 0

    @property
    def log(self) -> Path:
        return self.home / f"{self.name}.log"

    def prepare(self) -> None:
        self.port = kept_port(self.home / f"{self.name}.port")

    def launch(self) -> None:
        given = {"PALABRE_HEALTH_PORT": str(self.port), "PYTHONUNBUFFERED": "1", **self.environment, **_measured()}
        command = [sys.executable, "-m", "palabre.processes.command_line", *self.arguments]
        self.child = spawn(command, self.log, user=self.user, environment=given, folder="/")

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=ANSWER_SECONDS_MAX) as answer:
                return answer.status == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


class Robots(Process):
    """`./palabre demo robots`: machines that staff the demo, over the same wires as people; they serve nobody else."""

    def __init__(self, home: Path, data: Path) -> None:
        super().__init__("robots", home, {"PALABRE_DATA": str(data), "PALABRE_ENGINES": str(programs())})
        self.arguments = ["demo", "robots", "--data", str(data)]

    def is_ready(self) -> bool:
        return True


def _measured() -> dict[str, str]:
    """Under `test --coverage` our children are measured too."""
    return {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}


def compile_source() -> None:
    """As root: our children's account may not write beside the source, and would compile it anew at each start."""
    if process_user():
        subprocess.run(
            [sys.executable, "-m", "compileall", "-q", str(SOURCE)], capture_output=True, preexec_fn=ends_with_us
        )


def process_user():
    """The engines' account where it can read our code and Python; else the caller (a checkout under /root, as root)."""
    user = engine_user()
    places = (SOURCE, Path(sys.prefix) / "bin", Path(sys.executable).resolve().parent)
    return user if user and all(reachable(p, user) for p in places) else None
